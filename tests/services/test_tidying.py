"""What is no longer to be kept goes by itself, and nothing else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession, LoginTries, User
from quizapp.db.models.mail import AccountToken, Outbox
from quizapp.services import tidying
from quizapp.services.leaving import ask_to_leave
from quizapp.services.signin import add_login_session
from quizapp.services.tidying import TidyResult, tidy
from tests.services.marking import flag, note
from tests.services.study_room import RIGHT, StudyRoom, acting

pytestmark = pytest.mark.db
Doing = Callable[[StudyRoom, Learner], object]


def guest_of(room: StudyRoom) -> Learner:
    with acting(room.app) as session:
        user = User(is_guest=True, zone="UTC", prefs={}, created_at=room.clock())
        session.add(user)
        session.flush()
        add_login_session(session, user.id, "tests", room.clock())
        session.commit()
        return Learner(user.id, "UTC", 4)


def tidied(room: StudyRoom) -> TidyResult:
    with acting(room.app) as session:
        return tidy(session, now=room.clock())


def users(room: StudyRoom) -> set[int]:
    with acting(room.app, write.Mode.READ) as session:
        return set(session.scalars(select(User.id)))


def answer(room: StudyRoom, who: Learner) -> None:
    room.answer(who, room.sit(who, "s-1"), 1, *RIGHT["s-1"])


def test_a_guest_goes_thirty_days_after_the_last_thing_they_did(room: StudyRoom) -> None:
    guest, alice = guest_of(room), room.person("Alice")
    answer(room, guest)
    answer(room, alice)
    room.clock.forward(days=30)
    assert tidied(room).guests == 0
    room.clock.forward(seconds=1)
    assert tidied(room) == TidyResult(leavers=0, guests=1, logins=0, is_done=True)
    assert users(room) == {alice.user_id}
    room.clock.forward(days=10_000)
    assert tidied(room).guests == 0, "an account stays, however long it is not used"
    assert users(room) == {alice.user_id}


@pytest.mark.parametrize(
    "do",
    [
        answer,
        lambda room, who: room.sit(who, "s-2"),
        lambda room, who: flag(room, who, "s-1"),
        lambda room, who: note(room, who, "s-1", "mine"),
    ],
    ids=["answer", "session", "flag", "note"],
)
def test_whatever_a_guest_does_keeps_the_rest_for_thirty_days(room: StudyRoom, do: Doing) -> None:
    guest = guest_of(room)
    room.clock.forward(days=29)
    do(room, guest)
    room.clock.forward(days=29)
    assert tidied(room).guests == 0
    room.clock.forward(days=2)
    assert tidied(room).guests == 1


def test_many_guests_go_in_parts(room: StudyRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "GUESTS_AT_ONCE", 2)
    for _ in range(3):
        guest_of(room)
    room.clock.forward(days=31)
    assert [(one.guests, one.is_done) for one in (tidied(room), tidied(room))] == [
        (2, False),
        (1, True),
    ]
    assert users(room) == set()


def test_a_sign_in_ends_after_half_a_year_whoever_it_is(room: StudyRoom) -> None:
    alice = room.person("Alice")
    with acting(room.app) as session:
        for days in (0, 1):
            add_login_session(session, alice.user_id, "tests", room.clock() + timedelta(days=days))
        session.commit()
    room.clock.forward(days=180)
    assert tidied(room).logins == 0
    room.clock.forward(seconds=1)
    assert tidied(room).logins == 1
    with acting(room.app, write.Mode.READ) as session:
        assert len(session.scalars(select(LoginSession)).all()) == 1


def test_who_asked_to_leave_goes_after_a_week(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    with acting(room.app) as session:
        ask_to_leave(session, alice.user_id, "", now=room.clock())
    room.clock.forward(days=6)
    assert tidied(room).leavers == 0
    room.clock.forward(days=1)
    assert tidied(room).leavers == 1
    assert users(room) == {bob.user_id}


def test_somebody_who_registers_meanwhile_is_no_guest(room: StudyRoom) -> None:
    guest = guest_of(room)
    room.clock.forward(days=31)
    with acting(room.app) as session:
        session.execute(
            update(User).where(User.id == guest.user_id).values(is_guest=False, email="a@b.org")
        )
        session.commit()
    assert tidied(room).guests == 0


def test_links_waits_and_mails_that_are_over_go(room: StudyRoom) -> None:
    now, alice = room.clock(), room.person("Alice")
    tries = {"failures": 3, "last_at": now, "open_at": now}
    mail = {"kind": "reset", "address": "a@example.org", "created_at": now, "due_at": now}
    with acting(room.app) as session:
        for name, minutes in (("over", 30), ("good", 60 * 24 * 40)):
            ends = now + timedelta(minutes=minutes)
            session.add(AccountToken(id_hash=name, kind="reset", user_id=None, expires_at=ends))
        session.add(LoginTries(key="stranger", known_at=None, **tries))
        session.add(LoginTries(key="owner", known_at=now, **tries))
        session.add(Outbox(user_id=alice.user_id, given_up_at=now, **mail))
        session.add(Outbox(user_id=alice.user_id, given_up_at=None, **mail))
        session.commit()
    assert tidied(room).remains == 0
    room.clock.forward(days=1, seconds=1)
    assert tidied(room).remains == 2, "the link that is over, and the stranger's tries"
    room.clock.forward(days=14)
    assert tidied(room).remains == 1, "the mail that was given up"
    room.clock.forward(days=180)
    assert tidied(room).remains == 2, "the other link, and where the owner has not been since"
    with acting(room.app, write.Mode.READ) as session:
        assert session.scalars(select(Outbox.given_up_at)).all() == [None]
