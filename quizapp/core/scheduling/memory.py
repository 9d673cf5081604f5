"""The memory of one card: FSRS-6 as the package `fsrs` computes it (the only file that imports it).

Learning steps and fuzz are off: whole study days are the only clock, and the load is
spread by the planner. `fsrs` counts elapsed days as whole 24-hour spans, so it is given
midnight UTC of study days, never clock times (scheduling.md, sections 1 and 3).
Memory figures are those of a model, not measurements of a person.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS as FSRS_PARAMETERS

from quizapp.core.scheduling.rating import Rating

MODEL = "fsrs-6.3.2"  # logged with every review, so that a log can be replayed as it was
DEFAULT_PARAMETERS: tuple[float, ...] = tuple(FSRS_PARAMETERS)

DEFAULT_RETENTION = 0.9
MIN_RETENTION = 0.70
MAX_RETENTION = 0.97

MAX_DAYS = 36500  # longest stability and interval: a hundred years
MIN_DIFFICULTY = 1.0
MAX_DIFFICULTY = 10.0

# R(t, S) = (1 + FACTOR * t / S) ** DECAY, scaled so that R(S, S) = 0.9
DECAY = -DEFAULT_PARAMETERS[20]
FACTOR = 0.9 ** (1 / DECAY) - 1

# Built once: the constructor only checks its parameters. Retention is applied by
# `next_due`; stability and difficulty do not depend on it.
_SCHEDULER = fsrs.Scheduler(
    parameters=DEFAULT_PARAMETERS,
    desired_retention=DEFAULT_RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=MAX_DAYS,
    enable_fuzzing=False,
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the model believes about one card: `stability` in days, `difficulty` 1 to 10."""

    stability: float
    difficulty: float
    last_on: date

    def __post_init__(self) -> None:
        """Refuse what no review can have produced: `fsrs` would carry it on silently."""
        if not (math.isfinite(self.stability) and self.stability > 0):
            raise ValueError(f"stability must be a positive number of days, not {self.stability!r}")
        if not MIN_DIFFICULTY <= self.difficulty <= MAX_DIFFICULTY:
            raise ValueError(f"difficulty must be from 1 to 10, not {self.difficulty!r}")


def review(
    memory: Memory | None, rating: Rating, on: date, *, retention: float = DEFAULT_RETENTION
) -> Memory:
    """Return the memory after an answer rated `rating` on study day `on`.

    A `memory` of None is a card never seen.

    A second answer on the same study day changes stability by the same-day formula of FSRS-6.
    `retention` is only checked: it moves the due day, never the memory.
    ValueError for a rating outside 1 to 4, or for a day before the last review.
    """
    checked_retention(retention)
    if memory is not None and on < memory.last_on:
        raise ValueError(f"a review on {on} cannot follow one on {memory.last_on}")
    reviewed, _ = _SCHEDULER.review_card(_card(memory), fsrs.Rating(Rating(rating)), _midnight(on))
    if reviewed.stability is None or reviewed.difficulty is None:
        raise ValueError("the memory model returned no state")
    return Memory(min(reviewed.stability, float(MAX_DAYS)), reviewed.difficulty, on)


def retrievability(memory: Memory, on: date) -> float:
    """Return the believed chance of recall on study day `on` (1.0 up to the last review)."""
    return recall_chance(memory.stability, (on - memory.last_on).days)


def recall_chance(stability: float, elapsed_days: int) -> float:
    """Follow the FSRS-6 forgetting curve (scheduling.md, section 5): R = (1 + F t / S) ^ (-w20)."""
    return float((1 + FACTOR * max(0, elapsed_days) / stability) ** DECAY)


def interval_days(stability: float, retention: float = DEFAULT_RETENTION) -> int:
    """Solve the curve for t: whole days until recall falls to `retention`, 1 to MAX_DAYS."""
    days: float = stability / FACTOR * (checked_retention(retention) ** (1 / DECAY) - 1)
    return min(max(round(days), 1), MAX_DAYS)


def next_due(memory: Memory, on: date, retention: float = DEFAULT_RETENTION) -> date:
    """Return the study day on which recall falls to `retention`, never before the day after `on`.

    `on` is the day of the answer, usually `memory.last_on`.
    """
    due_on = memory.last_on + timedelta(days=interval_days(memory.stability, retention))
    return max(due_on, on + timedelta(days=1))


def intervals(
    memory: Memory | None, on: date, *, retention: float = DEFAULT_RETENTION
) -> dict[Rating, int]:
    """Say in how many days the card would come back, for each of the four buttons."""
    days = {
        rating: (next_due(review(memory, rating, on), on, retention) - on).days for rating in Rating
    }
    # An Again always comes back on the next study day (replay.py), whatever the curve says.
    return days | {Rating.AGAIN: 1}


def checked_retention(retention: float) -> float:
    """Return `retention` when it is from 0.70 to 0.97, else raise a ValueError.

    Outside that range intervals become zero or endless without any complaint from `fsrs`.
    """
    if not MIN_RETENTION <= retention <= MAX_RETENTION:
        raise ValueError(
            f"desired retention must be from {MIN_RETENTION} to {MAX_RETENTION}, not {retention!r}"
        )
    return retention


def _card(memory: Memory | None) -> fsrs.Card:
    """Give the card an id and a due time: without them `fsrs` reads the clock and sleeps."""
    if memory is None:
        return fsrs.Card(card_id=0, due=datetime.min.replace(tzinfo=UTC))
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.last_on),
        last_review=_midnight(memory.last_on),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
