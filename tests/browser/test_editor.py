"""The editor in a browser: two tabs, and questions that are put in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.keeping import seat
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, make
from tests.browser.ties import EDIT, TEXT
from tests.browser.watching import Watch
from tests.factories import FakeClock


@pytest.fixture
def olga(server: LiveServer, clock: FakeClock) -> Person:
    return make(server.app, clock, "olga@example.org", name="Olga", role="educator")


def test_a_draft_that_another_tab_saved_is_not_lost(
    open_page: OpenPage, server: LiveServer, olga: Person, watch: Watch
) -> None:
    for _ in range(2):
        watch.expect("status of 409")
    first = seat(open_page(), server, olga)
    first.goto("/teach/new")
    first.get_by_label("Title").fill("Ties")
    first.get_by_role("button", name="Begin").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Ties")
    second = first.context.new_page()
    second.goto(EDIT)
    for page, words in ((first, "first"), (second, "second")):
        page.get_by_label("Source").fill(f"{TEXT}<!-- {words} -->\n")
    expect(first.locator("#said")).to_contain_text("Saved.")
    expect(second.locator("#said")).to_contain_text("another tab")
    second.get_by_role("button", name="Save and check").click()
    expect(second.get_by_role("region", name="What was saved elsewhere")).to_contain_text("first")
    expect(second.get_by_label("Source")).to_have_value(f"{TEXT}<!-- second -->\n")
    second.get_by_role("button", name="Save and check").click()
    expect(second.get_by_role("region", name="What was saved elsewhere")).to_have_count(0)
    first.reload()
    expect(first.get_by_label("Source")).to_have_value(f"{TEXT}<!-- second -->\n")


def test_who_is_signed_out_meanwhile_is_told_and_loses_nothing(
    open_page: OpenPage, server: LiveServer, olga: Person, watch: Watch
) -> None:
    watch.expect("status of 40")
    page = seat(open_page(), server, olga)
    page.goto("/teach/new")
    page.get_by_label("Title").fill("Ties")
    page.get_by_role("button", name="Begin").click()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_label("Source").fill(TEXT)
    expect(page.locator("#said")).to_contain_text("Not saved: sign in again")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.get_by_label("Source").fill(f"{TEXT}<!-- more -->\n")
    expect(page.locator("#said")).to_contain_text("Saved.")
    page.reload()
    expect(page.get_by_label("Source")).to_have_value(f"{TEXT}<!-- more -->\n")


def test_a_question_of_each_kind_is_put_in_where_the_cursor_is(
    open_page: OpenPage, server: LiveServer, olga: Person
) -> None:
    page = seat(open_page(), server, olga)
    page.goto("/teach/new")
    page.get_by_label("Title").fill("Ties")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Insert a question").select_option("Gaps to fill")
    page.get_by_role("button", name="Insert", exact=True).click()
    expect(page.get_by_role("region", name="This question q-2")).to_contain_text("Nothing to mend")
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#source")).to_have_value(re.compile(r"\[q-1\][\s\S]*\[q-2\]"))
    expect(page.get_by_role("region", name="As learners see it")).to_contain_text("agreement on")
