"""From an answer to a rating (scheduling.md, section 2).

Choice items have no grade buttons: their rating is derived here. Flashcards and
gaps are rated by the learner, with a `Rating` of their own choosing.
"""

from enum import IntEnum, StrEnum

FULL_SCORE = 1.0  # anything less is wrong for memory; the share counts in mock scores only
# Faster than anybody reads with understanding (40 words a second), or finds an option at all.
LEAST_MS = 1000
LEAST_MS_A_WORD = 25


class Confidence(StrEnum):
    """How sure the learner said to be, before the key was shown."""

    GUESSING = "guessing"
    FAIRLY = "fairly"
    CERTAIN = "certain"


class Rating(IntEnum):
    """What the memory model is told. Hard and Easy exist only for self-graded cards."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


def is_fully_right(score: float) -> bool:
    """Tell whether the score is 1; one outside 0 to 1 (or NaN) is a ValueError."""
    if not 0.0 <= score <= FULL_SCORE:
        raise ValueError(f"score must be from 0 to 1, not {score!r}")
    return score == FULL_SCORE


def rating_for(score: float, confidence: Confidence | None) -> Rating:
    """Rate an answer to a choice item: Good when fully right and not guessed, else Again.

    A right guess was not recalled, so for memory it counts as Again; in the project's
    simulation this was the only mapping whose believed recall stayed true.
    """
    if is_fully_right(score) and confidence != Confidence.GUESSING:
        return Rating.GOOD
    return Rating.AGAIN


def is_too_fast(ms: int, words: int) -> bool:
    """Tell whether an answer after `ms` milliseconds came before its `words` could be read."""
    return ms < max(LEAST_MS, LEAST_MS_A_WORD * words)


def rating_of_repeat(rating: Rating, *, is_fast: bool) -> tuple[Rating, bool]:
    """Rate the second answer to a question whose first was right but too fast.

    Return its rating, and whether it counts for memory. Right at a plausible pace it confirms
    the first answer, which then stands alone; wrong, guessed or too fast again it is Again.
    """
    if is_fast or rating == Rating.AGAIN:
        return Rating.AGAIN, True
    return rating, False


def is_misconception(score: float, confidence: Confidence | None) -> bool:
    """Tell whether the learner was certain of a wrong answer."""
    return not is_fully_right(score) and confidence == Confidence.CERTAIN
