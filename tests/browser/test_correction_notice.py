"""A corrected key on Today: told until it is read, in every tab, and never again."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from quizapp.db.models.study import Correction
from quizapp.services.load_result import LoadOptions
from tests.browser.hands import Hand
from tests.browser.keeping import MIXED_BANK, asked
from tests.browser.live_server import LiveServer
from tests.browser.people import Person
from tests.browser.stored import database
from tests.factories import FakeClock, load_text
from tests.services.editing import KEY, edited

TITLE = "We taught you a wrong answer"
WHY = "Bordin names limits on page 260."
STEM = "The model was meant for every kind of helping."
TOLD = {
    "You answered": "False",
    "Old answer": "True",
    "Right answer": "False",
    "Why": WHY,
    "Source": "Bordin, E. S. (1979)",
}


@pytest.fixture
def corrected(server: LiveServer, clock: FakeClock, alice: Person) -> Person:
    """Alice, who was right on s-2 all along: its key is corrected to what she chose."""
    with server.app.app_context():
        text, at = edited(MIXED_BANK, "s-2", KEY), clock()
        result = load_text(text, at=at, options=LoadOptions(because=WHY))
    assert [one.told for one in result.changes] == [1]
    return alice


def seen_at(server: LiveServer) -> datetime | None:
    with database(server) as session:
        return session.scalars(select(Correction.seen_at)).one()


def notices(page: Page) -> int:
    return page.get_by_role("heading", name=TITLE).count()


def test_the_notice_is_told_until_it_is_read(
    corrected: Person, hand: Hand, server: LiveServer
) -> None:
    assert corrected
    page = hand.page
    page.goto("/today")
    second = page.context.new_page()
    second.goto("/today")
    page.bring_to_front()
    notice = page.get_by_role("region", name=f"{TITLE} {STEM}")
    facts = notice.locator("dt, dd").all_inner_texts()
    assert dict(zip(facts[::2], facts[1::2], strict=True)) == TOLD
    expect(notice).to_contain_text("You answered it once. That answer no longer counts")
    look_at_the_question(hand)
    learn_it(hand, server)
    assert seen_at(server) is None
    assert notices(page) == 1, "looking at the question is not reading the notice"
    hand.press("I have seen it")
    expect(page.get_by_role("heading", name=TITLE)).to_have_count(0)
    expect(page.locator("body")).to_be_focused()
    read = seen_at(server)
    assert read is not None
    page.reload()
    assert notices(page) == 0
    gone_in_the_other_tab(second, hand, server, read)


def look_at_the_question(hand: Hand) -> None:
    page = hand.page
    hand.press("See the question")
    page.wait_for_url(re.compile("/items/small/s-2$"))
    story = page.get_by_role("region", name="Its story").locator("li")
    expect(story.nth(0)).to_contain_text("Corrected: the key changed from “True” to “False”")
    expect(story.nth(0)).to_contain_text(WHY)
    expect(story.nth(1)).to_contain_text("Missed: False, certain")
    expect(story.nth(1)).to_contain_text("before the correction: it no longer counts")
    page.go_back()
    page.wait_for_url(re.compile("/today$"))


def learn_it(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    hand.press("Learn it now")
    page.wait_for_url(re.compile(r"/study/\d+$"))
    assert asked(server, page.url) == ["s-2"]
    page.goto("/today")


def gone_in_the_other_tab(second: Page, hand: Hand, server: LiveServer, read: datetime) -> None:
    """A tab that still shows the notice may send it again: that changes nothing."""
    first, hand.page = hand.page, second
    second.bring_to_front()
    assert notices(second) == 1
    hand.press("I have seen it")
    expect(second.get_by_role("heading", name=TITLE)).to_have_count(0)
    assert seen_at(server) == read
    hand.page = first
