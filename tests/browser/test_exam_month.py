"""Thirty days toward an exam in a browser: set-up, days missed, a mock, the day, and after."""

import re
from datetime import date, timedelta
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from quizapp.core.analysis.readiness import Readiness
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.db.queries.plan import exam_plan
from quizapp.services.ranking import outlook_of
from quizapp.services.readiness import readiness_of
from quizapp.services.study import Pace, plan_today
from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, make, mostly_right
from tests.browser.stored import open_session_id
from tests.factories import FakeClock, load_text
from tests.mock_bank import plain_bank

DAYS: Final = 30
MISSED: Final = {4, 5, 6, 13, 20}
MOCK_ON: Final = 25
EACH: Final = 32  # questions of a section, so that readiness has enough of them


@pytest.fixture
def alice(server: LiveServer, clock: FakeClock) -> Person:
    with server.app.app_context():
        assert not load_text(plain_bank(EACH), origin="mock.md").problems
    return make(server.app, clock, "alice@example.org", name="Alice")


@pytest.fixture
def page(open_page: OpenPage, server: LiveServer, alice: Person) -> Page:
    page = open_page(java_script_enabled=False)
    page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    return page


@pytest.mark.slow
def test_thirty_days(page: Page, server: LiveServer, clock: FakeClock, alice: Person) -> None:
    begin = alice.learner.study_on(clock())
    set_up(page, begin + timedelta(days=DAYS))
    for day in range(DAYS):
        if day not in MISSED:
            today_is_that_of_the_service(page, server, alice)
            study(page, server, alice)
        if day in {0, 10, MOCK_ON}:
            plan_is_that_of_the_service(page, server, alice)
        if day == MOCK_ON:
            sit_a_mock(page)
        clock.forward(days=1)
    readiness_is_that_of_the_service(page, server, alice)
    the_day_and_after(page, clock)


def set_up(page: Page, exam_on: date) -> None:
    page.goto("/welcome")
    page.get_by_label("Date").fill(exam_on.isoformat())
    page.get_by_label("Monday").fill("6")
    page.get_by_label("Your line").fill("75")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.get_by_text(re.compile(r"in 30 days"))).to_be_visible()


def today_is_that_of_the_service(page: Page, server: LiveServer, alice: Person) -> None:
    page.goto("/today")
    with server.app.app_context(), write.mode(write.Mode.READ):
        plan = exam_plan(db_session, alice.learner.user_id)
        pace = Pace(20, 10, plan)
        left = len(plan_today(db_session, alice.learner, pace, now=alice.clock()).cards)
    if left:
        expect(page.locator("#plan")).to_have_text(re.compile(rf"^{left} questions? left today$"))
        expect(page.get_by_text("gain most for your exam")).to_be_visible()
    else:
        expect(page.get_by_text("Your plan goes on")).to_be_visible()


def study(page: Page, server: LiveServer, alice: Person) -> None:
    """Start by the button; the answers are given past the browser, which is faster."""
    start = page.get_by_role("button", name="Start studying")
    if not start.count():
        return
    start.click()
    page.wait_for_url(re.compile(r"/study/\d+"))
    alice.finish(open_session_id(server, alice.learner.user_id), mostly_right)


def plan_is_that_of_the_service(page: Page, server: LiveServer, alice: Person) -> None:
    page.goto("/plan")
    today = alice.learner.study_on(alice.clock())
    with server.app.app_context(), write.mode(write.Mode.READ):
        plan = exam_plan(db_session, alice.learner.user_id)
        assert plan is not None
        found = outlook_of(db_session, alice.learner, plan, today)
    score = f"{100 * found.roll_out.exam_score:.0f}%"
    expect(page.locator(".note").first).to_contain_text(f"about {score} (")
    expect(page.get_by_text("It is not a chance of passing")).to_be_visible()


def sit_a_mock(page: Page) -> None:
    page.goto("/mock")
    page.get_by_role("button", name="Start now").click()
    page.wait_for_url(re.compile(r"/mock/\d+/1$"))
    address = page.url.rsplit("/", 1)[0]
    for section in (1, 2):
        page.goto(f"{address}/review")
        page.get_by_role("button", name=re.compile("Lock section|Finish")).first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert section in {1, 2}
    page.goto(f"{address}/results")
    expect(page.get_by_text("Both sections have to be passed")).to_be_visible()


def readiness_is_that_of_the_service(page: Page, server: LiveServer, alice: Person) -> None:
    page.goto("/progress")
    today = alice.learner.study_on(alice.clock())
    with server.app.app_context(), write.mode(write.Mode.READ):
        found = readiness_of(db_session, alice.learner.user_id, today, today)
    assert found
    for one in found:
        assert isinstance(one.result, Readiness), one.result
        low, point, high = (
            round(100 * value) for value in (one.result.low, one.result.point, one.result.high)
        )
        words = f"{one.title}: about {point}% ({low}–{high})"
        expect(page.get_by_text(words)).to_be_visible()
    page.goto("/progress/forecasts")
    expect(page.get_by_text("days came out inside their range")).to_be_visible()


def the_day_and_after(page: Page, clock: FakeClock) -> None:
    page.goto("/today")
    expect(page.get_by_text("Today is your exam")).to_be_visible()
    page.get_by_role("link", name="Last-day sheet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Last-day sheet")
    clock.forward(days=1)
    page.goto("/today")
    page.get_by_role("button", name="I passed").click()
    expect(page.get_by_text("How did your exam go?")).to_have_count(0)
    page.goto("/plan")
    expect(page.get_by_text("The exam is over.")).to_be_visible()
