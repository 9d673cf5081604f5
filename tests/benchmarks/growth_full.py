"""As `growth`, to a million cards and ten million reviews; some ten minutes and gigabytes."""

from collections.abc import Iterator

from tests.benchmarks import growth
from tests.benchmarks.ratios import Figure

PEOPLE = 1_000


def figures() -> Iterator[Figure]:
    """Measure alone, and among a thousand."""
    return growth.figures(PEOPLE)
