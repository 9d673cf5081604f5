"""F10: the boundary of a learner's day, over zones and instants: every instant is of one day."""

import runpy
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import settings

from tests.core.scheduling import test_study_day
from tests.faults.ground import Ground, Scale
from tests.faults.report import Result, count_of

TITLE = "day boundary over zones and instants"
EXAMPLES = {Scale.SHORT: 40, Scale.FULL: 10_000}  # of each property
PROPERTIES = (
    "test_every_instant_lies_within_its_study_day",
    "test_study_days_follow_each_other_without_gap",
    "test_a_day_holds_its_first_and_last_moment",
    "test_study_days_never_run_backward",
    "test_only_the_instant_counts_not_how_it_is_written",
)


def run(scale: Scale, ground: Ground) -> Result:
    """Try every property of study days on so many made-up moments."""
    del ground
    with examples(EXAMPLES[scale]):
        # Read anew: a property keeps the number of examples that was set when it was read.
        properties = runpy.run_path(test_study_day.__file__ or "")
        faults = [fault for name in PROPERTIES if (fault := broken(properties[name]))]
    tries = len(PROPERTIES) * EXAMPLES[scale]
    held = len(PROPERTIES) - len(faults)
    figure = count_of("properties that hold", held, "properties", at_least=len(PROPERTIES))
    return Result("F10", TITLE, tries, 0, 0, 0, 0, 0, figure, tuple(faults))


@contextmanager
def examples(number: int) -> Iterator[None]:
    """Let properties that are read meanwhile be tried on so many examples."""
    usual = settings.get_current_profile_name()
    settings.register_profile("faults", max_examples=number, database=None, deadline=None)
    settings.load_profile("faults")
    try:
        yield
    finally:
        settings.load_profile(usual)


def broken(holds: Callable[[], None]) -> str:
    """Return what breaks a property, or nothing."""
    try:
        holds()
    except AssertionError as fault:
        return f"{holds.__name__}: {fault}"
    return ""
