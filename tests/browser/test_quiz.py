"""The quiz builder in a browser: it counts by itself, also by keyboard; a test keeps silent."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import always_wrong, library, make
from tests.browser.stored import log_length
from tests.browser.typing_keys import Typist, refuse_mouse
from tests.browser.watching import Watch
from tests.factories import FakeClock

MISSED = 3  # one of each of three kinds


@pytest.fixture
def builder(open_page: OpenPage, server: LiveServer, clock: FakeClock) -> Page:
    """The builder before Alice, who has missed some questions."""
    alice = make(server.app, clock, "alice@example.org")
    asked = [library(server.app).of(kind)[0] for kind in ("single", "truefalse", "multi")]
    alice.finish(alice.start(asked), always_wrong)
    page = open_page()
    page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    page.goto("/quiz/new")
    return page


def test_it_counts_while_one_chooses(builder: Page) -> None:
    shown = builder.locator("#count b").first
    before = builder.locator("#n-bank-small").text_content()
    missed = builder.get_by_label("Missed, not yet put right")
    missed.check()
    expect(shown).to_have_text(str(MISSED))
    expect(missed).to_be_focused()
    expect(builder).to_have_url(re.compile(r"\?status=missed&most=20&mode=study$"))
    expect(builder.get_by_role("button", name="Count anew")).to_be_hidden()
    builder.get_by_label("With these words").fill("no such word at all")
    expect(shown).to_have_text("0")
    expect(builder.locator("#found")).to_contain_text("Nothing with")
    builder.get_by_label("With these words").fill("")
    expect(shown).to_have_text(str(MISSED))
    assert builder.locator("#n-bank-small").text_content() != before
    builder.reload()
    expect(missed).to_be_checked()
    builder.get_by_label("Name").fill("What I missed")
    builder.get_by_role("button", name="Save this quiz").click()
    expect(builder.get_by_role("link", name="What I missed")).to_be_visible()
    builder.get_by_role("button", name="Start What I missed").click()
    expect(builder.locator(".study-head")).to_contain_text(f"1 of {MISSED}")


def test_a_test_by_keyboard_alone(
    builder: Page, server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_mouse(builder, monkeypatch)
    typist, before = Typist(builder), log_length(server)
    builder.locator("#main").focus()
    typist.tab_to("Missed, not yet put right")
    typist.press("Space")
    expect(builder.locator("#count b").first).to_have_text(str(MISSED))
    typist.tab_to("Study")
    typist.press("ArrowRight")
    typist.assert_focus(builder.get_by_role("radio", name="Test"))
    typist.tab_to("Start")
    typist.press("Enter")
    for n in range(1, MISSED + 1):
        heading = builder.locator("h1")
        expect(heading).to_have_text(f"Question {n} of {MISSED}")
        expect(builder.locator(".pips .said")).to_have_count(n - 1)
        expect(builder.locator(".pips .ok, .pips .no")).to_have_count(0)
        typist.assert_focus(heading if n > 1 else builder.locator("body"))
        typist.press("1")
        expect(builder.locator(".opt input").first).to_be_checked()
        typist.press("Enter")
    expect(builder).to_have_url(re.compile("/done$"))
    assert log_length(server) == before + MISSED
    typist.tab_to("Every question with its reason")
    typist.press("Enter")
    expect(builder.locator("#v")).to_be_visible()
    expect(builder).to_have_url(re.compile("/1$"))


def test_without_scripts_a_button_counts(
    open_page: OpenPage, server: LiveServer, clock: FakeClock, watch: Watch
) -> None:
    watch.expect("status of 422")
    alice = make(server.app, clock, "alice@example.org")
    page = open_page(java_script_enabled=False)
    page.context.add_cookies([{"name": "alliance", "value": alice.cookie, "url": server.url}])
    page.goto("/quiz/new")
    page.get_by_label("Flagged").check()
    page.get_by_role("button", name="Count anew").click()
    expect(page.locator("#count b").first).to_have_text("0")
    expect(page.get_by_label("Flagged")).to_be_checked()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text("No question fits")
