"""Forecasts judged by what came true: whether ranges held, whether chances were borne out.

A forecast is worth something only if it was kept before the answer was known and is never
changed. Nothing is said below ten days or scores: chance alone would decide.
"""

import statistics
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final

from quizapp.core.analysis.progress import wilson

ENOUGH_DAYS: Final = 10
ENOUGH_ANSWERS: Final = 100
TAIL: Final = 0.05  # beyond either end of a range of nine in ten
# Most answers are foreseen at .7 to 1, so the bins are narrower there.
EDGES: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A card that was asked on study day `on`, with the chance of a right answer foreseen for it.

    Only the first answer of a card on a day counts. It is `is_right` when it was fully right.
    """

    on: date
    chance: float
    is_right: bool

    def __post_init__(self) -> None:
        """Refuse what is no chance."""
        if not 0 <= self.chance <= 1:
            raise ValueError(f"a chance is from 0 to 1, not {self.chance!r}")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `n` were hits, with the 90 % interval of the share (Wilson)."""

    hits: int
    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DayRow:
    """One study day: the share right of `n` answers beside the one foreseen and its range.

    `low` to `high` is where the share lies nine times in ten if every chance is true.
    """

    on: date
    n: int
    right: int
    share: float
    foreseen: float
    low: float
    high: float

    @property
    def is_inside(self) -> bool:
        """Tell whether the day came out as foreseen."""
        return self.low <= self.share <= self.high


@dataclass(frozen=True, slots=True)
class BinRow:
    """The answers whose chances lay from `start` to below `end`; the last bin holds 1 as well.

    `foreseen` is the mean of their chances; `low` and `high` the 90 % interval of the share right.
    """

    start: float
    end: float
    n: int
    right: int
    foreseen: float
    share: float
    low: float
    high: float

    @property
    def is_off(self) -> bool:
        """Tell whether what was foreseen lies outside what the answers allow."""
        return not self.low <= self.foreseen <= self.high


@dataclass(frozen=True, slots=True)
class TooFewYet:
    """There is not enough to judge by: what there is, and what is needed."""

    days: int
    answers: int
    days_needed: int
    answers_needed: int


@dataclass(frozen=True, slots=True)
class RecallJudgment:
    """How the forecasts of recall came out, day by day and by chance.

    `coverage` is the share of days inside their range and `expected_coverage` what it would be if
    every chance were true: a little over .9, as a day has whole answers. `mean_error` is foreseen
    minus true, over answers: above 0 is flattery. `brier` is the mean square of (chance - 1 or 0),
    less is better; `brier_of_base` that of always saying the overall share.
    """

    days: tuple[DayRow, ...]
    bins: tuple[BinRow, ...]
    answers: int
    right: int
    coverage: Share
    expected_coverage: float
    mean_error: float
    brier: float
    brier_of_base: float


@dataclass(frozen=True, slots=True)
class Foretold:
    """A range that was foretold for a score, 0 to 1, and the score that came: `right` of `n`."""

    on: date
    point: float
    low: float
    high: float
    right: float
    n: int

    def __post_init__(self) -> None:
        """Refuse what is no range or no score."""
        if not 0 <= self.low <= self.point <= self.high <= 1:
            raise ValueError(f"{self.low} to {self.high} round {self.point} is no range of a score")
        if not (self.n >= 1 and 0 <= self.right <= self.n):
            raise ValueError(f"{self.right} right of {self.n} is no score")

    @property
    def score(self) -> float:
        """Return the share right."""
        return self.right / self.n

    @property
    def is_inside(self) -> bool:
        """Tell whether the score came out as foretold."""
        return self.low <= self.score <= self.high


@dataclass(frozen=True, slots=True)
class ScoreJudgment:
    """How foretold scores came out, the oldest first. `mean_error` above 0 is flattery."""

    rows: tuple[Foretold, ...]
    coverage: Share
    mean_error: float
    mean_width: float


def judge_recall(asked: Iterable[Asked]) -> RecallJudgment | TooFewYet:
    """Judge chances of right answers that were kept before the day on which the card was asked.

    A day's range runs between the 5 % and the 95 % point of the number right, when each answer is
    right with its own chance and independently (the Poisson binomial distribution, summed up
    exactly). The Brier score is Brier's (1950, Monthly Weather Review 78, 1-3), in its half for
    two outcomes.
    """
    answers = sorted(asked, key=lambda one: one.on)
    by_day = [(on, list(group)) for on, group in groupby(answers, key=lambda one: one.on)]
    if len(by_day) < ENOUGH_DAYS or len(answers) < ENOUGH_ANSWERS:
        return TooFewYet(len(by_day), len(answers), ENOUGH_DAYS, ENOUGH_ANSWERS)
    judged = [_day(on, group) for on, group in by_day]
    days = tuple(row for row, _ in judged)
    right = sum(one.is_right for one in answers)
    base = right / len(answers)
    return RecallJudgment(
        days=days,
        bins=bins_of([one.chance for one in answers], [one.is_right for one in answers]),
        answers=len(answers),
        right=right,
        coverage=_share(row.is_inside for row in days),
        expected_coverage=statistics.fmean(inside for _, inside in judged),
        mean_error=statistics.fmean(one.chance for one in answers) - base,
        brier=statistics.fmean((one.chance - one.is_right) ** 2 for one in answers),
        brier_of_base=base * (1 - base),
    )


def judge_scores(foretold: Iterable[Foretold]) -> ScoreJudgment | TooFewYet:
    """Judge ranges that were foretold for scores, from ten of them on."""
    rows = tuple(sorted(foretold, key=lambda one: one.on))
    if len(rows) < ENOUGH_DAYS:
        return TooFewYet(len(rows), sum(row.n for row in rows), ENOUGH_DAYS, 0)
    return ScoreJudgment(
        rows=rows,
        coverage=_share(row.is_inside for row in rows),
        mean_error=statistics.fmean(row.point - row.score for row in rows),
        mean_width=statistics.fmean(row.high - row.low for row in rows),
    )


def number_right(chances: Sequence[float]) -> list[float]:
    """Return the chance of 0, 1, 2 … right, when each is right with its own chance."""
    spread = [1.0]
    for chance in chances:
        missed = [(1 - chance) * one for one in spread] + [0.0]
        hit = [0.0] + [chance * one for one in spread]
        spread = [one + other for one, other in zip(missed, hit, strict=True)]
    return spread


def bins_of(chances: Sequence[float], hits: Sequence[bool]) -> tuple[BinRow, ...]:
    """Return the bins that hold answers, the least likely first; a chance for each hit or miss."""
    bins = list(pairwise(EDGES))
    held: list[list[int]] = [[] for _ in bins]
    for place, chance in enumerate(chances):
        held[min(bisect_right(EDGES, chance) - 1, len(bins) - 1)].append(place)
    found = []
    for (start, end), places in zip(bins, held, strict=True):
        if places:
            n, right = len(places), sum(hits[place] for place in places)
            foreseen = statistics.fmean(chances[place] for place in places)
            found.append(BinRow(start, end, n, right, foreseen, right / n, *wilson(right, n)))
    return tuple(found)


def _day(on: date, answers: Sequence[Asked]) -> tuple[DayRow, float]:
    """Return a day's row, and how likely its range was to hold if every chance is true."""
    n, right = len(answers), sum(one.is_right for one in answers)
    spread = number_right([one.chance for one in answers])
    low = _point(spread, TAIL)
    high = n - _point(spread[::-1], TAIL)
    foreseen = statistics.fmean(one.chance for one in answers)
    row = DayRow(on, n, right, right / n, foreseen, low / n, high / n)
    return row, sum(spread[low : high + 1])


def _point(spread: Sequence[float], tail: float) -> int:
    """Return the least number that leaves at most `tail` below it, counted from 0 up."""
    below = 0.0
    for number, chance in enumerate(spread):
        if below + chance > tail:
            return number
        below += chance
    return len(spread) - 1


def _share(outcomes: Iterable[bool]) -> Share:
    found = list(outcomes)
    hits, n = sum(found), len(found)
    return Share(hits, n, hits / n, *wilson(hits, n))
