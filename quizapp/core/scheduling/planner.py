"""What to study toward an exam (scheduling.md, section 5): the index alone selects.

`rank_day` lists a study day's cards, best first; `fill_day` takes as many as the minutes hold;
`interleave` mixes the topics of what was taken. Due days of the memory model are not obeyed, and
there is no rule for the last week: what a card is worth on the exam, a second, decides. Figures
are those of a model of memory, not measurements of a person.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from quizapp.core.scheduling.forgetting import Floats
from quizapp.core.scheduling.memory import MAX_RETENTION, MIN_RETENTION
from quizapp.core.scheduling.plan_cards import DEFAULT_PROFILE, Cards, Profile
from quizapp.core.scheduling.prospect import Prospect
from quizapp.core.scheduling.topic_shares import Turns

SECONDS_A_DAY: Final = 86_400.0
NO_TOPIC: Final = -1


@dataclass(frozen=True, slots=True)
class Index:
    """Rank by the index. A day ends early where it falls to `floor`, in mean worth a second."""

    floor: float = 0.0


@dataclass(frozen=True, slots=True)
class Paced:
    """FSRS at one retention: `new_a_day` first, then what is due, the oldest first.

    In the last `window_days` each card is asked once more.
    """

    retention: float
    new_a_day: int
    window_days: int

    def __post_init__(self) -> None:
        """Refuse a retention that memory.py would refuse."""
        if not MIN_RETENTION <= self.retention <= MAX_RETENTION:
            raise ValueError(f"desired retention must be from 0.7 to 0.97, not {self.retention!r}")


Strategy: TypeAlias = Index | Paced
ALL_MINUTES: Final = Index()


class Ranking(NamedTuple):
    """A day's list, best first: places of cards, and the seconds each is expected to take."""

    places: tuple[int, ...]
    seconds: tuple[float, ...]


def days_left(today: date, exam_on: date) -> int:
    """Return the days to the exam, 0 on its day. ValueError once it is over."""
    if exam_on < today:
        raise ValueError(f"the exam was on {exam_on}; there is nothing to plan on {today}")
    return (exam_on - today).days


def rank_day(
    cards: Cards,
    left: int,
    profile: Profile = DEFAULT_PROFILE,
    *,
    strategy: Strategy = ALL_MINUTES,
    row: int = 0,
) -> Ranking:
    """List all that is worth asking today with `left` days to the exam, best first.

    Empty on the exam's day (`left` 0) and where all was done today; ValueError after the exam.
    """
    if left < 0:
        raise ValueError(f"the exam was {-left} days ago; there is nothing to plan")
    if left == 0 or not cards.topic.size:
        return Ranking((), ())
    own = cards.of_learner(row)
    prospect = Prospect(own, left, profile.of_learner(row))
    priority, seconds = priorities(prospect, strategy), prospect.seconds()
    places = tuple(in_order(own, priority, strategy))
    return Ranking(places, tuple(seconds[0, list(places)].tolist()))


def priorities(prospect: Prospect, strategy: Strategy) -> Floats:
    """Return the priority (learners, items) of each item today; -inf for what is not asked."""
    cards, left = prospect.cards, prospect.left
    if isinstance(strategy, Index):
        index = prospect.index()
        return np.where(index > strategy.floor * cards.worth.mean(), index, -np.inf)
    days = prospect.profile.forgetting.days_until(strategy.retention, cards.stability)
    interval = np.maximum(1, np.rint(days))
    is_due = cards.elapsed >= interval
    if left <= strategy.window_days:
        is_due |= cards.elapsed > strategy.window_days - left
    is_due &= cards.seen & (cards.elapsed > 0)
    overdue = np.where(is_due, cards.elapsed - interval, -np.inf)
    return np.where(cards.seen, overdue, SECONDS_A_DAY + cards.worth)


def in_order(cards: Cards, priority: Floats, strategy: Strategy, row: int = 0) -> Iterator[int]:
    """Give the places of one learner's items by falling priority, as topics take their turns.

    Items of equal priority keep their order. What has a priority of -inf is left out, but for new
    items of topics that are behind (`topic_shares.py`).
    """
    own, is_new = priority[row], ~cards.seen[row]
    order = np.argsort(-own, kind="stable")
    counts = np.bincount(cards.topic[~is_new], minlength=len(cards.weights))
    fresh = order[is_new[order] & (cards.worth[order] > 0)]
    most = strategy.new_a_day if isinstance(strategy, Paced) else None
    turns = Turns(fresh.tolist(), cards.topic, cards.weights, counts, most)
    yield from turns.behind()
    for place in order[np.isfinite(own[order])].tolist():
        if not is_new[place]:
            yield place
        elif turns.wants(place):
            yield place
            yield from turns.behind()


def fill_day(
    ranking: Ranking, budget_seconds: float, *, admits: Callable[[int], bool] | None = None
) -> list[int]:
    """Take places from the front until the next would exceed the budget; never more than it.

    `admits` is asked before a place that fits is taken; one that it refuses is passed over.
    ValueError for a budget below 0 or of more than a day.
    """
    checked_seconds(np.array([budget_seconds]))
    taken: list[int] = []
    left = budget_seconds
    for place, seconds in zip(*ranking, strict=True):
        if seconds > left:
            break
        if admits is None or admits(place):
            taken.append(place)
            left -= seconds
    return taken


def interleave(places: Sequence[int], cards: Cards, rng: random.Random) -> list[int]:
    """Shuffle what was selected, so that neighbors differ in topic wherever that is possible."""
    waiting: dict[int, list[int]] = defaultdict(list)
    for place in rng.sample(list(places), len(places)):
        waiting[int(cards.topic[place])].append(place)
    counts = Counter({topic: len(those) for topic, those in waiting.items()})
    mixed: list[int] = []
    last = NO_TOPIC
    for left in range(len(places), 0, -1):
        others = [topic for topic, count in counts.items() if count and topic != last]
        most = max(others or [last], key=lambda topic: counts[topic])
        # A topic with half of what is left has to go now, or its items would meet at the end.
        if others and 2 * counts[most] <= left:
            most = rng.choices(others, [counts[topic] for topic in others])[0]
        counts[most] -= 1
        mixed.append(waiting[most].pop())
        last = most
    return mixed


def checked_seconds(seconds: Floats) -> Floats:
    """Return seconds a day as they are, or raise a ValueError that names a bad one."""
    bad = seconds[~((seconds >= 0) & (seconds <= SECONDS_A_DAY))]
    if bad.size:
        raise ValueError(f"a day has from 0 to {SECONDS_A_DAY:.0f} seconds, not {bad[0]}")
    return seconds
