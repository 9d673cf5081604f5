"""The exam plan: the printed index, what a day holds, and the order in which it is asked."""

import math
import random
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.scheduling.memory import Memory, recall_chance, review
from quizapp.core.scheduling.plan_cards import DEFAULT_PROFILE, PlanCard
from quizapp.core.scheduling.planner import (
    Index,
    Paced,
    Ranking,
    days_left,
    fill_day,
    interleave,
    rank_day,
)
from quizapp.core.scheduling.prospect import Prospect, ladder
from quizapp.core.scheduling.rating import Rating
from tests.core.scheduling.plans import TODAY, cards, new_cards, plan_cards, some_cards, weights

FIRST = {Rating.AGAIN: 0.24, Rating.HARD: 0.094, Rating.GOOD: 0.495, Rating.EASY: 0.171}
PASSED = {Rating.HARD: 0.224, Rating.GOOD: 0.631, Rating.EASY: 0.145}
DERIVED_FIRST = {Rating.AGAIN: 0.24, Rating.GOOD: 0.76}


def rng_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  an order, not a secret


def after(memory: Memory | None, rating: Rating, on: date) -> Memory:
    """One session: an answer, and one Good after an Again, as memory.py computes it."""
    learned = review(memory, rating, on)
    return review(learned, Rating.GOOD, on) if rating == Rating.AGAIN else learned


def slow_rate(card: PlanCard, worth: float, wait: int, left: int) -> float:
    """The gain a second of a session in `wait` days, as scheduling.md prints it."""
    on = TODAY + timedelta(days=wait)
    rest = left - wait
    if card.memory is None:
        shares = FIRST if card.is_self_graded else DERIVED_FIRST
        gain = sum(
            share * recall_chance(after(None, rating, on).stability, rest)
            for rating, share in shares.items()
        )
        return worth * gain / 38.0
    elapsed = (on - card.memory.last_on).days
    recall = recall_chance(card.memory.stability, elapsed)
    passed = PASSED if card.is_self_graded else {Rating.GOOD: 1.0}
    expected = (1 - recall) * recall_chance(after(card.memory, Rating.AGAIN, on).stability, rest)
    for rating, share in passed.items():
        learned = after(card.memory, rating, on)
        expected += recall * share * recall_chance(learned.stability, rest)
    gain = expected - recall_chance(card.memory.stability, elapsed + rest)
    return worth * gain / (recall * 13.0 + (1 - recall) * 38.2)


def slow_index(card: PlanCard, worth: float, left: int) -> float:
    if card.memory and card.memory.last_on == TODAY:
        return 0.0
    rates = [slow_rate(card, worth, wait, left) for wait in (0, *ladder(left))]
    return rates[0] * (rates[0] / max(rates)) ** 2 if rates[0] > 0 else 0.0


@settings(max_examples=40)
@given(st.lists(plan_cards, min_size=1, max_size=12), weights, st.integers(1, 200))
def test_index_is_the_printed_one_computed_card_by_card(
    rows: list[PlanCard], weights: dict[str, float | None], left: int
) -> None:
    subject = cards(rows, weights)
    index = Prospect(subject, left, DEFAULT_PROFILE).index()[0]
    for place, row in enumerate(rows):
        expected = slow_index(row, float(subject.worth[place]), left)
        assert index[place] == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_ladder_looks_at_later_days_up_to_the_last() -> None:
    assert ladder(1) == []
    assert ladder(2) == [1]
    assert ladder(30) == [1, 2, 3, 4, 6, 9, 14, 22, 29]
    assert all(ladder(left)[-1] == left - 1 for left in range(2, 2000, 37))


def test_an_item_whose_best_day_is_later_waits() -> None:
    fresh, shaky = (Memory(20.0, 5.0, TODAY - timedelta(days=ago)) for ago in (1, 18))
    subject = cards([PlanCard("a", memory=fresh), PlanCard("a", memory=shaky)])
    assert rank_day(subject, 30).places == (1, 0)


@settings(max_examples=60)
@given(
    st.lists(plan_cards, max_size=40),
    weights,
    st.integers(0, 400),
    st.one_of(st.just(0.0), st.floats(0, 86_400)),
    st.sampled_from([Index(), Index(4e-3), Paced(0.9, 3, 2), Paced(0.7, 0, 1)]),
)
def test_a_day_never_exceeds_its_cap_nor_asks_twice(
    rows: list[PlanCard],
    weights: dict[str, float | None],
    left: int,
    budget: float,
    strategy: Index | Paced,
) -> None:
    subject = cards(rows, weights)
    ranking = rank_day(subject, left, strategy=strategy)
    taken = fill_day(ranking, budget)
    seconds = dict(zip(*ranking, strict=True))
    assert sum(seconds[place] for place in taken) <= budget + 1e-6
    assert len(set(ranking.places)) == len(ranking.places)
    assert taken == list(ranking.places[: len(taken)])
    memories = [rows[place].memory for place in ranking.places]
    assert all(memory is None or memory.last_on < TODAY for memory in memories)
    assert left > 0 or not taken
    assert ranking == rank_day(subject, left, strategy=strategy)
    new = sum(rows[place].memory is None for place in ranking.places)
    assert not isinstance(strategy, Paced) or new <= strategy.new_a_day


def test_more_goes_on_down_the_same_list() -> None:
    ranking = rank_day(some_cards(100), 20)
    first = fill_day(ranking, 300)
    rest = Ranking(ranking.places[len(first) :], ranking.seconds[len(first) :])
    assert [*first, *fill_day(rest, 300)][: len(first) + 3] == list(
        ranking.places[: len(first) + 3]
    )


def test_what_is_not_admitted_is_passed_over() -> None:
    ranking = rank_day(new_cards({"a": 6}, {}), 20)
    odd = fill_day(ranking, 38 * 2, admits=lambda place: place % 2 == 1)
    assert odd == [1, 3]


def test_the_day_ends_where_the_index_falls_to_the_floor() -> None:
    subject = some_cards(200)
    whole, short = (rank_day(subject, 30, strategy=Index(floor)) for floor in (0.0, 6e-3))
    assert 0 < len(short.places) < len(whole.places)
    assert rank_day(subject, 30, strategy=Index(1e9)).places == ()


def test_an_exam_today_leaves_nothing_to_plan_and_a_past_one_is_refused() -> None:
    subject = some_cards(20)
    assert days_left(TODAY, TODAY) == 0
    assert days_left(TODAY, TODAY + timedelta(days=5 * 365)) == 1825
    assert rank_day(subject, 0) == Ranking((), ())
    with pytest.raises(ValueError, match="nothing to plan"):
        days_left(TODAY, TODAY - timedelta(days=1))
    with pytest.raises(ValueError, match="nothing to plan"):
        rank_day(subject, -1)


@pytest.mark.parametrize("budget", [-1.0, 86_401.0, math.nan, math.inf])
def test_a_day_of_impossible_length_is_refused(budget: float) -> None:
    with pytest.raises(ValueError, match="a day has from 0 to 86400 seconds"):
        fill_day(Ranking((), ()), budget)


def test_extremes_of_minutes_and_days() -> None:
    subject = some_cards(300)
    for left in (1, 2, 1825):
        ranking = rank_day(subject, left)
        assert fill_day(ranking, 0) == []
        assert fill_day(ranking, 1440 * 60) == list(ranking.places)


def test_no_cards_one_card_one_topic() -> None:
    assert rank_day(cards([]), 10) == Ranking((), ())
    assert rank_day(cards([PlanCard("")]), 10).places == (0,)
    assert rank_day(new_cards({"a": 3}, {"a": 0.0}), 10).places == (0, 1, 2)


def test_a_topic_without_weight_is_left_out() -> None:
    subject = new_cards({"a": 2, "b": 2}, {"a": 1.0, "b": 0.0})
    assert set(rank_day(subject, 10).places) == {0, 1}
    paced = rank_day(subject, 10, strategy=Paced(0.9, 4, 1))
    assert set(paced.places) == {0, 1}


def test_paced_brings_new_cards_first_then_the_oldest_due() -> None:
    due = [PlanCard("a", memory=Memory(5.0, 5.0, TODAY - timedelta(days=ago))) for ago in (3, 6, 9)]
    subject = cards([*due, *[PlanCard("a")] * 5])
    assert rank_day(subject, 30, strategy=Paced(0.9, 2, 1)).places == (3, 4, 2, 1)
    # In the last days everything not yet asked in them comes once more.
    assert rank_day(subject, 4, strategy=Paced(0.9, 0, 4)).places == (2, 1, 0)
    assert rank_day(subject, 2, strategy=Paced(0.9, 0, 5)).places == (2, 1)


def test_paced_refuses_a_retention_that_memory_refuses() -> None:
    with pytest.raises(ValueError, match="desired retention"):
        Paced(0.99, 5, 3)


@given(st.lists(st.sampled_from("aaabcd"), max_size=30), st.integers(0, 5))
def test_topics_are_mixed_wherever_that_is_possible(topics: list[str], seed: int) -> None:
    subject = cards([PlanCard(topic) for topic in topics])
    mixed = interleave(range(len(topics)), subject, rng_of(seed))
    assert sorted(mixed) == list(range(len(topics)))
    most = max((topics.count(topic) for topic in topics), default=0)
    if most <= (len(topics) + 1) // 2:
        named = [topics[place] for place in mixed]
        assert all(one != other for one, other in pairwise(named))
    assert mixed == interleave(range(len(topics)), subject, rng_of(seed))


def test_another_day_is_mixed_otherwise() -> None:
    subject = some_cards(40)
    orders = {tuple(interleave(range(40), subject, rng_of(seed))) for seed in range(5)}
    assert len(orders) == 5


@pytest.mark.parametrize(("items", "most"), [(1000, 0.020), (5000, 0.060)])
def test_a_day_is_ranked_in_milliseconds(items: int, most: float) -> None:
    subject = some_cards(items)
    seconds = []
    for _ in range(5):
        before = time.thread_time()
        rank_day(subject, 50)
        seconds.append(time.thread_time() - before)
    assert min(seconds) < most


def test_learners_are_ranked_each_by_themselves() -> None:
    one, other = some_cards(30, seed=1), some_cards(30, seed=2)
    both = replace(
        one,
        stability=np.concatenate([one.stability, other.stability]),
        difficulty=np.concatenate([one.difficulty, other.difficulty]),
        elapsed=np.concatenate([one.elapsed, other.elapsed]),
        seen=np.concatenate([one.seen, other.seen]),
    )
    assert rank_day(both, 20, row=0) == rank_day(one, 20)
    assert rank_day(both, 20, row=1) != rank_day(one, 20)
