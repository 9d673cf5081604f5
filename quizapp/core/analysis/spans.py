"""Time cut into the weeks or months that a chart has a place for."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

MOST_WEEKS: Final = 26  # from then on months: a chart has no room for more


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar week from Monday, or a calendar month; `last` is its last day."""

    first: date
    last: date


@dataclass(frozen=True)
class Spans:
    """Spans in a row without gaps, all of them weeks or all of them months."""

    each: tuple[Span, ...]
    are_weeks: bool

    @cached_property
    def _by_day(self) -> dict[date, Span]:
        return {
            span.first + timedelta(days=place): span
            for span in self.each
            for place in range((span.last - span.first).days + 1)
        }

    def of(self, day: date) -> Span:
        """Return the span of a day; KeyError outside of all."""
        return self._by_day[day]


def spans(first: date, last: date) -> Spans:
    """Return the weeks from that of `first` to that of `last`; months where it would be too many.

    `last` is `first` or a later day.
    """
    monday = monday_of(first)
    weeks = (monday_of(last) - monday).days // 7 + 1
    if weeks <= MOST_WEEKS:
        starts = (monday + timedelta(weeks=place) for place in range(weeks))
        return Spans(tuple(Span(day, day + timedelta(days=6)) for day in starts), are_weeks=True)
    months = [_month(first)]
    while months[-1].last < last:
        months.append(_month(months[-1].last + timedelta(days=1)))
    return Spans(tuple(months), are_weeks=False)


def monday_of(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _month(day: date) -> Span:
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Span(first, following - timedelta(days=1))
