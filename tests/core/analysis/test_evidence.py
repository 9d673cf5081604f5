"""What a log says of the memory model, and which of its answers say nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quizapp.core.analysis.evidence import Answer, CardLog, Evidence, evidence_of
from quizapp.core.scheduling.memory import recall_chance, retrievability, review
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import Edit, EditChange, Event

FIRST = date(2026, 3, 1)


def answer(
    day: int,
    *,
    is_right: bool = True,
    hour: int = 12,
    rating: Rating | None = Rating.GOOD,
    counts: bool = True,
    is_fast: bool = False,
    is_current: bool = True,
) -> Answer:
    on = FIRST + timedelta(days=day)
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    rated = rating if is_right or rating is None else Rating.AGAIN
    event = Event(f"{day}-{hour}", rated, is_right, on, at, counts)
    return Answer(event, 0.25, is_fast=is_fast, is_current=is_current)


def found(*answers: Answer, edits: tuple[Edit, ...] = ()) -> Evidence:
    return evidence_of([CardLog(answers, edits)])


def key_edit(day: int) -> Edit:
    on = FIRST + timedelta(days=day)
    return Edit(EditChange.KEY, datetime(on.year, on.month, on.day, 18, tzinfo=UTC), on)


def test_what_was_believed_is_what_the_memory_said_before_the_answer() -> None:
    seen = found(answer(0), answer(3, is_right=False), answer(10))
    first = review(None, Rating.GOOD, FIRST)
    second = review(first, Rating.AGAIN, FIRST + timedelta(days=3))
    assert seen.believed == pytest.approx(
        [recall_chance(first.stability, 3), retrievability(second, FIRST + timedelta(days=10))]
    )
    assert (seen.right, seen.guess) == ([False, True], [0.25, 0.25])
    assert seen.on == [FIRST + timedelta(days=3), FIRST + timedelta(days=10)]
    assert (seen.first_right, seen.first_guess) == ([True], [0.25])


def test_a_right_guess_counts_as_right_and_not_as_recalled() -> None:
    seen = found(answer(0), answer(3, rating=Rating.AGAIN), answer(5))
    assert (seen.right, seen.recalled) == ([True, True], [False, True])


def test_the_order_given_does_not_matter() -> None:
    answers = [answer(0), answer(3, is_right=False), answer(10)]
    assert found(*answers) == found(*reversed(answers))


def test_cards_do_not_mix() -> None:
    one, other = CardLog([answer(0), answer(5)]), CardLog([answer(2, is_right=False)])
    both = evidence_of([one, other])
    assert len(both.believed) == 1
    assert both.first_right == [True, False]


@pytest.mark.parametrize(
    "idle",
    [
        answer(0, hour=13),  # on the day of the one before
        answer(3, counts=False),
        answer(3, is_fast=True),
        answer(3, rating=None),
    ],
)
def test_answers_that_say_nothing(idle: Answer) -> None:
    assert found(answer(0), idle).believed == []


def test_a_fast_first_answer_is_no_first_try() -> None:
    seen = found(answer(0, is_fast=True), answer(3))
    assert seen.first_right == []
    assert len(seen.believed) == 1, "but the memory begins with it"


def test_answers_under_a_corrected_key_and_the_first_under_the_new_one_say_nothing() -> None:
    old = answer(0, is_current=False), answer(3, is_current=False)
    assert found(*old, edits=(key_edit(4),)) == Evidence()
    assert found(*old, answer(6), edits=(key_edit(4),)) == Evidence()
    seen = found(*old, answer(6), answer(9), edits=(key_edit(4),))
    asked = review(
        review(None, Rating.AGAIN, FIRST + timedelta(days=4)),
        Rating.GOOD,
        FIRST + timedelta(days=6),
    )
    assert seen.believed == [retrievability(asked, FIRST + timedelta(days=9))]
    assert seen.first_right == []


def test_a_material_change_keeps_what_was_learned() -> None:
    edit = Edit(EditChange.MATERIAL, key_edit(1).at, FIRST)
    assert found(answer(0), answer(5), edits=(edit,)) == found(answer(0), answer(5))


def test_without_answers_there_is_nothing() -> None:
    assert evidence_of([]) == Evidence()
    assert found(edits=(key_edit(1),)) == Evidence()
