"""The first answer makes a guest, and only one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.models.study import Card, Review, StudySession
from quizapp.services.account_tokens import hash_token
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.landing import LandingResult, Newcomer, answer_landing
from quizapp.services.recording import Given, Shown
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

ALICE = Newcomer("Europe/Berlin", 4, {"theme": "dark"}, "Alice's browser " + "x" * 500)


def landing_page(room: StudyRoom, answer_id: str = "landing-1") -> Shown:
    order = tuple(option["id"] for option in room.body("s-1")["options"])
    at = room.clock() - timedelta(seconds=30)
    return Shown(0, 0, 1, room.item_id("s-1"), "", 1, order, at, answer_id)


def send(room: StudyRoom, shown: Shown, given: Given, newcomer: Newcomer = ALICE) -> LandingResult:
    with acting(room.app) as session:
        return answer_landing(session, newcomer, shown, given, now=room.clock())


def guest_of(room: StudyRoom, result: LandingResult) -> User:
    with acting(room.app, write.Mode.READ) as session:
        login = session.get_one(LoginSession, hash_token(result.token))
        return session.get_one(User, login.user_id)


@pytest.mark.db
def test_the_first_answer_makes_a_guest_with_a_session(room: StudyRoom) -> None:
    bob = room.person("Bob")
    shown = landing_page(room)
    result = send(room, shown, room.pick(shown, WRONG["s-1"]))
    guest = guest_of(room, result)
    assert (guest.is_guest, guest.email, guest.password_hash) == (True, None, None)
    assert (guest.zone, guest.prefs) == ("Europe/Berlin", {"theme": "dark"})
    assert guest.id != bob.user_id
    learner = Learner(guest.id, guest.zone, guest.day_start_hour)
    [row] = room.log(learner)
    assert (row.answer_id, row.is_right, row.source, row.session_id) == (
        "landing-1",
        False,
        "landing",
        result.session_id,
    )
    places = room.places(result.session_id)
    assert (places[0].item_id, places[0].outcome, result.n) == (shown.item_id, "no", 1)
    assert len(places) == 6, "four more questions, and the missed one again"
    assert len({place.item_id for place in places}) == 5
    assert room.log(bob) == []


@pytest.mark.db
def test_the_same_page_twice_finds_the_same_guest(room: StudyRoom) -> None:
    shown = landing_page(room)
    first = send(room, shown, room.pick(shown, RIGHT["s-1"]))
    again = send(room, shown, room.pick(shown, WRONG["s-1"]))
    assert (again.session_id, again.n) == (first.session_id, first.n)
    assert again.token != first.token, "each browser has a login session of its own"
    assert guest_of(room, again).id == guest_of(room, first).id
    assert (room.rows(User), room.rows(Review), room.rows(StudySession)) == (1, 1, 1)


def test_two_pages_make_two_guests(room: StudyRoom) -> None:
    for answer_id in ("landing-1", "landing-2"):
        shown = landing_page(room, answer_id)
        send(room, shown, room.pick(shown, RIGHT["s-1"]))
    assert (room.rows(User), room.rows(Review)) == (2, 2)


@pytest.mark.db
@pytest.mark.parametrize("given", [Given(), Given(("o-nothere",))])
def test_no_answer_makes_no_guest(room: StudyRoom, given: Given) -> None:
    with pytest.raises(Invalid):
        send(room, landing_page(room), given)
    assert [room.rows(model) for model in (User, Review, StudySession, LoginSession, Card)] == [
        0
    ] * 5


@pytest.mark.parametrize("change", [{"item_id": 999}, {"revision": 7}])
def test_a_question_that_is_gone_makes_no_guest(room: StudyRoom, change: dict[str, int]) -> None:
    shown = landing_page(room)
    given = room.pick(shown, RIGHT["s-1"])
    with pytest.raises(NotFound):
        send(room, replace(shown, **change), given)  # type: ignore[arg-type]
    assert (room.rows(User), room.rows(StudySession)) == (0, 0)


def test_a_guest_studies_on_and_can_take_the_first_answer_back(room: StudyRoom) -> None:
    shown = landing_page(room)
    given = room.pick(shown, RIGHT["s-1"])
    result = send(room, shown, given)
    guest = guest_of(room, result)
    learner = Learner(guest.id, guest.zone, guest.day_start_hour)
    assert room.undo(learner, result.session_id) == 1
    assert room.card(learner, "s-1") is None
    assert send(room, shown, given).session_id == result.session_id, "back to the same session"
    assert room.places(result.session_id)[0].answer_id is None
    with pytest.raises(Conflict):
        room.undo(learner, result.session_id)
    assert room.cards_differing() == 0


def test_the_browsers_name_is_cut_to_what_fits(room: StudyRoom) -> None:
    shown = landing_page(room)
    send(room, shown, room.pick(shown, RIGHT["s-1"]))
    with acting(room.app, write.Mode.READ) as session:
        [agent] = session.scalars(select(LoginSession.agent))
    assert agent == ALICE.agent[:200]
