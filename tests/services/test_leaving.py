"""Leaving for good: a week to think it over, then nothing is left."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from quizapp.adapters.passwords import hash_password
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import Base
from quizapp.db.models.accounts import User
from quizapp.services.errors import Invalid
from quizapp.services.leaving import ask_to_leave, delete_leavers, stay
from tests.services.marking import flag, note
from tests.services.study_room import WRONG, StudyRoom, acting

pytestmark = pytest.mark.db


def leaves(room: StudyRoom, who: Learner, password: str = "") -> None:
    with acting(room.app) as session:
        ask_to_leave(session, who.user_id, password, now=room.clock())


def gone(room: StudyRoom) -> int:
    with acting(room.app) as session:
        return delete_leavers(session, now=room.clock())


def rows_of(room: StudyRoom, who: Learner) -> dict[str, int]:
    """Return how many rows each table has of somebody."""
    found = {}
    with acting(room.app, write.Mode.READ) as session:
        for table in Base.metadata.tables.values():
            if "user_id" in table.c:
                query = select(func.count()).where(table.c.user_id == who.user_id)
                found[table.name] = session.scalar(query) or 0
    return found


def test_everything_goes_after_a_week_and_only_theirs(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    for who in (alice, bob):
        room.answer(who, room.sit(who, "s-1"), 1, *WRONG["s-1"])
        flag(room, who, "s-1")
        note(room, who, "s-2", "mine")
    of_bob = rows_of(room, bob)
    leaves(room, alice)
    room.clock.forward(days=6)
    assert gone(room) == 0
    room.clock.forward(days=1)
    assert gone(room) == 1
    assert set(rows_of(room, alice).values()) == {0}
    assert rows_of(room, bob) == of_bob
    with acting(room.app, write.Mode.READ) as session:
        assert session.scalars(select(User.name)).all() == ["Bob"]


def test_who_changes_their_mind_stays(room: StudyRoom) -> None:
    alice = room.person("Alice")
    leaves(room, alice)
    room.clock.forward(days=3)
    leaves(room, alice)  # asked again: the week does not begin anew
    with acting(room.app) as session:
        user = session.get_one(User, alice.user_id)
        assert user.leaves_at == room.clock() + timedelta(days=4)
        stay(session, alice.user_id)
    room.clock.forward(days=30)
    assert gone(room) == 0


def test_it_takes_the_password(room: StudyRoom) -> None:
    alice = room.person("Alice")
    with acting(room.app) as session:
        session.get_one(User, alice.user_id).password_hash = hash_password("a good long password")
        session.commit()
    for wrong in ("", "a good long passworD", "x" * 10_000):
        with pytest.raises(Invalid, match="not your password"):
            leaves(room, alice, wrong)
    leaves(room, alice, "a good long password")
    room.clock.forward(days=7)
    assert gone(room) == 1
