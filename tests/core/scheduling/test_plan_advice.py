"""Whether a plan is enough, what a day off costs, and the way with the fewest minutes."""

import numpy as np
import pytest

from quizapp.core.scheduling.plan_advice import (
    MOST_MINUTES,
    DayOff,
    day_off,
    feasibility,
    fewest_minutes,
)
from quizapp.core.scheduling.planner import Index, Paced
from quizapp.core.scheduling.roll_out import roll_out
from tests.core.scheduling.plans import cards, new_cards

SUBJECT = new_cards({"a": 50, "b": 30}, {"a": 1.0, "b": 2.0})


def test_enough_minutes_are_said_to_be_enough() -> None:
    answer = feasibility(SUBJECT, [1200.0] * 14, 0.8)
    assert answer.is_reached
    assert answer.minutes_a_day is None
    assert answer.score == roll_out(SUBJECT, [1200.0] * 14).exam_score


def test_too_few_minutes_are_told_how_many_would_do() -> None:
    seconds = np.array([120.0] * 6 + [0.0] + [120.0] * 7)
    answer = feasibility(SUBJECT, seconds, 0.8)
    assert not answer.is_reached
    needed = answer.minutes_a_day
    assert needed
    enough, less = (
        roll_out(SUBJECT, np.where(seconds > 0, 60.0 * minutes, 0)).exam_score
        for minutes in (needed, needed - 1)
    )
    assert less < 0.8 <= enough


def test_a_target_out_of_reach_is_said_to_be() -> None:
    answer = feasibility(SUBJECT, [600.0] * 3, 0.9999)
    assert not answer.is_reached
    assert answer.minutes_a_day is None


def test_without_any_minutes_every_day_counts_for_what_would_do() -> None:
    assert feasibility(SUBJECT, [0.0] * 14, 0.7).minutes_a_day
    assert feasibility(SUBJECT, [], 0.7).minutes_a_day is None


def test_a_day_off_costs_score_and_can_be_made_up_for() -> None:
    seconds = np.full(10, 300.0)
    cost = day_off(SUBJECT, seconds, 2)
    off = np.where(np.arange(10) == 2, 0.0, seconds)
    lost = roll_out(SUBJECT, seconds).exam_score - roll_out(SUBJECT, off).exam_score
    assert cost.score_lost == pytest.approx(lost)
    assert 0 < cost.score_lost < 0.2
    assert cost.extra_minutes
    made_up = np.where(off > 0, off + 60.0 * cost.extra_minutes / 9, 0.0)
    assert roll_out(SUBJECT, made_up).exam_score >= roll_out(SUBJECT, seconds).exam_score


def test_a_day_that_is_off_already_costs_nothing() -> None:
    assert day_off(SUBJECT, [300.0, 0.0, 300.0], 1) == DayOff(0.0, 0)


def test_the_only_day_cannot_be_made_up_for() -> None:
    cost = day_off(SUBJECT, [300.0], 0)
    assert cost.score_lost > 0
    assert cost.extra_minutes is None


@pytest.mark.parametrize("day", [-1, 3])
def test_a_day_outside_the_plan_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match="not one of the 3 days"):
        day_off(SUBJECT, [300.0] * 3, day)


def test_fewest_minutes_reach_the_target_with_less_than_all() -> None:
    seconds = [1800.0] * 30
    whole = roll_out(SUBJECT, seconds)
    choice = fewest_minutes(SUBJECT, seconds, 0.85)
    assert choice
    assert choice.score >= 0.85
    assert choice.minutes < 0.7 * whole.total_minutes
    for strategy in (Index(0.0), Index(4e-3), Paced(0.9, 4, 1)):
        other = roll_out(SUBJECT, seconds, strategy=strategy)
        assert other.exam_score < 0.85 or other.total_minutes >= choice.minutes


def test_no_way_reaches_what_cannot_be_reached() -> None:
    assert fewest_minutes(SUBJECT, [60.0] * 3, 0.9) is None
    assert fewest_minutes(cards([]), [600.0] * 3, 0.5) is None


def test_a_target_reached_already_takes_no_minutes() -> None:
    choice = fewest_minutes(SUBJECT, [0.0] * 3, 0.0)
    assert choice
    assert choice.minutes == 0


@pytest.mark.parametrize("target", [-0.1, 1.1, float("nan")])
def test_a_target_is_a_share(target: float) -> None:
    with pytest.raises(ValueError, match="share from 0 to 1"):
        fewest_minutes(SUBJECT, [60.0], target)


def test_nobody_is_advised_more_than_four_hours() -> None:
    assert MOST_MINUTES == 240
