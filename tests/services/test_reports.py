"""Reports: one for each reason and revision, by the learner who answered, settled once."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.study import Report
from quizapp.db.queries.marks import item_reports, open_reports
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.reports import LONGEST_REPORT, Complaint, report_item, settle_report
from tests.services.study_room import WRONG, StudyRoom, acting

pytestmark = pytest.mark.db
KEY = Complaint("key", 1, "Rogers would not agree.")


def tell(room: StudyRoom, who: Learner, said: Complaint, ref: str = "s-1") -> None:
    with acting(room.app) as session:
        report_item(session, who.user_id, "small", ref, said, now=room.clock())


def settle(room: StudyRoom, report_id: int, because: str) -> None:
    with acting(room.app) as session:
        settle_report(session, report_id, because, now=room.clock())


def reports(room: StudyRoom) -> list[Report]:
    with acting(room.app, write.Mode.READ) as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def test_the_same_report_is_updated(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    tell(room, bob, KEY)
    tell(room, alice, KEY)
    room.clock.forward(hours=1)
    tell(room, alice, replace(KEY, text="Nor would Bordin."))
    tell(room, alice, Complaint("wording", 1, "A comma is missing."))
    tell(room, alice, KEY, ref="s-2")
    told = [(one.user_id, one.reason, one.text) for one in reports(room)]
    assert told == [
        (bob.user_id, "key", "Rogers would not agree."),
        (alice.user_id, "key", "Nor would Bordin."),
        (alice.user_id, "wording", "A comma is missing."),
        (alice.user_id, "key", "Rogers would not agree."),
    ]
    assert reports(room)[1].created_at == room.clock()


def test_a_report_keeps_the_answer_it_is_about(room: StudyRoom) -> None:
    alice, bob = room.person("Alice"), room.person("Bob")
    answer_id = room.answer(alice, room.sit(alice, "s-1"), 1, *WRONG["s-1"]).answer_id
    tell(room, alice, Complaint("accept", 1, answer_id=answer_id))
    with pytest.raises(NotFound):
        tell(room, bob, Complaint("accept", 1, answer_id=answer_id))
    with pytest.raises(NotFound):
        tell(room, alice, Complaint("accept", 1, answer_id=answer_id), ref="s-2")
    with acting(room.app, write.Mode.READ) as session:
        (row,) = open_reports(session, "small")
        assert open_reports(session, "another") == []
    assert (row.ref, row.reason) == ("s-1", "accept")
    assert [choice["text"] for choice in row.chosen] == ["empathy, regard, genuineness"]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Complaint("", 1), "Choose what is wrong"),
        (Complaint("no such", 1, "text"), "Choose what is wrong"),
        (Complaint("other", 1, " \n"), "Say what is wrong"),
        (Complaint("wording", 1), "Say what is wrong"),
        (Complaint("key", 1), "Say what is wrong"),
        (Complaint("key", 1, "x" * (LONGEST_REPORT + 1)), "Shorten"),
    ],
)
def test_an_empty_report_is_refused(room: StudyRoom, said: Complaint, refusal: str) -> None:
    with pytest.raises(Invalid, match=refusal):
        tell(room, room.person("Alice"), said)
    assert reports(room) == []


@pytest.mark.parametrize(("ref", "revision"), [("s-99", 1), ("s-1", 2), ("s-1", 0)])
def test_only_what_is_there_can_be_reported(room: StudyRoom, ref: str, revision: int) -> None:
    with pytest.raises(NotFound):
        tell(room, room.person("Alice"), replace(KEY, revision=revision), ref=ref)


def test_a_settled_report_says_why_and_stays_settled(room: StudyRoom) -> None:
    alice = room.person("Alice")
    tell(room, alice, KEY)
    report_id = reports(room)[0].id
    with pytest.raises(Invalid):
        settle(room, report_id, "  ")
    settle(room, report_id, "The source says so on p. 253.")
    with pytest.raises(Conflict):
        settle(room, report_id, "Twice.")
    with pytest.raises(NotFound):
        settle(room, report_id + 1, "Nobody's.")
    with acting(room.app, write.Mode.READ) as session:
        (row,) = item_reports(session, alice.user_id, room.item_id("s-1"))
        assert open_reports(session) == []
    assert row.status == "settled"
    assert (row.text, row.because) == (
        "Rogers would not agree.",
        "The source says so on p. 253.",
    )
    assert row.settled_at == room.clock()
    tell(room, alice, KEY)
    assert [one.status for one in reports(room)] == ["settled", "open"], "it can be told anew"
