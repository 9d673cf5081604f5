"""The clock of a mock exam: pure functions over when it started, its breaks, and now.

Times are moments of the server's clock, durations are seconds. One clock runs for both sections;
only breaks stop it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from quizapp.core.exams.model import Outline

USUAL_EXAM: Final = "crcc-crc"  # what most come for; may not be loaded
PACE_SECONDS: Final = 72.0  # 210 minutes for 175 questions (blueprint.md, section 1)
LEFT_AFTER: Final = timedelta(days=3)  # an exam that nobody touched for so long is over
WARNINGS: Final = (30, 10, 2)  # minutes left at which the learner is told
DEFAULT_LINE: Final = 75  # percent: a line to plan by, no official mark
# What a learner may be granted, as it is stored; WCAG 2.2.1 asks for ten times. None: no limit.
FACTORS: Final[Mapping[str, float | None]] = MappingProxyType(
    {"1": 1.0, "1.25": 1.25, "1.5": 1.5, "2": 2.0, "10": 10.0, "none": None}
)


@dataclass(frozen=True, slots=True)
class Accommodations:
    """Under which conditions somebody sits an exam; `time` is a key of `FACTORS`.

    `line` is the share in percent that the learner wants to reach in each section: that of their
    plan when the sitting began.
    """

    time: str = "1"
    has_breaks: bool = False
    hides_clock: bool = False
    line: int = DEFAULT_LINE

    @property
    def factor(self) -> float | None:
        return FACTORS[self.time]


def accommodations(data: Mapping[str, Any]) -> Accommodations:
    """Return what `data` says; what it does not say, or cannot mean, is the standard."""
    time, line = str(data.get("time", "1")), data.get("line", DEFAULT_LINE)
    is_line = isinstance(line, int) and 0 < line < 100  # noqa: PLR2004 - percent
    return Accommodations(
        time=time if time in FACTORS else "1",
        has_breaks=bool(data.get("has_breaks", False)),
        hides_clock=bool(data.get("hides_clock", False)),
        line=line if is_line else DEFAULT_LINE,
    )


def pace_of(outline: Outline | None) -> float:
    """Return the seconds a question of the exam: its minutes by its questions, where known."""
    facts = outline.facts if outline else {}
    questions, minutes = (facts.get(name) for name in ("questions", "minutes"))
    if not (questions and minutes and questions.value and minutes.value):
        return PACE_SECONDS
    return int(minutes.value) * 60 / int(questions.value)


def limit_seconds(items: int, pace: float, factor: float | None) -> float | None:
    """Return the time for `items` questions at `pace` seconds each; None without a limit."""
    return None if factor is None else items * pace * factor


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known of one sitting's time.

    `break_seconds` are those of the breaks that are over, `break_at` is when one began that still
    goes on. `touched_at` is when the learner did something last.
    """

    started_at: datetime
    touched_at: datetime
    limit_seconds: float | None
    break_seconds: float = 0.0
    break_at: datetime | None = None


def used_seconds(clock: Clock, now: datetime) -> float:
    """Return the seconds that have run: none during breaks, and never more than the limit."""
    until = clock.break_at if clock.break_at is not None else now
    ran = max(0.0, (until - clock.started_at).total_seconds() - clock.break_seconds)
    return ran if clock.limit_seconds is None else min(ran, clock.limit_seconds)


def left_seconds(clock: Clock, now: datetime) -> float | None:
    """Return the seconds that are left; None without a limit."""
    return None if clock.limit_seconds is None else clock.limit_seconds - used_seconds(clock, now)


def ends_at(clock: Clock) -> datetime:
    """Return when the sitting ends by itself if nothing happens any more.

    When its time is over, or three days after it was touched last: a clock that stands still, or
    has no limit, would keep it open for ever.
    """
    left = clock.touched_at + LEFT_AFTER
    if clock.limit_seconds is None or clock.break_at is not None:
        return left
    runs = timedelta(seconds=clock.limit_seconds + clock.break_seconds)
    return min(left, clock.started_at + runs)


def is_over(clock: Clock, now: datetime) -> bool:
    """Tell whether the sitting has ended by itself."""
    return now >= ends_at(clock)


def is_time_over(clock: Clock, at: datetime) -> bool:
    """Tell whether at `at` no time was left; the other way to end is to be left alone."""
    left = left_seconds(clock, at)
    return left is not None and left <= 0
