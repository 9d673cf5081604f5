"""Writing without scripts: signed out meanwhile, and what differs between two texts of a bank."""

from html import escape, unescape

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession
from quizapp.db.models.teaching import BankDraft
from quizapp.web.editing import changed_lines
from tests.core.bank.generated import generated_bank
from tests.factories import Person, csrf_of, make_person
from tests.services.study_room import acting
from tests.web.visitor import Visitor

EDIT = "/teach/banks/ties/edit"
TEXT = "---\nbank: ties\n---\n\n# Ties & <b>knots</b>\n"


@pytest.fixture
def olga(app: Flask) -> Person:
    return make_person(app, "Olga", Role.EDUCATOR)


@pytest.fixture
def desk(app: Flask, olga: Person) -> Visitor:
    """Olga's browser, a bank begun in it."""
    browser = Visitor(app)
    browser.sign_in(olga)
    browser.get("/teach/new")
    assert browser.send("/teach/new", title="Ties").status_code == 303
    browser.get(EDIT)
    return browser


def sign_out_everywhere(app: Flask) -> None:
    with acting(app) as session:
        session.query(LoginSession).delete()
        session.commit()


def send_from(desk: Visitor, site: str, text: str) -> TestResponse:
    """Send a text as a browser does that says from which site it comes."""
    fields = {"csrf_token": desk.csrf, "text": text, "version": "1", "line": "3"}
    headers = {"Sec-Fetch-Site": site} if site else {}
    return desk.client.post(EDIT, data=fields, headers=headers)


def stored(app: Flask) -> str | None:
    with acting(app, write.Mode.READ) as session:
        return session.scalar(select(BankDraft.text))


def test_a_text_sent_by_somebody_signed_out_stays_on_the_page(app: Flask, desk: Visitor) -> None:
    before = stored(app)
    sign_out_everywhere(app)
    response = desk.send(EDIT, text=TEXT, version="1", line="3")
    assert response.status_code == 401
    assert escape(TEXT) in response.text
    assert 'name="version" value="1"' in response.text
    assert stored(app) == before


def test_after_signing_in_anew_the_text_is_shown_and_then_stored(
    app: Flask, desk: Visitor, olga: Person
) -> None:
    before, old_token = stored(app), desk.csrf
    sign_out_everywhere(app)
    desk.sign_in(olga)
    desk.csrf = old_token
    response = send_from(desk, "same-origin", TEXT)
    assert response.status_code == 400
    assert "not stored yet" in response.text
    assert escape(TEXT) in response.text
    assert "What was saved elsewhere" not in response.text
    assert stored(app) == before
    desk.csrf = csrf_of(response.text)
    assert desk.send(EDIT, text=TEXT, version="1", line="3").status_code == 303
    assert stored(app) == TEXT


@pytest.mark.parametrize("site", ["cross-site", ""])
def test_a_text_that_may_be_anothers_is_not_put_before_a_teacher(
    app: Flask, desk: Visitor, site: str
) -> None:
    desk.csrf = "forged"
    response = send_from(desk, site, TEXT)
    assert response.status_code == 400
    assert "knots" not in response.text
    assert stored(app) != TEXT


def test_an_old_page_says_too_what_was_saved_elsewhere(
    app: Flask, desk: Visitor, olga: Person
) -> None:
    assert desk.send(EDIT, text=TEXT, version="1", line="3").status_code == 303
    old_token = desk.csrf
    sign_out_everywhere(app)
    desk.sign_in(olga)
    desk.csrf = old_token
    response = send_from(desk, "same-origin", f"{TEXT}Mine.\n")
    assert response.status_code == 400
    assert "What was saved elsewhere" in response.text
    assert stored(app) == TEXT


def test_a_text_for_a_bank_of_somebody_else_is_not_shown_again(app: Flask) -> None:
    lea = Visitor(app)
    lea.sign_in(make_person(app, "Lea"))
    response = send_from(lea, "same-origin", TEXT)
    assert response.status_code == 400
    assert "knots" not in response.text


@pytest.mark.parametrize("path", ["/teach", "/teach/upload", EDIT])
def test_who_is_signed_out_is_asked_to_sign_in(app: Flask, path: str) -> None:
    response = Visitor(app).client.get(path)
    assert response.status_code == 302
    assert response.location.startswith("/login?next=/teach")


def test_a_new_bank_whose_id_somebody_else_has_gets_a_number(app: Flask, desk: Visitor) -> None:
    desk.get("/teach/new")
    made = desk.send("/teach/new", title="Small")  # the bank `small` is the app's own
    assert made.location == "/teach/banks/small-2/edit"
    desk.get("/teach/new")
    again = desk.send("/teach/new", title="Small")
    assert again.status_code == 422
    assert "You have a bank `small-2` already" in unescape(again.text)
    assert stored(app) is not None


def test_of_a_long_bank_only_the_changed_questions_are_shown() -> None:
    mine = generated_bank(300, 1)
    assert mine.count("\n") > 1_000
    lines = changed_lines(
        mine, mine.replace("## [g-0007]", "## [g-0007] Named", 1) + "\n<!-- x -->\n"
    )
    assert 0 < len(lines) < 20
    assert changed_lines(mine, mine) == []
