"""The clock of a mock exam."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.exams.timing import (
    FACTORS,
    PACE_SECONDS,
    Accommodations,
    Clock,
    accommodations,
    ends_at,
    is_over,
    is_time_over,
    left_seconds,
    limit_seconds,
    pace_of,
    used_seconds,
)

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
seconds = st.integers(0, 400_000)
limits = st.one_of(st.none(), st.integers(1, 200_000))


def at(after: float) -> datetime:
    return START + timedelta(seconds=after)


def clock(limit: float | None = 1800, *, touched: float = 0, breaks: float = 0) -> Clock:
    return Clock(START, at(touched), limit, breaks)


@given(limits, seconds, seconds)
def test_time_only_runs_forward(limit: float | None, one: int, other: int) -> None:
    early, late = sorted((one, other))
    running = clock(limit)
    assert used_seconds(running, at(early)) <= used_seconds(running, at(late))
    left = left_seconds(running, at(early)), left_seconds(running, at(late))
    assert left == (None, None) or 0 <= (left[1] or 0) <= (left[0] or 0)
    assert is_over(running, at(late)) or not is_over(running, at(early))


@given(limits, st.integers(0, 1000), seconds, seconds)
def test_nothing_runs_during_a_break(
    limit: float | None, break_at: int, one: int, other: int
) -> None:
    paused = Clock(START, at(break_at), limit, 0.0, at(break_at))
    moments = [at(break_at + one), at(break_at + other)]
    assert len({used_seconds(paused, now) for now in moments}) == 1
    assert ends_at(paused) == at(break_at) + timedelta(days=3)


@given(st.integers(1, 100_000), st.integers(0, 100_000), seconds)
def test_a_break_moves_the_end_by_its_length(limit: int, length: int, used: int) -> None:
    plain, after = clock(limit, touched=used), clock(limit, touched=used + length, breaks=length)
    assert left_seconds(after, at(used + length)) == left_seconds(plain, at(used))
    assert ends_at(after) <= ends_at(plain) + timedelta(seconds=length)


@given(st.integers(1, 200_000), seconds)
def test_it_is_over_when_no_time_is_left(limit: int, now: int) -> None:
    running = clock(limit, touched=now)
    assert is_over(running, at(now)) == (left_seconds(running, at(now)) == 0)
    assert is_time_over(running, at(now)) == (now >= limit)


def test_a_clock_that_was_set_back_gives_nothing_away() -> None:
    assert used_seconds(clock(), at(-60)) == 0
    assert left_seconds(clock(), at(-60)) == 1800


def test_without_a_limit_it_ends_when_it_is_left_alone() -> None:
    free = clock(None, touched=500)
    assert left_seconds(free, at(10**6)) is None
    assert ends_at(free) == at(500) + timedelta(days=3)
    assert not is_time_over(free, ends_at(free))


def test_the_time_is_that_of_the_exam_times_the_factor() -> None:
    assert PACE_SECONDS * 175 == 210 * 60
    assert pace_of(None) == PACE_SECONDS
    assert limit_seconds(25, PACE_SECONDS, FACTORS["1.5"]) == 2700
    assert limit_seconds(25, PACE_SECONDS, FACTORS["none"]) is None


@pytest.mark.parametrize("data", [{}, {"time": "3"}, {"line": 200}, {"line": "75"}, {"time": None}])
def test_what_cannot_be_meant_is_the_standard(data: dict[str, object]) -> None:
    assert accommodations(data) == Accommodations()
