"""An exam plan: stored, refused, and what it makes of the days to the exam and after."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask

from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import ExamPlan as Plan
from quizapp.core.scheduling.exam_plan import Outcome, Phase
from quizapp.core.scheduling.queue import expected_seconds
from quizapp.db import write
from quizapp.db.queries.plan import exam_plan
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.plan import PlanChoices, change_plan, tell_outcome
from quizapp.services.ranking import day_ranking, outlook_of
from quizapp.services.study import DayPlan, Pace, plan_today, start_session
from tests.factories import NOON
from tests.services.study_room import RIGHT, StudyRoom, acting

TODAY = NOON.date()


def choices(
    days: int | None = 30, minutes: Sequence[int] = (20,) * 7, **more: object
) -> PlanChoices:
    values: dict[str, object] = {
        "exam": "",
        "exam_on": None if days is None else TODAY + timedelta(days=days),
        "target": None,
        "minutes": minutes,
        "days_off": (),
        "is_sparing": False,
    }
    return PlanChoices(**(values | more))  # type: ignore[arg-type]


def make_plan(room: StudyRoom, person: Learner, given: PlanChoices) -> Plan:
    with acting(room.app) as session:
        change_plan(session, person.user_id, given, today=TODAY, now=room.clock())
        made = exam_plan(session, person.user_id)
    assert made is not None
    return made


def day_of(room: StudyRoom, person: Learner, plan: Plan, **more: bool) -> DayPlan:
    with acting(room.app) as session:
        return plan_today(session, person, Pace(20, 10, plan), now=room.clock(), **more)


def test_a_plan_is_stored_and_every_change_is_a_new_version(room: StudyRoom) -> None:
    alice = room.person("Alice")
    first = make_plan(room, alice, choices(target=75, days_off=[TODAY + timedelta(days=2)] * 2))
    assert first.version == 1
    assert (first.target, len(first.days_off)) == (75, 1)
    second = make_plan(room, alice, choices(days=None))
    assert second.version == 2
    assert second.phase(TODAY) is Phase.NO_DATE


def test_a_day_off_that_is_over_stays_one_and_a_day_to_come_can_be_taken_back(
    room: StudyRoom,
) -> None:
    alice = room.person("Alice")
    over, coming = TODAY - timedelta(days=3), TODAY + timedelta(days=3)
    with acting(room.app) as session:
        given = choices(days_off=[over, coming])
        change_plan(session, alice.user_id, given, today=over, now=room.clock())
    changed = make_plan(room, alice, choices(days_off=[]))
    assert changed.days_off == {over}
    assert changed.minutes_on(over) == 0, "a day that was off was not missed"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (choices(days=-1), "exam_on"),
        (choices(days=365 * 5 + 1), "exam_on"),
        (choices(target=0), "target"),
        (choices(target=100), "target"),
        (choices(minutes=(20,) * 6), "minutes"),
        (choices(minutes=(1441,) * 7), "minutes"),
        (choices(minutes=(-1,) * 7), "minutes"),
        (choices(exam="no-such-exam"), "exam"),
        (choices(days_off=[TODAY + timedelta(days=n) for n in range(400)]), "days_off"),
    ],
)
def test_what_no_plan_can_be_is_refused_and_the_old_one_stays(
    room: StudyRoom, given: PlanChoices, field: str
) -> None:
    alice = room.person("Alice")
    before = make_plan(room, alice, choices())
    with acting(room.app) as session:
        with pytest.raises(Invalid) as fault:
            change_plan(session, alice.user_id, given, today=TODAY, now=room.clock())
        session.rollback()
        assert exam_plan(session, alice.user_id) == before
    assert fault.value.field == field


@pytest.mark.parametrize("days", [1, 30, 365 * 5])
def test_a_day_before_the_exam_keeps_to_its_minutes(room: StudyRoom, days: int) -> None:
    alice = room.person("Alice")
    day = day_of(room, alice, make_plan(room, alice, choices(days, (2,) * 7)))
    assert day.phase is Phase.BEFORE
    assert day.cards
    assert sum(expected_seconds(card, TODAY) for card in day.cards) <= 120


def test_today_0_minutes_and_1440_minutes(room: StudyRoom) -> None:
    alice = room.person("Alice")
    on_the_day = day_of(room, alice, make_plan(room, alice, choices(days=0)))
    assert (on_the_day.phase, on_the_day.cards) == (Phase.EXAM_DAY, [])
    none = make_plan(room, alice, choices(minutes=(0,) * 7))
    assert day_of(room, alice, none).cards == []
    assert day_of(room, alice, none, is_extra=True).cards, "who wants more gets more"
    assert day_of(room, alice, make_plan(room, alice, choices(minutes=(1440,) * 7))).cards


def test_a_day_off_is_off(room: StudyRoom) -> None:
    alice = room.person("Alice")
    plan = make_plan(room, alice, choices(days_off=[TODAY]))
    assert day_of(room, alice, plan).cards == []


def test_after_the_exam_what_is_due_comes_back_and_it_is_asked_once(room: StudyRoom) -> None:
    alice = room.person("Alice")
    plan = make_plan(room, alice, choices(days=1))
    room.clock.forward(days=2)
    after = room.clock().date()
    day = day_of(room, alice, plan)
    assert day.phase is Phase.AFTER
    assert day.cards, "new questions are paced as without an exam"
    assert plan.asks_how_it_went(after)
    with acting(room.app) as session:
        tell_outcome(session, alice.user_id, "passed", today=after, now=room.clock())
        told = exam_plan(session, alice.user_id)
    assert told is not None
    assert told.outcome is Outcome.PASSED
    assert not told.asks_how_it_went(after)


def test_how_it_went_is_not_taken_too_early_or_from_nobody(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    make_plan(room, alice, choices(days=3))
    with acting(room.app) as session:
        with pytest.raises(Invalid, match="not over"):
            tell_outcome(session, alice.user_id, "passed", today=TODAY, now=room.clock())
        with pytest.raises(NotFound):
            tell_outcome(session, bob.user_id, "passed", today=TODAY, now=room.clock())
        later = TODAY + timedelta(days=4)
        with pytest.raises(Invalid, match="Choose one"):
            tell_outcome(session, alice.user_id, "maybe", today=later, now=room.clock())


def test_what_was_answered_today_is_not_asked_again(room: StudyRoom) -> None:
    alice = room.person("Alice")
    plan = make_plan(room, alice, choices())
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    asked = {card.key[0] for card in day_of(room, alice, plan).cards}
    assert asked
    assert room.item_id("s-1") not in asked


def test_a_session_takes_the_plan_of_the_day(room: StudyRoom) -> None:
    alice = room.person("Alice")
    pace = Pace(20, 10, make_plan(room, alice, choices()))
    with acting(room.app) as session:
        sid = start_session(session, alice, pace, minutes=None, is_extra=False, now=room.clock())
    assert pace.plan is not None
    planned = {card.key for card in day_of(room, alice, pace.plan).cards}
    assert {(place.item_id, place.part) for place in room.places(sid)} == planned


def test_the_ranking_is_one_a_day_and_made_anew_for_a_new_plan(room: StudyRoom) -> None:
    alice = room.person("Alice")
    plan = make_plan(room, alice, choices())
    changed = make_plan(room, alice, choices(days=31))
    with acting(room.app, write.Mode.READ) as session:
        first = day_ranking(session, alice, plan, TODAY)
        assert day_ranking(session, alice, plan, TODAY) is first
        assert day_ranking(session, alice, changed, TODAY) is not first
        tomorrow = day_ranking(session, alice, plan, TODAY + timedelta(days=1))
    assert tomorrow is not first
    assert len(first.keys) == len(set(first.keys))


def test_the_outlook_says_what_the_minutes_buy(room: StudyRoom) -> None:
    alice = room.person("Alice")
    plan = make_plan(room, alice, choices(days=20, target=60, is_sparing=True))
    with acting(room.app) as session:
        found = outlook_of(session, alice, plan, TODAY)
    less, own, more = (one.score for one in found.paces)
    assert less <= own <= more + 1e-9
    assert found.feasibility is not None
    assert len(found.roll_out.score) == 21
    assert found.cards >= found.unseen_now > 0


def test_a_stranger_has_no_plan(app: Flask, room: StudyRoom) -> None:
    bob = room.person("Bob")
    with acting(app) as session:
        assert exam_plan(session, bob.user_id) is None
