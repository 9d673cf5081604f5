"""Tests of chance: whether counts are equal, whether a value is too large."""

import math
from collections.abc import Sequence


def chi_square(counts: Sequence[int]) -> float:
    """Return Pearson's statistic of counts that should be equal."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 for count in counts) / expected if expected else 0.0


def chi_square_p(statistic: float, degrees: int) -> float:
    """Return the chance of a larger statistic (Abramowitz & Stegun 26.4.4 and 26.4.5)."""
    if degrees <= 0:
        return 1.0
    half = statistic / 2
    if degrees % 2 == 0:
        term = total = 1.0
        for step in range(1, degrees // 2):
            term *= half / step
            total += term
        return math.exp(-half) * total
    total = math.erfc(math.sqrt(half))
    term = math.sqrt(half) * math.exp(-half) / math.gamma(1.5)
    for step in range(1, (degrees - 1) // 2 + 1):
        total += term
        term *= half / (step + 0.5)
    return total


def upper_tail(z: float) -> float:
    """Return the chance that a standard normal value is larger than `z`."""
    return math.erfc(z / math.sqrt(2)) / 2
