"""Answer and confidence in, rating out: the table of scheduling.md, section 2."""

import math

import pytest

from quizapp.core.scheduling.rating import (
    Confidence,
    Rating,
    is_misconception,
    is_too_fast,
    rating_for,
    rating_of_repeat,
)

G, F, C = Confidence.GUESSING, Confidence.FAIRLY, Confidence.CERTAIN


@pytest.mark.parametrize(
    ("score", "confidence", "rating"),
    [
        (1.0, None, Rating.GOOD),
        (1.0, C, Rating.GOOD),
        (1.0, F, Rating.GOOD),
        (1.0, G, Rating.AGAIN),
        (0.0, None, Rating.AGAIN),
        (0.0, C, Rating.AGAIN),
        (0.0, F, Rating.AGAIN),
        (0.0, G, Rating.AGAIN),
        (0.99, None, Rating.AGAIN),  # part of it right is wrong for memory
        (0.5, C, Rating.AGAIN),
    ],
)
def test_the_rating_of_a_choice_item(
    score: float, confidence: Confidence | None, rating: Rating
) -> None:
    assert rating_for(score, confidence) is rating


@pytest.mark.parametrize("score", [0.0, 0.5, 0.99])
def test_certain_and_not_fully_right_is_a_misconception(score: float) -> None:
    assert is_misconception(score, C)


@pytest.mark.parametrize(
    ("score", "confidence"), [(1.0, C), (1.0, None), (0.0, F), (0.0, G), (0.0, None)]
)
def test_right_or_less_than_certain_is_none(score: float, confidence: Confidence | None) -> None:
    assert not is_misconception(score, confidence)


@pytest.mark.parametrize("score", [-0.1, 1.1, math.nan, math.inf])
def test_a_score_outside_0_to_1_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        rating_for(score, None)
    with pytest.raises(ValueError, match="from 0 to 1"):
        is_misconception(score, C)


def test_words_and_numbers_are_those_of_the_log() -> None:
    assert [word.value for word in Confidence] == ["guessing", "fairly", "certain"]
    assert [(rating.name, rating.value) for rating in Rating] == [
        ("AGAIN", 1),
        ("HARD", 2),
        ("GOOD", 3),
        ("EASY", 4),
    ]


@pytest.mark.parametrize(
    ("ms", "words", "is_fast"),
    [
        (0, 0, True),
        (999, 3, True),
        (1000, 40, False),  # both limits at once
        (1000, 41, True),
        (1025, 41, False),
        (3_600_000, 10_000, False),
    ],
)
def test_an_answer_faster_than_reading(ms: int, words: int, *, is_fast: bool) -> None:
    assert is_too_fast(ms, words) is is_fast


@pytest.mark.parametrize(
    ("rating", "is_fast", "settled"),
    [
        (Rating.GOOD, False, (Rating.GOOD, False)),  # the first answer stands
        (Rating.GOOD, True, (Rating.AGAIN, True)),
        (Rating.AGAIN, False, (Rating.AGAIN, True)),
        (Rating.AGAIN, True, (Rating.AGAIN, True)),
    ],
)
def test_the_repeat_of_a_quick_answer(
    rating: Rating, settled: tuple[Rating, bool], *, is_fast: bool
) -> None:
    assert rating_of_repeat(rating, is_fast=is_fast) == settled
