"""The settings, and the goals that the planner is held to in each (scheduling.md, section 7)."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.benchmarks.plan.figures import Figure, minutes_to_reach, over_seeds
from tests.benchmarks.plan.learners import Setting
from tests.benchmarks.plan.measures import (
    REVIEWS_FIRST,
    Measured,
    Task,
    ranking_seconds,
    with_one_memory,
)
from tests.benchmarks.plan.policies import Fsrs, paced

SCARCE = (
    Setting(14, 300, 20),
    Setting(30, 300, 10),
    Setting(60, 300, 20, cost_scale=4),
    Setting(60, 1000, 20),
)
OTHER = (
    Setting(60, 300, 10),
    Setting(60, 300, 10, missed=0.3),
    Setting(60, 300, 20, cost_scale=4, missed=0.2, is_misspecified=True, has_lucky_guesses=True),
)
TWO_GRADES = Setting(30, 300, 10, has_two_grades=True)
PLENTY = Setting(60, 300, 30)
FORETOLD = tuple(
    Setting(*setting, is_misspecified=True, has_lucky_guesses=True)
    for setting in ((60, 300, 10), (30, 300, 5))
)
BOUNDED = (Setting(14, 300, 20), Setting(30, 300, 10), Setting(30, 300, 5))

SHORTEST = Setting(30, 300, 5)  # the shortest minutes, where the bound is farthest
SHARES_OF_BOUND = {SHORTEST: 0.96}
ROLL_OUT_ERROR = 0.015  # our own goal; 30/300/5 wastes a part of each day that no mean shows
LOSS = 0.003
GUARANTEE = 0.003  # our own goal
COVERED = 0.85, 0.95
MARGIN = 0.02  # what two grades may cost
RANKING = {1000: 0.020, 5000: 0.060}
ROUNDS = 15


def tasks(seeds: Sequence[int], bound_steps: int, bound_seeds: int) -> list[Task]:
    """Return all that has to be run, the longest first."""
    found = [
        Task(replace(setting, is_equal=is_equal), seed)
        for setting in (*SCARCE, *OTHER, TWO_GRADES)
        for is_equal in (False, True)
        for seed in seeds
    ]
    found += [
        Task(replace(PLENTY, is_equal=is_equal), seed, is_stopping=True)
        for is_equal in (False, True)
        for seed in seeds
    ]
    found += [
        Task(with_one_memory(setting), seed, bound_steps=bound_steps)
        for setting in BOUNDED
        for seed in seeds[:bound_seeds]
    ]
    found += [Task(setting, seed, is_foretold=True) for setting in FORETOLD for seed in seeds]
    return sorted(found, key=lambda task: -task.effort)


def figures(measured: Sequence[Measured]) -> Iterator[Figure]:
    """Give a figure for each goal and setting."""
    by_setting: dict[Setting, list[Measured]] = {}
    for one in sorted(measured, key=lambda one: one.task.seed):
        by_setting.setdefault(one.task.setting, []).append(one)
    for setting in (*SCARCE, *OTHER, TWO_GRADES, PLENTY):
        for is_equal in (False, True):
            of_setting = replace(setting, is_equal=is_equal)
            if of_setting in by_setting:
                yield from _against_fsrs(of_setting, by_setting[of_setting])
    for setting in BOUNDED:
        alike = with_one_memory(setting)
        yield from _against_the_model(setting, by_setting.get(alike, []))
    yield from (_foretold(one, by_setting[one]) for one in FORETOLD if one in by_setting)
    yield from ranking()


def _foretold(setting: Setting, seeds: list[Measured]) -> Figure:
    shares = [one.covered for one in seeds]
    name = f"exams within the 90% range of readiness: {setting.name}"
    return over_seeds(name, shares, "share", COVERED)


def _against_fsrs(setting: Setting, seeds: list[Measured]) -> Iterator[Figure]:
    plain = replace(setting, is_equal=False)
    margin = MARGIN if setting.has_two_grades else 0.0
    if plain == PLENTY:
        rival = Fsrs(0.9).name
        yield _ratio("FSRS 0.90, paced, may stop early", setting, seeds, rival, 0.80)
    elif plain in (*SCARCE, TWO_GRADES):
        first, best = (0.80, 1.00) if setting.is_equal else (0.70, 0.92)
        yield _ratio(
            "FSRS 0.90, reviews first", setting, seeds, REVIEWS_FIRST, round(first + margin, 2)
        )
        rival = _best([one.name for one in paced()], seeds)
        yield _ratio(
            f"the best paced FSRS ({rival})", setting, seeds, rival, round(best + margin, 2)
        )
    rival = _best(list(seeds[0].rivals), seeds)
    losses = [one.rivals[rival][1] - one.full[1] for one in seeds]
    name = f"score lost to the best FSRS ({rival}): {setting.name}"
    yield over_seeds(name, losses, "score", round(LOSS + margin, 3))
    costs = [one.unguarded[1] - one.full[1] for one in seeds]
    name = f"score that the guarantee for topics costs: {setting.name}"
    yield over_seeds(name, costs, "score", GUARANTEE)


def _ratio(words: str, setting: Setting, seeds: list[Measured], rival: str, goal: float) -> Figure:
    ratios = []
    for one in seeds:
        minutes, score = one.rivals[rival]
        ratios.append(minutes_to_reach(one.curve, score) / minutes)
    return over_seeds(f"minutes for the score of {words}: {setting.name}", ratios, "ratio", goal)


def _best(names: Sequence[str], seeds: list[Measured]) -> str:
    """Return the rival with the highest mean score over all seeds."""
    return max(names, key=lambda name: statistics.fmean(one.rivals[name][1] for one in seeds))


def _against_the_model(setting: Setting, seeds: list[Measured]) -> Iterator[Figure]:
    if not seeds:
        return
    goal = SHARES_OF_BOUND.get(setting, 0.97)
    name = f"score as a share of the bound: {setting.name}"
    shares = [one.full[1] / one.bound for one in seeds]
    yield over_seeds(name, shares, "ratio", goal, is_least=True)
    if setting != SHORTEST:
        errors = [abs(one.rolled[1] - one.full[1]) for one in seeds]
        name = f"error of the roll-out’s score: {setting.name}"
        yield over_seeds(name, errors, "score", ROLL_OUT_ERROR)


def ranking() -> Iterator[Figure]:
    """Give how long it takes to rank a day, the median of several rounds."""
    for items, goal in RANKING.items():
        seconds = ranking_seconds(items, ROUNDS)
        middle = statistics.median(seconds)
        name = f"ranking a day of one learner, {items} items"
        yield Figure(name, middle, min(seconds), max(seconds), "seconds", goal)
