"""The flag of a session, by hand and by key: it stays where it is, and so does all else."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from quizapp.db.base import db_session
from quizapp.db.models.study import ItemMark
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import library, make
from tests.factories import FakeClock


@pytest.fixture
def question(open_page: OpenPage, server: LiveServer, clock: FakeClock) -> Page:
    """A question of a session, as Alice has it before her."""
    alice = make(server.app, clock, "alice@example.org")
    session_id = alice.start(library(server.app).of("single"))
    page = open_page()
    page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    page.goto(f"/study/{session_id}")
    return page


def flagged(server: LiveServer) -> int:
    query = select(func.count()).where(ItemMark.flagged_at.is_not(None))
    with server.app.app_context():
        return db_session.scalar(query) or 0


def test_a_flag_leaves_what_was_picked(question: Page, server: LiveServer) -> None:
    option = question.locator(".opt input").nth(1)
    option.check()
    token = question.locator("input[name=token]").input_value()
    button = question.get_by_role("button", name="Flag this question")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(question.get_by_role("status").last).to_have_text("Flagged")
    expect(option).to_be_checked()
    assert question.locator("input[name=token]").input_value() == token
    assert flagged(server) == 1
    option.focus()
    question.keyboard.press("f")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(option).to_be_focused()
    expect(option).to_be_checked()
    assert flagged(server) == 0
    question.get_by_role("button", name="Check answer").click()
    expect(question.locator("#v")).to_be_focused()
    question.keyboard.press("f")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(question.locator("#v")).to_be_focused()


def test_a_double_click_is_one_press(question: Page, server: LiveServer) -> None:
    button = question.get_by_role("button", name="Flag this question")
    button.dblclick()
    expect(button).to_have_attribute("aria-pressed", "true")
    question.locator(".opt input").first.check()
    question.get_by_role("button", name="Check answer").click()
    expect(question.locator("#v")).to_be_focused()
    assert flagged(server) == 1


def test_without_scripts_it_comes_back_to_the_question(
    question: Page, open_page: OpenPage, server: LiveServer
) -> None:
    state = question.context.storage_state()
    plain = open_page(java_script_enabled=False, storage_state=state)
    plain.goto(question.url)
    plain.get_by_role("button", name="Flag this question").click()
    assert plain.url == question.url
    button = plain.get_by_role("button", name="Flag this question")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert flagged(server) == 1
