"""How good the exam plan is: `make bench-plan` prints one JSON line a figure.

`--full` takes all ten seeds, `--quick` a few small runs, to see that it works. Learners are made
up: FSRS-6 is assumed to describe memory, so no figure here is a measurement of people.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from tests.benchmarks.plan import goals
from tests.benchmarks.plan.learners import Setting
from tests.benchmarks.plan.measures import Measured, Task, measure, with_one_memory

SEEDS = range(101, 111)
PROCESSES = 2
QUICK_SETTING = Setting(14, 300, 20, learners=10)


@dataclass(frozen=True)
class Size:
    """How much is run. The more steps, the closer the bound."""

    seeds: Sequence[int]
    bound_steps: int
    bound_seeds: int


USUAL = Size(SEEDS[:4], bound_steps=150, bound_seeds=2)
FULL = Size(SEEDS, bound_steps=400, bound_seeds=3)


def quick_tasks() -> list[Task]:
    """Return a few tasks of the goals' own settings, with fewer learners."""
    return [
        Task(QUICK_SETTING, 101),
        Task(QUICK_SETTING, 102),
        Task(replace(QUICK_SETTING, is_equal=True), 101),
        Task(with_one_memory(QUICK_SETTING), 101, bound_steps=60),
        Task(replace(goals.FORETOLD[0], learners=10), 101, is_foretold=True),
    ]


def run_all(tasks: Sequence[Task]) -> list[Measured]:
    """Run the tasks on two cores."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        return list(pool.map(measure, tasks))


def main(arguments: Sequence[str]) -> int:
    """Print every figure. Returns 1 when a goal is missed, 2 when an argument is unknown."""
    unknown = set(arguments) - {"--full", "--quick"}
    if unknown:
        print(f"unknown: {' '.join(sorted(unknown))}; there are --full and --quick")
        return 2
    if "--quick" in arguments:
        measured = run_all(quick_tasks())
        # Goals are looked up by setting, whatever the number of learners.
        for one in measured:
            one.task = replace(one.task, setting=replace(one.task.setting, learners=30))
    else:
        size = FULL if "--full" in arguments else USUAL
        measured = run_all(goals.tasks(size.seeds, size.bound_steps, size.bound_seeds))
    is_ok = True
    for figure in goals.figures(measured):
        print(figure.line(), flush=True)
        is_ok = is_ok and figure.is_ok
    return 0 if is_ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
