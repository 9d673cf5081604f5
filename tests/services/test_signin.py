"""Signing in and out, and bringing a guest's answers along."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from quizapp.core.learner import Learner
from quizapp.core.visit import Visit
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.models.study import Card, Review, StudySession
from quizapp.services.account_tokens import hash_token
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.signin import NO_MATCH, SignInResult, sign_in, sign_out
from tests.factories import PASSWORD
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting
from tests.services.test_accounts import logins, sign_up, user
from tests.services.test_landing import guest_of, landing_page, send


def enter(
    room: StudyRoom,
    email: str = "alice@example.org",
    password: str = PASSWORD,
    *,
    guest_id: int | None = None,
) -> SignInResult:
    with acting(room.app) as session:
        return sign_in(session, email, password, guest_id=guest_id, visit=Visit(), now=room.clock())


def alice_with_account(room: StudyRoom) -> Learner:
    alice = user(room, sign_up(room, "alice@example.org").user_id)
    return Learner(alice.id, alice.zone, alice.day_start_hour)


def guest_with_answer(room: StudyRoom, *texts: str, answer_id: str = "landing-1") -> Learner:
    shown = landing_page(room, answer_id)
    guest = guest_of(room, send(room, shown, room.pick(shown, texts)))
    return Learner(guest.id, guest.zone, guest.day_start_hour)


def test_signing_in_opens_one_more_session(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    before = logins(room, alice.user_id)
    result = enter(room, " ALICE@example.org ")
    assert result.user_id == alice.user_id
    assert logins(room, alice.user_id) == before | {hash_token(result.token)}
    assert len(result.token) >= 43, "256 random bits"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alice@example.org", "not the password at all"),
        ("alice@example.org", ""),
        ("alice@example.org", PASSWORD + " "),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("' or 1=1 --", PASSWORD),
    ],
)
def test_every_failure_reads_the_same(room: StudyRoom, email: str, password: str) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *RIGHT["s-1"])
    with pytest.raises(Invalid) as refusal:
        enter(room, email, password, guest_id=guest.user_id)
    assert str(refusal.value) == NO_MATCH
    assert len(logins(room, alice.user_id)) == 1
    assert len(room.log(guest)) == 1, "a failed sign-in moves nothing"


def test_a_guest_cannot_be_signed_in_to(room: StudyRoom) -> None:
    guest_with_answer(room, *RIGHT["s-1"])
    with pytest.raises(Invalid):
        enter(room, "", "")
    with pytest.raises(Invalid):
        enter(room, "None", "None")


def test_signing_out_ends_that_session_only(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    first, second = enter(room), enter(room)
    with acting(room.app) as session:
        sign_out(session, first.token)
    assert hash_token(first.token) not in logins(room, alice.user_id)
    assert hash_token(second.token) in logins(room, alice.user_id)
    with acting(room.app) as session:
        sign_out(session, first.token)
        sign_out(session, "no such token")


@pytest.mark.db
def test_a_guests_answers_move_into_the_account(room: StudyRoom) -> None:
    alice, bob = alice_with_account(room), room.person("Bob")
    room.answer(bob, room.sit(bob, "s-1"), 1, *RIGHT["s-1"])
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    room.clock.forward(hours=1)
    guest = guest_with_answer(room, *WRONG["s-1"])
    mine = room.sit(guest, "s-6")
    room.answer(guest, mine, 1, *RIGHT["s-6"])
    result = enter(room, guest_id=guest.user_id)
    assert (result.user_id, result.added_answers) == (alice.user_id, 2)
    assert len(room.log(alice)) == 3
    assert room.log(guest) == []
    card = room.known_card(alice, "s-1")
    assert (card.reps, card.missed_count) == (2, 1), "rebuilt from both logs"
    assert room.known_card(alice, "s-6").reps == 1
    with acting(room.app, write.Mode.READ) as session:
        assert session.get(User, guest.user_id) is None
        assert session.get_one(StudySession, mine).user_id == alice.user_id
    assert logins(room, guest.user_id) == set()
    assert room.is_open(sid), "the account's open session goes on"
    assert not room.is_open(mine)
    assert len(room.log(bob)) == 1
    assert room.cards_differing() == 0


@pytest.mark.db
def test_an_answer_that_both_have_is_kept_once(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    shown = room.put(alice, room.sit(alice, "s-1"), 1, answer_id="landing-1")
    room.give(alice, shown, room.pick(shown, RIGHT["s-1"]))
    guest = guest_with_answer(room, *WRONG["s-1"], answer_id="landing-1")
    assert enter(room, guest_id=guest.user_id).added_answers == 0
    [row] = room.log(alice)
    assert row.is_right, "the account's own stays"
    assert room.known_card(alice, "s-1").missed_count == 0
    assert room.rows(Review) == 1
    assert room.cards_differing() == 0


def test_answers_taken_back_stay_so_through_the_merge(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *WRONG["s-1"])
    room.undo(guest, room.log(guest)[0].session_id or 0)
    enter(room, guest_id=guest.user_id)
    assert len(room.log(alice)) == 2
    assert room.card(alice, "s-1") is None
    assert room.cards_differing() == 0


def test_the_accounts_settings_win(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    with acting(room.app) as session:
        changed = {"prefs": {"font": "lexend"}, "new_per_day": 3, "name": "Alice"}
        session.execute(update(User).where(User.id == alice.user_id).values(**changed))
        session.commit()
    guest = guest_with_answer(room, *RIGHT["s-1"])
    enter(room, guest_id=guest.user_id)
    row = user(room, alice.user_id)
    assert (row.prefs, row.new_per_day, row.name) == ({"font": "lexend"}, 3, "Alice")
    assert row.zone == "America/New_York"
    assert room.log(alice)[0].zone == "Europe/Berlin", "an answer keeps the zone it was given in"


def test_unticked_the_guests_answers_stay_where_they_are(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *RIGHT["s-1"])
    assert enter(room, guest_id=None).added_answers == 0
    assert room.log(alice) == []
    assert len(room.log(guest)) == 1
    assert room.known_card(guest, "s-1").reps == 1


def test_two_full_accounts_never_merge(room: StudyRoom) -> None:
    alice, bob = alice_with_account(room), room.person("Bob")
    room.answer(bob, room.sit(bob, "s-1"), 1, *RIGHT["s-1"])
    before = (room.rows(Card), room.rows(LoginSession))
    with pytest.raises(NotFound):
        enter(room, guest_id=bob.user_id)
    assert len(room.log(bob)) == 1
    assert room.log(alice) == []
    assert (room.rows(Card), room.rows(LoginSession)) == before


def test_a_merge_in_the_past_sorts_answers_by_their_time(room: StudyRoom) -> None:
    guest = guest_with_answer(room, *WRONG["s-1"])
    room.clock.at += timedelta(days=3)
    alice = alice_with_account(room)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    enter(room, guest_id=guest.user_id)
    card = room.known_card(alice, "s-1")
    assert (card.reps, card.missed_count, card.right_days) == (2, 1, 1)
    assert card.last_answered_at == room.clock()
    assert room.cards_differing() == 0
