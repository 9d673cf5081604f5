"""Sitting a mock exam: one at a time, one clock, sections that lock, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from quizapp.app import create_app
from quizapp.core.exams.timing import Accommodations, left_seconds
from quizapp.core.learner import Learner
from quizapp.db.base import db
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.recording import Given
from tests.conftest import settings_for
from tests.services.mock_room import LENGTH, PACE, MockRoom
from tests.services.study_room import StudyRoom, acting

pytestmark = pytest.mark.db
WITH_BREAKS = Accommodations(time="1.5", has_breaks=True)
NO_LIMIT = Accommodations(time="none")


@pytest.fixture
def mock(room: StudyRoom) -> MockRoom:
    return MockRoom(room)


@pytest.fixture
def alice(room: StudyRoom) -> Learner:
    return room.person("Alice")


def left(mock: MockRoom, who: Learner, attempt_id: int) -> float | None:
    return left_seconds(mock.sitting(who, attempt_id).clock, mock.now())


def test_it_starts_with_half_for_each_section_and_one_clock(mock: MockRoom, alice: Learner) -> None:
    found = mock.sitting(alice, mock.start(alice, WITH_BREAKS))
    assert [one.section for one in found.items] == ["R"] * 13 + ["C"] * 12
    assert [one.n for one in found.items] == list(range(1, LENGTH + 1))
    assert len({one.item_id for one in found.items}) == LENGTH
    assert found.clock.limit_seconds == LENGTH * PACE * 1.5
    assert found.conditions == WITH_BREAKS
    assert found.number == 1
    with acting(mock.app) as session:
        kept = session.get_one(User, alice.user_id).accommodations
    assert kept == {"time": "1.5", "has_breaks": True, "hides_clock": False}


def test_a_second_start_leads_to_the_one_that_runs(mock: MockRoom, alice: Learner) -> None:
    first = mock.start(alice)
    assert mock.start(alice, NO_LIMIT, seed=2) == first
    assert mock.sitting(alice, first).conditions.time == "1"
    assert mock.start(mock.room.person("Bob")) != first


def test_a_length_that_cannot_be_filled_is_refused(mock: MockRoom, alice: Learner) -> None:
    for length in (0, 24, 26, 50, 1000):
        with pytest.raises(Invalid):
            mock.start(alice, length=length)
    assert mock.start(alice, length=28)


def test_the_next_one_avoids_what_the_last_one_asked(mock: MockRoom, alice: Learner) -> None:
    first = mock.start(alice)
    mock.finish(alice, first)
    mock.room.clock.forward(days=1)
    second = mock.start(alice, seed=1)
    asked = [{one.item_id for one in mock.sitting(alice, an_id).items} for an_id in (first, second)]
    # Of the 32 questions of both banks seven were not asked; equal shares leave one of them out.
    assert len(asked[1] - asked[0]) == 6
    assert mock.sitting(alice, second).number == 2


def test_choices_flags_and_times_are_kept(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice)
    mock.save(alice, attempt_id, 3, is_flagged=True, after=40)
    mock.save(alice, attempt_id, 4, Given(), after=10)
    item, blank = mock.item(attempt_id, 3), mock.item(attempt_id, 4)
    assert (item.score, item.is_flagged, item.seconds) == (1.0, True, 40)
    assert item.saved_at == mock.now() - timedelta(seconds=10)
    assert (blank.score, blank.given, blank.saved_at, blank.seconds) == (None, {}, None, 10)
    mock.save(alice, attempt_id, 3, is_flagged=False, seen_at=item.saved_at)
    assert not mock.item(attempt_id, 3).is_flagged
    assert mock.item(attempt_id, 3).saved_at == item.saved_at, "the same answer is no new one"


def test_two_devices_never_count_more_time_than_went_by(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice)
    start = mock.now()
    mock.save(alice, attempt_id, 1, after=20)
    mock.save(alice, attempt_id, 2, after=20)
    mock.room.clock.at = start + timedelta(seconds=20)
    mock.save(alice, attempt_id, 1, after=40)  # a page that was opened at the same time
    seconds = sum(one.seconds for one in mock.sitting(alice, attempt_id).items)
    assert seconds == 60


def test_of_two_devices_the_last_one_wins_and_a_blank_takes_nothing_away(
    mock: MockRoom, alice: Learner
) -> None:
    attempt_id = mock.start(alice)
    place = mock.place_of(attempt_id, single_of(mock, attempt_id))
    options = mock.item(attempt_id, place).shown
    mock.save(alice, attempt_id, place, Given((options[0],)))
    mock.save(alice, attempt_id, place, Given((options[1],)))
    assert mock.item(attempt_id, place).given == {"options": [options[1]]}
    mock.save(alice, attempt_id, place, Given())  # a tab that was opened before any answer
    saved = mock.item(attempt_id, place)
    assert saved.given == {"options": [options[1]]}
    mock.save(alice, attempt_id, place, Given(), seen_at=saved.saved_at)  # one that shows it
    assert mock.item(attempt_id, place).given == {}
    assert mock.item(attempt_id, place).score is None


def single_of(mock: MockRoom, attempt_id: int) -> str:
    """Return the ref of a single-choice question of section R that was drawn."""
    query = (
        select(Item.ref)
        .join(AttemptItem, AttemptItem.item_id == Item.id)
        .where(AttemptItem.attempt_id == attempt_id, Item.kind == "single", AttemptItem.n <= 13)
    )
    with acting(mock.app) as session:
        ref: str = session.scalars(query.order_by(AttemptItem.n)).first() or ""
    return ref


def test_what_is_no_answer_yet_is_kept_all_the_same(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice, length=28)  # all of section R
    match = mock.place_of(attempt_id, "r-2")
    whole = mock.right(attempt_id, match).matches
    mock.save(alice, attempt_id, match, Given(matches=whole[:1]))
    assert mock.item(attempt_id, match).given == {"matches": [list(whole[0])]}
    assert mock.item(attempt_id, match).score is None
    mock.save(alice, attempt_id, match, Given(matches=(whole[0], (whole[1][0], whole[0][1]))))
    assert mock.item(attempt_id, match).score == 0.5
    number = mock.place_of(attempt_id, "r-4")
    mock.save(alice, attempt_id, number, Given(text="some"))
    assert (mock.item(attempt_id, number).given, mock.item(attempt_id, number).score) == (
        {"text": "some"},
        None,
    )
    order = mock.place_of(attempt_id, "r-1")
    shown = mock.item(attempt_id, order).shown
    mock.save(alice, attempt_id, order, Given(tuple(shown)))
    assert mock.item(attempt_id, order).score is None, "nothing was moved"
    multi = mock.place_of(attempt_id, "r-5")
    mock.save(alice, attempt_id, multi, Given((mock.right(attempt_id, multi).options[0], "forged")))
    assert mock.item(attempt_id, multi).score == 0.5


def test_a_section_locks_for_good(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice)
    with pytest.raises(Conflict, match="Section 2 has not begun"):
        mock.save(alice, attempt_id, 14)
    with pytest.raises(Conflict, match="Section 1 comes first"):
        mock.close(alice, attempt_id, 2)
    mock.save(alice, attempt_id, 13)
    mock.close(alice, attempt_id, 1)
    mock.close(alice, attempt_id, 1)
    assert mock.sitting(alice, attempt_id).locked == 1
    with pytest.raises(Conflict, match="Section 1 is locked"):
        mock.save(alice, attempt_id, 13, Given())
    assert mock.item(attempt_id, 13).score == 1.0
    mock.save(alice, attempt_id, 14)
    mock.close(alice, attempt_id, 2)
    mock.close(alice, attempt_id, 2)
    assert mock.sitting(alice, attempt_id).end() == (mock.now(), "finished")
    with pytest.raises(Conflict, match="finished"):
        mock.save(alice, attempt_id, 14, Given())


def test_time_over_ends_it_with_what_was_saved(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice)
    mock.save(alice, attempt_id, 1)
    mock.room.clock.at += timedelta(seconds=LENGTH * PACE - 31)
    assert left(mock, alice, attempt_id) == 1
    mock.room.clock.forward(seconds=1)
    assert mock.sitting(alice, attempt_id).is_over(mock.now())
    with pytest.raises(Conflict, match="Time is over"):
        mock.save(alice, attempt_id, 2)
    with pytest.raises(Conflict, match="Time is over"):
        mock.close(alice, attempt_id, 1)
    mock.room.clock.forward(days=5)
    found = mock.sitting(alice, attempt_id)
    assert found.end() == (found.clock.started_at + timedelta(seconds=LENGTH * PACE), "time")
    another = mock.start(alice, seed=2)
    assert another != attempt_id
    assert mock.attempt(attempt_id).ended_at == found.end()[0]
    assert mock.attempt(attempt_id).ending == "time"
    assert mock.item(attempt_id, 1).score == 1.0


def test_breaks_stop_the_clock(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice, WITH_BREAKS)
    mock.save(alice, attempt_id, 1)
    mock.pause(alice, attempt_id)
    before = left(mock, alice, attempt_id)
    mock.room.clock.forward(hours=20)
    mock.pause(alice, attempt_id)
    assert left(mock, alice, attempt_id) == before
    with pytest.raises(Conflict, match="clock stands still"):
        mock.save(alice, attempt_id, 2)
    mock.room.clock.forward(seconds=-30)
    mock.go_on(alice, attempt_id)
    mock.go_on(alice, attempt_id)
    assert left(mock, alice, attempt_id) == before
    mock.save(alice, attempt_id, 2, after=30)
    assert mock.item(attempt_id, 2).seconds == 30
    assert mock.sitting(alice, attempt_id).breaks == 1
    assert left(mock, alice, attempt_id) == (before or 0) - 30


def test_without_breaks_nothing_stops_it(mock: MockRoom, alice: Learner) -> None:
    attempt_id = mock.start(alice)
    with pytest.raises(Conflict, match="without breaks"):
        mock.pause(alice, attempt_id)
    assert mock.attempt(attempt_id).break_at is None


@pytest.mark.parametrize("conditions", [NO_LIMIT, WITH_BREAKS])
def test_one_that_was_left_for_three_days_ends(
    mock: MockRoom, alice: Learner, conditions: Accommodations
) -> None:
    attempt_id = mock.start(alice, conditions)
    mock.save(alice, attempt_id, 1)
    if conditions.has_breaks:
        mock.pause(alice, attempt_id)
    mock.room.clock.forward(hours=71)
    assert not mock.sitting(alice, attempt_id).is_over(mock.now())
    mock.room.clock.forward(hours=1)
    found = mock.sitting(alice, attempt_id)
    assert found.is_over(mock.now())
    assert found.end() == (mock.now(), "left")
    with pytest.raises(Conflict, match="three days"):
        mock.go_on(alice, attempt_id)
    with pytest.raises(Conflict, match="three days"):
        mock.save(alice, attempt_id, 1, Given())


def test_a_crash_loses_nothing(mock: MockRoom, alice: Learner, database_url: str) -> None:
    attempt_id = mock.start(alice)
    mock.save(alice, attempt_id, 1)
    before = mock.sitting(alice, attempt_id)
    folder = mock.app.config["SETTINGS"].instance_dir
    again = create_app(settings_for(database_url, folder))
    reborn = replace(mock.room, app=again)
    after = MockRoom.__new__(MockRoom)
    after.room = reborn
    assert after.sitting(alice, attempt_id) == before
    after.save(alice, attempt_id, 2)
    assert mock.item(attempt_id, 2).score == 1.0
    with again.app_context():
        db.engine.dispose()


def test_nobody_else_can_touch_it(mock: MockRoom, alice: Learner) -> None:
    attempt_id, bob = mock.start(alice, WITH_BREAKS), mock.room.person("Bob")
    for act in (
        lambda: mock.save(bob, attempt_id, 1),
        lambda: mock.close(bob, attempt_id, 1),
        lambda: mock.pause(bob, attempt_id),
        lambda: mock.go_on(bob, attempt_id),
        lambda: mock.open(bob, attempt_id),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        mock.save(alice, attempt_id, LENGTH + 1, Given())
    assert mock.item(attempt_id, 1).saved_at is None


def test_it_goes_with_its_learner(mock: MockRoom, alice: Learner) -> None:
    mock.start(alice)
    kept = mock.start(mock.room.person("Bob"))
    with acting(mock.app) as session:
        session.execute(delete(User).where(User.id == alice.user_id))
        session.commit()
    assert mock.room.rows(Attempt) == 1
    assert mock.room.rows(AttemptItem) == LENGTH
    assert mock.attempt(kept)
