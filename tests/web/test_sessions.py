"""The list of one's own login sessions, and how they end."""

from datetime import timedelta

import pytest
from flask import Flask

from quizapp.core.agent import browser_in_words
from quizapp.db.models.accounts import LoginSession
from tests.browser.account_scenes import AGENTS
from tests.factories import FakeClock, Person, make_person
from tests.services.study_room import StudyRoom
from tests.web.page_client import PageClient
from tests.web.visitor import Visitor


@pytest.fixture
def alice(app: Flask) -> Person:
    return make_person(app, "Alice")


def browser_of(app: Flask, person: Person, agent: str = AGENTS[0]) -> Visitor:
    browser = Visitor(app)
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    browser.sign_in(person)
    return browser


def is_in(browser: Visitor) -> bool:
    return browser.client.get("/today").status_code == 200


def page_of(app: Flask, browser: Visitor) -> PageClient:
    return PageClient(app, browser.cookie())


def test_one_of_them_is_ended_at_once(app: Flask, alice: Person) -> None:
    desk, phone = browser_of(app, alice), browser_of(app, alice, AGENTS[1])
    bob = browser_of(app, make_person(app, "Bob"))
    page = page_of(app, desk)
    listed = page("/settings/sessions")
    assert "Firefox on Linux (this one)" in listed.text
    assert "Safari on iPhone" in listed.text
    assert page.follow(page.send(listed)).text.startswith("That browser is signed out.")
    assert (is_in(desk), is_in(phone), is_in(bob)) == (True, False, True)


def test_all_others_are_ended_at_once(app: Flask, alice: Person) -> None:
    desk, others = browser_of(app, alice), [browser_of(app, alice) for _ in range(3)]
    bob = browser_of(app, make_person(app, "Bob"))
    desk.get("/settings/sessions")
    desk.send("/settings/sessions")
    assert is_in(desk)
    assert is_in(bob)
    assert not any(is_in(one) for one in others)


def test_nobody_ends_the_session_of_somebody_else(app: Flask, alice: Person) -> None:
    desk, bob = browser_of(app, alice), browser_of(app, make_person(app, "Bob"))
    desk_page = page_of(app, browser_of(app, alice))("/settings/sessions")
    theirs = desk_page.form("/settings/sessions")["session"]
    bob.get("/settings/sessions")
    bob.send("/settings/sessions", session=theirs)
    assert is_in(desk)


@pytest.mark.db
def test_a_session_that_is_not_used_is_over_after_thirty_days(
    app: Flask, clock: FakeClock, alice: Person
) -> None:
    browser = browser_of(app, alice)
    clock.forward(days=30)
    assert is_in(browser)
    clock.forward(seconds=1)
    assert not is_in(browser)


def test_one_that_is_used_goes_on_up_to_half_a_year(
    app: Flask, clock: FakeClock, alice: Person
) -> None:
    browser, began = browser_of(app, alice), clock()
    browser.get("/settings")
    while clock() - began < timedelta(days=180):
        assert is_in(browser)
        assert browser.send("/settings/exam").status_code == 303
        clock.forward(days=20)
    clock.forward(days=1)
    assert not is_in(browser)


def test_reading_writes_nothing(app: Flask, clock: FakeClock, alice: Person) -> None:
    browser = browser_of(app, alice)
    clock.forward(days=2)
    page = page_of(app, browser)
    before = page("/settings/sessions").text
    assert page("/settings/sessions").text == before
    page.post("/settings/exam", page("/settings").form("/settings/exam"))
    assert page("/settings/sessions").text != before, "last used today"
    assert StudyRoom(app, clock).rows(LoginSession) == 1


def test_signing_out_clears_what_the_browser_keeps(app: Flask, alice: Person) -> None:
    browser = browser_of(app, alice)
    browser.get("/settings")
    assert browser.send("/logout").headers["Clear-Site-Data"] == '"storage"'


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (AGENTS[0], "Firefox on Linux"),
        (AGENTS[1], "Safari on iPhone"),
        (AGENTS[2], "Edge on Windows"),
        ("", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
    ],
)
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert browser_in_words(agent) == words
