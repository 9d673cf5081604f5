"""What came back and what is known: each card once a day, by its first answer."""

from datetime import date, timedelta

from quizapp.core.analysis.recall import (
    Answered,
    Tally,
    first_of_days,
    last_tries,
    right_by_confidence,
    tallies,
)
from quizapp.core.scheduling.rating import Confidence, Rating

FIRST = date(2026, 3, 2)


def answered(
    day: int,
    item_id: int = 1,
    *,
    rating: Rating = Rating.GOOD,
    is_right: bool = True,
    confidence: Confidence | None = None,
    is_current: bool = True,
) -> Answered:
    on = FIRST + timedelta(days=day)
    return Answered(on, item_id, "", int(rating), is_right, confidence, 9000, is_current)


def came_back(*answers: Answered) -> dict[date, Tally]:
    return tallies((one.on, one.is_recalled) for one, back in first_of_days(answers) if back)


def test_what_came_back_is_what_was_answered_on_a_day_before() -> None:
    found = came_back(
        answered(0, 1),
        answered(0, 2),
        answered(1, 1, rating=Rating.AGAIN, is_right=False),
        answered(1, 3),  # never seen before
        answered(4, 1),
        answered(4, 2),
    )
    assert found == {
        FIRST + timedelta(days=1): Tally(0, 1),
        FIRST + timedelta(days=4): Tally(2, 2),
    }


def test_a_repeat_on_the_same_day_does_not_count() -> None:
    missed = answered(1, rating=Rating.AGAIN, is_right=False)
    assert came_back(answered(0), answered(0), missed, answered(1)) == {
        FIRST + timedelta(days=1): Tally(0, 1)
    }


def test_a_right_guess_is_not_recalled() -> None:
    guess = answered(1, rating=Rating.AGAIN, is_right=True, confidence=Confidence.GUESSING)
    assert came_back(answered(0), guess) == {FIRST + timedelta(days=1): Tally(0, 1)}


def test_answers_to_a_corrected_key_are_as_if_never_given() -> None:
    old = answered(0, is_current=False, confidence=Confidence.CERTAIN)
    assert came_back(old, answered(1)) == {}
    assert last_tries(first_of_days([old])) == []
    assert right_by_confidence([old]) == {}


def test_known_is_what_the_last_day_began_with() -> None:
    missed = answered(3, 1, rating=Rating.AGAIN, is_right=False)
    other = answered(2, 2)
    firsts = first_of_days([answered(0, 1), other, missed, answered(3, 1)])
    assert last_tries(firsts) == [missed, other]


def test_words_of_confidence_are_counted_by_right_and_wrong() -> None:
    sure, guess = Confidence.CERTAIN, Confidence.GUESSING
    found = right_by_confidence(
        [
            answered(0, confidence=sure),
            answered(0, confidence=sure, is_right=False),
            answered(0, confidence=guess),
            answered(0),
        ]
    )
    assert found == {sure: Tally(1, 2), guess: Tally(1, 1)}
