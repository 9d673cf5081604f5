"""A guest's marks and reports move into the account with the answers."""

import pytest

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.study import ItemMark, Report
from quizapp.db.queries.marks import item_reports
from quizapp.services.reports import Complaint, report_item
from tests.services.marking import flag, known_mark, note, put_aside
from tests.services.study_room import RIGHT, StudyRoom, acting
from tests.services.test_signin import alice_with_account, enter, guest_with_answer

pytestmark = pytest.mark.db


def test_what_only_the_guest_marked_moves(room: StudyRoom) -> None:
    alice = alice_with_account(room)
    guest = guest_with_answer(room, *RIGHT["s-1"])
    flag(room, guest, "s-2")
    note(room, guest, "s-2", "Any kind of helping.")
    with acting(room.app) as session:
        said = Complaint("key", 1, "See page 254.")
        report_item(session, guest.user_id, "small", "s-1", said, now=room.clock())
    enter(room, guest_id=guest.user_id)
    moved = known_mark(room, alice, "s-2")
    assert (moved.flagged_at, moved.note) == (room.clock(), "Any kind of helping.")
    assert room.rows(ItemMark) == room.rows(Report) == 1
    with acting(room.app, write.Mode.READ) as session:
        assert len(item_reports(session, alice.user_id, room.item_id("s-1"))) == 1


def both(room: StudyRoom) -> tuple[Learner, Learner]:
    return alice_with_account(room), guest_with_answer(room, *RIGHT["s-1"])


def test_the_accounts_note_wins_unless_it_is_empty(room: StudyRoom) -> None:
    alice, guest = both(room)
    note(room, alice, "s-1", "hers")
    note(room, guest, "s-1", "the guest's")
    flag(room, alice, "s-2")
    note(room, guest, "s-2", "the guest's")
    enter(room, guest_id=guest.user_id)
    assert known_mark(room, alice, "s-1").note == "hers"
    second = known_mark(room, alice, "s-2")
    assert second.note == "the guest's"
    assert second.flagged_at is not None, "flagged by either is flagged"


def test_the_newer_suspension_holds_and_reaches_the_cards(room: StudyRoom) -> None:
    alice, guest = both(room)
    room.answer(alice, room.sit(alice, "s-1", "s-2"), 1, *RIGHT["s-1"])
    put_aside(room, alice, "s-2")
    room.clock.forward(hours=1)
    put_aside(room, guest, "s-1")
    put_aside(room, guest, "s-2")
    enter(room, guest_id=guest.user_id)
    assert known_mark(room, alice, "s-2").suspended_at == room.clock()
    assert room.known_card(alice, "s-1").suspended_at == room.clock()
    assert room.cards_differing() == 0
