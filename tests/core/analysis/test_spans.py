"""Weeks and months that a chart has a place for."""

from datetime import date, timedelta

import pytest

from quizapp.core.analysis.spans import MOST_WEEKS, Span, monday_of, spans


def test_weeks_run_from_monday_without_gaps() -> None:
    found = spans(date(2026, 11, 12), date(2026, 11, 23))  # a Thursday, a Monday
    assert found.are_weeks
    assert [(one.first.day, one.last.day) for one in found.each] == [(9, 15), (16, 22), (23, 29)]


def test_one_day_is_one_week() -> None:
    sunday = date(2026, 11, 22)
    assert spans(sunday, sunday).each == (Span(date(2026, 11, 16), sunday),)


def test_what_weeks_would_not_fit_is_cut_into_months() -> None:
    last = date(2026, 11, 22)
    first = monday_of(last) - timedelta(weeks=MOST_WEEKS - 1)
    assert len(spans(first, last).each) == MOST_WEEKS
    found = spans(first - timedelta(days=1), last)
    assert not found.are_weeks
    assert found.each[0] == Span(date(2026, 5, 1), date(2026, 5, 31))
    assert found.each[-1] == Span(date(2026, 11, 1), date(2026, 11, 30))
    assert len(found.each) == 7


def test_months_go_over_the_year_and_february() -> None:
    found = spans(date(2025, 12, 31), date(2028, 3, 1))
    assert Span(date(2028, 2, 1), date(2028, 2, 29)) in found.each
    assert len(found.each) == 28


@pytest.mark.parametrize("days", [20, 400])
def test_every_day_is_in_one_span(days: int) -> None:
    last = date(2026, 11, 22)
    found = spans(last - timedelta(days=days), last)
    for ago in range(days + 1):
        day = last - timedelta(days=ago)
        assert [one for one in found.each if one.first <= day <= one.last] == [found.of(day)]


def test_a_day_outside_is_in_none() -> None:
    day = date(2026, 11, 22)
    with pytest.raises(KeyError):
        spans(day, day).of(day + timedelta(days=1))
