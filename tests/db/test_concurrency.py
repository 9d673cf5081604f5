"""Many clients at once, each with a session of its own: no answer is lost, none stored twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

import pytest

from quizapp.core.visit import Visit
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card, Review, StudySession
from quizapp.services.answers import AnswerResult
from quizapp.services.errors import Conflict, ServiceError
from quizapp.services.signin import sign_in
from quizapp.services.study import Pace, start_session
from tests.factories import PASSWORD
from tests.services.big_shelf import copy_item
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting
from tests.services.test_accounts import sign_up
from tests.services.test_landing import guest_of, landing_page, send

pytestmark = pytest.mark.db
CLIENTS = 8
T = TypeVar("T")


def together(*actions: Callable[[], T]) -> list[T | ServiceError]:
    """Run the actions at the same moment; return each result, or the refusal."""
    start = Barrier(len(actions))

    def run(action: Callable[[], T]) -> T | ServiceError:
        start.wait()
        try:
            return action()
        except ServiceError as refusal:
            return refusal

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def stored(results: list[AnswerResult | ServiceError]) -> list[AnswerResult]:
    return [result for result in results if isinstance(result, AnswerResult)]


@pytest.mark.parametrize("known", [False, True])
def test_eight_clients_on_one_card_store_one_answer(room: StudyRoom, known: bool) -> None:  # noqa: FBT001
    alice = room.person("Alice")
    if known:
        room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
        room.tomorrow()
    sid = room.sit(alice, "s-1", "s-2")
    shown = room.put(alice, sid, 1)
    answers = [replace(shown, answer_id=f"tab-{n}") for n in range(CLIENTS)]
    picks = [room.pick(shown, (RIGHT, WRONG)[n % 2]["s-1"]) for n in range(CLIENTS)]
    results = together(
        *(
            lambda one=one, given=given: room.give(alice, one, given)
            for one, given in zip(answers, picks, strict=True)
        )
    )
    [winner] = stored(results)
    assert sum(isinstance(result, Conflict) for result in results) == CLIENTS - 1
    assert room.log(alice)[-1].answer_id == winner.answer_id
    assert room.rows(Review) == 1 + known
    assert room.known_card(alice, "s-1").reps == 1 + known
    assert room.places(sid)[0].answer_id == winner.answer_id
    assert len(room.places(sid)) == (2 if winner.is_right else 3)
    assert room.cards_differing() == 0


def test_eight_clients_answer_different_places_of_one_session(room: StudyRoom) -> None:
    alice = room.person("Alice")
    with acting(room.app) as session:
        copy_item(session, CLIENTS)
        session.commit()
    sid = room.sit(alice, *(f"copy-{100_000 + n}" for n in range(CLIENTS)))
    places = [room.put(alice, sid, n) for n in range(1, CLIENTS + 1)]
    given = room.pick(places[0], WRONG["s-1"])
    results = together(*(lambda one=one: room.give(alice, one, given) for one in places))
    assert len(stored(results)) == CLIENTS
    assert room.rows(Review) == CLIENTS
    after = room.places(sid)
    assert [place.n for place in after] == list(range(1, 2 * CLIENTS + 1)), "each is repeated"
    assert Counter(place.repeat_of for place in after[CLIENTS:]) == Counter(range(1, CLIENTS + 1))
    assert room.cards_differing() == 0


def test_the_same_answer_ten_times_at_once_is_one(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    shown = room.put(alice, sid, 1)
    given = room.pick(shown, RIGHT["s-1"])
    results = stored(together(*[lambda: room.give(alice, shown, given)] * 10))
    assert len(results) == 10
    assert Counter(result.is_repeated for result in results) == {False: 1, True: 9}
    assert {replace(result, is_repeated=False) for result in results} == {
        AnswerResult(sid, 1, shown.answer_id, is_right=True, source="practice")
    }
    assert room.rows(Review) == 1
    assert room.known_card(alice, "s-1").reps == 1


def test_eight_learners_answer_at_once(room: StudyRoom) -> None:
    people = [room.person(name) for name in ("Alice", "Bob", "Charlie", "Dan", "Eve", "Fay")]
    people += [room.person("Gus"), room.person("Hal")]
    sids = [room.sit(who, "s-1", "s-2", "s-3") for who in people]

    def study(place: int) -> int:
        who, sid = people[place], sids[place]
        for n, ref in enumerate(("s-1", "s-2", "s-3"), start=1):
            answers = RIGHT if (place + n) % 2 else WRONG
            room.answer(who, sid, n, *answers[ref])
        room.undo(who, sid)
        return place

    results = together(*(lambda place=place: study(place) for place in range(len(people))))
    assert results == list(range(len(people)))
    assert (room.rows(Review), room.rows(Card)) == (8 * 4, 8 * 2)
    reps = sum(room.known_card(who, ref).reps for who in people for ref in ("s-1", "s-2"))
    assert reps == 8 * 2, "sums agree"
    assert room.cards_differing() == 0


def test_undo_pressed_by_eight_takes_back_one_each(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2", "s-3")
    for n, ref in enumerate(("s-1", "s-2", "s-3"), start=1):
        room.answer(alice, sid, n, *RIGHT[ref])
    results = together(*[lambda: room.undo(alice, sid)] * CLIENTS)
    assert sorted(n for n in results if isinstance(n, int)) == [1, 2, 3]
    assert room.rows(Review) == 6
    assert room.rows(Card) == 0
    assert room.cards_differing() == 0


def test_i_guessed_pressed_by_eight_counts_once(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    assert together(*[lambda: room.guess(alice, sid, 1)] * CLIENTS) == [None] * CLIENTS
    assert room.rows(Review) == 2
    assert room.known_card(alice, "s-1").reps == 1
    assert room.cards_differing() == 0


def test_eight_starts_leave_one_session_open(room: StudyRoom) -> None:
    alice = room.person("Alice")

    def begin() -> int:
        with acting(room.app) as session:
            pace = Pace(minutes_a_day=20, new_per_day=10)
            return start_session(
                session, alice, pace, minutes=None, is_extra=False, now=room.clock()
            )

    sids = [sid for sid in together(*[begin] * CLIENTS) if isinstance(sid, int)]
    assert len(set(sids)) == CLIENTS
    assert sum(room.is_open(sid) for sid in sids) == 1


def test_the_landing_page_sent_eight_times_at_once_makes_one_guest(room: StudyRoom) -> None:
    shown = landing_page(room)
    given = room.pick(shown, RIGHT["s-1"])
    results = together(*[lambda: send(room, shown, given)] * CLIENTS)
    assert len({getattr(result, "session_id", result) for result in results}) == 1
    assert [room.rows(model) for model in (User, Review, StudySession, Card)] == [1, 1, 1, 1]


def test_an_address_registered_eight_times_at_once_is_one_account(room: StudyRoom) -> None:
    results = together(*[lambda: sign_up(room, "alice@example.org")] * CLIENTS)
    assert sum(not isinstance(result, ServiceError) for result in results) == 1
    assert room.rows(User) == 1


def test_answers_given_while_a_guest_is_merged_are_kept(room: StudyRoom) -> None:
    """Alice studies on her laptop while her phone signs in with a guest's answers."""
    alice_id = sign_up(room, "alice@example.org").user_id
    alice = replace(room.person("Noise"), user_id=alice_id)
    shown = landing_page(room)
    guest = guest_of(room, send(room, shown, room.pick(shown, WRONG["s-1"])))
    sid = room.sit(alice, "s-1", "s-2")
    room.clock.forward(minutes=1)
    place = room.put(alice, sid, 1)
    given = room.pick(place, RIGHT["s-1"])

    def merge() -> int:
        with acting(room.app) as session:
            email = "alice@example.org"
            result = sign_in(
                session, email, PASSWORD, guest_id=guest.id, visit=Visit(), now=room.clock()
            )
            return result.added_answers

    results = together(merge, lambda: int(room.give(alice, place, given).is_right))
    assert results == [1, 1]
    assert len(room.log(alice)) == 2
    assert room.known_card(alice, "s-1").reps == 2
    assert room.cards_differing() == 0
