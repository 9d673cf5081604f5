"""What a plan can promise: is it enough, what a day off costs, which way takes the fewest minutes.

Everything is compared by roll-outs (`roll_out.py`), so every answer is one of a model of memory.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from quizapp.core.scheduling.forgetting import Floats
from quizapp.core.scheduling.plan_cards import DEFAULT_PROFILE, Cards, Profile
from quizapp.core.scheduling.planner import Index, Paced, Strategy, checked_seconds
from quizapp.core.scheduling.roll_out import RollOut, roll_out

MOST_MINUTES: Final = 240  # a day; more is advised to nobody
# Where a day may end early, in mean worth a second, the laziest first (scheduling.md, section 5).
FLOORS: Final = (1.5e-2, 1e-2, 6e-3, 4e-3, 2.5e-3, 1.5e-3, 8e-4, 4e-4, 0.0)
RETENTIONS: Final = (0.7, 0.8, 0.9)
PACE: Final = 0.75  # of the days, in which a paced plan brings in every card
SLACK: Final = 1.2  # of the last window, for answers that go wrong
NEGLIGIBLE: Final = 0.005  # of the score: half a point of a hundred
STEP: Final = 5  # minutes in which a day off is counted: the model knows no finer


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether all the minutes reach the target, and if not, what would.

    `minutes_a_day` None: not even 240 minutes on each day that is not off.
    """

    score: float
    is_reached: bool
    minutes_a_day: int | None


@dataclass(frozen=True, slots=True)
class DayOff:
    """What a day off costs: score, and the minutes over all other days that would make up for it.

    `extra_minutes` is a multiple of 5, and 0 where less than half a point of a hundred is lost;
    None: not even 240 minutes on each of them would do.
    """

    score_lost: float
    extra_minutes: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to study that reaches the target, and what it is expected to take."""

    strategy: Strategy
    roll_out: RollOut

    @property
    def minutes(self) -> float:
        """Return the minutes over the whole plan."""
        return self.roll_out.total_minutes

    @property
    def score(self) -> float:
        """Return the expected score on the exam's day, 0 to 1."""
        return self.roll_out.exam_score


def feasibility(
    cards: Cards,
    seconds_by_day: ArrayLike,
    target: float,
    profile: Profile = DEFAULT_PROFILE,
    *,
    row: int = 0,
    known: RollOut | None = None,
) -> Feasibility:
    """Say whether a plan that uses all its minutes reaches `target`, a score from 0 to 1.

    If not, find the least whole minutes a day that would, up to 240. Days with 0 seconds stay
    off, unless all have none. `seconds_by_day` is that of `roll_out`; `known` is the roll-out of
    that plan, where there is one already.
    """
    seconds = _checked(seconds_by_day, target)
    is_on = seconds > 0 if seconds.any() else np.ones(seconds.shape, bool)

    def score(minutes: int) -> float:
        budget = np.where(is_on, np.maximum(seconds, 60.0 * minutes), 0.0)
        return roll_out(cards, budget, profile, row=row).exam_score

    full = (known or roll_out(cards, seconds, profile, row=row)).exam_score
    if full >= target:
        return Feasibility(full, is_reached=True, minutes_a_day=None)
    first = math.ceil(float(seconds.max(initial=0.0)) / 30)  # twice what there is
    needed = _least(score, target, at_none=full, first=first, most=MOST_MINUTES)
    return Feasibility(full, is_reached=False, minutes_a_day=needed)


def day_off(
    cards: Cards,
    seconds_by_day: ArrayLike,
    day: int,
    profile: Profile = DEFAULT_PROFILE,
    *,
    row: int = 0,
    known: RollOut | None = None,
) -> DayOff:
    """Say what it costs not to study on `day`, a place in `seconds_by_day` (today is 0).

    A day that is off already costs nothing. `known` is the roll-out with all the minutes, where
    there is one already. ValueError for a day outside the plan.
    """
    seconds = _checked(seconds_by_day, 1.0)
    if not 0 <= day < len(seconds):
        raise ValueError(f"day {day} is not one of the {len(seconds)} days of the plan")
    others = seconds.copy()
    others[day] = 0.0
    is_on = others > 0

    def score(steps: int) -> float:
        more = others + np.where(is_on, 60.0 * STEP * steps / max(int(is_on.sum()), 1), 0.0)
        most = np.maximum(others, 60.0 * MOST_MINUTES)
        return roll_out(cards, np.minimum(more, most), profile, row=row).exam_score

    full = (known or roll_out(cards, seconds, profile, row=row)).exam_score
    without = score(0)
    lost = max(full - without, 0.0)
    if lost < NEGLIGIBLE:
        return DayOff(lost, 0)
    limit = MOST_MINUTES * int(is_on.sum()) // STEP
    first = math.ceil(seconds[day] / 60 / STEP)  # what the day had is usually about enough
    steps = _least(score, full, at_none=without, first=first, most=limit)
    return DayOff(lost, None if steps is None else STEP * steps)


def fewest_minutes(
    cards: Cards,
    seconds_by_day: ArrayLike,
    target: float,
    profile: Profile = DEFAULT_PROFILE,
    *,
    row: int = 0,
    known: RollOut | None = None,
) -> Choice | None:
    """Return the way that reaches `target` (0 to 1) with the fewest minutes; None if none does.

    Compared are the index with floors, under which a day ends early, and paced FSRS at three
    retentions with a last pass before the exam. Of equal minutes the higher score is taken.
    `known` is the roll-out with all the minutes, where there is one already.
    The laziest floor that reaches the target is found by halving: less floor means more minutes
    and more score.
    """
    seconds = _checked(seconds_by_day, target)

    def choice(strategy: Strategy) -> Choice:
        return Choice(strategy, roll_out(cards, seconds, profile, strategy, row=row))

    found = [choice(strategy) for strategy in paced_ways(cards, seconds, profile)]
    all_minutes = Index(FLOORS[-1])
    found.append(Choice(all_minutes, known) if known else choice(all_minutes))
    low, high = -1, len(FLOORS) - 1
    while found[-1].score >= target and high - low > 1:
        middle = (low + high) // 2
        one = choice(Index(FLOORS[middle]))
        if one.score >= target:
            found.append(one)
            high = middle
        else:
            low = middle
    reached = [one for one in found if one.score >= target]
    return min(reached, key=lambda one: (one.minutes, -one.score), default=None)


def paced_ways(cards: Cards, seconds: Floats, profile: Profile) -> list[Paced]:
    """Return paced FSRS at each retention, for a plan with these seconds a day."""
    days, count = len(seconds), cards.topic.size
    if not seconds.any() or not count:
        return []
    passes = SLACK * count * profile.costs.ok / float(seconds.mean())
    window = min(max(math.ceil(passes), 1), max(days // 2, 1))
    new_a_day = math.ceil(count / (PACE * days))
    return [Paced(retention, new_a_day, window) for retention in RETENTIONS]


def _least(
    score: Callable[[int], float], target: float, *, at_none: float, first: int, most: int
) -> int | None:
    """Return the least number, 1 to `most`, whose score reaches `target`. None: not even `most`.

    `first` is doubled until it is enough. Then the place where a straight line between the two
    ends meets the target is tried, and the middle in turn, as each score is a roll-out. `at_none`
    is the score of 0.
    """
    if most < 1:
        return None
    low, high = 0, min(max(first, 1), most)
    at_low, at_high = at_none, score(high)
    while at_high < target:
        if high >= most:
            return None
        low, at_low, high = high, at_high, min(2 * high, most)
        at_high = score(high)
    is_line = True
    while high - low > 1:
        middle = (low + high) // 2
        if is_line and at_high > at_low:
            share = (target - at_low) / (at_high - at_low)
            middle = min(max(low + math.ceil(share * (high - low)), low + 1), high - 1)
        is_line = not is_line
        found = score(middle)
        if found >= target:
            high, at_high = middle, found
        else:
            low, at_low = middle, found
    return high


def _checked(seconds_by_day: ArrayLike, target: float) -> Floats:
    if not 0 <= target <= 1:
        raise ValueError(f"a target is a share from 0 to 1, not {target!r}")
    return checked_seconds(np.asarray(seconds_by_day, float).reshape(-1))
