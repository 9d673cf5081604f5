"""Quizzes of one's own choice: what they hold, a test that keeps silent, and saved ones."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.core.deck import DeckKind, DeckMode, DeckStatus, Selection, selection_of
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db import write
from quizapp.db.models.banks import Item
from quizapp.db.models.study import Deck, StudySession
from quizapp.services.decks import (
    MOST_DECKS,
    adopt_decks,
    delete_deck,
    save_deck,
    start_quiz,
    tally_quiz,
)
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.study import end_session
from tests.services.marking import flag, put_aside
from tests.services.recorded import forget, take_in, told
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

pytestmark = pytest.mark.db


def refs(room: StudyRoom, who: Learner, chosen: Selection) -> set[str]:
    """Return the refs of what a selection holds."""
    with acting(room.app, write.Mode.READ) as session:
        ids = [one.item_id for one in tally_quiz(session, who, chosen, room.clock()).matching]
        return set(session.scalars(select(Item.ref).where(Item.id.in_(ids))))


def of_status(room: StudyRoom, who: Learner, *statuses: DeckStatus) -> set[str]:
    return refs(room, who, Selection(statuses=frozenset(statuses)))


def test_statuses_follow_the_answers(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    everything = refs(room, alice, Selection())
    assert {"s-1", "s-4", "s-6"} <= everything
    assert of_status(room, alice, DeckStatus.NEW) == everything
    sid = room.sit(alice, "s-1", "s-2", "s-3")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    room.answer(alice, sid, 2, *WRONG["s-2"])
    room.answer(alice, sid, 3, *WRONG["s-3"])
    room.clock.forward(minutes=1)
    room.answer(alice, room.sit(alice, "s-3"), 1, *RIGHT["s-3"], confidence=Confidence.FAIRLY)
    flag(room, alice, "s-1")
    put_aside(room, alice, "s-6")
    assert of_status(room, alice, DeckStatus.NEW) == everything - {"s-1", "s-2", "s-3", "s-6"}
    assert of_status(room, alice, DeckStatus.MISSED) == {"s-2", "s-3"}
    assert of_status(room, alice, DeckStatus.NEVER_RIGHT) == {"s-2"}
    assert of_status(room, alice, DeckStatus.FLAGGED) == {"s-1"}
    assert of_status(room, alice, DeckStatus.DUE) == set()
    assert of_status(room, alice, DeckStatus.OTHER) == set()
    room.clock.forward(days=1)
    assert {"s-2", "s-3"} <= of_status(room, alice, DeckStatus.DUE)
    assert of_status(room, bob, DeckStatus.NEW) == everything, "others are not touched"


def test_concepts_take_in_those_below_and_words_are_found(room: StudyRoom) -> None:
    alice = room.person("Alice")
    assert refs(room, alice, Selection(words="zetzel")) == {"s-4"}
    assert refs(room, alice, Selection(words="rogers")) == {"s-1"}, "in a reason"
    assert refs(room, alice, Selection(words="no such word")) == set()
    assert refs(room, alice, Selection(level="application")) == {"s-3", "s-6"}
    assert refs(room, alice, Selection(kind=DeckKind.CASE)) == {"s-6"}
    assert refs(room, alice, Selection(concept="zetzel")) == {"s-4"}


def test_a_quiz_asks_no_more_than_it_is_told_to(room: StudyRoom) -> None:
    alice = room.person("Alice")
    with acting(room.app) as session:
        sid = start_quiz(session, alice, Selection(most=2), now=room.clock())
    assert len(room.places(sid)) == 2
    with acting(room.app) as session, pytest.raises(Invalid, match="No question fits"):
        start_quiz(session, alice, Selection(words="no such word"), now=room.clock())
    assert [place.session_id for place in room.places(sid)] == [sid, sid]


def test_practice_before_the_due_day_moves_it_less_than_waiting(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    for who in (alice, bob):
        room.answer(who, room.sit(who, "s-1"), 1, *RIGHT["s-1"])
    before = room.known_card(alice, "s-1")
    room.clock.forward(minutes=5)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    assert room.known_card(alice, "s-1").due_on == before.due_on, "the same day moves nothing"
    room.clock.forward(days=1)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    waits = (before.due_on - bob.study_on(room.clock())).days
    assert waits > 0
    room.clock.forward(days=waits)
    room.answer(bob, room.sit(bob, "s-1"), 1, *RIGHT["s-1"])
    assert room.known_card(alice, "s-1").stability < room.known_card(bob, "s-1").stability


def test_a_test_asks_nothing_twice_and_leaves_cards_out(room: StudyRoom) -> None:
    alice = room.person("Alice")
    chosen = Selection(mode=DeckMode.TEST)
    with acting(room.app) as session:
        sid = start_quiz(session, alice, chosen, now=room.clock())
    by_id = {room.item_id(ref): ref for ref in ("s-1", "s-2", "s-3", "s-6")}
    asked = [by_id[place.item_id] for place in room.places(sid)]
    assert set(asked) == set(by_id.values())
    for n, ref in enumerate(asked, start=1):
        room.answer(alice, sid, n, *WRONG[ref])
    assert len(room.places(sid)) == len(asked), "a repeat would tell that it was wrong"
    assert {row.source for row in room.log(alice)} == {"test"}
    assert {room.known_card(alice, ref).due_on for ref in asked} == {
        alice.study_on(room.clock()) + timedelta(days=1)
    }


def test_a_session_is_ended_once_and_by_its_learner(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    sid = room.sit(alice, "s-1", "s-4")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    with acting(room.app) as session, pytest.raises(NotFound):
        end_session(session, bob.user_id, sid, now=room.clock())
    ended = room.clock()
    with acting(room.app) as session:
        end_session(session, alice.user_id, sid, now=ended)
    room.clock.forward(minutes=1)
    with acting(room.app) as session:
        end_session(session, alice.user_id, sid, now=room.clock())
    with acting(room.app, write.Mode.READ) as session:
        assert session.get_one(StudySession, sid).ended_at == ended
    assert room.known_card(alice, "s-1").reps == 1


def names(room: StudyRoom, who: Learner) -> dict[str, Selection]:
    with acting(room.app, write.Mode.READ) as session:
        rows = session.scalars(select(Deck).where(Deck.user_id == who.user_id))
        return {row.name: selection_of(row.selection) for row in rows}


def save(room: StudyRoom, who: Learner, name: str, chosen: Selection) -> str:
    with acting(room.app) as session:
        return save_deck(session, who.user_id, name, chosen, now=room.clock())


def test_saved_under_a_name_that_can_be_seen(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    first, second = Selection(words="bond"), Selection(level="recall", most=5)
    assert save(room, alice, "  Who \n said what ", first) == "Who said what"
    assert save(room, alice, "Who said what", second) == "Who said what"
    save(room, alice, "שלום <script>alert(1)</script>", first)
    save(room, bob, "Who said what", first)
    assert names(room, alice)["Who said what"] == second, "the newer one stands"
    assert len(names(room, alice)) == 2
    for bad in ("", "  \n ", "\u202egnikaeps", "x" * 61, "x" * 10_000, "a\0b", "\u200b"):
        with pytest.raises(Invalid) as fault:
            save(room, alice, bad, first)
        assert fault.value.field == "name", bad
    with acting(room.app) as session:
        delete_deck(session, alice.user_id, "Who said what")
    with acting(room.app) as session, pytest.raises(NotFound):
        delete_deck(session, alice.user_id, "Who said what")
    assert names(room, bob) == {"Who said what": first}


def test_there_is_an_end_to_saved_quizzes(room: StudyRoom) -> None:
    alice = room.person("Alice")
    for n in range(MOST_DECKS):
        save(room, alice, f"Quiz {n}", Selection())
    with pytest.raises(Invalid, match="Delete one"):
        save(room, alice, "One more", Selection())
    save(room, alice, "Quiz 7", Selection(most=7))
    assert names(room, alice)["Quiz 7"].most == 7


def test_saved_quizzes_go_along(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-4"), 1, rating=Rating.GOOD)
    save(room, alice, "Bonds", Selection(words="bond", statuses=frozenset({DeckStatus.MISSED})))
    first = told(room, alice)
    forget(room, alice)
    take_in(room, alice, first)
    assert told(room, alice) == first
    older = json.loads(first)
    del older["decks"]
    forget(room, alice)
    with pytest.raises(Invalid, match="“decks” is missing"):
        take_in(room, alice, json.dumps(older))
    take_in(room, alice, json.dumps(older | {"version": 1}))
    assert names(room, alice) == {}


def test_a_guests_quizzes_go_to_the_account(room: StudyRoom) -> None:
    guest, alice = room.person("Guest"), room.person("Alice")
    save(room, guest, "Both", Selection(most=1))
    save(room, alice, "Both", Selection(most=2))
    save(room, guest, "Mine", Selection(most=3))
    with acting(room.app) as session:
        adopt_decks(session, guest.user_id, alice.user_id)
        session.commit()
    assert {name: one.most for name, one in names(room, alice).items()} == {"Both": 2, "Mine": 3}
