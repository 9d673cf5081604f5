"""What a learner plans toward: the exam's day, the minutes of each day, their own line."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MOST_MINUTES: Final = 1440
FURTHEST_DAYS: Final = 365 * 5  # a plan for later than that is a guess about one's life
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Phase(StrEnum):
    """Where a study day stands to the exam."""

    NO_DATE = "no date"
    BEFORE = "before"
    EXAM_DAY = "exam day"
    AFTER = "after"


class Outcome(StrEnum):
    """How the exam went, as the learner said when asked once."""

    UNASKED = ""
    PASSED = "passed"
    FAILED = "failed"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """One learner's plan. `minutes` are those of a Monday, a Tuesday …; `target` is in percent."""

    exam: str
    exam_on: date | None
    target: int | None
    minutes: tuple[int, ...]
    days_off: frozenset[date]
    is_sparing: bool = False
    version: int = 1
    outcome: Outcome = Outcome.UNASKED

    def phase(self, today: date) -> Phase:
        """Return where `today` stands to the exam."""
        if self.exam_on is None:
            return Phase.NO_DATE
        if today < self.exam_on:
            return Phase.BEFORE
        return Phase.EXAM_DAY if today == self.exam_on else Phase.AFTER

    def asks_how_it_went(self, today: date) -> bool:
        """Tell whether the exam is over and nothing was said of it yet."""
        return self.phase(today) is Phase.AFTER and self.outcome is Outcome.UNASKED

    def days_left(self, today: date) -> int:
        """Return the study days from today to the day before the exam; 0 without a date."""
        return max(0, (self.exam_on - today).days) if self.exam_on else 0

    def minutes_on(self, day: date) -> int:
        """Return the minutes planned for a day, 0 on a day off."""
        return 0 if day in self.days_off else self.minutes[day.weekday()]

    def seconds_by_day(self, today: date, *, used_seconds: float = 0.0) -> list[float]:
        """Return the seconds of each day from today to the day before the exam.

        `used_seconds` are gone from today already.
        """
        days = (today + timedelta(days=place) for place in range(self.days_left(today)))
        seconds = [60.0 * self.minutes_on(day) for day in days]
        if seconds:
            seconds[0] = max(0.0, seconds[0] - used_seconds)
        return seconds
