"""Questions of another program, taken in and given out in the browser."""

import html
import re
from io import BytesIO

import pytest
from flask import Flask

from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.queries.drafts import draft_of
from quizapp.services.editors import set_editor
from quizapp.services.foreign_formats import FORMATS
from tests.factories import NOON, Person, make_person
from tests.services.study_room import acting
from tests.web.visitor import Visitor

GIFT = """::First:: Which of these is one of the three parts of an alliance? {
  =a bond #It carries the work.
  ~a trance #It has no part in it.
  ~a theory
}

::Essay:: Say what an alliance is. {}
"""


@pytest.fixture
def emil(app: Flask) -> Person:
    person = make_person(app, "Emil", Role.EDUCATOR)
    with acting(app) as session:
        set_editor(session, "small", person.email, "owner", now=NOON)
    return person


@pytest.fixture
def visitor(app: Flask, emil: Person) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(emil)
    visitor.get("/teach/import")
    return visitor


def take_in(visitor: Visitor, name: str, data: bytes, **fields: str) -> tuple[int, str]:
    response = visitor.send("/teach/import", file=(BytesIO(data), name), **fields)
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.text)))
    return response.status_code, words


def draft(app: Flask, person: Person, slug: str) -> str:
    with acting(app, write.Mode.READ) as session:
        row = draft_of(session, person.user_id, slug)
        return row.text if row else ""


def test_a_file_becomes_a_draft_with_a_report(app: Flask, emil: Person, visitor: Visitor) -> None:
    status, page = take_in(visitor, "questions.gift", GIFT.encode(), title="From Moodle")
    assert status == 200
    assert "New 1" in page
    assert "Not taken in 1" in page
    assert "nothing says which answer is right" in page
    text = draft(app, emil, "from-moodle")
    assert "- [x] a bond" in text
    assert "> It carries the work." in text
    again = GIFT.replace("a trance", "a dream")
    status, page = take_in(visitor, "questions.gift", again.encode(), bank="from-moodle")
    assert status == 200
    assert "Changed 1" in page
    assert "New 0" in page
    changed = draft(app, emil, "from-moodle")
    assert changed == text.replace("a trance", "a dream"), "its id and the rest stay"


def test_a_draft_is_added_to_and_nothing_of_it_is_lost(
    app: Flask, emil: Person, visitor: Visitor
) -> None:
    take_in(visitor, "one.gift", GIFT.encode(), title="Mine")
    other = "::Other:: Which is a part of the alliance? {=goals ~gold}"
    status, page = take_in(visitor, "two.gift", other.encode(), bank="mine")
    assert status == 200
    assert "New 1" in page
    text = draft(app, emil, "mine")
    assert "- [x] a bond" in text
    assert "- [x] goals" in text


def test_what_is_live_can_be_brought_up_to_date(app: Flask, emil: Person, visitor: Visitor) -> None:
    data = visitor.client.get("/teach/banks/small/export/file?format=json").data
    status, page = take_in(visitor, "small.json", data, bank="small")
    assert status == 200
    assert "The same 6" in page
    assert "## [s-6]" in draft(app, emil, "small")


@pytest.mark.parametrize(
    ("name", "data", "fields", "words"),
    [
        ("", b"", {}, "Choose a file that is not empty"),
        ("a.gift", GIFT.encode(), {}, "Give the bank a title"),
        ("a.gift", GIFT.encode(), {"title": "small"}, "You have a bank `small` already"),
        ("a.bin", b"\0\1\2", {"title": "New"}, "Say which program the file comes from"),
        ("a.apkg", b"PK\x03\x04 no", {"title": "New"}, "Nothing was taken in"),
        ("a.gift", b"::E:: Say it. {}", {"title": "New"}, "no question in this file"),
    ],
)
def test_what_cannot_be_taken_in_is_said(
    app: Flask,
    emil: Person,
    visitor: Visitor,
    name: str,
    data: bytes,
    fields: dict[str, str],
    words: str,
) -> None:
    status, page = take_in(visitor, name, data, **fields)
    assert status == 422
    assert words in page
    assert draft(app, emil, "new") == ""


def test_another_educators_bank_is_not_there(app: Flask) -> None:
    otto = Visitor(app)
    otto.sign_in(make_person(app, "Otto", Role.EDUCATOR))
    otto.get("/teach/import")
    assert take_in(otto, "a.gift", GIFT.encode(), bank="small")[0] == 404


def test_a_bank_is_given_out_in_every_format(visitor: Visitor) -> None:
    page = visitor.get("/teach/banks/small/export")
    assert "leaves out" in page
    for name, form in FORMATS.items():
        response = visitor.client.get(f"/teach/banks/small/export/file?format={name}")
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].endswith(f'small.{form.extension}"')
        assert len(response.data) > 100
    visitor.get("/teach/banks/small/export/file?format=pdf", 404)
