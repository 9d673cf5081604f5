"""The formulas over arrays are those of `fsrs`, card by card."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.forgetting import Forgetting
from quizapp.core.scheduling.memory import (
    DEFAULT_PARAMETERS,
    Memory,
    interval_days,
    recall_chance,
    review,
)
from quizapp.core.scheduling.rating import Rating

DAY = date(2026, 1, 1)
PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)
SUBJECT = Forgetting()
stabilities = st.floats(0.001, 36500)
difficulties = st.floats(1, 10)
gaps = st.integers(1, 2000)


@given(stabilities, difficulties, gaps)
def test_next_states_are_those_of_fsrs(stability: float, difficulty: float, gap: int) -> None:
    before, on = Memory(stability, difficulty, DAY), DAY + timedelta(days=gap)
    one = SUBJECT.review(np.array([stability]), np.array([difficulty]))
    recall = SUBJECT.recall(gap, np.array([stability]))
    for rating in Rating:
        expected = review(before, rating, on)
        ours = one.lapsed(recall) if rating == Rating.AGAIN else one.recalled(recall, rating)
        assert ours[0] == pytest.approx(expected.stability, rel=1e-9)
        assert one.difficulty(rating)[0] == pytest.approx(expected.difficulty, rel=1e-9)


@given(stabilities, difficulties, gaps)
def test_a_lapse_with_its_repeat_is_again_and_good_on_one_day(
    stability: float, difficulty: float, gap: int
) -> None:
    on = DAY + timedelta(days=gap)
    expected = review(review(Memory(stability, difficulty, DAY), Rating.AGAIN, on), Rating.GOOD, on)
    one = SUBJECT.review(np.array([stability]), np.array([difficulty]))
    recall = SUBJECT.recall(gap, np.array([stability]))
    assert one.lapsed(recall, 1)[0] == pytest.approx(expected.stability, rel=1e-9)
    assert one.difficulty(Rating.AGAIN, 1)[0] == pytest.approx(expected.difficulty, rel=1e-9)


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("repeats", [0, 1, 2])
def test_first_states_are_those_of_fsrs(rating: Rating, repeats: int) -> None:
    expected = review(None, rating, DAY)
    for _ in range(repeats):
        expected = review(expected, Rating.GOOD, DAY)
    stability, difficulty = SUBJECT.first(rating, repeats)
    assert stability == pytest.approx(expected.stability, rel=1e-9)
    assert difficulty == pytest.approx(expected.difficulty, rel=1e-9)


@given(stabilities, st.integers(0, 5000), st.floats(0.7, 0.97))
def test_curve_and_its_inverses(stability: float, elapsed: int, recall: float) -> None:
    assert SUBJECT.recall(elapsed, stability) == pytest.approx(recall_chance(stability, elapsed))
    days = float(SUBJECT.days_until(recall, stability))
    assert SUBJECT.recall(days, stability) == pytest.approx(recall)
    assert min(max(round(days), 1), 36500) == interval_days(stability, recall)
    if 0.01 < days < 30000:
        assert SUBJECT.stability_for(recall, days) == pytest.approx(stability)


def test_many_learners_are_each_computed_with_their_own_parameters() -> None:
    rng = np.random.default_rng(3)
    own = np.array(DEFAULT_PARAMETERS) * rng.uniform(0.9, 1.1, (4, 21))
    stability, difficulty = rng.uniform(1, 50, (4, 6)), rng.uniform(1, 10, (4, 6))
    many = Forgetting(own)
    together = many.review(stability, difficulty)
    recall = many.recall(9, stability)
    rows, items = np.nonzero(np.ones((4, 6)))
    flat = many.of_rows(rows).review(stability[rows, items], difficulty[rows, items])
    for row in range(4):
        one = many.of_learner(row)
        alone = one.review(stability[row], difficulty[row])
        assert recall[row] == pytest.approx(one.recall(9, stability[row]))
        for rating in PASSES:
            expected = alone.recalled(recall[row], rating)
            assert together.recalled(recall, rating)[row] == pytest.approx(expected)
            of_cells = flat.recalled(recall[rows, items], rating)[rows == row]
            assert of_cells == pytest.approx(expected)
        assert together.lapsed(recall, 1)[row] == pytest.approx(alone.lapsed(recall[row], 1))
        assert many.first(Rating.AGAIN, 1)[0][row, 0] == pytest.approx(
            one.first(Rating.AGAIN, 1)[0]
        )


@pytest.mark.parametrize("parameters", [[1.0] * 20, [np.nan] * 21, 3.0])
def test_other_parameters_are_refused(parameters: object) -> None:
    with pytest.raises(ValueError, match="21 finite numbers"):
        Forgetting(parameters)  # type: ignore[arg-type]
