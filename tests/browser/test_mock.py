"""A mock exam in a browser: by keys alone, saved as it goes, on a clock that speaks up."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizapp.db.base import db_session
from quizapp.db.queries.attempts import AttemptRow, attempt_by_id, open_attempt_id
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, make
from tests.browser.stored import log_length
from tests.browser.typing_keys import Typist, refuse_mouse
from tests.factories import FakeClock, load_text
from tests.mock_bank import plain_bank

EACH = 3  # questions of a section


@pytest.fixture
def alice(server: LiveServer, clock: FakeClock) -> Person:
    with server.app.app_context():
        assert not load_text(plain_bank(EACH), origin="mock.md").problems
    return make(server.app, clock, "alice@example.org")


@pytest.fixture
def page(open_page: OpenPage, server: LiveServer, alice: Person) -> Page:
    page = open_page()
    page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    return page


def sitting(server: LiveServer, alice: Person) -> AttemptRow:
    """Return Alice's mock exam that runs."""
    with server.app.app_context():
        user_id = alice.learner.user_id
        found = attempt_by_id(db_session, user_id, open_attempt_id(db_session, user_id) or 0)
        db_session.remove()  # type: ignore[attr-defined]
    assert found is not None
    return found


def press(typist: Typist, name: str) -> None:
    typist.tab_to(name)
    typist.press("Enter")


def answer_section(typist: Typist) -> None:
    """Answer all questions of a section by number and Enter, until its review shows."""
    for place in range(EACH):
        if place:
            typist.assert_focus(typist.heading)
        before = typist.page.url
        typist.press("1")
        typist.assert_focus(typist.page.locator(".opt input").first)
        expect(typist.page.locator("#said")).to_have_text("Saved")
        typist.press("Enter")
        typist.page.wait_for_url(lambda url, before=before: url != before)  # type: ignore[misc]
    expect(typist.heading).to_contain_text("ends here")
    typist.assert_focus(typist.heading)


def test_by_keys_from_the_start_to_the_answers(
    page: Page, server: LiveServer, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_mouse(page, monkeypatch)
    typist = Typist(page)
    page.goto("/mock")
    press(typist, "Start now")
    page.wait_for_url(re.compile(r"/mock/\d+/1$"))
    typist.press("f")
    expect(page.locator("#flag-it")).to_have_attribute("aria-pressed", "true")
    typist.assert_focus(typist.heading)
    answer_section(typist)
    expect(page.get_by_text("One question is flagged")).to_be_visible()
    press(typist, "Lock section 1")
    page.wait_for_url(re.compile(r"/mock/\d+/4$"))
    found = sitting(server, alice)
    assert found.locked == 1
    assert [one.is_answered for one in found.items] == [True] * EACH + [False] * EACH
    answer_section(typist)
    press(typist, "Finish the exam")
    expect(typist.heading).to_contain_text("Mock exam 1:")
    assert log_length(server) == 0
    press(typist, "Open the answers")
    expect(page.get_by_role("heading", name="All 6 questions")).to_be_visible()
    assert log_length(server) == 2 * EACH


def test_what_is_picked_is_saved_at_once(page: Page, server: LiveServer, alice: Person) -> None:
    page.goto("/mock")
    page.get_by_role("button", name="Start now").click()
    page.locator(".opt").nth(1).click()
    expect(page.locator("#said")).to_have_text("Saved")
    expect(page.locator("#m1")).to_have_class("done")
    expect(page.locator("#counts")).to_have_text("1 answered, 0 flagged")
    page.get_by_role("button", name=re.compile("Rule out")).nth(1).click()
    expect(page.locator("#m1")).not_to_have_class("done")
    page.locator(".opt").nth(0).click()
    page.locator("#m2").click()
    page.wait_for_url(re.compile("/2$"))
    server.restart()
    page.go_back()
    expect(page.locator(".opt input").nth(0)).to_be_checked()
    assert [one.is_answered for one in sitting(server, alice).items][:2] == [True, False]


def test_the_clock_speaks_up_and_ends_it(page: Page, clock: FakeClock) -> None:
    page.clock.install()
    page.goto("/mock")
    page.get_by_label("× 1½").check(force=True)
    expect(page.locator("#total")).to_contain_text("10 min")
    page.get_by_label("Standard", exact=True).check(force=True)
    expect(page.locator("#total")).to_contain_text("7 min")
    page.get_by_role("button", name="Start now").click()
    expect(page.locator(".clock p")).to_contain_text("6 min")
    page.locator(".clock summary").click()
    expect(page.locator(".clock p")).to_be_hidden()
    page.clock.fast_forward(5 * 60 * 1000)
    expect(page.locator("#late")).to_have_text("2 minutes left.")
    clock.forward(minutes=10)
    page.clock.fast_forward(3 * 60 * 1000)
    page.wait_for_url(re.compile("/results$"))
    expect(page.get_by_text("Time was over before it was finished.")).to_be_visible()
