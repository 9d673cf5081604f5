"""Opening the answers: they count for memory, once, as they were given."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.db.models.accounts import User
from quizapp.db.models.exams import Attempt
from quizapp.services.errors import Conflict
from quizapp.services.mock_answers import adopt_attempts
from quizapp.services.recording import Given
from tests.factories import load_text
from tests.mock_bank import mock_bank
from tests.services.mock_room import MockRoom
from tests.services.study_room import StudyRoom, acting

pytestmark = pytest.mark.db


@pytest.fixture
def mock(room: StudyRoom) -> MockRoom:
    return MockRoom(room)


@pytest.fixture
def alice(room: StudyRoom) -> Learner:
    return room.person("Alice")


def sat(mock: MockRoom, who: Learner) -> int:
    """Sit an exam of 28: question 1 is right, 2 is not, of the third a part, the rest is blank."""
    attempt_id = mock.start(who, length=28)
    singles = [mock.place_of(attempt_id, ref) for ref in ("r-6", "r-7")]
    mock.save(who, attempt_id, singles[0])
    wrong = [
        one
        for one in mock.item(attempt_id, singles[1]).shown
        if one not in mock.right(attempt_id, singles[1]).options
    ]
    mock.save(who, attempt_id, singles[1], Given((wrong[0],)))
    multi = mock.place_of(attempt_id, "r-5")
    mock.save(who, attempt_id, multi, Given(mock.right(attempt_id, multi).options[:1]))
    return attempt_id


def test_they_open_when_it_is_over(mock: MockRoom, alice: Learner) -> None:
    attempt_id = sat(mock, alice)
    with pytest.raises(Conflict, match="finished"):
        mock.open(alice, attempt_id)
    assert mock.room.log(alice) == []
    mock.finish(alice, attempt_id)
    assert mock.room.log(alice) == [], "the scores alone tell the memory nothing"
    assert mock.open(alice, attempt_id) == 3


def test_each_answer_is_one_row_of_the_log(mock: MockRoom, alice: Learner) -> None:
    attempt_id = sat(mock, alice)
    mock.finish(alice, attempt_id)
    answered_until = mock.now()
    mock.room.clock.forward(days=2)
    mock.open(alice, attempt_id)
    assert mock.open(alice, attempt_id) == 0
    log = {row.item_id: row for row in mock.room.log(alice)}
    assert len(log) == 3
    right, wrong, part = (log[mock.room.item_id(ref)] for ref in ("r-6", "r-7", "r-5"))
    assert (right.rating, wrong.rating, part.rating) == (Rating.GOOD, Rating.AGAIN, Rating.AGAIN)
    assert (right.score, wrong.score, part.score) == (1.0, 0.0, 0.5)
    assert {row.source for row in log.values()} == {"mock"}
    assert {row.session_id for row in log.values()} == {None}
    assert right.ms == 30_000
    assert wrong.chosen[0]["text"].startswith("wrong")
    assert right.answered_at <= answered_until
    assert right.received_at == mock.now()
    assert right.study_on == alice.study_on(answered_until)


def test_cards_and_the_missed_list_follow(mock: MockRoom, alice: Learner) -> None:
    attempt_id = sat(mock, alice)
    day = alice.study_on(mock.now())
    mock.finish(alice, attempt_id)
    mock.open(alice, attempt_id)
    assert mock.room.known_card(alice, "r-6").due_on > day + timedelta(days=1)
    missed = mock.room.known_card(alice, "r-7")
    assert missed.due_on == day + timedelta(days=1)
    assert missed.missed_at is not None
    assert mock.room.card(alice, "r-8") is None, "a blank is no answer"
    assert mock.room.cards_differing() == 0


def test_a_card_that_was_studied_meanwhile_follows_from_both(
    mock: MockRoom, alice: Learner
) -> None:
    attempt_id = sat(mock, alice)
    mock.finish(alice, attempt_id)
    mock.room.clock.forward(minutes=5)
    sid = mock.room.sit(alice, "r-7")
    mock.room.answer(alice, sid, 1, "right")
    mock.open(alice, attempt_id)
    assert mock.room.known_card(alice, "r-7").reps == 2
    assert mock.room.cards_differing() == 0


def test_it_opens_after_time_was_over(mock: MockRoom, alice: Learner) -> None:
    attempt_id = sat(mock, alice)
    mock.room.clock.forward(days=3)
    assert mock.open(alice, attempt_id) == 3
    assert mock.attempt(attempt_id).ending == "time"


def test_a_corrected_question_is_left_out(mock: MockRoom, alice: Learner) -> None:
    attempt_id = sat(mock, alice)
    mock.finish(alice, attempt_id)
    text = mock_bank()
    start = text.index("## [r-6]")
    turned = (
        text[start:]
        .replace("- [x] right", "- [ ] right", 1)
        .replace("[ ] wrong\n", "[x] wrong\n", 1)
    )
    with mock.app.app_context():
        assert not load_text(text[:start] + turned, origin="mock.md", at=mock.now()).problems
    assert mock.open(alice, attempt_id) == 2
    assert mock.room.card(alice, "r-6") is None
    assert mock.room.cards_differing() == 0


def test_a_guest_takes_it_along(mock: MockRoom, alice: Learner) -> None:
    guest = guest_of(mock)
    theirs, hers = sat(mock, guest), mock.start(alice)
    with acting(mock.app) as session:
        adopt_attempts(session, guest.user_id, alice.user_id, mock.now())
        session.commit()
    assert mock.attempt(theirs).user_id == alice.user_id
    assert mock.attempt(theirs).ending == "left", "one runs at a time"
    assert mock.attempt(hers).ended_at is None
    assert mock.open(alice, theirs) == 3


def test_a_guest_goes_on_with_it_in_the_account(mock: MockRoom, alice: Learner) -> None:
    guest, finished = guest_of(mock), mock.start(alice)
    mock.finish(alice, finished)
    theirs = mock.start(guest)
    with acting(mock.app) as session:
        adopt_attempts(session, guest.user_id, alice.user_id, mock.now())
        session.commit()
    mock.save(alice, theirs, 1)
    with acting(mock.app) as session:
        running = session.scalars(select(Attempt.id).where(Attempt.ended_at.is_(None))).all()
    assert running == [theirs]


def guest_of(mock: MockRoom) -> Learner:
    with acting(mock.app) as session:
        user = User(is_guest=True, zone="UTC", prefs={}, created_at=mock.now())
        session.add(user)
        session.commit()
        return replace(Learner(0, "UTC", 4), user_id=user.id)
