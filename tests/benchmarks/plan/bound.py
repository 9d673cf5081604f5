"""The most that any plan could reach: a bound on the score of learners with the default memory.

With a price on each day's seconds the items no longer compete, and the best plan of one item is
found by dynamic programming over its stability and difficulty. By weak duality the value of all
of them, with the price of the seconds there are, is never below the score of any plan that keeps
the daily budget; the prices are moved to bring it down. Up to the error of the grid.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.core.scheduling.forgetting import Floats, Forgetting, Ints
from quizapp.core.scheduling.rating import Rating
from tests.benchmarks.plan.learners import REPEATS, Costs, Population

STABILITIES, DIFFICULTIES = 56, 13  # of the grid
LOWEST, HIGHEST = math.log(0.02), math.log(2000.0)  # stability in days
KNOTS = 12  # days whose prices are moved; those between follow
PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)


class Grid:
    """States of an item, and where a session after some days leads from each."""

    def __init__(self, days: int, costs: Costs) -> None:
        """Work out recall, seconds and the way of a session for every gap up to `days`."""
        memory = Forgetting()
        self.log_stability = np.linspace(LOWEST, HIGHEST, STABILITIES)
        self.difficulty = np.linspace(1.0, 10.0, DIFFICULTIES)
        stability = np.repeat(np.exp(self.log_stability), DIFFICULTIES)
        difficulty = np.tile(self.difficulty, STABILITIES)
        self.size = STABILITIES * DIFFICULTIES
        self.to = np.zeros((days + 1, self.size, 16), np.int32)
        self.chance = np.zeros((days + 1, self.size, 16))
        self.seconds = np.zeros((days + 1, self.size))
        self.recall = np.stack([memory.recall(gap, stability) for gap in range(days + 1)])
        review = memory.review(stability, difficulty)
        for gap in range(1, days + 1):
            recall = self.recall[gap]
            ways = [
                (
                    1 - recall,
                    review.lapsed(recall, REPEATS.lapse),
                    review.difficulty(Rating.AGAIN, REPEATS.lapse),
                )
            ]
            ways += [
                (recall * share, review.recalled(recall, one), review.difficulty(one))
                for share, one in zip(costs.pass_shares, PASSES, strict=True)
            ]
            self.to[gap], self.chance[gap] = self._spread(ways)
            self.seconds[gap] = recall * costs.mean_ok + (1 - recall) * costs.lapse
        firsts = []
        for share, one, repeats in zip(costs.first_shares, Rating, REPEATS.first, strict=True):
            first, hard = memory.first(one, repeats)
            firsts.append((np.full(1, share), np.atleast_1d(first), np.atleast_1d(hard)))
        to, chance = self._spread(firsts)
        self.first_to, self.first_chance = to[0], chance[0]
        self.first_seconds = costs.mean_first

    def _spread(self, ways: list[tuple[Floats, Floats, Floats]]) -> tuple[Ints, Floats]:
        """Return the four grid points round each state, with the chance of the way times weight."""
        corners = [self._corners(stability, difficulty) for _, stability, difficulty in ways]
        chances = [
            weight * chance[:, None]
            for (_, weight), (chance, _, _) in zip(corners, ways, strict=True)
        ]
        return np.concatenate([to for to, _ in corners], 1), np.concatenate(chances, 1)

    def _corners(self, stability: Floats, difficulty: Floats) -> tuple[Ints, Floats]:
        step = self.log_stability[1] - self.log_stability[0]
        x = np.clip((np.log(stability) - LOWEST) / step, 0, STABILITIES - 1.000001)
        y = np.clip((difficulty - 1.0) / (self.difficulty[1] - 1.0), 0, DIFFICULTIES - 1.000001)
        row, column = x.astype(int), y.astype(int)
        right, up = x - row, y - column
        at = row * DIFFICULTIES + column
        to = np.stack([at, at + 1, at + DIFFICULTIES, at + DIFFICULTIES + 1], -1)
        left, down = 1 - right, 1 - up
        return to, np.stack([left * down, left * up, right * down, right * up], -1)


@dataclass
class Priced:
    """The best plan of one item of each topic at given prices: (days, topics, states)."""

    value: Floats
    next_day: NDArray[np.int32]  # of the next session; `days` for none
    first: Floats  # (days, topics): value of a first session on a day


class Bound:
    """The dual of the problem. `worth` and `count` are of the items of each topic."""

    def __init__(self, population: Population) -> None:
        """Take outline and costs of the population; its memories are the default ones."""
        setting = population.setting
        self.days = setting.days
        self.budget = 60.0 * setting.minutes
        self.count = np.bincount(population.topic, minlength=setting.topics)
        self.worth = population.weights / self.count
        self.grid = Grid(setting.days, population.costs)

    def solve(self, prices: Floats) -> Priced:
        """Find each item's best plan, from the exam backward. `prices` (days,) are for a second."""
        grid, days, topics = self.grid, self.days, len(self.worth)
        value = np.zeros((days, topics, grid.size))
        next_day = np.full((days, topics, grid.size), days, np.int32)
        for day in range(days - 1, -1, -1):
            best = self.worth[:, None] * grid.recall[days - day]
            for later in range(day + 1, days):
                gap = later - day
                reached = np.einsum("gnk,nk->gn", value[later][:, grid.to[gap]], grid.chance[gap])
                reached -= prices[later] * grid.seconds[gap]
                is_better = reached > best
                best = np.where(is_better, reached, best)
                next_day[day][is_better] = later
            value[day] = best
        first = (value[:, :, grid.first_to] * grid.first_chance).sum(-1)
        return Priced(value, next_day, first - prices[:, None] * grid.first_seconds)

    def seconds(self, plan: Priced) -> Floats:
        """Return the expected seconds of each day under the plan."""
        grid, days = self.grid, self.days
        used = np.zeros(days)
        items = np.zeros((days, len(self.worth), grid.size))
        for topic, count in enumerate(self.count):
            day = int(np.argmax(plan.first[:, topic]))
            if plan.first[day, topic] > 0:
                used[day] += count * grid.first_seconds
                np.add.at(items[day, topic], grid.first_to, count * grid.first_chance)
        for day in range(days):
            for topic in range(len(self.worth)):
                number = items[day, topic]
                live = np.nonzero((number > 1e-9) & (plan.next_day[day, topic] < days))[0]
                later = plan.next_day[day, topic, live]
                gap = later - day
                used += np.bincount(later, number[live] * grid.seconds[gap, live], minlength=days)
                to = later[:, None] * grid.size + grid.to[gap, live]
                moved = number[live, None] * grid.chance[gap, live]
                items[:, topic] += np.bincount(
                    to.ravel(), moved.ravel(), minlength=days * grid.size
                ).reshape(days, grid.size)
        return used

    def least(self, steps: int) -> float:
        """Return the bound on recall (the score without guesses) after so many steps of descent."""
        spread = np.linspace(0, 1, min(KNOTS, self.days))
        at = np.unique(np.round((self.days - 1) * (1 - (1 - spread) ** 1.5)).astype(int))
        basis = np.stack([np.interp(np.arange(self.days), at, row) for row in np.eye(len(at))], 1)
        left = self.days - at
        log_price = np.log(self.worth.mean() * (1 + 3.2 / (1 + 0.45 * left))) + self._level()
        best = np.inf
        first, second = np.zeros(len(at)), np.zeros(len(at))  # moments of the slope (Adam)
        for step in range(1, steps + 1):
            prices = np.exp(basis @ log_price)
            plan = self.solve(prices)
            worth = (self.count * np.maximum(plan.first.max(0), 0)).sum()
            best = min(best, float(worth + prices.sum() * self.budget))
            slope = basis.T @ (prices * (self.budget - self.seconds(plan)))
            first, second = 0.8 * first + 0.2 * slope, 0.95 * second + 0.05 * slope * slope
            down = (first / (1 - 0.8**step)) / (np.sqrt(second / (1 - 0.95**step)) + 1e-12)
            log_price = log_price - 0.3 / (1 + step / 50) * down
        return best

    def _level(self) -> float:
        """Return the logarithm of the level of prices at which all days together are used up."""
        shape = self.worth.mean() * (1 + 3.2 / (1 + 0.45 * (self.days - np.arange(self.days))))
        low, high = math.log(1e-5), math.log(1e-1)
        for _ in range(8):
            middle = (low + high) / 2
            used = self.seconds(self.solve(shape * math.exp(middle))).sum()
            low, high = (middle, high) if used > self.budget * self.days else (low, middle)
        return (low + high) / 2
