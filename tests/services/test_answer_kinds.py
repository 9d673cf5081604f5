"""What an answer of each kind is worth, in the log and for the card."""

from datetime import date, timedelta

import pytest

from quizapp.core.scheduling.rating import Confidence, Rating, is_misconception
from quizapp.db.models.study import Review
from quizapp.services.errors import Invalid
from quizapp.services.recording import Given
from tests.services.study_room import RIGHT, WRONG, StudyRoom

TODAY = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)


@pytest.mark.db
@pytest.mark.parametrize("ref", ["s-1", "s-3"])
def test_a_right_answer_is_stored_whole_and_starts_the_card(room: StudyRoom, ref: str) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    room.answer(bob, room.sit(bob, ref), 1, *WRONG[ref])
    sid = room.sit(alice, ref)
    result = room.answer(alice, sid, 1, *RIGHT[ref])
    assert (result.is_right, result.is_repeated, result.n) == (True, False, 1)
    [row] = room.log(alice)
    assert (row.is_right, row.score, row.rating) == (True, 1.0, Rating.GOOD)
    assert [choice["text"] for choice in row.chosen] == [
        option["text"] for option in room.body(ref)["options"] if option["key"]
    ]
    assert row.shown == [option["id"] for option in room.body(ref)["options"]]
    assert (row.study_on, row.ms, row.source) == (TODAY, 20_000, "practice")
    card = room.known_card(alice, ref)
    assert (card.reps, card.lapses, card.missed_at) == (1, 0, None)
    assert card.due_on > TODAY
    assert room.places(sid)[0].outcome == "ok"
    assert room.known_card(bob, ref).missed_count == 1


@pytest.mark.db
@pytest.mark.parametrize("ref", ["s-2", "s-6"])
def test_a_wrong_answer_is_missed_asked_again_and_due_tomorrow(room: StudyRoom, ref: str) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, ref, "s-4")
    assert not room.answer(alice, sid, 1, *WRONG[ref]).is_right
    [row] = room.log(alice)
    assert (row.is_right, row.score, row.rating) == (False, 0.0, Rating.AGAIN)
    card = room.known_card(alice, ref)
    assert (card.missed_at, card.missed_count, card.right_days) == (row.answered_at, 1, 0)
    assert card.due_on == TODAY + ONE_DAY
    places = room.places(sid)
    assert [place.outcome for place in places] == ["no", None, None]
    assert (places[2].n, places[2].item_id, places[2].repeat_of) == (3, room.item_id(ref), 1)


@pytest.mark.parametrize(
    ("picked", "score", "outcome"),
    [
        (("goals",), 0.5, "part"),
        (("goals", "tasks", "bond"), 0.5, "part"),
        (("goals", "weather"), 0.0, "no"),
        (("goals", "tasks", "weather", "bond"), 0.0, "no"),
    ],
)
def test_select_all_partly_right_is_wrong_for_memory(
    room: StudyRoom, picked: tuple[str, ...], score: float, outcome: str
) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-3")
    assert not room.answer(alice, sid, 1, *picked).is_right
    [row] = room.log(alice)
    assert (row.score, row.rating, len(row.chosen)) == (score, Rating.AGAIN, len(picked))
    assert room.places(sid)[0].outcome == outcome


@pytest.mark.parametrize("ref", ["s-4", "s-5"])
@pytest.mark.parametrize("rating", list(Rating))
def test_cards_are_graded_by_the_learner(room: StudyRoom, ref: str, rating: Rating) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, ref)
    result = room.answer(alice, sid, 1, rating=rating)
    [row] = room.log(alice)
    is_right = rating is not Rating.AGAIN
    assert result.is_right == row.is_right == is_right
    assert (row.rating, row.chosen) == (rating, [])
    assert len(room.places(sid)) == (1 if is_right else 2)


def test_better_grades_come_back_later(room: StudyRoom) -> None:
    alice = room.person("Alice")
    due = []
    for rating in Rating:
        sid = room.sit(alice, "s-4")
        room.answer(alice, sid, 1, rating=rating)
        due.append(room.known_card(alice, "s-4").due_on)
        room.undo(alice, sid)
    assert due[0] == TODAY + ONE_DAY
    assert due == sorted(due)
    assert due[3] > due[1]


def test_each_gap_of_a_cloze_has_a_card_of_its_own(room: StudyRoom) -> None:
    alice = room.person("Alice")
    first, second = room.parts("s-5")
    room.answer(alice, room.sit(alice, "s-5"), 1, rating=Rating.GOOD)
    assert room.known_card(alice, "s-5").part == first
    assert room.card(alice, "s-5", second) is None


@pytest.mark.parametrize(
    ("confidence", "picked", "rating"),
    [
        (Confidence.GUESSING, RIGHT["s-1"], Rating.AGAIN),
        (Confidence.FAIRLY, RIGHT["s-1"], Rating.GOOD),
        (Confidence.CERTAIN, RIGHT["s-1"], Rating.GOOD),
        (None, RIGHT["s-1"], Rating.GOOD),
        (Confidence.GUESSING, WRONG["s-1"], Rating.AGAIN),
        (Confidence.FAIRLY, WRONG["s-1"], Rating.AGAIN),
        (Confidence.CERTAIN, WRONG["s-1"], Rating.AGAIN),
    ],
)
def test_confidence_decides_what_a_right_answer_is_worth(
    room: StudyRoom, confidence: Confidence | None, picked: tuple[str, ...], rating: Rating
) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    result = room.answer(alice, sid, 1, *picked, confidence=confidence)
    [row] = room.log(alice)
    assert (row.rating, row.confidence) == (rating, confidence)
    assert result.is_right == (picked == RIGHT["s-1"])
    assert (room.known_card(alice, "s-1").missed_at is None) == result.is_right


def test_certain_and_wrong_is_kept_as_a_misconception(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    room.answer(alice, sid, 1, *WRONG["s-1"], confidence=Confidence.CERTAIN)
    [row] = room.log(alice)
    assert row.confidence
    assert is_misconception(row.score, Confidence(row.confidence))
    assert room.places(sid)[-1].repeat_of == 1


@pytest.mark.parametrize(
    ("ref", "given"),
    [
        ("s-1", Given()),
        ("s-1", Given(rating=Rating.GOOD)),
        ("s-1", Given(("o-nothere",))),
        ("s-2", Given(("",))),
        ("s-3", Given(("o-nothere", "o-neither"))),
        ("s-4", Given()),
        ("s-4", Given(("o-nothere",))),
        ("s-5", Given()),
    ],
)
def test_what_is_no_answer_stores_nothing(room: StudyRoom, ref: str, given: Given) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, ref)
    with pytest.raises(Invalid):
        room.give(alice, room.put(alice, sid, 1), given)
    assert room.rows(Review) == 0
    assert room.card(alice, ref) is None
    assert room.places(sid)[0].answer_id is None


def test_two_answers_to_a_single_best_answer_are_none(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    shown = room.put(alice, sid, 1)
    with pytest.raises(Invalid):
        room.give(alice, shown, room.pick(shown, ("goals", "empathy")))
    assert room.rows(Review) == 0


def test_an_option_sent_twice_counts_once(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    shown = room.put(alice, sid, 1)
    [key] = room.pick(shown, ("goals",)).options
    assert room.give(alice, shown, Given((key, key))).is_right
    assert [choice["id"] for choice in room.log(alice)[0].chosen] == [key]
