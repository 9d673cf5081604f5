"""Forecasts held against what came true."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.analysis.calibration import (
    EDGES,
    Asked,
    Foretold,
    RecallJudgment,
    ScoreJudgment,
    TooFewYet,
    judge_recall,
    judge_scores,
    number_right,
)
from quizapp.core.analysis.progress import wilson

FIRST = date(2026, 3, 1)


def asked(days: int, a_day: int, *, truth: float = 0.0, seed: int = 1) -> list[Asked]:
    """Cards foreseen at .5 to 1, each truly right more often by `truth` (less, where below 0)."""
    chance = random.Random(seed)  # noqa: S311 - a fixed seed, no secret
    found = []
    for day in range(days):
        for _ in range(a_day):
            foreseen = chance.uniform(0.5, 1)
            is_right = chance.random() < foreseen + truth
            found.append(Asked(FIRST + timedelta(days=day), foreseen, is_right))
    return found


def judged(given: list[Asked]) -> RecallJudgment:
    found = judge_recall(given)
    assert isinstance(found, RecallJudgment)
    return found


def test_true_forecasts_are_borne_out() -> None:
    found = judged(asked(300, 20))
    assert found.coverage.low <= found.expected_coverage <= found.coverage.high
    assert 0.9 <= found.expected_coverage < 0.97
    assert found.mean_error == pytest.approx(0, abs=0.015)
    assert found.brier < found.brier_of_base
    assert not any(row.is_off for row in found.bins)


def test_flattery_shows() -> None:
    found = judged(asked(300, 20, truth=-0.15))
    assert found.mean_error == pytest.approx(0.15, abs=0.02)
    assert found.coverage.high < 0.85
    assert all(row.is_off and row.foreseen > row.high for row in found.bins)


def test_days_come_in_order_with_what_they_held() -> None:
    given = asked(12, 10)
    found = judged(list(reversed(given)))
    assert [row.on for row in found.days] == [FIRST + timedelta(days=at) for at in range(12)]
    first = found.days[0]
    assert first.n == 10
    assert first.right == sum(one.is_right for one in given[:10])
    assert first.share == first.right / 10
    assert first.foreseen == pytest.approx(sum(one.chance for one in given[:10]) / 10)
    assert found.right == sum(row.right for row in found.days)
    assert found.answers == 120
    assert found.coverage.hits == sum(row.is_inside for row in found.days)
    assert (found.coverage.low, found.coverage.high) == wilson(found.coverage.hits, 12)


def test_the_range_of_a_day_is_that_of_a_coin() -> None:
    # 20 tosses: 6 to 14 heads hold 95.9 %, 7 to 13 only 88.5 %.
    given = [Asked(FIRST + timedelta(days=at // 20), 0.5, at % 2 == 0) for at in range(200)]
    found = judged(given)
    assert (found.days[0].low, found.days[0].high) == (6 / 20, 14 / 20)
    assert found.expected_coverage == pytest.approx(0.9586, abs=1e-4)
    assert found.coverage.share == 1
    assert found.brier == found.brier_of_base == 0.25


def test_certain_forecasts_leave_no_room() -> None:
    given = [Asked(FIRST + timedelta(days=at // 10), 1.0, at != 0) for at in range(100)]
    found = judged(given)
    assert [row.is_inside for row in found.days] == [False] + [True] * 9
    assert (found.days[0].low, found.days[0].high) == (1.0, 1.0)


def test_bins_hold_every_answer_once() -> None:
    given = [
        Asked(FIRST + timedelta(days=at % 10), edge, True) for at in range(20) for edge in EDGES
    ]
    found = judged(given)
    assert [(row.start, row.end, row.n) for row in found.bins] == [
        (0.0, 0.5, 20),
        (0.5, 0.6, 20),
        (0.6, 0.7, 20),
        (0.7, 0.8, 20),
        (0.8, 0.9, 20),
        (0.9, 0.95, 20),
        (0.95, 1.0, 40),
    ]
    assert found.bins[-1].foreseen == pytest.approx(0.975)
    assert (found.bins[0].low, found.bins[0].high) == wilson(20, 20)


def test_bins_without_answers_are_left_out() -> None:
    assert {row.start for row in judged(asked(20, 20)).bins} == set(EDGES[1:-1])


@pytest.mark.parametrize(("days", "a_day"), [(9, 50), (20, 4), (0, 0)])
def test_too_few_are_not_judged(days: int, a_day: int) -> None:
    found = judge_recall(asked(days, a_day))
    assert found == TooFewYet(days, days * a_day, days_needed=10, answers_needed=100)


def test_ten_days_and_a_hundred_answers_are_enough() -> None:
    assert isinstance(judge_recall(asked(10, 10)), RecallJudgment)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_the_numbers_right_are_a_distribution(chances: list[float]) -> None:
    spread = number_right(chances)
    assert len(spread) == len(chances) + 1
    assert sum(spread) == pytest.approx(1)
    assert min(spread) >= 0
    mean = sum(number * chance for number, chance in enumerate(spread))
    assert mean == pytest.approx(sum(chances))


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 14), st.floats(0, 1), st.booleans()), min_size=100, max_size=110
    )
)
def test_figures_stay_within_their_bounds(rows: list[tuple[int, float, bool]]) -> None:
    found = judge_recall(
        [Asked(FIRST + timedelta(days=day), chance, right) for day, chance, right in rows]
    )
    if isinstance(found, TooFewYet):
        assert len({day for day, _, _ in rows}) < 10
        return
    assert all(0 <= row.low <= row.high <= 1 for row in found.days)
    assert all(0 <= row.low <= row.high <= 1 for row in found.bins)
    assert found.expected_coverage >= 0.9 - 1e-9
    assert 0 <= found.brier <= 1
    assert -1 <= found.mean_error <= 1
    assert sum(row.n for row in found.bins) == len(rows)


def foretold(scores: list[float]) -> list[Foretold]:
    return [
        Foretold(FIRST + timedelta(days=at), 0.7, 0.6, 0.8, 100 * score, 100)
        for at, score in enumerate(scores)
    ]


def test_scores_are_held_against_their_ranges() -> None:
    found = judge_scores(foretold([0.6, 0.65, 0.7, 0.75, 0.8, 0.7, 0.7, 0.7, 0.55, 0.81])[::-1])
    assert isinstance(found, ScoreJudgment)
    assert (found.coverage.hits, found.coverage.n) == (8, 10)
    assert found.mean_error == pytest.approx(0.004)
    assert found.mean_width == pytest.approx(0.2)
    assert [row.on for row in found.rows] == sorted(row.on for row in found.rows)
    assert not found.rows[-1].is_inside


def test_nine_scores_are_too_few() -> None:
    assert judge_scores(foretold([0.7] * 9)) == TooFewYet(9, 900, 10, 0)


@pytest.mark.parametrize("chance", [-0.1, 1.1, float("nan")])
def test_what_is_no_chance_is_refused(chance: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        Asked(FIRST, chance, is_right=True)


@pytest.mark.parametrize(
    "values",
    [
        (0.7, 0.8, 0.9, 5, 10),
        (0.7, 0.6, 1.2, 5, 10),
        (0.7, 0.6, 0.8, 5, 0),
        (0.7, 0.6, 0.8, 11, 10),
    ],
)
def test_what_is_no_range_or_score_is_refused(
    values: tuple[float, float, float, float, int],
) -> None:
    with pytest.raises(ValueError, match="is no"):
        Foretold(FIRST, *values)
