"""Ways to study: the project's planner, and FSRS as a learner would set it up without one."""

import math
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from quizapp.core.scheduling.forgetting import Floats, Ints
from quizapp.core.scheduling.plan_cards import Cards, Costs, Profile, Shares
from quizapp.core.scheduling.planner import ALL_MINUTES, Index, in_order, priorities
from quizapp.core.scheduling.prospect import Prospect
from tests.benchmarks.plan.learners import REPEATS, Population
from tests.benchmarks.plan.sessions import State, best_first, padded

NEW_FIRST, DUE, NEW_LAST = 1e7, 1e6, 1e5  # in this order


@dataclass
class Planner:
    """The planner of quizapp.core, told what the learner's app would know."""

    strategy: Index = ALL_MINUTES
    name: str = "the planner"

    def places(self, state: State, most: int) -> Ints:
        """Rank the day as `rank_day` does, for all learners at once."""
        population = state.population
        cards = cards_of_state(state)
        prospect = Prospect(cards, state.left, profile_of(population))
        priority = priorities(prospect, self.strategy)
        return padded(
            [
                list(islice(in_order(cards, priority, self.strategy, row), most))
                for row in range(len(priority))
            ],
            most,
        )

    def after(self, state: State, rows: Ints, items: Ints) -> None:
        """Nothing is kept: each day is planned anew."""


@dataclass
class Unguarded(Planner):
    """The index without the guarantee for topics, to see what the guarantee costs."""

    name: str = "the index alone"

    def places(self, state: State, most: int) -> Ints:
        """Rank by the index and by nothing else."""
        prospect = Prospect(cards_of_state(state), state.left, profile_of(state.population))
        return best_first(priorities(prospect, self.strategy), most)


def profile_of(population: Population) -> Profile:
    """Return what the planner believes of all learners."""
    costs = population.costs
    return Profile(
        population.believed, Costs(costs.mean_ok, costs.lapse, costs.mean_first), Shares(), REPEATS
    )


def cards_of_state(state: State) -> Cards:
    """Return the cards as the planner sees them."""
    population = state.population
    setting = population.setting
    return Cards(
        stability=state.believed_stability,
        difficulty=state.believed_difficulty,
        elapsed=state.day - state.last,
        seen=state.seen,
        topic=population.topic,
        is_self_graded=np.full(setting.items, not setting.has_two_grades),
        guess=np.full(setting.items, setting.guess),
        weights=population.weights,
        topic_names=tuple(f"topic {at}" for at in range(setting.topics)),
    )


@dataclass
class Fsrs:
    """Cards that are due at one retention, the oldest first; then new ones, as many as fit.

    `is_paced` brings in every card in three quarters of the days, new ones first; `new_a_day`
    limits them. `has_final_pass` asks every card once more before the exam, `is_capped` lets no
    interval pass the exam, `is_ahead` fills free minutes with what is not yet due, and in the
    last `cram_days` the weakest come first.
    """

    retention: float = 0.9
    is_paced: bool = True
    new_a_day: int | None = None
    has_final_pass: bool = False
    is_capped: bool = False
    is_ahead: bool = False
    cram_days: int = 0
    due: Floats = field(init=False, repr=False, default_factory=lambda: np.zeros((0, 0)))

    @property
    def name(self) -> str:
        """Return what it is, in words."""
        words = {
            "paced": self.is_paced,
            f"{self.new_a_day} new a day": self.new_a_day is not None,
            "reviews first": not self.is_paced and self.new_a_day is None,
            "final pass": self.has_final_pass,
            "capped": self.is_capped,
            "ahead": self.is_ahead,
            f"cram {self.cram_days}": self.cram_days > 0,
        }
        return ", ".join(
            [f"FSRS {self.retention:.2f}", *(word for word, on in words.items() if on)]
        )

    def places(self, state: State, most: int) -> Ints:
        """List cram, new, due and ahead in the order that the settings give."""
        if not self.due.size:
            self.due = np.zeros(state.seen.shape)
        new_rank = np.cumsum(~state.seen, axis=1, dtype=np.int64)
        if self.cram_days >= state.left:
            weakest = 10.0 - state.believed_recall(state.population.setting.days)
            return best_first(np.where(state.seen, weakest, -1.0 * new_rank), most)
        return best_first(self._priority(state, new_rank), most)

    def _priority(self, state: State, new_rank: Ints) -> Floats:
        setting, seen = state.population.setting, state.seen
        is_due = seen & (self.due <= state.day)
        window = final_window(state.population)
        if self.has_final_pass and state.left <= window:
            is_due |= seen & (state.last < setting.days - window)
        if self.is_paced:
            a_day = math.ceil(setting.items / (0.75 * setting.days))
            new = np.where(new_rank <= a_day, NEW_FIRST - new_rank, -np.inf)
        else:
            a_day = setting.items if self.new_a_day is None else self.new_a_day
            new = np.where(new_rank <= a_day, NEW_LAST - new_rank, -np.inf)
        ahead = np.full(seen.shape, -np.inf)
        if self.is_ahead:
            may_wait = seen & (state.last < state.day)
            ahead = np.where(may_wait, 1.0 - state.believed_recall(state.day), -np.inf)
        return np.where(is_due, DUE - self.due, np.where(seen, ahead, new))

    def after(self, state: State, rows: Ints, items: Ints) -> None:
        """Set the day on which each card that was asked is due."""
        memory = state.population.believed.of_rows(rows)
        days = memory.days_until(self.retention, state.believed_stability[rows, items])
        due = state.day + np.maximum(1, np.round(days))
        last_day = state.population.setting.days - 1
        if self.is_capped and state.day < last_day:
            due = np.minimum(due, last_day)
        self.due[rows, items] = due


def final_window(population: Population) -> int:
    """Return the days that one pass through all items takes, with a fifth to spare."""
    setting = population.setting
    seconds = 1.2 * setting.items * population.costs.mean_ok
    return min(max(math.ceil(seconds / (60 * setting.minutes)), 1), setting.days // 2)


def reviews_first() -> Fsrs:
    """Return FSRS as it comes: reviews, then new cards, under the same cap of minutes."""
    return Fsrs(is_paced=False)


def paced() -> list[Fsrs]:
    """Return FSRS with new cards paced toward the exam, in all the ways that are compared."""
    usual = Fsrs()
    return [
        *(Fsrs(retention) for retention in (0.7, 0.8, 0.85, 0.9, 0.95)),
        *(Fsrs(retention, has_final_pass=True) for retention in (0.7, 0.8, 0.9)),
        replace(usual, is_capped=True),
        replace(usual, is_ahead=True),
        replace(usual, is_ahead=True, has_final_pass=True),
        replace(usual, cram_days=3),
        replace(usual, cram_days=7),
    ]


def variants() -> list[Fsrs]:
    """Return every way to use FSRS that is compared."""
    return [reviews_first(), Fsrs(is_paced=False, new_a_day=20), *paced()]
