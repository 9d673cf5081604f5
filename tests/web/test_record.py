"""Your data: what is given away, and what a file that is sent leads to."""

import csv
import json
from io import StringIO

from flask import Flask

from quizapp.web.cells import plain_cell
from tests.factories import PASSWORD, FakeClock, csrf_of, make_person
from tests.web.visitor import Visitor


def signed_in(app: Flask, name: str) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(make_person(app, name))
    return visitor


def bring_in(who: Visitor, content: bytes, **fields: str) -> tuple[int, str]:
    """Send a file as a browser does; the client's own way leaves a temporary file open."""
    fields |= {"csrf_token": csrf_of(who.get("/settings/data"))}
    head = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
    parts = [head.format(name, "").encode() + value.encode() for name, value in fields.items()]
    parts.append(head.format("file", '; filename="record.json"').encode() + content)
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"
    response = who.client.post(
        "/settings/data", data=body, content_type="multipart/form-data; boundary=x"
    )
    text = who.get(response.location) if response.status_code == 303 else response.text
    return response.status_code, text


def test_a_record_goes_along_and_comes_in(app: Flask) -> None:
    alice, bob = signed_in(app, "Alice"), signed_in(app, "Bob")
    alice.answer_next(alice.start())
    response = alice.client.get("/settings/data/record.json")
    assert response.headers["Cache-Control"] == "no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(json.loads(response.text)["answers"]) == 1
    status, page = bring_in(bob, response.data)
    assert (status, "another e-mail address" in page) == (422, True)
    status, page = bring_in(bob, response.data, is_mine="on")
    assert (status, "Taken in: 1 answer." in page) == (303, True)
    assert "1 day studied." in bob.get("/today")
    status, page = bring_in(bob, response.data, is_mine="on")
    assert (status, "a record of its own" in page) == (422, True)


def test_answers_are_a_table(app: Flask) -> None:
    alice = signed_in(app, "Alice")
    alice.answer_next(alice.start())
    rows = list(csv.DictReader(StringIO(alice.client.get("/settings/data/answers.csv").text)))
    assert len(rows) == 1
    assert rows[0]["bank"] == "small"
    assert rows[0]["right"] in {"yes", "no"}


def test_rubbish_is_refused_in_words(app: Flask) -> None:
    alice = signed_in(app, "Alice")
    for content, words in (
        (b"", "this one is empty"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b'{"format": "alliance', "cut short"),
        (b"{}", "no learner"),
    ):
        status, page = bring_in(alice, content)
        assert (status, words in page) == (422, True), words


def test_a_large_record_is_read_and_a_huge_one_is_not(app: Flask) -> None:
    alice = signed_in(app, "Alice")
    status, page = bring_in(alice, b" " * 3_000_000 + b"{}")
    assert (status, "no learner" in page) == (422, True)
    assert bring_in(alice, b" " * 21_000_000)[0] == 413


def test_cells_are_no_formulas() -> None:
    assert plain_cell("=1+1") == "'=1+1"
    assert plain_cell("-1") == "'-1"
    assert plain_cell("goals") == "goals"


def test_an_account_is_deleted_after_a_week(app: Flask, clock: FakeClock) -> None:
    alice = signed_in(app, "Alice")
    assert "Delete my account" in alice.get("/settings/data")
    assert alice.send("/settings/data/leave", password="wrong").status_code == 422
    assert alice.send("/settings/data/leave", password=PASSWORD).status_code == 303
    assert "Your account is deleted on Sunday 29 November 2026." in alice.get("/settings/data")
    assert "to be deleted within a week" in alice.get("/today")
    assert alice.send("/settings/data/stay").status_code == 303
    assert "to be deleted" not in alice.get("/today")
    alice.get("/settings/data")
    assert alice.send("/settings/data/leave", password=PASSWORD).status_code == 303
    clock.forward(days=7)
    assert alice.client.get("/today").location == "/login?next=/today"
    alice.get("/login")
    again = alice.send("/login", email="alice@example.org", password=PASSWORD)
    assert again.status_code == 422, "there is no such account any more"
    runner = app.test_cli_runner()
    assert "0 accounts deleted." in runner.invoke(args=["user", "delete-leavers"]).output
