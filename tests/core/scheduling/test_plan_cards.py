"""What an item is worth, what an answer costs, and what is refused."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.plan_cards import (
    Costs,
    PlanCard,
    Shares,
    cards_of,
    normal_weights,
    own_costs,
    own_shares,
)
from tests.core.scheduling.plans import TODAY, cards, new_cards, plan_cards, weights


@pytest.mark.parametrize(
    ("given_weights", "expected"),
    [
        ([2.0, 6.0], [0.25, 0.75]),
        ([None, None], [0.5, 0.5]),
        ([0.0, 0.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]),
        ([10.0, 30.0, None], [1 / 6, 1 / 2, 1 / 3]),  # the unknown one is the mean, 20
        ([0.0, None], [0.5, 0.5]),
        ([5.0], [1.0]),
        ([], []),
    ],
)
def test_weights_are_normalized_and_unknown_ones_are_average(
    given_weights: list[float | None], expected: list[float]
) -> None:
    assert normal_weights(given_weights).tolist() == pytest.approx(expected)


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_a_weight_that_is_none_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="weight must be a number"):
        normal_weights([1.0, bad])


@given(st.lists(plan_cards, min_size=1), weights)
def test_all_items_together_are_worth_the_exam(
    rows: list[PlanCard], weights: dict[str, float | None]
) -> None:
    subject = cards(rows, weights)
    assert subject.worth.sum() == pytest.approx(1.0)
    by_topic = np.bincount(subject.topic, subject.worth, len(subject.topic_names))
    assert by_topic == pytest.approx(subject.weights)


def test_an_item_is_worth_its_topic_by_the_number_of_its_items() -> None:
    subject = new_cards({"a": 4, "b": 1}, {"a": 50.0, "b": 50.0, "not asked": 900.0})
    assert subject.worth.tolist() == pytest.approx([0.125] * 4 + [0.5])


def test_a_review_of_tomorrow_is_refused() -> None:
    late = PlanCard("a", memory=Memory(1.0, 5.0, TODAY + timedelta(days=1)))
    with pytest.raises(ValueError, match="reviewed after"):
        cards_of([late], {}, TODAY)


def test_own_medians_replace_published_seconds_from_thirty_on() -> None:
    assert own_costs([5.0] * 29, [60.0] * 30, []) == Costs(13.0, 60.0, 38.0)
    assert own_costs([8.0] * 20 + [600.0] * 10, [], [50.0] * 31) == Costs(8.0, 38.2, 50.0)


def test_own_share_of_wrong_first_answers() -> None:
    assert own_shares(10, 29) == Shares()
    assert own_shares(15, 30).first_wrong == 0.5
    with pytest.raises(ValueError, match="cannot be"):
        own_shares(3, 2)


def test_derived_ratings_are_again_and_good_only() -> None:
    shares = Shares(first_wrong=0.4)
    is_self_graded = np.array([False, True])
    assert shares.of_first(is_self_graded).T.tolist() == [
        [0.4, 0.0, 0.6, 0.0],
        [0.24, 0.094, 0.495, 0.171],
    ]
    assert shares.of_passed(is_self_graded).T.tolist() == [[0.0, 1.0, 0.0], [0.224, 0.631, 0.145]]


@pytest.mark.parametrize("seconds", [0.0, -3.0, math.nan])
def test_an_answer_takes_time(seconds: float) -> None:
    with pytest.raises(ValueError, match="some seconds"):
        Costs(ok=seconds)
