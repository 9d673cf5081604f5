"""What one session with each item would be worth on the exam, today or on a later day.

The index of the exam plan (scheduling.md, section 5). With T - t = `left` whole days to the
exam, a session on day u = t + `wait` is worth

    rate(u) = worth * (E[recall on T after it] - recall on T without it) / expected seconds
    index   = rate(t) * (rate(t) / highest rate(u), u in t and the ladder)^2

so that an item whose best moment is still to come gives way to those whose moment is now.
"""

from typing import Final

import numpy as np

from quizapp.core.scheduling.forgetting import Floats
from quizapp.core.scheduling.plan_cards import Cards, Profile
from quizapp.core.scheduling.rating import Rating

KAPPA: Final = 2  # how strongly an item waits for its best moment
GROWTH: Final = 1.6  # of the steps between the later days that are looked at
TINY: Final = 1e-12
PASSES: Final = (Rating.HARD, Rating.GOOD, Rating.EASY)


def ladder(left: int) -> list[int]:
    """Return the waits, in days, that are compared with today: 1, 2, 3, 4, 6, 9, … and left - 1.

    `left` is the days to the exam; on the last day before it there is nothing to wait for.
    """
    waits, step = [], 1
    while step < left - 1:
        waits.append(step)
        step = max(step + 1, int(step * GROWTH))
    return [*waits, left - 1] if left > 1 else []


class Prospect:
    """Rates, and the states after a session, of all items.

    What is given and returned are arrays (learners, items). Reviews are worked out for the items
    that were seen and not done today, as flat arrays (cells,); new items differ by rating alone.
    """

    def __init__(self, cards: Cards, left: int, profile: Profile) -> None:
        """Work out what does not depend on the day of the session. `left` is at least 1."""
        if left < 1:
            raise ValueError(f"there is no session {left} days before the exam")
        self.cards, self.left, self.profile = cards, left, profile
        self._open = cards.seen & (cards.elapsed > 0)
        rows, items = np.nonzero(self._open)
        self._forgetting = profile.forgetting.of_rows(rows)
        self._stability = cards.stability[rows, items]
        self._elapsed = cards.elapsed[rows, items]
        self._worth = cards.worth[items]
        self._review = self._forgetting.review(self._stability, cards.difficulty[rows, items])
        self._untouched = self._forgetting.recall(self._elapsed + left, self._stability)
        passed = profile.shares.of_passed(cards.is_self_graded)[:, items]
        # Most items know one right rating only: the others are worked out where they occur.
        self._passed = [
            (cells, share[cells], rating, self._review.only(cells), self._forgetting.only(cells))
            for share, rating in zip(passed, PASSES, strict=True)
            if (cells := np.flatnonzero(share)).size
        ]
        first = profile.repeats.first
        self._first = [
            (share, *profile.forgetting.first(rating, first[rating - 1]))
            for share, rating in zip(
                profile.shares.of_first(cards.is_self_graded), Rating, strict=True
            )
        ]

    def index(self) -> Floats:
        """Return the index of each item, in score a second; 0 for what was done today."""
        waits = ladder(self.left)
        reviews = _waited([self._rate_of_review(wait) for wait in (0, *waits)])
        new = _waited([self._rate_of_new(wait) for wait in (0, *waits)])
        return self._whole(reviews, new, done=0.0)

    def seconds(self) -> Floats:
        """Return the seconds that a session today is expected to take; 0 for what was done."""
        new = np.array(self.profile.costs.new)
        return self._whole(self._seconds_of_review(self._recall(0)), new, done=0.0)

    def after_session(self) -> tuple[Floats, Floats]:
        """Return what a session today is expected to leave: recall on the exam's day, difficulty.

        The means over the ratings, weighed by how likely each is.
        """
        recall = self._recall(0)
        harder = (1 - recall) * self._review.difficulty(Rating.AGAIN, self.profile.repeats.lapse)
        for cells, share, rating, review, _ in self._passed:
            harder[cells] += recall[cells] * share * review.difficulty(rating)
        first = np.asarray(sum(share * difficulty for share, _, difficulty in self._first))
        return (
            self._whole(self._after_review(0, recall), self._after_first(0), done=1.0),
            self._whole(harder, first, done=1.0),
        )

    def _whole(self, reviews: Floats, new: Floats, *, done: float) -> Floats:
        """Put together what was worked out for seen items (cells,) and for new ones."""
        shape = self.cards.seen.shape
        whole = np.where(self.cards.seen, done, np.broadcast_to(new, shape))
        whole[self._open] = reviews
        return whole

    def _recall(self, wait: int) -> Floats:
        return self._forgetting.recall(self._elapsed + wait, self._stability)

    def _seconds_of_review(self, recall: Floats) -> Floats:
        costs = self.profile.costs
        return costs.lapse + (costs.ok - costs.lapse) * recall

    def _rate_of_review(self, wait: int) -> Floats:
        recall = self._recall(wait)
        gain = self._worth * (self._after_review(wait, recall) - self._untouched)
        return gain / self._seconds_of_review(recall)

    def _rate_of_new(self, wait: int) -> Floats:
        return self._after_first(wait) * self.cards.worth / self.profile.costs.new

    def _after_review(self, wait: int, recall: Floats) -> Floats:
        """Return the recall on the exam's day, if an item that was seen is asked in `wait` days."""
        left = self.left - wait
        fallen = self._review.lapsed(recall, self.profile.repeats.lapse)
        after = (1 - recall) * self._forgetting.recall(left, fallen)
        for cells, share, rating, review, forgetting in self._passed:
            stronger = review.recalled(recall[cells], rating)
            after[cells] += recall[cells] * share * forgetting.recall(left, stronger)
        return after

    def _after_first(self, wait: int) -> Floats:
        """Return the recall on the exam's day of an item first seen in `wait` days.

        The shape is (items,), or (learners, items) where parameters differ.
        """
        recall, left = self.profile.forgetting.recall, self.left - wait
        parts = (share * recall(left, stability) for share, stability, _ in self._first)
        return np.asarray(sum(parts))


def _waited(rates: list[Floats]) -> Floats:
    """Return the index from the rates of today and of the later days."""
    now, best = rates[0], np.maximum.reduce(rates)
    index = now * (np.maximum(now, TINY) / np.maximum(best, TINY)) ** KAPPA
    return np.where(now > 0, index, 0.0)
