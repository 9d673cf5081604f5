"""Answers that are typed, ordered or matched: what they are worth, and what is none."""

from datetime import date, timedelta

import pytest

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.models.study import Review
from quizapp.services.errors import Invalid
from quizapp.services.judging import READINGS
from quizapp.services.recording import Given
from tests.answers import partly, right
from tests.factories import KINDS_BANK, load_text
from tests.services.study_room import RIGHT, WRONG, StudyRoom

TODAY = date(2026, 11, 22)
KINDS = ["k-1", "k-2", "k-3", "k-4"]
MARKS = "\u202e\u200f\u2066"  # they turn the text around and are not seen


@pytest.fixture
def room(room: StudyRoom) -> StudyRoom:
    """The room with the bank of these kinds on the shelf."""
    with room.app.app_context():
        load_text(KINDS_BANK, origin="kinds.md")
    return room


def test_every_kind_is_read_or_graded_by_the_learner() -> None:
    assert set(READINGS) | SELF_GRADED_KINDS == set(Kind)
    assert not set(READINGS) & SELF_GRADED_KINDS


@pytest.mark.db
@pytest.mark.parametrize("ref", KINDS)
def test_right_wrong_guessed_and_taken_back(room: StudyRoom, ref: str) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    sid = room.sit(alice, ref)
    assert room.answer(alice, sid, 1, *RIGHT[ref]).is_right
    [row] = room.log(alice)
    assert (row.is_right, row.score, row.rating) == (True, 1.0, Rating.GOOD)
    assert room.known_card(alice, ref).due_on > TODAY + timedelta(days=1)
    room.guess(alice, sid, 1)
    assert room.known_card(alice, ref).due_on == TODAY + timedelta(days=1)
    room.undo(alice, sid)
    assert room.card(alice, ref) is None
    assert not room.answer(alice, sid, 1, *WRONG[ref]).is_right
    assert [place.outcome for place in room.places(sid)] == ["no", None]
    assert room.known_card(alice, ref).missed_count == 1
    assert room.cards_differing() == 0
    assert room.log(bob) == []


@pytest.mark.parametrize("ref", KINDS)
def test_a_guess_counts_as_not_known(room: StudyRoom, ref: str) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, ref)
    assert room.answer(alice, sid, 1, *RIGHT[ref], confidence=Confidence.GUESSING).is_right
    [row] = room.log(alice)
    assert (row.rating, row.confidence) == (Rating.AGAIN, Confidence.GUESSING)


@pytest.mark.parametrize(("ref", "score"), [("k-3", 2 / 3), ("k-4", 0.5)])
def test_partly_right_is_wrong_for_memory(room: StudyRoom, ref: str, score: float) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, ref)
    result = room.give(alice, room.put(alice, sid, 1), partly(room.body(ref)))
    assert not result.is_right
    [row] = room.log(alice)
    assert row.score == pytest.approx(score)
    assert row.rating == Rating.AGAIN
    assert room.places(sid)[0].outcome == "part"


@pytest.mark.parametrize(
    ("ref", "chosen"),
    [
        ("k-1", [("Emotional-Bond!", "")]),
        ("k-2", [("36,5", "")]),
        (
            "k-3",
            [
                ("Notice the marker", ""),
                ("Bring attention to it", ""),
                ("Explore both views", ""),
                ("Renegotiate the task", ""),
            ],
        ),
        (
            "k-4",
            [
                ("Zetzel", "therapeutic alliance"),
                ("Greenson", "working alliance"),
                ("Luborsky", "helping alliance"),
                ("Bordin", "goals, tasks and bond"),
            ],
        ),
    ],
)
def test_the_log_keeps_the_answer_in_words(
    room: StudyRoom, ref: str, chosen: list[tuple[str, str]]
) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, ref), 1, *RIGHT[ref])
    [row] = room.log(alice)
    assert [(part["text"], part.get("answer_text", "")) for part in row.chosen] == chosen


@pytest.mark.parametrize(
    ("ref", "text", "message"),
    [
        ("k-1", "", "Type your answer first"),
        ("k-1", "  \t ", "Type your answer first"),
        ("k-1", "\"'?!", "Type your answer first"),
        ("k-1", MARKS, "Type your answer first"),
        ("k-1", "bo\0nd", "characters that nobody can type"),
        ("k-1", "bo\ud800nd", "characters that nobody can type"),
        ("k-1", "b" * 201, "at most 200 characters"),
        ("k-1", "bond " * 4096, "at most 200 characters"),
        ("k-2", "", "Type a number first"),
        ("k-2", "thirty-six", "not a number"),
        ("k-2", "36 of 40", "not a number"),
        ("k-2", "1e999999", "not a number"),
        ("k-2", "3" * 31, "not a number"),
        ("k-2", "nan", "not a number"),
        ("k-2", "3\x006", "characters that nobody can type"),
    ],
)
def test_words_that_are_no_answer_say_what_to_do(
    room: StudyRoom, ref: str, text: str, message: str
) -> None:
    refuse(room, ref, Given(text=text), message)


@pytest.mark.parametrize("text", ["“bond”", f"{MARKS}bond", "b\u00adond", "BOND\u200b", "bónd"])
def test_marks_that_do_not_count_are_no_fault(room: StudyRoom, text: str) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "k-1")
    assert room.give(alice, room.put(alice, sid, 1), Given(text=text)).is_right
    [row] = room.log(alice)
    assert not set(row.chosen[0]["text"]) & {*MARKS, "\u00ad", "\u200b"}


@pytest.mark.parametrize("change", ["none", "fewer", "twice", "forged", "more"])
def test_an_order_has_each_step_once(room: StudyRoom, change: str) -> None:
    steps = right(room.body("k-3")).options
    changed = {
        "none": (),
        "fewer": steps[1:],
        "twice": (steps[0], *steps[:-1]),
        "forged": (*steps[1:], "t-forged"),
        "more": (*steps, steps[0]),
    }
    message = "Put the steps in order" if change == "none" else "not the steps of this question"
    refuse(room, "k-3", Given(changed[change]), message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("none", "Choose an answer in each row"),
        ("one missing", "One row has no answer yet"),
        ("two missing", "Two rows have no answer yet"),
        ("row twice", "A row has two answers"),
        ("forged row", "not an answer to this question"),
        ("forged answer", "not an answer to this question"),
    ],
)
def test_a_match_has_one_answer_in_each_row(room: StudyRoom, change: str, message: str) -> None:
    rows = right(room.body("k-4")).matches
    changed = {
        "none": (),
        "one missing": rows[1:],
        "two missing": rows[2:],
        "row twice": (*rows, (rows[0][0], rows[1][1])),
        "forged row": (*rows[1:], ("l-forged", rows[0][1])),
        "forged answer": (*rows[1:], (rows[0][0], "r-forged")),
    }
    refuse(room, "k-4", Given(matches=changed[change]), message)


def refuse(room: StudyRoom, ref: str, given: Given, message: str) -> None:
    """Give what is no answer: it is refused with a word on why, and nothing is stored."""
    alice = room.person("Alice")
    sid = room.sit(alice, ref)
    with pytest.raises(Invalid, match=message):
        room.give(alice, room.put(alice, sid, 1), given)
    assert room.rows(Review) == 0
    assert room.card(alice, ref) is None
    assert room.places(sid)[0].answer_id is None
