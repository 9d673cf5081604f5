"""Days and minutes of study beside those of the plan, and how long questions take."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from quizapp.core.analysis.recall import Answered
from quizapp.core.analysis.spans import Span, Spans
from quizapp.core.scheduling.exam_plan import ExamPlan

LONGEST_SECONDS: Final = 120  # of study: an answer that took longer was a break
FEWEST_TIMES: Final = 5  # answers before a week's quarters mean anything


@dataclass(frozen=True, slots=True)
class Kept:
    """Study days and minutes of some time, beside the plan's.

    `planned_days` is how many days the plan names, `kept_days` how many of these were studied.
    """

    days: int
    minutes: float
    planned_days: int
    kept_days: int
    planned_minutes: int


@dataclass(frozen=True, slots=True)
class Quarters:
    """The seconds that a quarter, half and three quarters of `n` answers took at most."""

    low: float
    mid: float
    high: float
    n: int


def seconds_by_day(answers: Iterable[Answered]) -> dict[date, float]:
    """Return the seconds of study by study day; breaks count as two minutes."""
    found: dict[date, float] = {}
    for answer in answers:
        seconds = min(answer.ms / 1000, LONGEST_SECONDS)
        found[answer.on] = found.get(answer.on, 0.0) + seconds
    return found


def last_day_over(seconds: Mapping[date, float], today: date) -> date:
    """Return the last day that can be compared with a plan: today only once it is studied."""
    return today if today in seconds else today - timedelta(days=1)


def planned_days(plan: ExamPlan | None, first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` on which the plan has minutes, before its exam."""
    if plan is None:
        return []
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in days if plan.minutes_on(day) and not _is_over(plan, day)]


def kept(seconds: Mapping[date, float], plan: ExamPlan | None, first: date, last: date) -> Kept:
    """Compare the study days from `first` to `last` with the plan's, both with them."""
    studied = {day: took for day, took in seconds.items() if first <= day <= last}
    planned = planned_days(plan, first, last)
    return Kept(
        days=len(studied),
        minutes=sum(studied.values()) / 60,
        planned_days=len(planned),
        kept_days=sum(day in studied for day in planned),
        planned_minutes=sum(plan.minutes_on(day) for day in planned) if plan else 0,
    )


def kept_by_span(
    seconds: Mapping[date, float], plan: ExamPlan | None, spans: Spans, first: date, last: date
) -> list[tuple[Span, Kept]]:
    """Return the same for each span, cut off before `first` and after `last`."""
    return [
        (span, kept(seconds, plan, max(span.first, first), min(span.last, last)))
        for span in spans.each
    ]


def quarters(seconds: Sequence[float]) -> Quarters | None:
    """Return the quartiles of times, None below FEWEST_TIMES.

    By linear interpolation between the sorted times (type 7 of Hyndman and Fan 1996, The American
    Statistician 50, 361-365).
    """
    if len(seconds) < FEWEST_TIMES:
        return None
    low, mid, high = statistics.quantiles(seconds, n=4, method="inclusive")
    return Quarters(low, mid, high, len(seconds))


def _is_over(plan: ExamPlan, day: date) -> bool:
    return plan.exam_on is not None and day >= plan.exam_on
