"""How far an expected score can be off: the range in which it lies nine times in ten."""

import math
from typing import Final

Z90: Final = 1.645
QUESTIONS: Final = 50  # of a test that the score is imagined for
MODEL_ERROR: Final = 0.03  # sd of the estimate on learners who are not like the model


def score_range(score: float, questions: int = QUESTIONS) -> tuple[float, float]:
    """Return the 90 % range of an expected score, 0 to 1.

    The variance of a test of so many questions, score (1 - score) / n, and that of the model
    (scheduling.md, section 6) together. Nothing is said of how far an exam differs from the banks.
    """
    if not 0 <= score <= 1:
        raise ValueError(f"a score is a share from 0 to 1, not {score!r}")
    half = Z90 * math.sqrt(score * (1 - score) / questions + MODEL_ERROR**2)
    return max(0.0, score - half), min(1.0, score + half)
