"""The memory model: agreement with `fsrs` and with published formulas, and what it never does."""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from itertools import pairwise

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.scheduling import memory as subject
from quizapp.core.scheduling.memory import (
    DEFAULT_PARAMETERS,
    MODEL,
    Memory,
    interval_days,
    intervals,
    next_due,
    retrievability,
    review,
)
from quizapp.core.scheduling.rating import Rating

DAY = date(2026, 1, 1)
ratings = st.sampled_from(Rating)
gaps = st.integers(0, 400)
retentions = st.floats(0.70, 0.97)
histories = st.lists(st.tuples(gaps, ratings), min_size=1, max_size=25)
memories = st.builds(
    Memory, st.floats(0.001, 36500), st.floats(1, 10), st.dates(DAY, date(2030, 1, 1))
)


def days_later(days: int) -> date:
    return DAY + timedelta(days=days)


def after(history: Sequence[tuple[int, Rating]]) -> Memory:
    """The memory after (gap in days, rating) pairs."""
    on, memory = DAY, None
    for gap, rating in history:
        on += timedelta(days=gap)
        memory = review(memory, rating, on)
    assert memory is not None
    return memory


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def test_the_model_named_in_the_log_is_the_one_installed() -> None:
    assert f"fsrs-{version('fsrs')}" == MODEL
    assert len(DEFAULT_PARAMETERS) == 21


@given(histories, retentions)
def test_memory_and_due_day_are_those_of_fsrs(
    history: list[tuple[int, Rating]], retention: float
) -> None:
    scheduler = fsrs.Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    card, on, ours = fsrs.Card(card_id=1), DAY, None
    for gap, rating in history:
        on += timedelta(days=gap)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), midnight(on))
        ours = review(ours, rating, on, retention=retention)
        if card.stability is not None and card.stability > subject.MAX_DAYS:
            card.stability = float(subject.MAX_DAYS)  # our cap; a hundred years
        assert (ours.stability, ours.difficulty) == (card.stability, card.difficulty)
        assert next_due(ours, on, retention) == card.due.date()


@given(memories, st.integers(0, 5000))
def test_the_forgetting_curve_is_the_published_one_and_that_of_fsrs(
    memory: Memory, elapsed: int
) -> None:
    w20 = DEFAULT_PARAMETERS[20]
    factor = 0.9 ** (-1 / w20) - 1
    published = (1 + factor * elapsed / memory.stability) ** (-w20)
    on = memory.last_on + timedelta(days=elapsed)
    card = fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_review=midnight(memory.last_on),
    )
    ours = retrievability(memory, on)
    assert ours == pytest.approx(published, rel=1e-12)
    assert ours == pytest.approx(
        fsrs.Scheduler().get_card_retrievability(card, midnight(on)), rel=1e-12
    )


# Computed with a separate implementation of the published FSRS-6 formulas.
@pytest.mark.parametrize(
    ("history", "stability", "difficulty", "days"),
    [
        ([(0, 1)], 0.2120, 6.4133, 1),
        ([(0, 2)], 1.2931, 5.1122, 1),
        ([(0, 3)], 2.3065, 2.1181, 2),
        ([(0, 4)], 8.2956, 1.0, 8),
        ([(0, 3), (2, 3)], 10.9643, 2.1112, 11),
        ([(0, 3), (2, 3), (11, 3)], 46.2802, 2.1043, 46),
        ([(0, 3), (2, 3), (11, 3), (47, 1)], 2.9397, 7.3900, 3),
        ([(0, 3), (2, 3), (11, 3), (47, 1), (1, 3)], 4.9669, 7.3778, 5),
        ([(0, 1), (0, 3), (1, 2)], 1.3140, 7.5968, 1),
        ([(0, 1), (0, 3), (1, 2), (4, 4)], 9.9060, 6.7790, 10),
        ([(0, 4), (0, 4), (0, 2), (8, 1), (0, 1)], 0.5294, 9.3333, 1),
    ],
)
def test_known_states(
    history: list[tuple[int, int]], stability: float, difficulty: float, days: int
) -> None:
    memory = after([(gap, Rating(rating)) for gap, rating in history])
    assert memory.stability == pytest.approx(stability, abs=5e-5)
    assert memory.difficulty == pytest.approx(difficulty, abs=5e-5)
    assert next_due(memory, memory.last_on) - memory.last_on == timedelta(days=days)


def test_an_evening_and_the_next_morning_count_as_a_whole_day() -> None:
    # The trap: on clock times eleven hours apart `fsrs` would see no day at all.
    first = review(None, Rating.GOOD, DAY)
    assert review(first, Rating.GOOD, DAY).stability == pytest.approx(2.3065)
    assert review(first, Rating.GOOD, days_later(1)).stability == pytest.approx(7.32, abs=0.01)


@given(histories)
def test_states_stay_finite_and_in_range(history: list[tuple[int, Rating]]) -> None:
    memory = after(history)
    assert math.isfinite(memory.stability)
    assert 0 < memory.stability <= subject.MAX_DAYS
    assert 1 <= memory.difficulty <= 10
    assert 0 < retrievability(memory, memory.last_on + timedelta(days=10_000)) < 1


def test_nothing_is_remembered_for_more_than_a_hundred_years() -> None:
    memory = review(Memory(36500.0, 1.0, DAY), Rating.EASY, date(2300, 1, 1))
    assert memory.stability == 36500
    assert interval_days(memory.stability, 0.70) == 36500


def test_twenty_goods_on_one_day_teach_no_more_than_one() -> None:
    memory = after([(0, Rating.GOOD)] * 20)
    assert memory.stability == pytest.approx(2.3065)
    assert next_due(memory, DAY) == days_later(2)


def test_twenty_goods_on_twenty_days_stay_sane() -> None:
    memory = after([(0, Rating.GOOD)] + [(1, Rating.GOOD)] * 19)
    assert 30 < memory.stability < 120
    assert memory.last_on == days_later(19)


@given(memories, st.integers(0, 3000), st.integers(1, 3000))
def test_recall_falls_with_time(memory: Memory, days: int, more: int) -> None:
    earlier = memory.last_on + timedelta(days=days)
    assert retrievability(memory, earlier) > retrievability(memory, earlier + timedelta(days=more))


@given(memories)
def test_recall_is_certain_on_the_day_itself_and_before(memory: Memory) -> None:
    assert retrievability(memory, memory.last_on) == 1
    assert retrievability(memory, memory.last_on - timedelta(days=5)) == 1


@given(memories, gaps)
def test_a_better_rating_never_brings_the_card_back_sooner(memory: Memory, gap: int) -> None:
    on = memory.last_on + timedelta(days=gap)
    reviewed = [review(memory, rating, on) for rating in Rating]
    for worse, better in pairwise(reviewed):
        assert worse.stability <= better.stability
        assert worse.difficulty >= better.difficulty
    days = intervals(memory, on)
    assert list(days) == list(Rating)
    assert sorted(days.values()) == list(days.values())


@given(memories, st.integers(1, 400))
def test_recalling_strengthens_and_forgetting_weakens(memory: Memory, gap: int) -> None:
    on = memory.last_on + timedelta(days=gap)
    assert review(memory, Rating.GOOD, on).stability >= memory.stability
    assert review(memory, Rating.AGAIN, on).stability <= memory.stability


@given(st.floats(0.001, 36500), retentions, retentions)
def test_a_higher_retention_never_lengthens_the_interval(
    stability: float, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assert 1 <= interval_days(stability, high) <= interval_days(stability, low) <= 36500


@given(memories, gaps, retentions)
def test_due_is_never_before_tomorrow(memory: Memory, gap: int, retention: float) -> None:
    on = memory.last_on + timedelta(days=gap)
    assert next_due(memory, on, retention) > on


def test_recall_on_the_due_day_is_the_desired_retention() -> None:
    memory = Memory(200.0, 5.0, DAY)
    for retention in (0.70, 0.80, 0.90, 0.97):
        due_on = next_due(memory, DAY, retention)
        assert retrievability(memory, due_on) == pytest.approx(retention, abs=0.002)


def test_the_buttons_of_a_new_card_and_the_next_day_after_again() -> None:
    assert intervals(None, DAY) == {
        Rating.AGAIN: 1,
        Rating.HARD: 1,
        Rating.GOOD: 2,
        Rating.EASY: 8,
    }
    strong = Memory(400.0, 3.0, DAY)
    assert review(strong, Rating.AGAIN, days_later(500)).stability > 2
    assert intervals(strong, days_later(500))[Rating.AGAIN] == 1
    relaxed, strict = (intervals(strong, DAY, retention=share) for share in (0.8, 0.95))
    assert relaxed[Rating.GOOD] > strict[Rating.GOOD]


@pytest.mark.parametrize("rating", [0, 5, -1])
def test_a_rating_outside_1_to_4_is_refused(rating: int) -> None:
    with pytest.raises(ValueError, match="not a valid Rating"):
        review(None, rating, DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("retention", [0.0, 0.69, 0.98, 1.0, math.nan])
def test_a_retention_outside_its_range_is_refused(retention: float) -> None:
    memory = review(None, Rating.GOOD, DAY)
    with pytest.raises(ValueError, match="desired retention"):
        review(None, Rating.GOOD, DAY, retention=retention)
    with pytest.raises(ValueError, match="desired retention"):
        next_due(memory, DAY, retention)
    with pytest.raises(ValueError, match="desired retention"):
        intervals(memory, DAY, retention=retention)


def test_a_review_before_the_last_one_is_refused() -> None:
    memory = review(None, Rating.GOOD, DAY)
    with pytest.raises(ValueError, match="cannot follow"):
        review(memory, Rating.GOOD, days_later(-1))


@pytest.mark.parametrize(
    ("stability", "difficulty"),
    [(0.0, 5.0), (-1.0, 5.0), (math.nan, 5.0), (math.inf, 5.0), (1.0, 0.9), (1.0, math.nan)],
)
def test_a_memory_no_review_can_produce_is_refused(stability: float, difficulty: float) -> None:
    with pytest.raises(ValueError, match=r"stability|difficulty"):
        Memory(stability, difficulty, DAY)


def test_a_review_neither_sleeps_nor_reads_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("a pure function must not wait or look at the clock")

    class NoClock(datetime):
        now = forbidden  # type: ignore[assignment]

    monkeypatch.setattr("time.sleep", forbidden)
    monkeypatch.setattr("fsrs.card.datetime", NoClock)
    monkeypatch.setattr("fsrs.scheduler.datetime", NoClock)
    memory = review(review(None, Rating.GOOD, DAY), Rating.AGAIN, days_later(3))
    assert intervals(memory, days_later(4))[Rating.GOOD] >= 1
