"""The whole plan in expected values: within its minutes, up to the exam, and always the same."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.scheduling.plan_cards import PlanCard
from quizapp.core.scheduling.planner import Index, Paced
from quizapp.core.scheduling.roll_out import roll_out, strides
from tests.core.scheduling.plans import cards, new_cards, plan_cards, some_cards, weights

strategies = st.sampled_from([Index(), Index(4e-3), Paced(0.9, 3, 2)])
days_of_study = st.lists(st.one_of(st.just(0.0), st.floats(0, 86_400)), max_size=25)


@settings(max_examples=40)
@given(st.lists(plan_cards, max_size=25), weights, days_of_study, strategies)
def test_no_plan_exceeds_a_day_or_goes_past_the_exam(
    rows: list[PlanCard],
    weights: dict[str, float | None],
    seconds: list[float],
    strategy: Index | Paced,
) -> None:
    subject = cards(rows, weights)
    plan = roll_out(subject, seconds, strategy=strategy)
    assert len(plan.minutes) == len(plan.introduced) == len(seconds) == len(plan.score) - 1
    for minutes, most in zip(plan.minutes, seconds, strict=True):
        assert 0 <= minutes * 60 <= most + 1e-6
    assert all(0 <= score <= 1 for score in plan.score)
    assert list(plan.introduced) == sorted(plan.introduced)
    assert sum(plan.unseen.values()) == len(rows) - plan.introduced[-1] if seconds else True
    assert plan == roll_out(subject, seconds, strategy=strategy)


def test_every_day_of_a_long_plan_stays_within_its_minutes() -> None:
    seconds = np.where(np.arange(5 * 365) % 7 == 6, 0.0, 300.0)
    plan = roll_out(some_cards(150), seconds)
    assert len(plan.minutes) == 1825
    assert all(
        minutes * 60 <= most + 1e-6 for minutes, most in zip(plan.minutes, seconds, strict=True)
    )
    assert plan.exam_score > 0.9
    assert not plan.unseen


@pytest.mark.parametrize("days", [0, 1, 7, 8, 52, 60, 112, 113, 400, 1825])
def test_strides_cover_each_day_once(days: int) -> None:
    starts = strides(days)
    assert starts == sorted(set(starts))
    assert len(starts) <= 112
    assert starts[:7] == list(range(min(days, 7)))
    assert starts[-45:] == list(range(max(days - 45, 0), days))
    if days <= 112:
        assert starts == list(range(days))
    assert len({late - early for early, late in pairwise(starts)}) <= 3


def test_an_exam_today_has_the_score_as_it_is() -> None:
    subject = some_cards(40)
    plan = roll_out(subject, [])
    assert plan.minutes == ()
    assert plan.score == roll_out(subject, [0.0]).score[:1]
    assert plan.total_minutes == 0


def test_without_minutes_what_is_known_fades() -> None:
    score = roll_out(some_cards(40), [0.0] * 30).score
    assert list(score) == sorted(score, reverse=True)
    assert score[0] > score[-1]


def test_guesses_are_the_floor_of_the_score() -> None:
    rows = [PlanCard("a", guess=0.25), PlanCard("a", guess=0.0)]
    assert roll_out(cards(rows), [0.0]).exam_score == pytest.approx(0.125)


def test_more_minutes_bring_more() -> None:
    subject = new_cards({"a": 60, "b": 90}, {"a": 2.0, "b": 1.0})
    scores = [
        roll_out(subject, [60.0 * minutes] * 14).exam_score for minutes in (0, 4, 8, 16, 1440)
    ]
    assert scores == sorted(scores)
    assert scores[-1] > 0.95


def test_without_any_cards_there_is_nothing_to_score() -> None:
    plan = roll_out(cards([]), [600.0] * 3)
    assert plan.score == (0.0, 0.0, 0.0, 0.0)
    assert plan.total_minutes == 0


def test_one_card() -> None:
    plan = roll_out(cards([PlanCard("a")]), [60.0] * 3)
    assert plan.introduced == (1.0, 1.0, 1.0)
    assert plan.exam_score > 0.8


@pytest.mark.parametrize("bad", [-1.0, 90_000.0, math.nan])
def test_seconds_that_no_day_has_are_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="a day has from"):
        roll_out(some_cards(5), [60.0, bad])
