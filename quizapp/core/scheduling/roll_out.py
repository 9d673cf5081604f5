"""The whole plan, day by day, in expected values: nothing is drawn, so the same plan is the same.

A mean field: each card carries one state, and a session moves it to the state that gives the
recall expected on the exam's day (over right and wrong, weighed by their chance), with the mean
difficulty. docs/planning.md says how close that comes to learners who are drawn one by one.
Figures are those of a model of memory, not measurements of a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from quizapp.core.scheduling.forgetting import Bools
from quizapp.core.scheduling.plan_cards import DEFAULT_PROFILE, Cards, Profile
from quizapp.core.scheduling.planner import (
    ALL_MINUTES,
    Strategy,
    checked_seconds,
    in_order,
    priorities,
)
from quizapp.core.scheduling.prospect import Prospect

# An exam far away is walked toward in strides: days are counted one by one at both ends only.
FIRST_DAYS: Final = 7
LAST_DAYS: Final = 45
MOST_STRIDES: Final = 60


@dataclass(frozen=True, slots=True)
class RollOut:
    """What a plan is expected to bring, for one learner."""

    score: tuple[float, ...]  # days + 1: share right, were the exam on the morning of that day
    minutes: tuple[float, ...]  # days: minutes used
    introduced: tuple[float, ...]  # days: cards seen at least once by the end of the day
    unseen: dict[str, int]  # topic → cards never seen by the exam; topics without any left out

    @property
    def exam_score(self) -> float:
        """Return the share right on the exam's day, 0 to 1."""
        return self.score[-1]

    @property
    def total_minutes(self) -> float:
        """Return the minutes used over the whole plan."""
        return sum(self.minutes)


def roll_out(
    cards: Cards,
    seconds_by_day: ArrayLike,
    profile: Profile = DEFAULT_PROFILE,
    strategy: Strategy = ALL_MINUTES,
    *,
    row: int = 0,
) -> RollOut:
    """Roll one learner's plan out from today to the exam.

    `seconds_by_day` (days,) are the seconds of today (what is left of it) to the day before the
    exam, 0 on a day off; none at all is the exam's own day. ValueError for seconds that no day has.
    """
    seconds = checked_seconds(np.asarray(seconds_by_day, float).reshape(-1))
    days = len(seconds)
    starts = strides(days)
    field = _Field(cards.of_learner(row), profile.of_learner(row), strategy)
    score, minutes, introduced = [field.score()], np.zeros(days), np.zeros(days)
    for start, end in pairwise([*starts, days]):
        budget = seconds[start:end]
        used = field.study(days - start, float(budget.sum()))
        minutes[start:end] = used / 60 * budget / max(float(budget.sum()), 1.0)
        introduced[start:end] = field.cards.seen.sum()
        field.wait(end - start)
        score.append(field.score())
    return RollOut(
        score=tuple(np.interp(np.arange(days + 1), [*starts, days], score).tolist()),
        minutes=tuple(minutes.tolist()),
        introduced=tuple(introduced.tolist()),
        unseen=_unseen(field.cards),
    )


def strides(days: int) -> list[int]:
    """Return the days (0 to `days` - 1) on which a stride of the roll-out begins.

    One a day for the first week and the last 45 days, and between them at most 60 of equal length,
    each with the minutes of its days put together. An exam within 112 days has no long one.
    """
    middle = max(days - FIRST_DAYS - LAST_DAYS, 0)
    long = -(-middle // MOST_STRIDES) or 1
    first = min(FIRST_DAYS, days)
    return [*range(first), *range(first, first + middle, long), *range(first + middle, days)]


class _Field:
    """The expected state of one learner's cards on the day that is reached."""

    def __init__(self, cards: Cards, profile: Profile, strategy: Strategy) -> None:
        self.cards, self.profile, self.strategy = cards, profile, strategy

    def score(self) -> float:
        """Return the share that would be right now, guesses included."""
        cards = self.cards
        recall = np.where(
            cards.seen, self.profile.forgetting.recall(cards.elapsed, cards.stability), 0.0
        )
        return float(((cards.guess + (1 - cards.guess) * recall) * cards.worth).sum())

    def study(self, left: int, budget_seconds: float) -> float:
        """Study a day, `left` days before the exam; return the seconds it takes."""
        cards = self.cards
        if budget_seconds <= 0 or not cards.topic.size:
            return 0.0
        prospect = Prospect(cards, left, self.profile)
        todo, used = fitting(prospect, self.strategy, budget_seconds)
        recall, difficulty = prospect.after_session()
        stability = self.profile.forgetting.stability_for(recall, left)
        self.cards = replace(
            cards,
            stability=np.where(todo, stability, cards.stability),
            difficulty=np.where(todo, difficulty, cards.difficulty),
            elapsed=np.where(todo, 0, cards.elapsed),
            seen=cards.seen | todo,
        )
        return used

    def wait(self, days: int) -> None:
        self.cards = replace(self.cards, elapsed=self.cards.elapsed + days)


def fitting(prospect: Prospect, strategy: Strategy, budget_seconds: float) -> tuple[Bools, float]:
    """Return which items of one learner a day holds (1, items), and the seconds they take."""
    cards, seconds = prospect.cards, prospect.seconds()[0].tolist()
    todo, used = np.zeros(cards.seen.shape, bool), 0.0
    for place in in_order(cards, priorities(prospect, strategy), strategy):
        if used + seconds[place] > budget_seconds:
            break
        used += seconds[place]
        todo[0, place] = True
    return todo, used


def _unseen(cards: Cards) -> dict[str, int]:
    counts = np.bincount(cards.topic[~cards.seen[0]], minlength=len(cards.topic_names))
    named: Sequence[tuple[str, int]] = list(zip(cards.topic_names, counts.tolist(), strict=True))
    return {name: count for name, count in named if count}
