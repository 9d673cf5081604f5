"""Days and minutes beside the plan's, and how long questions take."""

from datetime import date, timedelta

import pytest

from quizapp.core.analysis.recall import Answered
from quizapp.core.analysis.spans import spans
from quizapp.core.analysis.study_time import (
    Kept,
    Quarters,
    kept,
    kept_by_span,
    last_day_over,
    planned_days,
    quarters,
    seconds_by_day,
)
from quizapp.core.scheduling.exam_plan import ExamPlan

MONDAY = date(2026, 11, 2)
SUNDAY = MONDAY + timedelta(days=6)
ON_WORKDAYS = (30, 30, 30, 30, 20, 0, 0)


def plan(*, off: tuple[int, ...] = (), exam_on: date | None = None) -> ExamPlan:
    days_off = frozenset(MONDAY + timedelta(days=day) for day in off)
    return ExamPlan("", exam_on, None, ON_WORKDAYS, days_off)


def studied(*days: int, seconds: float = 600.0) -> dict[date, float]:
    return {MONDAY + timedelta(days=day): seconds for day in days}


def took(ms: int) -> Answered:
    return Answered(MONDAY, 1, "", 3, True, None, ms, True)


def test_a_break_counts_as_two_minutes() -> None:
    assert seconds_by_day([took(1500), took(30_000), took(3_600_000)]) == {MONDAY: 151.5}


def test_days_and_minutes_beside_the_plan() -> None:
    found = kept(studied(0, 2, 5), plan(), MONDAY, SUNDAY)
    assert found == Kept(days=3, minutes=30.0, planned_days=5, kept_days=2, planned_minutes=140)


def test_a_day_off_is_not_planned() -> None:
    found = kept(studied(0, 1), plan(off=(1, 3)), MONDAY, SUNDAY)
    assert (found.kept_days, found.planned_days, found.planned_minutes) == (1, 3, 80)


def test_nothing_is_planned_on_the_exams_day_and_after() -> None:
    wednesday = MONDAY + timedelta(days=2)
    assert planned_days(plan(exam_on=wednesday), MONDAY, SUNDAY) == [
        MONDAY,
        MONDAY + timedelta(days=1),
    ]


def test_without_a_plan_there_are_only_days_studied() -> None:
    assert kept(studied(0, 1), None, MONDAY, SUNDAY) == Kept(2, 20.0, 0, 0, 0)


def test_today_counts_once_it_is_studied() -> None:
    today = MONDAY + timedelta(days=1)
    assert last_day_over(studied(0), today) == MONDAY
    assert last_day_over(studied(0, 1), today) == today


def test_weeks_are_cut_at_both_ends() -> None:
    first, last = MONDAY + timedelta(days=3), MONDAY + timedelta(days=8)
    found = kept_by_span(studied(0, 3, 7, 12), plan(), spans(first, last), first, last)
    assert [(one.days, one.planned_days) for _, one in found] == [(1, 2), (1, 2)]


def test_a_week_that_has_just_begun_has_nothing_planned() -> None:
    found = kept_by_span(
        studied(0), plan(), spans(MONDAY, SUNDAY + timedelta(days=1)), MONDAY, SUNDAY
    )
    assert [(one.days, one.planned_days) for _, one in found] == [(1, 5), (0, 0)]


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        ([10, 20, 30, 40], None),
        ([50, 10, 20, 40, 30], Quarters(20, 30, 40, 5)),
        # By hand: of 6 sorted times the quarter lies 1.25 steps in, the middle 2.5, then 3.75.
        ([10, 20, 30, 40, 50, 600], Quarters(22.5, 35, 47.5, 6)),
    ],
)
def test_quarters(seconds: list[float], found: Quarters | None) -> None:
    assert quarters(seconds) == found
