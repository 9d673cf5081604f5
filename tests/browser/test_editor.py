"""The editor in a browser: two tabs, and questions that are put in."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizapp.services.drafts import open_draft, take_upload
from quizapp.services.editors import set_editor
from quizapp.services.load_result import LoadOptions
from quizapp.services.publishing import publish_draft
from tests.browser.conftest import OpenPage
from tests.browser.keeping import seat
from tests.browser.live_server import LiveServer
from tests.browser.page_checks import axe_violations, layout_faults
from tests.browser.people import Person, make, writing
from tests.browser.ties import EDIT, SLUG, TEXT
from tests.browser.watching import Watch
from tests.factories import FakeClock


@pytest.fixture
def olga(server: LiveServer, clock: FakeClock) -> Person:
    return make(server.app, clock, "olga@example.org", name="Olga", role="educator")


def publish_as(server: LiveServer, clock: FakeClock, person: Person, text: str) -> None:
    """Make a text live, as somebody who had no draft."""
    user_id = person.learner.user_id
    with writing(server.app) as session:
        take_upload(session, user_id, SLUG, text, {}, now=clock())
        version = open_draft(session, user_id, SLUG).draft.version
        publish_draft(session, user_id, SLUG, version, LoadOptions(), now=clock())


def begin(page: Page, server: LiveServer, olga: Person) -> Page:
    """Begin a bank as Olga."""
    seat(page, server, olga).goto("/teach/new")
    page.get_by_label("Title").fill("Ties")
    page.get_by_role("button", name="Begin").click()
    return page


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


def test_what_was_just_written_is_saved_before_another_form_goes(
    open_page: OpenPage, server: LiveServer, clock: FakeClock, olga: Person
) -> None:
    publish_as(server, clock, olga, TEXT)
    page = seat(open_page(), server, olga)
    page.clock.install()
    page.goto(EDIT)
    source = page.get_by_label("Source")
    source.fill(TEXT.replace("no part", "no place"))
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_text("Your draft, saved")).to_be_visible()
    emil = make(server.app, clock, "emil@example.org", name="Emil", role="educator")
    with writing(server.app) as session:
        set_editor(session, SLUG, "emil@example.org", "editor", now=clock())
    publish_as(server, clock, emil, TEXT.replace("every kind of helping", "all helping"))
    page.reload()
    source.fill(TEXT.replace("no part", "no share"))
    page.get_by_role("button", name="Take their changes in").click()
    expect(page.locator("[role=status]").first).to_contain_text("1 change taken into your draft")
    expect(source).to_have_value(re.compile(r"no share[\s\S]*all helping"))


def test_nothing_is_saved_behind_a_form_that_went(
    open_page: OpenPage, server: LiveServer, olga: Person
) -> None:
    """Its answer is no page (204), so the old page is still there when a check would come."""
    page = seat(open_page(), server, olga)
    page.clock.install()
    page.goto("/teach/new")
    page.get_by_label("Title").fill("Ties")
    page.get_by_role("button", name="Begin").click()
    checks: list[str] = []
    page.on("request", lambda one: checks.append(one.url) if one.url.endswith("/check") else None)
    page.route("**/edit", lambda route: route.fulfill(status=204))
    page.get_by_label("Source").focus()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_label("Source").focus()
    page.keyboard.press("ArrowUp")
    page.clock.run_for(5_000)
    assert not checks
    page.keyboard.type("more")
    page.clock.run_for(5_000)
    expect(page.locator("#said")).to_contain_text("Saved.")
    assert len(checks) == 1


def test_who_is_signed_out_meanwhile_is_told_and_loses_nothing(
    open_page: OpenPage, server: LiveServer, olga: Person, watch: Watch
) -> None:
    watch.expect("status of 40")
    page = begin(open_page(), server, olga)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_label("Source").fill(TEXT)
    expect(page.locator("#said")).to_contain_text("Not saved: sign in again")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.get_by_label("Source").fill(f"{TEXT}<!-- more -->\n")
    expect(page.locator("#said")).to_contain_text("Saved.")
    page.reload()
    expect(page.get_by_label("Source")).to_have_value(f"{TEXT}<!-- more -->\n")


def test_who_signs_in_anew_in_another_tab_saves_what_was_written(
    open_page: OpenPage, server: LiveServer, olga: Person, watch: Watch
) -> None:
    watch.expect("status of 40")
    page = begin(open_page(), server, olga)
    page.context.clear_cookies()
    page.get_by_label("Source").fill(TEXT)
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to go on")
    assert axe_violations(page) + layout_faults(page) == []
    link = page.get_by_role("link", name="Sign in, in a new tab")
    expect(link).to_have_attribute("target", "_blank")
    seat(page, server, olga)  # what signing in does to the browser
    page.get_by_role("button", name="Send it once more").click()
    expect(page.get_by_role("alert")).to_contain_text("your text is not stored yet")
    expect(page.get_by_label("Source")).to_have_value(TEXT)
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Source")).to_have_value(TEXT)


def test_a_question_of_each_kind_is_put_in_where_the_cursor_is(
    open_page: OpenPage, server: LiveServer, olga: Person
) -> None:
    page = begin(open_page(), server, olga)
    page.get_by_label("Insert a question").select_option("Gaps to fill")
    page.get_by_role("button", name="Insert", exact=True).click()
    expect(page.get_by_role("region", name="This question q-2")).to_contain_text("Nothing to mend")
    expect(page.locator("#source")).to_be_focused()
    expect(page.locator("#source")).to_have_value(re.compile(r"\[q-1\][\s\S]*\[q-2\]"))
    expect(page.get_by_role("region", name="As learners see it")).to_contain_text("agreement on")
