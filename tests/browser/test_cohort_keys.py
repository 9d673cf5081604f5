"""A cohort by the keyboard alone: made by its educator, joined and left by a learner."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, make
from tests.browser.typing_keys import Typist, refuse_mouse
from tests.factories import FakeClock

TITLE = "Tuesday group"


def seat(page: Page, person: Person, url: str, monkeypatch: pytest.MonkeyPatch) -> Typist:
    """Put somebody signed in before a page, without a mouse."""
    page.context.add_cookies([{"name": "alliance", "value": person.cookie, "url": url}])
    refuse_mouse(page, monkeypatch)
    return Typist(page)


def test_made_joined_and_left(
    server: LiveServer, clock: FakeClock, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    emma = make(server.app, clock, "emma.teaches@cohort.example.org", role="educator", name="Emma")
    lior = make(server.app, clock, "lior.learns@cohort.example.org", name="Lior")
    educator = seat(open_page(), emma, server.url, monkeypatch)
    learner = seat(open_page(), lior, server.url, monkeypatch)
    join(learner, make_one(educator))
    educator.page.reload()
    educator.tab_to("Remove")
    learner.tab_to("Leave")
    learner.press("Enter")
    expect(learner.page.get_by_role("status")).to_contain_text("You have left.")
    educator.page.reload()
    expect(educator.page.locator("main")).not_to_contain_text("Lior")
    close(educator)


def make_one(educator: Typist) -> str:
    """Make a cohort and return its link."""
    educator.page.goto("/teach/cohorts")
    educator.tab_to("New cohort")
    educator.press("Enter")
    expect(educator.heading).to_have_text("New cohort")
    educator.tab_to("Name")
    educator.page.keyboard.type(TITLE)
    while not educator.focus().startswith("Days of study"):
        educator.press("Tab")  # through the date, whose parts show their focus themselves
    educator.tab_to("A small bank")
    educator.press("Space", "Enter")
    expect(educator.heading).to_have_text(TITLE)
    return educator.page.locator(".facts code").first.inner_text()


def join(learner: Typist, link: str) -> None:
    """Join by name."""
    learner.page.goto(link)
    expect(learner.heading).to_contain_text(TITLE)
    learner.tab_to("Show my name, Lior")
    learner.press("Space")
    learner.tab_to("Join")
    learner.press("Enter")
    expect(learner.heading).to_have_text("Your cohorts")
    expect(learner.page.get_by_label("Show my name, Lior")).to_be_checked()


def close(educator: Typist) -> None:
    educator.tab_to("Close this cohort")
    educator.press("Enter")
    educator.tab_to("Close it for good")
    educator.press("Enter")
    expect(educator.page.get_by_role("status")).to_contain_text("Closed.")
