"""A figure over several seeds, its interval, and the goal it is held to."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Student's t, two-sided 95 %, for 1 to 9 degrees of freedom (2 to 10 seeds).
T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)


@dataclass(frozen=True)
class Figure:
    """One measured value with its interval.

    `goal` is the most it may be, with `is_least` the least, and of two figures both.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    goal: float | tuple[float, float]
    is_least: bool = False

    @property
    def is_ok(self) -> bool:
        """Tell whether the goal is kept: it is missed when the whole interval lies beyond it."""
        if isinstance(self.goal, tuple):
            return self.low <= self.goal[1] and self.high >= self.goal[0]
        return self.high >= self.goal if self.is_least else self.low <= self.goal

    def line(self) -> str:
        """Return the figure as JSON."""
        return json.dumps(
            {
                "name": self.name,
                "value": round(self.value, 4),
                "low": round(self.low, 4),
                "high": round(self.high, 4),
                "unit": self.unit,
                "goal": self.goal,
                "ok": self.is_ok,
            }
        )


def over_seeds(
    name: str,
    values: Sequence[float],
    unit: str,
    goal: float | tuple[float, float],
    *,
    is_least: bool = False,
) -> Figure:
    """Return the mean over seeds with its 95 % t interval; of one seed there is no width."""
    mean, half = statistics.fmean(values), 0.0
    if len(values) > 1:
        t = T_95[min(len(values) - 2, len(T_95) - 1)]
        half = t * statistics.stdev(values) / len(values) ** 0.5
    return Figure(name, mean, mean - half, mean + half, unit, goal, is_least)


def minutes_to_reach(curve: Sequence[tuple[float, float]], target: float) -> float:
    """Return the minutes at which a curve of (minutes, score) first reaches `target`.

    By straight lines between the points. Below the first point its own minutes are returned, which
    is more than would be needed; beyond the last the last line is drawn on.
    """
    points = sorted(curve)
    if points[0][1] >= target:
        return points[0][0]
    for (minutes, score), (more, better) in pairwise(points):
        if better >= target:
            return minutes + (target - score) / (better - score) * (more - minutes)
    (minutes, score), (more, better) = points[-2:]
    slope = max((better - score) / (more - minutes), 1e-9)
    return more + (target - better) / slope
