"""The time that Progress looks at, and a learner's answers in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from quizapp.core.analysis.recall import Answered, First, first_of_days
from quizapp.core.analysis.spans import Span, Spans, monday_of, spans
from quizapp.core.analysis.study_time import seconds_by_day

PERIODS: Final = {"4": "Last 4 weeks", "12": "Last 12 weeks", "all": "Since the start"}
USUAL: Final = "12"


@dataclass(frozen=True)
class Period:
    """All answers of a learner, the oldest first, and the study days that the page is about.

    `first` is a Monday, so that no week is cut; `date.min` is since the start.
    """

    answers: Sequence[Answered]
    first: date
    today: date

    def holds(self, day: date) -> bool:
        """Tell whether the page is about a day; after a move to the west one may be ahead."""
        return self.first <= day <= self.today

    @cached_property
    def lately(self) -> list[Answered]:
        """The answers of these days."""
        return [answer for answer in self.answers if self.holds(answer.on)]

    @cached_property
    def firsts(self) -> list[First]:
        """Each card's first answer of each study day, since there are answers."""
        return first_of_days(self.answers)

    @cached_property
    def seconds(self) -> dict[date, float]:
        """The seconds of study on each of these days with any."""
        return seconds_by_day(self.lately)

    @cached_property
    def start(self) -> date:
        """The first of these days on which there was a learner: nobody misses a day before."""
        return max(self.first, min((answer.on for answer in self.answers), default=self.today))

    @cached_property
    def spans(self) -> Spans:
        """The weeks of these days, or their months."""
        return spans(min(self.start, self.today), self.today)

    def label(self, span: Span) -> str:
        """Return how a chart calls a week or a month."""
        if self.spans.are_weeks:
            return f"{span.first.day} {span.first:%b}"
        return f"{span.first:%b} {span.first.year}"

    @property
    def unit(self) -> str:
        """What the charts go by."""
        return "week" if self.spans.are_weeks else "month"

    def name(self, span: Span) -> str:
        """Return a span within a sentence: the week of 23 Nov, November 2026."""
        if self.spans.are_weeks:
            return f"the week of {self.label(span)}"
        return f"{span.first:%B} {span.first.year}"


def first_day(period: str, today: date) -> date:
    """Return the first study day of a period: so many whole weeks, and the one that runs."""
    return date.min if period == "all" else monday_of(today) - timedelta(weeks=int(period))
