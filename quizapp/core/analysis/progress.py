"""Figures about one learner's answers, each with the interval that says how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

from quizapp.core.scheduling.rating import Confidence

Z90 = 1.645  # two-sided 90 %: 5 % beyond either end of a standard normal

# What each word should mean, as shares of right answers. Guessing among three or four
# options gives a quarter to a third; a word to rely on leaves one wrong answer in twenty.
EXPECTED_SHARE: Mapping[Confidence, float] = MappingProxyType(
    {
        Confidence.GUESSING: 0.35,
        Confidence.FAIRLY: 0.70,
        Confidence.CERTAIN: 0.95,
    }
)


def wilson(right: float, n: int, z: float = Z90) -> tuple[float, float]:
    """Return the low and the high end of the interval for a share of `right` in `n` answers.

    `right` may be a sum of shares, of answers that were partly right: the interval is then wider
    than it had to be, as each of them varies less than one that is right or wrong.

    The score interval of Wilson (1927, JASA 22, 209-212), 90 % unless `z` says otherwise. It
    stays within 0 and 1 and is honest for few answers; without any it is all of 0 to 1.
    """
    if not 0 <= right <= n:
        raise ValueError(f"{right} right of {n} is no share")
    if not 0 < z < float("inf"):
        raise ValueError(f"z must be positive, not {z!r}")
    if n == 0:
        return 0.0, 1.0
    share = right / n
    scale = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z / scale * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Rounding must not push the ends past what was seen: 0 of n begins at 0, n of n ends at 1.
    low = 0.0 if right == 0 else max(0.0, middle - half)
    high = 1.0 if right == n else min(1.0, middle + half)
    return low, high


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """How often answers given with one word of confidence were right, beside what it should mean.

    `share` is None without answers; `low` and `high` are its 90 % interval.
    """

    confidence: Confidence
    expected: float
    right: int
    n: int
    share: float | None
    low: float
    high: float

    @property
    def is_overconfident(self) -> bool:
        """Tell whether even the high end of the interval stays below what the word should mean."""
        return self.high < self.expected

    @property
    def is_underconfident(self) -> bool:
        """Tell whether even the low end of the interval lies above what the word should mean."""
        return self.low > self.expected


def calibration_line(confidence: Confidence, right: int, n: int) -> CalibrationLine:
    """Compare `right` of `n` answers given with `confidence` to what that word should mean."""
    low, high = wilson(right, n)
    return CalibrationLine(
        confidence=confidence,
        expected=EXPECTED_SHARE[confidence],
        right=right,
        n=n,
        share=right / n if n else None,
        low=low,
        high=high,
    )
