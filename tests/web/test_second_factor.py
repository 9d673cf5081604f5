"""The second factor by the pages: set up, asked for, and back in when the phone is gone."""

import re
from collections.abc import Sequence

import pyotp
import pytest
from flask import Flask

from quizapp.services.second_factors import RECOVERY_CODES
from tests.factories import PASSWORD, FakeClock, Person, make_person
from tests.web.page_client import Fetched, PageClient
from tests.web.posting import ADDRESS, NEW, Post
from tests.web.visitor import Visitor

HOME = "/settings/second-factor"


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def own_page(app: Flask, person: Person) -> PageClient:
    browser = Visitor(app)
    browser.sign_in(person)
    return PageClient(app, browser.cookie())


def secret_on(page: Fetched) -> str:
    found = re.search(r"Or type: ((?:[A-Z2-7]{4} ?){8})", page.text)
    assert found
    return found[1].replace(" ", "")


def set_up(app: Flask, person: Person) -> tuple[str, list[str]]:
    """Turn it on by the pages; return the secret and the recovery codes."""
    page, clock = own_page(app, person), app.config["CLOCK"]
    shown = page.follow(page.send(page(HOME), password=PASSWORD))
    secret = secret_on(shown)
    codes = page.send(shown, 200, code=pyotp.TOTP(secret).at(clock()))
    assert codes.heading == "Your recovery codes"
    clock.forward(minutes=2)
    found: Sequence[str] = re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", codes.text)
    return secret, list(found)


def asked(app: Flask, person: Person, password: str = PASSWORD) -> tuple[PageClient, Fetched]:
    """Sign in by the password; return the browser and the page that asks for the code."""
    page = PageClient(app)
    answer = page.send(page("/login?next=/missed"), email=person.email, password=password)
    assert answer.location == "/login/code?next=/missed"
    assert page("/missed", 302).location.startswith("/login"), "not in yet"
    return page, page.follow(answer)


def test_a_code_of_the_app_signs_in_and_goes_on(
    app: Flask, clock: FakeClock, alice: Person
) -> None:
    secret, codes = set_up(app, alice)
    assert len(codes) == RECOVERY_CODES
    page, form = asked(app, alice)
    refused = page.send(form, 422, code="000 00")
    assert "does not fit" in refused.text
    done = page.send(form, code=pyotp.TOTP(secret).at(clock()))
    assert done.location == "/missed"
    assert page("/missed").heading == "Missed questions"


def test_who_lost_the_phone_gets_back_in_by_a_recovery_code(app: Flask, alice: Person) -> None:
    _, codes = set_up(app, alice)
    page, form = asked(app, alice)
    assert "recovery codes" in form.text
    page.send(form, code=codes[3])
    assert "9 recovery codes are left" in page(HOME).text
    off = page(HOME).form()
    page.post(f"{HOME}/off", off | {"password": PASSWORD})
    fresh = PageClient(app)
    assert fresh.send(fresh("/login"), email=alice.email, password=PASSWORD).location == "/today"


def test_who_lost_phone_and_codes_gets_back_in_by_the_operator(app: Flask, alice: Person) -> None:
    set_up(app, alice)
    _, form = asked(app, alice)
    assert "flask user reset-second-factor" in form.html
    runner = app.test_cli_runner()
    result = runner.invoke(args=["user", "reset-second-factor", alice.email])
    assert result.output == f"{alice.email} can sign in with the password alone.\n"
    fresh = PageClient(app)
    assert fresh.send(fresh("/login"), email=alice.email, password=PASSWORD).location == "/today"
    assert runner.invoke(args=["user", "reset-second-factor", "x@example.org"]).exit_code == 1


def test_who_lost_the_password_still_needs_the_phone(post: Post, alice: Person) -> None:
    secret, _ = set_up(post.app, alice)
    page = PageClient(post.app)
    page.send(page("/login/forgot"), email=alice.email)
    while not post.mailbox.mails or "/reset/" not in post.mailbox.text():
        assert post.deliver()
    page(post.mailbox.link(ADDRESS), 302)
    page.send(page("/reset"), password=NEW)
    page, form = asked(post.app, alice, NEW)
    code = pyotp.TOTP(secret).at(post.app.config["CLOCK"]())
    assert page.send(form, code=code).location == "/missed"


def test_the_picture_has_no_style_and_says_what_it_is(app: Flask, alice: Person) -> None:
    page = own_page(app, alice)
    shown = page.follow(page.send(page(HOME), password=PASSWORD))
    picture = re.search(r"<svg[^>]*class=\"qr\".*?</svg>", shown.html, flags=re.DOTALL)
    assert picture
    assert "style" not in picture[0]
    assert 'role="img" aria-label="Code to scan' in shown.html


def test_the_codes_do_not_show_again_when_their_page_is_loaded_anew(
    app: Flask, alice: Person
) -> None:
    page, clock = own_page(app, alice), app.config["CLOCK"]
    shown = page.follow(page.send(page(HOME), password=PASSWORD))
    form = shown.form(f"{HOME}/new") | {"code": pyotp.TOTP(secret_on(shown)).at(clock())}
    page.post(f"{HOME}/new", form, 200)
    again = page.follow(page.post(f"{HOME}/new", form))
    assert "10 recovery codes are left" in again.text


def test_the_secret_does_not_show_again_once_it_is_on(app: Flask, alice: Person) -> None:
    set_up(app, alice)
    page = PageClient(app)
    form = asked(app, alice)[1]
    assert form.heading == "Type your code"
    assert page(f"{HOME}/new", 302).location.startswith("/login")


def test_without_the_password_nobody_is_asked_for_a_code(app: Flask, page: PageClient) -> None:
    assert page("/login/code", 302).location == "/login"
    browser = Visitor(app)
    browser.get("/login")
    response = browser.send("/login/code", code="123456")
    assert (response.status_code, response.location) == (303, "/login")
