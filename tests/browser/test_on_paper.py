"""What a printer makes of the sheets: the questions first, the key apart, nothing cut in two."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import OpenPage
from tests.browser.live_server import LiveServer
from tests.browser.people import always_wrong, library, make
from tests.factories import KINDS_BANK, FakeClock, load_text
from tests.mock_bank import plain_bank

EACH = 14  # questions of a section: enough for some pages
NUMBER = re.compile(r"(\d+)\. ")
WHY = "So it is."  # stands under each answer
# What leads elsewhere, or does nothing on paper.
NO_PRINT = ("Skip to", "Today", "Progress", "Settings", "Sign out", "Back to the list", "Print")
IDEAS = """() => [...document.querySelectorAll(".sheet section")].map((section) =>
  [section.querySelector("h2"), ...section.querySelectorAll("li")].map((one) => one.innerText))"""


@pytest.fixture
def page(open_page: OpenPage, server: LiveServer, clock: FakeClock) -> Page:
    """The browser of somebody who missed every question there is."""
    with server.app.app_context():
        for name, text in (("kinds.md", KINDS_BANK), ("mock.md", plain_bank(EACH))):
            assert not load_text(text, origin=name).problems
    person = make(server.app, clock, "alice@example.org")
    person.finish(person.start(list(library(server.app).items)), always_wrong)
    page = open_page()
    page.context.add_cookies([{"name": "alliance", "value": person.cookie, "url": server.url}])
    return page


def printed(page: Page, path: str, paper: str = "A4") -> list[list[str]]:
    """Return the lines of each sheet of paper."""
    page.goto(path)
    sheets = PdfReader(BytesIO(page.pdf(format=paper))).pages
    lines = [[line.strip() for line in sheet.extract_text().splitlines()] for sheet in sheets]
    found = [one for sheet in lines for one in sheet if one.startswith(NO_PRINT)]
    assert not found, "navigation is of no use on paper"
    return lines


def numbers(sheet: list[str]) -> list[int]:
    return [int(found[1]) for line in sheet if (found := NUMBER.match(line))]


def test_missed_questions_and_their_key(page: Page) -> None:
    sheets = printed(page, "/missed/print")
    key_at = next(n for n, sheet in enumerate(sheets) if "Answers" in sheet)
    questions, key = sheets[:key_at], sheets[key_at:]
    assert questions[0][:2] == ["Missed questions", "Questions"]
    assert key[0][0] == "Answers", "the key begins a sheet of its own"
    assert len(questions) > 2
    assert len(key) > 1
    for part in (questions, key):
        asked = [number for sheet in part for number in numbers(sheet)]
        assert asked == list(range(1, len(asked) + 1)), "in the order of their numbers"
        starts = [sheet[0] for sheet in part[1:]]
        assert all(NUMBER.match(line) for line in starts), f"cut in two: {starts}"
    assert asked[-1] == page.locator(".paper").first.locator("> li").count()
    assert not any(WHY in line for sheet in questions for line in sheet)
    assert sum(line == WHY for sheet in key for line in sheet) == 2 * EACH


def test_last_day_sheet(page: Page) -> None:
    sheets = [" ".join(" ".join(sheet).split()) for sheet in printed(page, "/plan/last-day", "A5")]
    assert sheets[0].startswith("Last-day sheet")
    groups: list[list[str]] = page.evaluate(IDEAS)
    assert len(sheets) > 2
    assert len(groups) > 4
    for group in groups:
        whole = [sheet for sheet in sheets if all(" ".join(t.split()) in sheet for t in group)]
        assert len(whole) == 1, f"a topic stands together: {group}"
