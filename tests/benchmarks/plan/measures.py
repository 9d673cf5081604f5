"""What is measured: each task is one setting with the learners of one seed."""

import random
import time
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np

from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.plan_advice import FLOORS
from quizapp.core.scheduling.plan_cards import Cards, PlanCard, cards_of
from quizapp.core.scheduling.planner import Index, rank_day
from quizapp.core.scheduling.roll_out import roll_out
from tests.benchmarks.plan.bound import Bound
from tests.benchmarks.plan.coverage import covered
from tests.benchmarks.plan.learners import Population, Setting
from tests.benchmarks.plan.policies import (
    Planner,
    Unguarded,
    cards_of_state,
    profile_of,
    reviews_first,
    variants,
)
from tests.benchmarks.plan.sessions import Outcome, State, run

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
BEYOND = 1.1  # one more, so that a ratio above 1 is seen


@dataclass(frozen=True)
class Task:
    """One setting and seed. `bound_steps` 0: the bound is not worked out."""

    setting: Setting
    seed: int
    is_stopping: bool = False  # measure floors at full budget in place of smaller budgets
    bound_steps: int = 0
    is_foretold: bool = False  # hold the exam against what readiness says, and nothing else

    @property
    def effort(self) -> float:
        """Return about how long it takes, so that the longest can go first."""
        setting = self.setting
        return setting.days * setting.items * (1 + self.bound_steps * setting.days / 300)


@dataclass
class Measured:
    """What came out: pairs (minutes, score), means over the learners."""

    task: Task
    curve: list[tuple[float, float]] = field(default_factory=list)
    full: tuple[float, float] = (0.0, 0.0)
    rivals: dict[str, tuple[float, float]] = field(default_factory=dict)
    unguarded: tuple[float, float] = (0.0, 0.0)
    bound: float = 0.0  # score
    rolled: tuple[float, float] = (0.0, 0.0)
    covered: float = 0.0  # share of exams within the range of readiness


def measure(task: Task) -> Measured:
    """Run everything that one task needs."""
    population = Population(task.setting, task.seed)
    measured = Measured(task)
    if task.is_foretold:
        measured.covered = covered(population, run(Planner(), population))
        return measured
    if task.setting.has_one_memory:
        measured.full = _mean(run(Planner(), population))
        plan = roll_out(
            cards_of_state(State(population, 0.0)),
            np.full(task.setting.days, 60.0 * task.setting.minutes),
            profile_of(population),
        )
        measured.rolled = plan.total_minutes, plan.exam_score
        if task.bound_steps:
            recall = Bound(population).least(task.bound_steps)
            measured.bound = recall + (1 - recall) * task.setting.guess
        return measured
    measured.rivals = {rival.name: _mean(run(rival, population)) for rival in variants()}
    if task.is_stopping:
        runs = {floor: _mean(run(Planner(Index(floor)), population)) for floor in FLOORS}
        measured.full = runs[0.0]
    else:
        runs = {
            share: _mean(run(Planner(), population, share=share)) for share in (*SHARES, BEYOND)
        }
        measured.full = runs[1.0]
    measured.curve = list(runs.values())
    measured.unguarded = _mean(run(Unguarded(), population))
    return measured


def _mean(outcome: Outcome) -> tuple[float, float]:
    return float(outcome.minutes.mean()), float(outcome.score.mean())


def ranking_seconds(items: int, rounds: int) -> list[float]:
    """Measure how long it takes to rank a day of one learner, from arrays; processor seconds."""
    cards = _half_learned(items)
    seconds = []
    for _ in range(rounds):
        before = time.process_time()
        ranking = rank_day(cards, 40)
        seconds.append(time.process_time() - before)
        assert len(ranking.places) > items / 2
    return seconds


def _half_learned(items: int) -> Cards:
    rng, today = random.Random(items), date(2026, 11, 1)  # noqa: S311  made-up cards
    memories = [
        Memory(rng.uniform(1, 60), rng.uniform(1, 10), today - timedelta(days=rng.randint(1, 30)))
        for _ in range(items)
    ]
    rows = [
        PlanCard(f"topic {rng.randrange(8)}", memory=memory if rng.random() < 0.8 else None)
        for memory in memories
    ]
    return cards_of(rows, {"topic 0": 30.0, "topic 1": 5.0}, today)


def with_one_memory(setting: Setting) -> Setting:
    """Return the setting for learners with the default memory, for whom there is a bound."""
    return replace(setting, has_one_memory=True)


REVIEWS_FIRST = reviews_first().name
