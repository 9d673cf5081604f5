"""Reports: one for each reason and revision, by the learner who answered, settled once."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from quizapp.core.access import Role
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.models.study import Report
from quizapp.db.queries.marks import item_reports, open_reports
from quizapp.db.queries.reports import OPEN, SETTLED, inbox_counts, inbox_items, unheard_outcomes
from quizapp.services.editors import set_editor
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.item_analysis import refresh_summaries
from quizapp.services.reports import (
    LONGEST_REPORT,
    Complaint,
    hear_outcomes,
    report_item,
    settle_report,
    settle_reports,
)
from tests.crowd import answered_by_a_crowd
from tests.factories import make_person
from tests.services.recorded import forget, take_in, told
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


def settle_some(room: StudyRoom, who: int, ids: Sequence[int], because: str = "So.") -> int:
    with acting(room.app) as session:
        return settle_reports(session, who, ids, because, outcome="declined", now=room.clock())


def owner(room: StudyRoom, name: str) -> int:
    person = make_person(room.app, name, Role.EDUCATOR)
    with acting(room.app) as session:
        set_editor(session, "small", person.email, "owner", now=room.clock())
    return person.user_id


def test_who_may_change_the_bank_settles_and_the_writer_hears_once(room: StudyRoom) -> None:
    alice, bob, olga = room.person("Alice"), room.person("Bob"), owner(room, "Olga")
    emil = make_person(room.app, "Emil", Role.EDUCATOR).user_id
    for who, ref in ((alice, "s-1"), (bob, "s-1"), (alice, "s-2")):
        tell(room, who, KEY, ref=ref)
        room.clock.forward(minutes=1)
    first, second, third = (one.id for one in reports(room))
    with pytest.raises(NotFound):
        settle_some(room, emil, [first])
    with pytest.raises(NotFound):
        settle_some(room, olga, [first, 999])
    with pytest.raises(Invalid, match="Shorten"):
        settle_some(room, olga, [first], "x" * (LONGEST_REPORT + 1))
    assert settle_some(room, olga, [first, second]) == 2
    with pytest.raises(Conflict):
        settle_some(room, olga, [second, third])
    assert [one.status for one in reports(room)] == [SETTLED, SETTLED, OPEN]
    with acting(room.app) as session:
        (heard,) = unheard_outcomes(session, alice.user_id)
        assert (heard.ref, heard.outcome, heard.because) == ("s-1", "declined", "So.")
        hear_outcomes(session, bob.user_id, [first, third], now=room.clock())
    with acting(room.app) as session:
        assert len(unheard_outcomes(session, alice.user_id)) == 1, "it was not Bob's to hear"
        hear_outcomes(session, alice.user_id, [first, third], now=room.clock())
    with acting(room.app) as session:
        assert unheard_outcomes(session, alice.user_id) == []
        assert len(unheard_outcomes(session, bob.user_id)) == 1
    assert [one.heard_at is not None for one in reports(room)] == [True, False, False]


def test_the_inbox_has_reports_of_a_question_together(room: StudyRoom) -> None:
    alice, bob, olga = room.person("Alice"), room.person("Bob"), owner(room, "Olga")
    for who, ref in ((alice, "s-2"), (alice, "s-1"), (bob, "s-2")):
        tell(room, who, KEY, ref=ref)
    with acting(room.app) as session:
        answered_by_a_crowd(session, "small", at=room.clock(), people=12)
    with acting(room.app) as session:
        refresh_summaries(session, "small", now=room.clock())
    with acting(room.app, write.Mode.READ) as session:
        rows = inbox_items(session, olga, OPEN, offset=0, limit=20)
        assert [(row.ref, len(row.reports), row.n) for row in rows] == [
            ("s-2", 2, 12),
            ("s-1", 1, 12),
        ]
        assert rows[0].figures is not None
        assert [row.ref for row in inbox_items(session, olga, OPEN, offset=1, limit=1)] == ["s-1"]
        assert inbox_items(session, alice.user_id, OPEN, offset=0, limit=20) == []
        assert inbox_items(session, olga, OPEN, "another", offset=0, limit=20) == []
    first, second, third = (one.id for one in reports(room))
    settle_some(room, olga, [second])
    room.clock.forward(minutes=1)
    settle_some(room, olga, [first, third])
    with acting(room.app, write.Mode.READ) as session:
        settled = inbox_items(session, olga, SETTLED, offset=0, limit=20)
        assert [row.ref for row in settled] == ["s-2", "s-1"], "the last settled first"
        counts = inbox_counts(session, olga)
        assert (counts.open, counts.settled, counts.settled_items) == (0, 3, 2)


def test_what_became_of_reports_goes_along(room: StudyRoom) -> None:
    alice, olga = room.person("Alice"), owner(room, "Olga")
    tell(room, alice, KEY)
    settle_some(room, olga, [reports(room)[0].id])
    first = told(room, alice)
    assert json.loads(first)["reports"][0]["outcome"] == "declined"
    forget(room, alice)
    take_in(room, alice, first)
    assert told(room, alice) == first
    older = json.loads(first)
    for name in ("outcome", "heard_at"):
        del older["reports"][0][name]
    forget(room, alice)
    with pytest.raises(Invalid, match="“outcome” is missing"):
        take_in(room, alice, json.dumps(older))
    take_in(room, alice, json.dumps(older | {"version": 2}))
    assert (reports(room)[0].outcome, reports(room)[0].heard_at) == ("", None)
    with acting(room.app, write.Mode.READ) as session:
        assert unheard_outcomes(session, alice.user_id) == [], "settled before it was told of"
    bad = json.loads(first)
    bad["reports"][0]["outcome"] = "burned"
    forget(room, alice)
    with pytest.raises(Invalid, match="“outcome” cannot be"):
        take_in(room, alice, json.dumps(bad))
