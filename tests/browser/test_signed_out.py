"""Signed out in the middle of a question: its answer is named, kept, and checked afterwards."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.db.models.accounts import LoginSession
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.page_checks import axe_violations, layout_faults
from tests.browser.stored import answers
from tests.browser.studying import VERDICT_URL, Learner
from tests.browser.watching import Watch
from tests.factories import PASSWORD, make_person

SCRIPTS = pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])


def sign_out_everywhere(server: LiveServer) -> None:
    with server.app.app_context(), write.mode(write.Mode.WRITE):
        db_session.execute(delete(LoginSession))
        db_session.commit()


def study_up_to_a_choice(learner: Learner, email: str) -> None:
    page = learner.page
    page.goto("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    learner.press_button("Sign in")
    learner.press_button("Start studying")
    while not page.locator("label.opt:not(.box)").count():
        learner.answer()
        learner.go_on()


@SCRIPTS
def test_the_answer_waits_until_one_is_back(
    open_page: OpenPage, server: LiveServer, watch: Watch, *, has_scripts: bool
) -> None:
    alice = make_person(server.app, "Alice")
    learner = Learner(open_page(java_script_enabled=has_scripts))
    page = learner.page
    study_up_to_a_choice(learner, alice.email)
    sign_out_everywhere(server)
    before = len(answers(server))
    watch.expect("status of 401")
    watch.expect("status of 422")
    learner.press(page.locator("label.opt").first)
    learner.press(page.get_by_text("Fairly sure", exact=True))
    learner.press_button("Check answer")
    expect(learner.heading).to_have_text("Sign in to go on")
    expect(page.get_by_role("status")).to_contain_text(f"question {before + 1} of ")
    expect(page.get_by_role("status")).to_contain_text("fairly sure. It is checked as soon as")
    if has_scripts:
        expect(learner.heading).to_be_focused()
        expect(page.get_by_label("Show the password")).to_be_visible()
        assert axe_violations(page) + layout_faults(page) == []
    page.get_by_label("E-mail").fill(alice.email)
    for password in ("not this one", PASSWORD):
        page.get_by_label("Password", exact=True).fill(password)
        learner.press_button("Sign in and go on")
    page.wait_for_url(VERDICT_URL)
    expect(learner.verdict).to_be_visible()
    expect(page.get_by_text("Your answer, fairly sure")).to_be_visible()
    assert len(answers(server)) == before + 1
