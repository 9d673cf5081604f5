"""What a card remembers: repeats of the day, undo, guesses, and days that do not run evenly."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.models.study import Review
from quizapp.services.errors import Conflict, NotFound
from tests.services.study_room import RIGHT, WRONG, StudyRoom

TODAY = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)


@pytest.mark.db
def test_a_miss_is_repeated_once_a_day_and_stays_due_tomorrow(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *WRONG["s-1"])
    room.answer(alice, sid, 2, *RIGHT["s-2"])
    room.clock.forward(minutes=2)
    room.answer(alice, sid, 3, *WRONG["s-1"])
    assert len(room.places(sid)) == 3, "the repeat itself is not repeated"
    again = room.sit(alice, "s-1")
    room.answer(alice, again, 1, *WRONG["s-1"])
    assert len(room.places(again)) == 1, "once a day, in whatever session"
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    card = room.known_card(alice, "s-1")
    assert (card.due_on, card.reps, card.missed_count) == (TODAY + ONE_DAY, 4, 3)
    assert card.right_days == 0, "the day of the miss does not mend it"
    room.tomorrow()
    next_day = room.sit(alice, "s-1")
    room.answer(alice, next_day, 1, *WRONG["s-1"])
    assert len(room.places(next_day)) == 2, "a new day has a repeat of its own"
    assert room.cards_differing() == 0


@pytest.mark.db
def test_undo_takes_back_the_answer_and_its_repeat(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    room.answer(bob, room.sit(bob, "s-1"), 1, *WRONG["s-1"])
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *WRONG["s-1"])
    assert len(room.places(sid)) == 3
    assert room.undo(alice, sid) == 1
    assert room.card(alice, "s-1") is None
    assert [place.answer_id for place in room.places(sid)] == [None, None]
    rows = room.log(alice)
    assert len(rows) == 2, "the log only grows"
    answered, undone = sorted(rows, key=lambda row: row.reverses is not None)
    assert undone.reverses == answered.answer_id
    assert (undone.rating, undone.counts_for_memory) == (None, False)
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    assert room.known_card(alice, "s-1").missed_at is None
    assert room.known_card(bob, "s-1").missed_count == 1
    assert room.cards_differing() == 0


def test_undo_goes_back_to_the_start_and_no_further(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-6"), 1, *RIGHT["s-6"])
    sid = room.sit(alice, "s-1", "s-2", "s-4")
    for n, answer in ((1, WRONG["s-1"]), (2, RIGHT["s-2"])):
        room.answer(alice, sid, n, *answer)
        room.clock.forward(minutes=1)
    room.answer(alice, sid, 3, rating=Rating.HARD)
    room.clock.forward(minutes=1)
    room.answer(alice, sid, 4, *RIGHT["s-1"])
    assert [room.undo(alice, sid) for _ in range(4)] == [4, 3, 2, 1]
    assert [place.n for place in room.places(sid)] == [1, 2, 3]
    with pytest.raises(Conflict):
        room.undo(alice, sid)
    assert len(room.log(alice)) == 9
    assert all(room.card(alice, ref) is None for ref in ("s-1", "s-2", "s-4"))
    assert room.known_card(alice, "s-6").reps == 1, "an earlier session keeps its answers"
    assert room.cards_differing() == 0


def test_undo_puts_a_card_back_to_what_it_was(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.answer(alice, room.sit(alice, "s-1"), 1, *WRONG["s-1"])
    room.tomorrow()
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    room.tomorrow(9)
    before = vars(room.known_card(alice, "s-1")).copy()
    sid = room.sit(alice, "s-1")
    room.answer(alice, sid, 1, *WRONG["s-1"])
    assert room.known_card(alice, "s-1").lapses == 1
    room.undo(alice, sid)
    after = vars(room.known_card(alice, "s-1")).copy()
    before.pop("_sa_instance_state")
    after.pop("_sa_instance_state")
    assert after == before


def test_undo_does_not_reach_into_a_session_that_ended(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    first = room.sit(alice, "s-1")
    room.answer(alice, first, 1, *RIGHT["s-1"])
    with pytest.raises(NotFound):
        room.undo(bob, first)
    room.sit(alice, "s-2")
    with pytest.raises(Conflict, match="newer session"):
        room.undo(alice, first)
    with pytest.raises(NotFound):
        room.undo(alice, 999_999)
    assert len(room.log(alice)) == 1


@pytest.mark.db
def test_i_guessed_turns_a_right_answer_into_a_guess_and_back(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    good = room.known_card(alice, "s-1").due_on
    with pytest.raises(NotFound):
        room.guess(bob, sid, 1)
    room.clock.forward(minutes=1)
    room.guess(alice, sid, 1)
    guessed = room.known_card(alice, "s-1")
    assert (guessed.due_on, guessed.reps, guessed.missed_at) == (TODAY + ONE_DAY, 1, None)
    assert room.places(sid)[0].outcome == "ok", "it counts as right in the score"
    room.guess(alice, sid, 1)
    assert len(room.log(alice)) == 2, "said twice is said once"
    room.clock.forward(minutes=1)
    room.guess(alice, sid, 1, is_guess=False)
    assert room.known_card(alice, "s-1").due_on == good
    assert room.log(alice)[-1].confidence != Confidence.GUESSING
    assert room.undo(alice, sid) == 1
    assert room.card(alice, "s-1") is None
    assert room.cards_differing() == 0


def test_only_a_right_pick_can_have_been_a_guess(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-4", "s-2")
    room.answer(alice, sid, 1, *WRONG["s-1"])
    room.answer(alice, sid, 2, rating=Rating.GOOD)
    for n in (1, 2):
        with pytest.raises(Conflict):
            room.guess(alice, sid, n)
    with pytest.raises(NotFound):
        room.guess(alice, sid, 3)
    assert room.rows(Review) == 2


def test_a_clock_set_back_makes_no_negative_days(room: StudyRoom) -> None:
    alice = room.person("Alice")
    room.clock.at = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    sid = room.sit(alice, "s-1", "s-2", "s-6")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    again = room.sit(alice, "s-1")
    room.clock.forward(hours=-1)
    shown = room.put(alice, again, 1)
    room.clock.forward(minutes=-5)
    room.give(alice, shown, room.pick(shown, RIGHT["s-1"]))
    first, second = sorted(room.log(alice), key=lambda row: row.answered_at)
    assert second.session_id == again
    assert first.answered_at < second.answered_at, "the order of answers is kept"
    assert second.ms >= 0
    card = room.known_card(alice, "s-1")
    assert card.reps == 2
    assert card.last_on >= first.study_on
    assert card.due_on > card.last_on
    assert room.cards_differing() == 0


def test_undo_finds_the_last_answer_after_the_clock_was_set_back(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1", "s-2")
    room.answer(alice, sid, 1, *RIGHT["s-1"])
    room.clock.forward(hours=-1)
    room.answer(alice, sid, 2, *RIGHT["s-2"])
    assert [room.undo(alice, sid), room.undo(alice, sid)] == [2, 1]


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-23T03:59:59+00:00", "UTC", date(2026, 11, 22)),
        ("2026-11-23T04:00:00+00:00", "UTC", date(2026, 11, 23)),
        ("2026-11-23T08:59:59+00:00", "America/New_York", date(2026, 11, 22)),
        ("2026-11-23T09:00:00+00:00", "America/New_York", date(2026, 11, 23)),
        ("2026-11-22T18:59:59+00:00", "Asia/Tokyo", date(2026, 11, 22)),
        ("2026-11-22T19:00:00+00:00", "Asia/Tokyo", date(2026, 11, 23)),
    ],
)
def test_a_study_day_begins_at_four_where_the_learner_is(
    room: StudyRoom, at: str, zone: str, day: date
) -> None:
    alice = room.person("Alice", zone=zone)
    room.clock.at = datetime.fromisoformat(at)
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    [row] = room.log(alice)
    assert (row.study_on, row.zone) == (day, zone)
    assert room.known_card(alice, "s-1").last_on == day


def test_moving_to_another_zone_leaves_past_days_alone(room: StudyRoom) -> None:
    alice = room.person("Alice", zone="Asia/Tokyo")
    room.clock.at = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)  # the 23rd in Tokyo
    room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    due = room.known_card(alice, "s-1").due_on
    moved = Learner(alice.user_id, "America/Los_Angeles", 4)  # still the 22nd there
    room.clock.forward(minutes=5)
    room.answer(moved, room.sit(moved, "s-1"), 1, *RIGHT["s-1"])
    first, second = room.log(alice)
    assert (first.study_on, second.study_on) == (date(2026, 11, 23), date(2026, 11, 22))
    card = room.known_card(alice, "s-1")
    assert card.last_on == date(2026, 11, 23), "a card's days never run backward"
    assert card.due_on >= due
    assert room.cards_differing() == 0


def test_twenty_right_answers_in_a_row_on_one_card(room: StudyRoom) -> None:
    alice = room.person("Alice")
    previous = 0
    for time in range(20):
        room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
        card = room.known_card(alice, "s-1")
        interval = (card.due_on - card.last_on).days
        assert interval >= previous, f"answer {time + 1}"
        assert card.stability > 0
        previous = interval
        room.clock.at += timedelta(days=min(interval, 3650))
    assert card.reps == 20
    assert room.cards_differing() == 0


def test_twenty_right_answers_on_one_day_change_little(room: StudyRoom) -> None:
    alice = room.person("Alice")
    for _ in range(20):
        room.answer(alice, room.sit(alice, "s-1"), 1, *RIGHT["s-1"])
    card = room.known_card(alice, "s-1")
    assert card.reps == 20
    assert TODAY < card.due_on < TODAY + timedelta(days=365)
    assert room.cards_differing() == 0
