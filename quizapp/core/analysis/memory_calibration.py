"""What the memory model expected before each review, beside what was recalled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quizapp.core.analysis.calibration import BinRow, TooFewYet, bins_of
from quizapp.core.analysis.progress import wilson

ENOUGH_REVIEWS: Final = 50  # the interval of a share of .9 is then 7 points to either side
ENOUGH_IN_BIN: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Reviews as arrays (reviews,), kept with a learner for the day; a period picks some of them.

    `on` is the study day as an ordinal, `chance` that of recall just before the answer.
    """

    on: NDArray[np.int32]
    chance: NDArray[np.float64]
    recalled: NDArray[np.bool_]

    @classmethod
    def of(
        cls, on: Sequence[date], chance: Sequence[float], recalled: Sequence[bool]
    ) -> "Expected":
        """Return reviews given as lists of the same length."""
        days = np.array([day.toordinal() for day in on], np.int32)
        return cls(days, np.array(chance, np.float64), np.array(recalled, np.bool_))

    def since(self, first: date) -> "Expected":
        """Return the reviews from study day `first` on."""
        kept = self.on >= first.toordinal()
        return Expected(self.on[kept], self.chance[kept], self.recalled[kept])


@dataclass(frozen=True, slots=True)
class MemoryJudgment:
    """What was expected of `n` reviews, 0 to 1, and the share recalled with its 90 % interval.

    `bins` are those with at least ENOUGH_IN_BIN reviews.
    """

    n: int
    expected: float
    share: float
    low: float
    high: float
    bins: tuple[BinRow, ...]

    @property
    def is_hopeful(self) -> bool:
        """Tell whether more was expected than the interval allows."""
        return self.expected > self.high

    @property
    def is_cautious(self) -> bool:
        """Tell whether less was expected than the interval allows."""
        return self.expected < self.low


def judge_memory(reviews: Expected) -> MemoryJudgment | TooFewYet:
    """Judge the model's chances of recall by what was recalled: calibration by bins.

    The gap of the two means is calibration in the large, the bins are a reliability diagram
    (Murphy and Winkler 1977, Applied Statistics 26, 41-47). Nothing is said below ENOUGH_REVIEWS.
    """
    chances, recalled = reviews.chance.tolist(), reviews.recalled.tolist()
    n, hits = len(chances), sum(recalled)
    if n < ENOUGH_REVIEWS:
        return TooFewYet(0, n, 0, ENOUGH_REVIEWS)
    low, high = wilson(hits, n)
    return MemoryJudgment(
        n=n,
        expected=sum(chances) / n,
        share=hits / n,
        low=low,
        high=high,
        bins=tuple(one for one in bins_of(chances, recalled) if one.n >= ENOUGH_IN_BIN),
    )
