"""Several pages of one learner at once: a mark is one row, a report one report."""

from functools import partial

import pytest

from quizapp.db.models.study import ItemMark, Report
from quizapp.services.reports import Complaint, report_item
from tests.db.test_concurrency import CLIENTS, together
from tests.services.marking import flag, known_mark, note, put_aside
from tests.services.study_room import RIGHT, StudyRoom, acting

pytestmark = pytest.mark.db


def test_flag_note_and_suspension_at_once_are_one_mark(room: StudyRoom) -> None:
    alice = room.person("Alice")
    acts = (
        partial(flag, room, alice, "s-1"),
        partial(note, room, alice, "s-1", "kept"),
        partial(put_aside, room, alice, "s-1"),
    )
    assert together(*acts, *acts) == [None] * 6
    found = known_mark(room, alice, "s-1")
    assert (found.note, found.flagged_at, found.suspended_at) == (
        "kept",
        room.clock(),
        room.clock(),
    )
    assert room.rows(ItemMark) == 1


def test_an_answer_meanwhile_makes_no_card_that_is_asked(room: StudyRoom) -> None:
    alice = room.person("Alice")
    sid = room.sit(alice, "s-1")
    shown = room.put(alice, sid, 1)
    given = room.pick(shown, RIGHT["s-1"])
    together(
        lambda: put_aside(room, alice, "s-1"),
        lambda: str(room.give(alice, shown, given).is_right),
    )
    assert room.known_card(alice, "s-1").suspended_at == room.clock()


def test_the_same_report_at_once_is_one(room: StudyRoom) -> None:
    alice = room.person("Alice")

    def tell() -> None:
        with acting(room.app) as session:
            said = Complaint("key", 1, "See page 254.")
            report_item(session, alice.user_id, "small", "s-1", said, now=room.clock())

    assert together(*[tell] * CLIENTS) == [None] * CLIENTS
    assert room.rows(Report) == 1
