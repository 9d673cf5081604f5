"""The formulas of FSRS-6 over arrays, for the exam planner.

`memory.py` asks the package `fsrs`, one card at a time; a plan weighs thousands of cards on a
dozen days, so the same published formulas stand here once more, over numpy arrays. A test
compares the two. Source: the FSRS-6 algorithm page of open-spaced-repetition, with w0 to w20.
"""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizapp.core.scheduling.memory import (
    DEFAULT_PARAMETERS,
    MAX_DAYS,
    MAX_DIFFICULTY,
    MIN_DIFFICULTY,
)
from quizapp.core.scheduling.rating import Rating

Floats: TypeAlias = NDArray[np.floating]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
States: TypeAlias = tuple[Floats, Floats]  # stability in days, difficulty 1 to 10

MIN_STABILITY: Final = 1e-3  # days; the least `fsrs` gives
NEARLY: Final = 1e-12


class Forgetting:
    """FSRS-6 with the parameters of one learner (21,), or of many (learners, 21).

    With many, every array given must have one row a learner: (learners, items).
    """

    def __init__(self, parameters: ArrayLike = DEFAULT_PARAMETERS) -> None:
        """Keep each parameter as a number, or as a column (learners, 1)."""
        w = np.asarray(parameters, dtype=float)
        if w.shape[-1:] != (len(DEFAULT_PARAMETERS),) or not np.isfinite(w).all():
            raise ValueError(f"FSRS-6 takes {len(DEFAULT_PARAMETERS)} finite numbers a learner")
        # Numbers or columns: numpy treats both alike, and no type says so.
        self._w: list[Any] = (
            [float(one) for one in w] if w.ndim == 1 else [w[:, [at]] for at in range(len(w.T))]
        )
        self._decay = -self._w[20]
        self._factor = 0.9 ** (1.0 / self._decay) - 1.0

    def recall(self, elapsed: ArrayLike, stability: ArrayLike) -> Floats:
        """Return the chance of recall `elapsed` days after the last review, 0 to 1."""
        days = np.maximum(elapsed, 0)
        return np.asarray(np.power(1.0 + self._factor * days / stability, self._decay))

    def days_until(self, recall: ArrayLike, stability: ArrayLike) -> Floats:
        """Solve the curve for time: days (not rounded) until recall falls to `recall`."""
        return np.asarray(stability / self._factor * (np.power(recall, 1 / self._decay) - 1))

    def stability_for(self, recall: ArrayLike, elapsed: ArrayLike) -> Floats:
        """Solve the curve for stability: the days that give `recall` after `elapsed` days.

        A recall that rounding has made whole is that of the longest stability there is.
        """
        below_one = np.minimum(recall, 1 - NEARLY)
        days = self._factor * elapsed / (np.power(below_one, 1 / self._decay) - 1)
        return _in_range(days)

    def first(self, rating: Rating, repeats: int = 0) -> States:
        """Return the state after a first answer and `repeats` Good answers on the same day.

        Shapes: () for one learner's parameters, (learners, 1) for many.
        """
        stability = _in_range(self._w[rating - 1])
        difficulty = _as_difficulty(self._first_difficulty(rating))
        for _ in range(repeats):
            stability = self.same_day(stability, Rating.GOOD)
            difficulty = self.next_difficulty(difficulty, Rating.GOOD)
        return stability, difficulty

    def same_day(self, stability: Floats, rating: Rating) -> Floats:
        """Return the stability after a further answer on the day of the last one."""
        w = self._w
        growth = np.exp(w[17] * (rating - 3 + w[18])) * np.power(stability, -w[19])
        if rating != Rating.AGAIN:
            growth = np.maximum(growth, 1.0)
        return _in_range(stability * growth)

    def next_difficulty(self, difficulty: Floats, rating: Rating) -> Floats:
        """Return the difficulty after an answer, on whatever day."""
        w = self._w
        moved = difficulty - w[6] * (rating - 3) * (10.0 - difficulty) / 9.0
        drawn = w[7] * self._first_difficulty(Rating.EASY) + (1 - w[7]) * moved
        return _as_difficulty(drawn)

    def of_learner(self, row: int) -> "Forgetting":
        """Return the formulas of one learner."""
        if isinstance(self._w[0], float):
            return self
        return Forgetting([one[row, 0] for one in self._w])

    def of_rows(self, rows: Ints) -> "Forgetting":
        """Return the formulas for flat arrays (cells,), each cell of the learner in `rows`."""
        if isinstance(self._w[0], float):
            return self
        flat = object.__new__(Forgetting)
        flat._w = [one[rows, 0] for one in self._w]
        flat._decay, flat._factor = self._decay[rows, 0], self._factor[rows, 0]
        return flat

    def only(self, cells: Ints) -> "Forgetting":
        """Return the formulas for some cells of those that `of_rows` gave."""
        if isinstance(self._w[0], float):
            return self
        flat = object.__new__(Forgetting)
        flat._w = [one[cells] for one in self._w]
        flat._decay, flat._factor = self._decay[cells], self._factor[cells]
        return flat

    def review(self, stability: Floats, difficulty: Floats) -> "Review":
        """Return what a review on a later day does to cards in these states."""
        return Review(self, stability, difficulty, self._w)

    def _first_difficulty(self, rating: Rating) -> Floats:
        return np.asarray(self._w[4] - np.exp(self._w[5] * (rating - 1)) + 1.0)


class Review:
    """A review of cards in given states, for any chance of recall on its day.

    What does not depend on that chance is worked out once; `Forgetting.review` makes one.
    """

    def __init__(
        self, forgetting: Forgetting, stability: Floats, difficulty: Floats, w: list[Any]
    ) -> None:
        """Keep the states and the parameters `w`, all of shapes that go together."""
        self._forgetting, self._stability, self._difficulty = forgetting, stability, difficulty
        self._w = w
        self._growth = np.exp(w[8]) * (11 - difficulty) * np.power(stability, -w[9])
        self._fall = w[11] * np.power(difficulty, -w[12]) * (np.power(stability + 1, w[13]) - 1)
        self._most_after_lapse = stability / np.exp(w[17] * w[18])

    def only(self, cells: Ints) -> "Review":
        """Return the review of some of the cells."""
        forgetting = self._forgetting.only(cells)
        return forgetting.review(self._stability[cells], self._difficulty[cells])

    def recalled(self, recall: Floats, rating: Rating) -> Floats:
        """Return the stability after a right answer rated Hard, Good or Easy."""
        w = self._w
        extra = {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, 1.0)
        growth = self._growth * np.expm1((1 - recall) * w[10]) * extra
        return _in_range(self._stability * (1 + growth))

    def lapsed(self, recall: Floats, repeats: int = 0) -> Floats:
        """Return the stability after Again and `repeats` Good answers on the same day."""
        left = np.minimum(self._fall * np.exp((1 - recall) * self._w[14]), self._most_after_lapse)
        left = _in_range(left)
        for _ in range(repeats):
            left = self._forgetting.same_day(left, Rating.GOOD)
        return left

    def difficulty(self, rating: Rating, repeats: int = 0) -> Floats:
        """Return the difficulty after an answer and `repeats` Good ones on the same day."""
        after = self._forgetting.next_difficulty(self._difficulty, rating)
        for _ in range(repeats):
            after = self._forgetting.next_difficulty(after, Rating.GOOD)
        return after


def _in_range(stability: ArrayLike) -> Floats:
    return np.asarray(np.clip(stability, MIN_STABILITY, MAX_DAYS))


def _as_difficulty(value: ArrayLike) -> Floats:
    return np.asarray(np.clip(value, MIN_DIFFICULTY, MAX_DIFFICULTY))
