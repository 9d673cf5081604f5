"""`flask bank reports` and `settle`: listed without names, closed with a reason."""

import re

from click.testing import Result
from flask import Flask

from quizapp.services.reports import Complaint, report_item
from tests.factories import FakeClock
from tests.services.study_room import WRONG, StudyRoom, acting


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["bank", *words])


def test_reports_are_listed_and_settled(app: Flask, clock: FakeClock) -> None:
    room = StudyRoom(app, clock)
    alice = room.person("Alice")
    answer_id = room.answer(alice, room.sit(alice, "s-1"), 1, *WRONG["s-1"]).answer_id
    for said in (
        Complaint("accept", 1, answer_id=answer_id),
        Complaint("wording", 1, "A comma\nis missing."),
    ):
        with acting(app) as session:
            report_item(session, alice.user_id, "small", "s-1", said, now=clock())
    listed = run(app, "reports", "small")
    assert listed.exit_code == 0
    assert listed.output == (
        "1  2026-11-22  small/s-1, revision 1: accept\n"
        "    answered: empathy, regard, genuineness\n"
        "2  2026-11-22  small/s-1, revision 1: wording\n"
        "    A comma\n"
        "    is missing.\n"
        "2 open\n"
    )
    assert run(app, "reports", "another").output == "0 open\n"
    settled = run(app, "settle", "1", "--because", "It is accepted now.")
    assert (settled.exit_code, settled.output) == (0, "report 1: settled\n")
    assert re.findall(r"^\d", run(app, "reports").output, flags=re.MULTILINE) == ["2", "1"]


def test_what_cannot_be_settled_is_said_plainly(app: Flask) -> None:
    missing = run(app, "settle", "7", "--because", "x")
    assert (missing.exit_code, missing.output) == (1, "Error: There is no report 7.\n")
    assert run(app, "settle", "7").exit_code == 2
