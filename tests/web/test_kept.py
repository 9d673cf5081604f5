"""An answer sent after one was signed out: kept in the form, and for nobody but its own user."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask

from quizapp.core.learner import Learner
from quizapp.db.models.accounts import LoginSession
from quizapp.db.models.study import Review
from quizapp.services.recording import Given
from tests.answers import right
from tests.factories import KINDS_BANK, Person, load_text, make_person
from tests.services.study_room import StudyRoom, acting
from tests.web.visitor import Visitor, options_of

SIGNED_OUT = 401
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def room(app: Flask) -> StudyRoom:
    return StudyRoom(app, app.config["CLOCK"])


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def sign_out_elsewhere(room: StudyRoom) -> None:
    """End every login session, as a new password on another device does."""
    with acting(room.app) as session:
        session.query(LoginSession).delete()
        session.commit()


def at_question(app: Flask, person: Person) -> tuple[Visitor, int]:
    """Sign in and look at the first choice question of the day."""
    browser = Visitor(app)
    browser.sign_in(person)
    sid = browser.start()
    while not browser.question(sid):
        browser.answer_next(sid)
    return browser, sid


def carried(page: str) -> dict[str, Any]:
    """Return the hidden fields of the kept page, but for the CSRF token."""
    fields: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page):
        fields.setdefault(name, []).append(unescape(value))
    del fields["csrf_token"]
    return {name: values if len(values) > 1 else values[0] for name, values in fields.items()}


def keep(browser: Visitor, sid: int) -> dict[str, Any]:
    """Answer rightly, being signed out; return the fields that the page carries on."""
    token, options = browser.token(), options_of(browser.page)
    option = next(iter(options.values()))
    response = browser.send(f"/study/{sid}", token=token, option=option, confidence="fairly")
    assert response.status_code == SIGNED_OUT, response.text
    fields = carried(response.text)
    assert fields == {"token": token, "option": option, "confidence": "fairly"}
    return fields


def test_the_page_names_the_answer_and_nothing_is_stored(
    app: Flask, alice: Person, room: StudyRoom
) -> None:
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    page = browser.page
    keep(browser, sid)
    total = len(room.places(sid))
    assert "Sign in to go on" in browser.page
    said = f"“{next(iter(options_of(page)))}”"
    assert f"question {before + 1} of {total}, {said}, fairly sure." in browser.page
    assert alice.email not in browser.page, "the token says who; the page does not"
    assert room.rows(Review) == before


@pytest.mark.db
def test_signed_in_again_its_verdict_is_shown(app: Flask, room: StudyRoom) -> None:
    alice = make_person(app, "Alice")
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    fields = keep(browser, sid)
    response = browser.send("/login/kept", email=alice.email, password=alice.password, **fields)
    assert response.status_code == 303
    assert response.location == f"/study/{sid}/{before + 1}"
    assert "fairly sure" in browser.get(response.location)
    assert room.rows(Review) == before + 1
    assert room.cards_differing() == 0


def test_a_wrong_password_keeps_it(app: Flask, alice: Person, room: StudyRoom) -> None:
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    fields = keep(browser, sid)
    for _ in range(2):
        response = browser.send("/login/kept", email=alice.email, password="wrong", **fields)
        assert response.status_code == 422
        assert "do not belong together" in response.text
        fields = carried(response.text)
    assert room.rows(Review) == before
    browser.send("/login/kept", email=alice.email, password=alice.password, **fields)
    assert room.rows(Review) == before + 1


def test_sent_twice_it_is_stored_once(app: Flask, alice: Person, room: StudyRoom) -> None:
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    fields = keep(browser, sid) | {"email": alice.email, "password": alice.password}
    csrf = browser.csrf
    first = browser.send("/login/kept", **fields)
    browser.get("/settings")
    assert browser.csrf != csrf, "a cookie of its own after signing in"
    second = browser.send("/login/kept", **fields)
    assert first.location == second.location
    assert room.rows(Review) == before + 1


def test_another_user_does_not_get_it(app: Flask, alice: Person, room: StudyRoom) -> None:
    bob = make_person(app, "Bob")
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    fields = keep(browser, sid)
    response = browser.send("/login/kept", email=bob.email, password=bob.password, **fields)
    assert response.location == "/today"
    assert "shown to somebody else, so it was not stored" in browser.get("/today")
    assert room.rows(Review) == before
    browser.get(f"/study/{sid}", status=404)


def test_signed_out_in_another_tab_its_form_has_no_csrf_token_left(
    app: Flask, alice: Person, room: StudyRoom
) -> None:
    browser, sid = at_question(app, alice)
    before, page, csrf = room.rows(Review), browser.page, browser.csrf
    browser.get("/settings")
    browser.send("/logout")
    browser.page, browser.csrf = page, csrf
    fields = keep(browser, sid)
    assert room.rows(Review) == before
    response = browser.send("/login/kept", email=alice.email, password=alice.password, **fields)
    assert response.location == f"/study/{sid}/{before + 1}"


def test_signed_in_again_in_another_tab_it_is_sent_once_more(
    app: Flask, alice: Person, room: StudyRoom
) -> None:
    browser, sid = at_question(app, alice)
    before, page, csrf = room.rows(Review), browser.page, browser.csrf
    browser.get("/settings")
    browser.send("/logout")
    browser.sign_in(alice)
    browser.page, browser.csrf = page, csrf
    option = next(iter(options_of(page).values()))
    refused = browser.send(f"/study/{sid}", token=browser.token(), option=option)
    assert refused.status_code == 400
    assert "Send it once more" in refused.text
    assert room.rows(Review) == before
    assert browser.send(f"/study/{sid}", **carried(refused.text)).status_code == 303
    assert room.rows(Review) == before + 1


def fields_of(given: Given) -> dict[str, Any]:
    """Return the form fields of an answer, as the page of its kind names them."""
    rows = {f"match-{left}": pick for left, pick in given.matches}
    rating = str(int(given.rating)) if given.rating else ""
    named = {"grade": rating, "answer": given.text, "order": list(given.options), **rows}
    return {name: value for name, value in named.items() if value}


@pytest.mark.parametrize("ref", ["k-1", "k-2", "k-3", "k-4", "s-4"])
def test_every_kind_of_answer_is_kept(app: Flask, alice: Person, room: StudyRoom, ref: str) -> None:
    with app.app_context():
        load_text(KINDS_BANK, origin="kinds.md")
    browser = Visitor(app)
    browser.sign_in(alice)
    sid = room.sit(Learner(alice.user_id, "UTC", 4), ref)
    browser.question(sid)
    fields = {"token": browser.token(), **fields_of(right(room.body(ref)))}
    sign_out_elsewhere(room)
    kept = browser.send(f"/study/{sid}", **fields)
    assert kept.status_code == SIGNED_OUT
    assert carried(kept.text) == fields
    assert room.rows(Review) == 0
    sent = browser.send(
        "/login/kept", email=alice.email, password=alice.password, **carried(kept.text)
    )
    assert sent.status_code == 303
    assert [place.outcome for place in room.places(sid)] == ["ok"]
    assert room.cards_differing() == 0


Break = Callable[[dict[str, str]], dict[str, str]]
BROKEN: dict[str, Break] = {
    "no token": lambda fields: {**fields, "token": ""},
    "a token of one's own making": lambda fields: {**fields, "token": "W10.AAAA"},
    "a token cut short": lambda fields: {**fields, "token": fields["token"][:-1]},
}


@pytest.mark.parametrize("how", BROKEN)
def test_forged_fields_do_nothing(app: Flask, alice: Person, room: StudyRoom, how: str) -> None:
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    fields = BROKEN[how](keep(browser, sid))
    sent = browser.send("/login/kept", email=alice.email, password=alice.password, **fields)
    assert sent.status_code == 409
    assert browser.client.get("/today").status_code == 302, "and nobody is signed in"
    shown = browser.send(f"/study/{sid}", **fields)
    assert (shown.status_code, shown.location) == (302, "/login")
    assert room.rows(Review) == before


def test_an_option_of_no_question_asks_again(app: Flask, alice: Person, room: StudyRoom) -> None:
    browser, sid = at_question(app, alice)
    before = room.rows(Review)
    sign_out_elsewhere(room)
    fields = keep(browser, sid) | {"option": "o-forged"}
    sent = browser.send("/login/kept", email=alice.email, password=alice.password, **fields)
    assert sent.status_code == 422
    assert "not an answer to this question" in sent.text
    assert room.rows(Review) == before


def test_all_that_an_answer_can_hold_is_carried_on(
    app: Flask, alice: Person, room: StudyRoom
) -> None:
    browser, sid = at_question(app, alice)
    sign_out_elsewhere(room)
    token = browser.token()
    fields = {"option": ["a", "b"], "order": ["s", "t"], "answer": 'so "it" is', "match-l1": "r2"}
    response = browser.send(f"/study/{sid}", token=token, grade="3", evil="1", **fields)
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            escaped = value.replace('"', "&#34;")
            assert f'name="{name}" value="{escaped}"' in response.text
    assert 'name="grade" value="3"' in response.text
    assert "evil" not in response.text


@pytest.mark.parametrize(
    "fields", [{}, {"confidence": "fairly"}, {"order": "s1", "move": "up:s1"}, {"answer": ""}]
)
def test_where_nothing_was_answered_nothing_is_promised(
    app: Flask, alice: Person, room: StudyRoom, fields: dict[str, str]
) -> None:
    browser, sid = at_question(app, alice)
    sign_out_elsewhere(room)
    response = browser.send(f"/study/{sid}", token=browser.token(), **fields)
    assert response.status_code == 302
    assert response.location == f"/login?next=/study/{sid}"


def test_nor_where_the_question_waits_no_more(app: Flask, alice: Person, room: StudyRoom) -> None:
    browser, sid = at_question(app, alice)
    token, option = browser.token(), next(iter(options_of(browser.page).values()))
    phone = Visitor(app)
    phone.sign_in(alice)
    phone.answer_next(sid)
    sign_out_elsewhere(room)
    assert browser.send(f"/study/{sid}", token=token, option=option).status_code == 302


def test_a_guest_cannot_come_back_so_nothing_is_promised(app: Flask, room: StudyRoom) -> None:
    browser = Visitor(app)
    options = options_of(browser.get("/"))
    browser.send("/", token=browser.token(), option=next(iter(options.values())), tz="UTC")
    assert browser.question(1) or browser.question(1) == {}
    token = browser.token()
    sign_out_elsewhere(room)
    response = browser.send("/study/1", token=token, option="o1", grade="3")
    assert (response.status_code, response.location) == (302, "/login?next=/study/1")
