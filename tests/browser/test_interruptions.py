"""Restarts, second tabs, double presses and lost networks: no answer is lost or stored twice."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.stored import answers, log_length
from tests.browser.studying import Learner
from tests.browser.watching import Watch

SCRIPTS = pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
# Two presses faster than any page can change, as a nervous finger does them.
PRESS_TWICE = "button => { button.click(); button.click(); }"


def at_choice_question(page: Page) -> Learner:
    """Go on from the landing page to the first later question with radio buttons."""
    learner = Learner(page)
    page.goto("/")
    learner.answer()
    learner.go_on()
    while not page.locator("label.opt:not(.box)").count():
        learner.answer()
        learner.go_on()
    return learner


def pick_any(learner: Learner) -> None:
    learner.press(learner.page.locator("label.opt").first)


@SCRIPTS
def test_undo_survives_a_restart(
    open_page: OpenPage, server: LiveServer, *, has_scripts: bool
) -> None:
    learner = at_choice_question(open_page(java_script_enabled=has_scripts))
    learner.answer()
    given, asked = answers(server), learner.heading.inner_text()
    server.restart()
    learner.press_button("Undo")
    expect(learner.page.locator("#q")).to_be_visible()
    expect(learner.heading).to_have_text(asked)
    assert answers(server) == given[:-1]
    learner.answer()
    assert len(answers(server)) == len(given)


def test_undo_goes_back_to_the_first_answer(open_page: OpenPage, server: LiveServer) -> None:
    learner = at_choice_question(open_page())
    for _ in range(2):
        learner.answer(wrong_on="")
        learner.go_on()
    server.restart()
    for left in reversed(range(len(answers(server)))):
        learner.press_button("Undo")
        expect(learner.heading).to_contain_text(f" {left + 1} of ")
        assert len(answers(server)) == left
    expect(learner.page.locator(".pips .no")).to_have_count(0)
    expect(learner.page.get_by_role("button", name="nothing to take back")).to_be_visible()


def test_answer_from_before_a_restart_is_taken(open_page: OpenPage, server: LiveServer) -> None:
    learner = at_choice_question(open_page())
    before = len(answers(server))
    server.restart()
    learner.answer()
    assert len(answers(server)) == before + 1


@SCRIPTS
def test_second_tab_is_told_and_led_on(
    open_page: OpenPage, server: LiveServer, watch: Watch, *, has_scripts: bool
) -> None:
    first = at_choice_question(open_page(java_script_enabled=has_scripts))
    second = Learner(first.page.context.new_page())
    second.page.goto(first.page.url)
    asked = second.heading.inner_text()
    first.answer()
    stored = log_length(server)
    watch.expect("status of 409")
    pick_any(second)
    second.press_button("Check answer")
    expect(second.heading).to_have_text("This page was out of date")
    expect(second.page.get_by_text("answered on another page: right.")).to_be_visible()
    expect(second.page.get_by_text(re.compile(r"You are at question \d of \d\."))).to_be_visible()
    assert log_length(server) == stored
    second.press_link("Go on with the session")
    expect(second.heading).not_to_have_text(asked)
    expect(second.page.locator("#q")).to_be_visible()


def test_landing_question_in_two_tabs(
    open_page: OpenPage, server: LiveServer, watch: Watch
) -> None:
    first = Learner(open_page())
    first.page.goto("/")
    second = Learner(first.page.context.new_page())
    second.page.goto("/")
    first.answer()
    watch.expect("status of 409")
    pick_any(second)
    second.press_button("Check answer")
    expect(second.heading).to_have_text("This changed meanwhile")
    second.press_link("Go to Today")
    expect(second.page.get_by_role("link", name="Resume: 4 left")).to_be_visible()
    assert len(answers(server)) == 1


@SCRIPTS
def test_pressing_twice_stores_once(
    open_page: OpenPage, server: LiveServer, *, has_scripts: bool
) -> None:
    learner = at_choice_question(open_page(java_script_enabled=has_scripts))
    before = log_length(server)
    pick_any(learner)
    learner.page.get_by_role("button", name="Check answer").evaluate(PRESS_TWICE)
    expect(learner.verdict).to_be_focused()
    assert log_length(server) == before + 1


@SCRIPTS
def test_going_back_shows_where_the_session_is(
    open_page: OpenPage, server: LiveServer, *, has_scripts: bool
) -> None:
    learner = at_choice_question(open_page(java_script_enabled=has_scripts))
    asked = learner.heading.inner_text()
    learner.answer()
    stored = log_length(server)
    learner.page.go_back()
    expect(learner.heading).not_to_have_text(asked)
    expect(learner.page.locator("#q")).to_be_visible()
    assert log_length(server) == stored


def test_lost_network_keeps_the_form(open_page: OpenPage, server: LiveServer, watch: Watch) -> None:
    learner = at_choice_question(open_page())
    page, before = learner.page, log_length(server)
    watch.expect("ERR_INTERNET_DISCONNECTED")
    pick_any(learner)
    learner.press(page.get_by_text("Certain", exact=True))
    page.context.set_offline(True)
    learner.press_button("Check answer")
    expect(page.locator("#said")).to_have_text("Not sent, try again.")
    expect(page.locator(".opt input").first).to_be_checked()
    expect(page.get_by_label("Certain")).to_be_checked()
    assert log_length(server) == before
    page.context.set_offline(False)
    learner.press_button("Check answer")
    expect(learner.verdict).to_be_focused()
    expect(page.locator("#said")).to_have_text("")
    assert log_length(server) == before + 1
    assert answers(server)[-1].confidence == "certain"


def test_answer_stored_but_reply_lost(
    open_page: OpenPage, server: LiveServer, watch: Watch
) -> None:
    learner = at_choice_question(open_page())
    page, before = learner.page, log_length(server)
    watch.expect("ERR_FAILED")

    def lose_the_reply(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("failed")

    page.route(re.compile(r"/study/\d+$"), lose_the_reply, times=1)
    pick_any(learner)
    learner.press_button("Check answer")
    expect(page.locator("#said")).to_have_text("Not sent, try again.")
    assert log_length(server) == before + 1
    learner.press_button("Check answer")
    expect(learner.verdict).to_be_focused()
    assert log_length(server) == before + 1


@SCRIPTS
def test_nothing_picked_is_said_beside_the_group(
    open_page: OpenPage, server: LiveServer, watch: Watch, *, has_scripts: bool
) -> None:
    learner = at_choice_question(open_page(java_script_enabled=has_scripts))
    before = log_length(server)
    watch.expect("status of 422")
    learner.press_button("Check answer")
    expect(learner.page.locator("#pick")).to_be_focused()
    expect(learner.page.locator("#pick")).to_have_text("Pick an option first.")
    expect(learner.page).to_have_title(re.compile("^Pick an option first"))
    assert log_length(server) == before
    learner.answer()
    assert log_length(server) == before + 1
