"""From the landing page over two days to a missed question practiced, on every kind of screen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.stored import answers, due_refs
from tests.browser.studying import VERDICT_URL, Learner
from tests.factories import NOON, PASSWORD, FakeClock

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREENS: dict[str, dict[str, Any]] = {
    "mouse": {},
    "without-scripts": {"java_script_enabled": False},
    "touch": PHONE,
    "touch-without-scripts": PHONE | {"java_script_enabled": False},
}
STEM = "Which set names the three parts of the alliance in Bordin"
CHOSEN = "empathy, regard, genuineness"
KEY = "goals, tasks, bond"
WHY_NOT = "conditions: what the counselor offers."
WHY = "Agreement on goals and tasks, and the bond that carries both."
EMAIL = "alice@example.org"
SECOND_DAY = NOON.date() + timedelta(days=1)


@pytest.fixture(params=list(SCREENS.values()), ids=list(SCREENS))
def learner(request: pytest.FixtureRequest, open_page: OpenPage) -> Learner:
    page = open_page(**request.param)
    return Learner(page, has_touch=request.param.get("has_touch", False))


def test_two_days(learner: Learner, server: LiveServer, clock: FakeClock) -> None:
    first_answer_takes_two_presses(learner)
    verdict_says_why(learner)
    rest_of_the_session(learner)
    account_keeps_the_answers(learner, server)
    clock.forward(days=1)
    what_is_due_comes_back(learner, server)
    missed_list_says_what_and_why(learner)
    missed_questions_are_practiced(learner)
    assert len(answers(server)) == learner.answers


def first_answer_takes_two_presses(learner: Learner) -> None:
    learner.page.goto("/")
    expect(learner.page.locator("legend.stem")).to_contain_text(STEM)
    learner.pick(CHOSEN)
    learner.press_button("Check answer")
    learner.answers += 1
    learner.page.wait_for_url(VERDICT_URL)


def verdict_says_why(learner: Learner) -> None:
    page = learner.page
    expect(learner.verdict).to_be_focused()
    expect(learner.verdict).to_contain_text("Not this time. The answer is")
    expect(page).to_have_title(re.compile(r"^Not this time\. The answer is [ABC]\."))
    expect(page.locator("li.res")).to_have_count(3)
    for option in page.locator("li.res").all():
        expect(option.locator(".why")).to_contain_text(".")
    expect(page.locator("li.res.wrong")).to_contain_text(CHOSEN)
    expect(page.locator("li.res.wrong .why")).to_contain_text(WHY_NOT)
    expect(page.locator("li.res.right")).to_contain_text(KEY)
    expect(page.locator("li.res.right .why")).to_have_text(WHY)
    expect(page.locator(".idea cite")).to_contain_text("Bordin, E. S. (1979).")
    expect(page.locator(".idea cite")).to_contain_text("p. 253")


def rest_of_the_session(learner: Learner) -> None:
    learner.go_on()
    learner.finish()
    expect(learner.heading).to_have_text("That is it for now")
    # The landing question was missed, so it was asked again at the end.
    assert learner.asked[-1].startswith(STEM)
    expect(learner.page.get_by_text(f"{learner.answers} answers")).to_be_visible()


def account_keeps_the_answers(learner: Learner, server: LiveServer) -> None:
    page = learner.page
    learner.press(page.locator(".after").get_by_role("link", name="Create account"))
    expect(page.get_by_text(f"The {learner.answers} answers you gave as a guest")).to_be_visible()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    learner.press_button("Create account")
    expect(learner.heading).to_contain_text("Good afternoon")
    given = answers(server)
    assert len(given) == learner.answers
    assert {answer.email for answer in given} == {EMAIL}


def what_is_due_comes_back(learner: Learner, server: LiveServer) -> None:
    due = due_refs(server, SECOND_DAY)
    assert "s-1" in due
    learner.page.goto("/today")
    expect(learner.page.locator("#plan")).to_contain_text("left today")
    learner.press_button("Start studying")
    expect(learner.heading).to_contain_text("1 of")
    learner.asked.clear()
    learner.finish(wrong_on=STEM)
    assert {answer.ref for answer in answers(server) if answer.study_on == SECOND_DAY} >= due
    learner.press_link("Done")
    expect(learner.heading).to_contain_text("Good afternoon")


def missed_list_says_what_and_why(learner: Learner) -> None:
    page = learner.page
    page.goto("/missed")
    row = page.locator("li.miss").filter(has_text=STEM)
    expect(row.locator("dl").first).to_contain_text(CHOSEN)
    expect(row.locator("dl").first).to_contain_text(KEY)
    learner.press(row.locator("summary").first)
    expect(row.get_by_text(WHY_NOT)).to_be_visible()
    expect(row.get_by_text(WHY)).to_be_visible()
    expect(row).to_contain_text("missed today")


def missed_questions_are_practiced(learner: Learner) -> None:
    learner.press_button("Practice these")
    expect(learner.page.locator("legend.stem")).to_contain_text(STEM)
    learner.asked.clear()
    learner.finish()
    assert all(stem.startswith(STEM) for stem in learner.asked)
