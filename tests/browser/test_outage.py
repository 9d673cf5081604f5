"""A database that stores nothing, in a browser: what was chosen is not lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizapp.db.outages import Outage
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import make
from tests.browser.stored import log_length
from tests.browser.test_interruptions import at_choice_question, pick_any
from tests.browser.watching import Watch
from tests.factories import FakeClock, load_text
from tests.mock_bank import plain_bank
from tests.web.test_outages import nothing_can_be_stored


@pytest.fixture(autouse=True)
def expected(watch: Watch) -> None:
    watch.expect("503")


def test_an_answer_waits_in_the_page(open_page: OpenPage, server: LiveServer) -> None:
    learner = at_choice_question(open_page())
    page, before = learner.page, log_length(server)
    pick_any(learner)
    with nothing_can_be_stored(server.app, Outage.READ_ONLY):
        learner.press_button("Check answer")
        expect(page.get_by_role("heading", name="That was not saved")).to_be_focused()
        page.get_by_role("button", name="Send it again").click()
        expect(page.get_by_role("heading", name="That was not saved")).to_be_visible()
        assert log_length(server) == before
    page.get_by_role("button", name="Send it again").click()
    expect(learner.verdict).to_be_visible()
    assert log_length(server) == before + 1


def test_a_choice_in_a_mock_exam_stays_and_is_said_not_to_be_saved(
    open_page: OpenPage, server: LiveServer, clock: FakeClock
) -> None:
    page = sitting(open_page, server, clock)
    with nothing_can_be_stored(server.app, Outage.READ_ONLY):
        page.locator(".opt").nth(1).click()
        expect(page.locator("#said")).to_have_text("Not saved, try again.")
        expect(page.locator(".opt input").nth(1)).to_be_checked()
    page.locator(".opt").nth(0).click()
    expect(page.locator("#said")).to_have_text("Saved")


def sitting(open_page: OpenPage, server: LiveServer, clock: FakeClock) -> Page:
    """Return the page of a mock exam's first question."""
    with server.app.app_context():
        assert not load_text(plain_bank(2), origin="mock.md").problems
    alice, page = make(server.app, clock, "alice@example.org"), open_page()
    page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    page.goto("/mock")
    page.get_by_role("button", name="Start now").click()
    page.wait_for_url(re.compile(r"/mock/\d+/1$"))
    return page
