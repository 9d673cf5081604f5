"""A file that an educator uploads: what becomes a draft, and what is refused with a clear line."""

import html
import re
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.models.banks import Bank, BankLoad
from quizapp.db.models.teaching import BankDraft, DraftPicture
from quizapp.services.editors import set_editor
from tests.core.bank.picture_files import png
from tests.factories import BANK, NOON, make_person
from tests.faults.f14_hostile_banks import HARMLESS, MALFORMED, named, zipped
from tests.services.study_room import acting
from tests.web.visitor import Visitor

PICTURE = "\n![A ladder of three steps](ladder.png)\n"
# What each file is told; the rest are read as a draft, and told in the editor.
REFUSED = {
    "unpacks-to-50-mb.zip": "has over 25 MB unpacked",
    "climbs-out.zip": "has a path that leads out of it",
    "symbolic-link.zip": "has a link in it",
    "invalid-utf-8.md": "is not UTF-8 text",
}
TOO_LARGE = {"100-mb.md", "million-questions.md"}
TOLD = {
    "nul.md": "U+0000 cannot be shown",
    "alias-bomb.md": "an alias (& or *) is not allowed",
    "brackets-in-yaml.md": "nested more than 8 deep",
    "ids-twice.md": "is already used in line 5",
}


@pytest.fixture
def emil(app: Flask) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(make_person(app, "Emil", Role.EDUCATOR))
    visitor.get("/teach/upload")
    return visitor


def upload(visitor: Visitor, name: str, data: bytes, **fields: object) -> tuple[int, str]:
    """Send a file; return the status, and what the page then says in plain words."""
    response = visitor.send("/teach/upload", file=(BytesIO(data), name), **fields)
    page = visitor.get(response.location) if response.location else response.text
    return response.status_code, html.unescape(re.sub(r"<[^>]+>", "", page))


def rows(app: Flask) -> tuple[int, ...]:
    with acting(app, write.Mode.READ) as session:
        counts = [select(func.count()).select_from(one) for one in (Bank, BankLoad, BankDraft)]
        return tuple(session.scalar(one) or 0 for one in counts)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_bank_is_refused_in_one_line(app: Flask, emil: Visitor, name: str) -> None:
    before = rows(app)
    status, page = upload(emil, name, MALFORMED[name]())
    assert status == 422
    assert REFUSED[name] in page
    assert rows(app) == before


def test_what_is_too_large_is_not_even_read(emil: Visitor) -> None:
    response = emil.client.post(
        "/teach/upload",
        input_stream=BytesIO(b"--x"),
        environ_overrides={"CONTENT_LENGTH": "100000000"},
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert "too much at once" in response.text


@pytest.mark.parametrize("name", TOLD)
def test_a_bank_with_faults_is_a_draft_that_cannot_be_published(
    app: Flask, emil: Visitor, name: str
) -> None:
    before = rows(app)
    status, page = upload(emil, name, MALFORMED[name]())
    assert status == 303
    assert TOLD[name] in page
    assert "Publishing opens when" in page
    assert rows(app) == (*before[:2], before[2] + 1)


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_marks_and_line_ends_harm_nobody(emil: Visitor, name: str) -> None:
    status, page = upload(emil, name, MALFORMED[name]())
    assert status == 303
    assert not re.search(r"B0\d\d", page), "nothing of the format"


def test_all_malformed_files_are_judged() -> None:
    assert set(REFUSED) | set(TOLD) | HARMLESS | TOO_LARGE == set(MALFORMED)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("", b"", "Choose a file"),
        ("empty.md", b"", "Choose a file that is not empty"),
        ("letter.docx", b"PK\x03\x04 and so on", "damaged"),
        ("half.zip", zipped(("a.md", named("half").encode()))[:60], "damaged"),
        ("bank.pdf", b"%PDF-1.7", "is a PDF"),
        ("plain.md", b"What is an alliance?", "does not say which bank it is"),
    ],
)
def test_other_files_are_told_what_they_are(
    app: Flask, emil: Visitor, name: str, data: bytes, words: str
) -> None:
    before = rows(app)
    status, page = upload(emil, name, data)
    assert status == 422
    assert words in page
    assert rows(app) == before


def test_a_bank_of_somebody_else_is_not_touched(app: Flask, emil: Visitor) -> None:
    status, page = upload(emil, "small.md", BANK.encode())
    assert status == 422
    assert "belongs to somebody else" in page
    with acting(app) as session:
        set_editor(session, "small", "emil@example.org", "editor", now=NOON)
    status, page = upload(emil, "small.md", BANK.encode())
    assert status == 303
    assert "A small bank" in page


def test_a_draft_is_replaced_only_when_that_is_said(app: Flask, emil: Visitor) -> None:
    assert upload(emil, "a.md", named("mine").encode())[0] == 303
    emil.get("/teach/upload")
    status, page = upload(emil, "a.md", named("mine").encode() + b"\n<!-- more -->\n")
    assert status == 422
    assert "You have a draft of mine" in page
    status, page = upload(emil, "a.md", named("mine").encode() + b"\n<!-- more -->\n", replace="on")
    assert status == 303
    assert "<!-- more -->" in page
    assert rows(app)[2] == 1


def test_a_zip_brings_its_pictures(app: Flask, emil: Visitor) -> None:
    text = named("seen").replace("\n- [x]", f"{PICTURE}\n- [x]", 1)
    packed = zipped(
        ("seen/seen.md", text.encode()), ("seen/ladder.png", png()), ("seen/x.txt", b"x")
    )
    status, page = upload(emil, "seen.zip", packed)
    assert status == 303
    assert not re.search(r"B0\d\d", page)
    with acting(app, write.Mode.READ) as session:
        assert session.scalars(select(DraftPicture.path)).all() == ["ladder.png"]


def test_the_editor_and_the_pages_around_it_are_for_educators_alone(app: Flask) -> None:
    lea = Visitor(app)
    lea.sign_in(make_person(app, "Lea"))
    for path in ("/teach", "/teach/new", "/teach/upload"):
        lea.get(path, 404)
    lea.get("/settings")
    for path in ("/teach/new", "/teach/upload"):
        assert lea.send(path, title="Mine").status_code == 404
