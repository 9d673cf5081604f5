"""A record in which somebody changed a value: it is refused, or every page still shows."""

import copy
import json
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.db.models.accounts import User
from quizapp.services.errors import Invalid
from quizapp.services.plan import PlanChoices, change_plan
from quizapp.services.study import Pace, start_session
from tests.factories import FakeClock, load_text, make_person
from tests.services.editing import TEXT
from tests.services.marking import flag, note
from tests.services.recorded import forget, take_in, told
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting
from tests.web.visitor import Visitor

RUBBISH: tuple[Any, ...] = (
    None, True, -1, 10**12, float("nan"), "", "x", "9999-12-31", "<script>", "\ud800", "\0",
    [], ["x"], [[]], [5], {}, {"a": None},
)  # fmt: skip
SHARES = 3
PAGES = (
    "/quiz/new",
    "/today",
    "/missed",
    "/missed?state=lucky",
    "/missed/print",
    "/missed/mix-ups",
    "/missed.csv",
    "/progress",
    "/progress/forecasts",
    "/plan",
    "/plan/last-day",
    "/marked",
    "/settings",
    "/settings/data/record.json",
    "/settings/data/answers.csv",
    *(f"/items/small/{ref}" for ref in ("s-1", "s-3", "k-3", "k-4")),
)


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


def live(room: StudyRoom, who: Learner) -> None:
    with acting(room.app):
        load_text(TEXT)
    for ref in ("s-1", "s-3", "k-1", "k-3", "k-4"):
        room.answer(who, room.sit(who, ref), 1, *WRONG[ref])
    room.answer(who, room.sit(who, "s-2"), 1, *RIGHT["s-2"])
    flag(room, who, "s-1")
    note(room, who, "s-2", "mine")
    today = who.study_on(room.clock())
    choices = PlanChoices("", today + timedelta(days=9), 70, [20] * 7, [], is_sparing=False)
    with acting(room.app) as session:
        change_plan(session, who.user_id, choices, today=today, now=room.clock())
    room.clock.forward(days=1)
    with acting(room.app) as session:
        start_session(session, who, Pace(20, 5), minutes=None, is_extra=False, now=room.clock())


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["learner", "answers", "sessions", "marks", "plans", "forecasts", "corrections", "decks"],
)
def test_a_changed_value_breaks_no_page(room: StudyRoom, name: str) -> None:
    alice = Visitor(room.app)
    alice.sign_in(make_person(room.app, "Alice"))
    with acting(room.app) as session:
        who = Learner(session.scalars(select(User.id)).one(), "UTC", 4)
    live(room, who)
    whole = json.loads(told(room, who))
    forget(room, who)
    entry = whole[name] if name == "learner" else next(iter(whole[name]), {})
    for field in entry:
        turns = count()
        for value in RUBBISH:
            tampered = copy.deepcopy(whole)
            target = tampered[name] if name == "learner" else tampered[name][0]
            target[field] = value
            try:
                take_in(room, who, json.dumps(tampered))
            except Invalid:
                continue
            for path in PAGES[next(turns) % SHARES :: SHARES]:  # what is taken in shares them out
                status = alice.client.get(path).status_code
                assert status in {200, 302}, (name, field, value, path)
            forget(room, who)
