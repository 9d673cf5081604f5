"""Right answers faster than the question can be read: once more, then they stand or fall."""

from datetime import date

import pytest

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.models.study import Review
from quizapp.services.errors import Conflict
from tests.services.study_room import RIGHT, WRONG, StudyRoom

TOMORROW = date(2026, 11, 23)
QUICK = 0.4
SLOW = 20.0


def quick_first(room: StudyRoom) -> tuple[Learner, int]:
    """Answer the first of two questions rightly in no time; the second as people do."""
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *RIGHT["s-1"], after=QUICK)
    room.clock.forward(minutes=1)
    room.answer(alice, sid, 2, *RIGHT["s-2"])
    room.clock.forward(minutes=1)
    return alice, sid


def standing(room: StudyRoom, who: Learner, sid: int, n: int) -> Review:
    answer_id = room.places(sid)[n - 1].answer_id
    return next(row for row in room.log(who) if row.answer_id == answer_id)


@pytest.mark.db
def test_it_is_good_flagged_and_asked_once_more(room: StudyRoom) -> None:
    alice, sid = quick_first(room)
    assert [place.repeat_of for place in room.places(sid)] == [None, None, 1]
    first, second = standing(room, alice, sid, 1), standing(room, alice, sid, 2)
    assert (first.is_fast, first.rating, first.counts_for_memory) == (True, Rating.GOOD, True)
    assert second.is_fast is False
    assert room.cards_differing() == 0


@pytest.mark.db
def test_right_at_a_plausible_pace_the_first_answer_stands(room: StudyRoom) -> None:
    alice, sid = quick_first(room)
    before = room.known_card(alice, "s-1")
    room.answer(alice, sid, 3, *RIGHT["s-1"], after=SLOW)
    repeat, after = standing(room, alice, sid, 3), room.known_card(alice, "s-1")
    assert (repeat.rating, repeat.counts_for_memory, repeat.is_fast) == (Rating.GOOD, False, False)
    assert (after.stability, after.due_on, after.reps) == (before.stability, before.due_on, 1)
    assert after.due_on > TOMORROW
    assert len(room.places(sid)) == 3
    assert room.cards_differing() == 0


@pytest.mark.db
def test_too_fast_again_it_is_not_known(room: StudyRoom) -> None:
    alice, sid = quick_first(room)
    room.answer(alice, sid, 3, *RIGHT["s-1"], after=QUICK)
    repeat, card = standing(room, alice, sid, 3), room.known_card(alice, "s-1")
    assert (repeat.rating, repeat.is_right, repeat.is_fast) == (Rating.AGAIN, True, True)
    assert repeat.counts_for_memory
    assert (card.due_on, card.missed_at) == (TOMORROW, None), "a right answer is no miss"
    assert len(room.places(sid)) == 3, "the repeat itself is not repeated"
    assert room.cards_differing() == 0


@pytest.mark.parametrize(
    ("texts", "confidence", "is_missed"),
    [(WRONG["s-1"], None, True), (RIGHT["s-1"], Confidence.GUESSING, False)],
)
def test_wrong_or_guessed_it_is_not_known(
    room: StudyRoom, texts: tuple[str, ...], confidence: Confidence | None, *, is_missed: bool
) -> None:
    alice, sid = quick_first(room)
    room.answer(alice, sid, 3, *texts, confidence=confidence)
    repeat, card = standing(room, alice, sid, 3), room.known_card(alice, "s-1")
    assert (repeat.rating, repeat.counts_for_memory) == (Rating.AGAIN, True)
    assert (card.due_on, card.missed_at is not None) == (TOMORROW, is_missed)
    assert room.cards_differing() == 0


@pytest.mark.parametrize("confidence", [Confidence.FAIRLY, Confidence.CERTAIN])
def test_who_says_how_sure_has_read_it(room: StudyRoom, confidence: Confidence) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    room.answer(alice, sid, 1, *RIGHT["s-1"], confidence=confidence, after=QUICK)
    assert not standing(room, alice, sid, 1).is_fast
    assert len(room.places(sid)) == 1


def test_what_is_wrong_or_graded_by_oneself_is_not_too_fast(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-4")
    room.answer(alice, sid, 1, *WRONG["s-1"], after=QUICK)
    room.answer(alice, sid, 2, rating=Rating.GOOD, after=QUICK)
    assert [row.is_fast for row in room.log(alice)] == [False, False]
    assert [place.repeat_of for place in room.places(sid)] == [None, None, 1], "for the miss"
    room.clock.forward(minutes=1)
    room.answer(alice, sid, 3, *RIGHT["s-1"], after=QUICK)
    repeat = standing(room, alice, sid, 3)
    assert (repeat.is_fast, repeat.counts_for_memory) == (False, True), "it was just read"


@pytest.mark.db
def test_a_guess_and_its_taking_back_settle_as_an_answer_does(room: StudyRoom) -> None:
    alice, sid = quick_first(room)
    room.answer(alice, sid, 3, *RIGHT["s-1"], after=SLOW)
    for is_guess, rating, counts in ((True, 1, True), (False, 3, False)):
        room.guess(alice, sid, 3, is_guess=is_guess)
        row = standing(room, alice, sid, 3)
        assert (row.rating, row.counts_for_memory) == (rating, counts)
        assert (room.known_card(alice, "s-1").due_on == TOMORROW) is is_guess
        assert room.cards_differing() == 0
    room.undo(alice, sid)
    room.answer(alice, sid, 3, *RIGHT["s-1"], after=QUICK)
    room.guess(alice, sid, 3)
    room.guess(alice, sid, 3, is_guess=False)
    assert standing(room, alice, sid, 3).rating == Rating.AGAIN, "it was still too fast"
    assert room.cards_differing() == 0


def test_a_quick_answer_called_a_guess_makes_its_repeat_an_ordinary_one(room: StudyRoom) -> None:
    alice, sid = quick_first(room)
    room.guess(alice, sid, 1)
    room.answer(alice, sid, 3, *RIGHT["s-1"])
    row = standing(room, alice, sid, 3)
    assert (row.rating, row.counts_for_memory) == (Rating.GOOD, True)
    assert room.known_card(alice, "s-1").due_on == TOMORROW
    assert room.cards_differing() == 0


@pytest.mark.db
def test_undo_goes_back_to_the_first_answer(room: StudyRoom) -> None:
    """Across a miss, a quick answer, their repeats and a guess; each step fits the log."""
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2", "s-6")
    steps = [(1, WRONG["s-1"], SLOW), (2, RIGHT["s-2"], QUICK), (3, RIGHT["s-6"], SLOW)]
    steps += [(4, RIGHT["s-1"], SLOW), (5, RIGHT["s-2"], SLOW)]
    for n, texts, seconds in steps:
        room.clock.forward(minutes=1)
        room.answer(alice, sid, n, *texts, after=seconds)
    room.guess(alice, sid, 3)
    assert [place.outcome for place in room.places(sid)] == ["no", "ok", "ok", "ok", "ok"]
    for n, places in ((5, 5), (4, 5), (3, 5), (2, 4), (1, 3)):
        assert room.undo(alice, sid) == n
        assert len(room.places(sid)) == places
        assert room.cards_differing() == 0
    assert [place.answer_id for place in room.places(sid)] == [None, None, None]
    assert room.card(alice, "s-1") is None
    with pytest.raises(Conflict, match="no answer left"):
        room.undo(alice, sid)
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    assert room.cards_differing() == 0
