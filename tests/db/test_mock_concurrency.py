"""Two devices in one mock exam at the same moment."""

from functools import partial

import pytest

from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.services.recording import Given
from tests.db.test_concurrency import CLIENTS, together
from tests.services.mock_room import LENGTH, MockRoom
from tests.services.study_room import StudyRoom

pytestmark = pytest.mark.db


@pytest.fixture
def mock(room: StudyRoom) -> MockRoom:
    return MockRoom(room)


def test_starting_at_once_starts_one(mock: MockRoom) -> None:
    alice = mock.room.person("Alice")
    started = together(*[lambda: str(mock.start(alice))] * CLIENTS)
    assert len(set(started)) == 1
    assert mock.room.rows(Attempt) == 1
    assert mock.room.rows(AttemptItem) == LENGTH


def test_saving_and_locking_at_once_keeps_what_came_before_the_lock(mock: MockRoom) -> None:
    alice = mock.room.person("Alice")
    attempt_id = mock.start(alice)
    saves = [partial(mock.save, alice, attempt_id, n, after=0) for n in range(1, 5)]
    said = together(*saves, partial(mock.close, alice, attempt_id, 1))
    kept = [one.n for one in mock.sitting(alice, attempt_id).items if one.is_answered]
    assert kept == [n for n, fault in enumerate(said[:4], start=1) if fault is None]
    assert mock.sitting(alice, attempt_id).locked == 1


def test_opening_at_once_tells_the_memory_once(mock: MockRoom) -> None:
    alice = mock.room.person("Alice")
    attempt_id = mock.start(alice)
    mock.answer(alice, attempt_id, [1, 2, 3])
    mock.save(alice, attempt_id, 4, Given())
    mock.finish(alice, attempt_id)
    opened = together(*[lambda: str(mock.open(alice, attempt_id))] * CLIENTS)
    assert sorted(map(str, opened)) == ["0"] * (CLIENTS - 1) + ["3"]
    assert len(mock.room.log(alice)) == 3
    assert mock.room.cards_differing() == 0
