"""The life of a bank in a browser: uploaded, mended, published, corrected, brought back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from quizapp.core.scheduling.rating import Confidence
from quizapp.services.editors import set_editor
from quizapp.services.study_log import make_cards
from tests.answers import right
from tests.browser.conftest import OpenPage
from tests.browser.hands import Hand, Keyboard, Mouse
from tests.browser.keeping import seat
from tests.browser.live_server import LiveServer
from tests.browser.page_checks import axe_violations
from tests.browser.people import Person, library, make, writing
from tests.browser.ties import EDIT, KEY_IS_WRONG, SLUG, TEXT, WHY, live
from tests.browser.typing_keys import refuse_mouse
from tests.browser.watching import Watch
from tests.crowd import answered_by_a_crowd
from tests.factories import FakeClock

Opening = Callable[[Person], Hand]


@pytest.fixture
def olga(server: LiveServer, clock: FakeClock) -> Person:
    return make(server.app, clock, "olga@example.org", name="Olga", role="educator")


@pytest.fixture
def emil(server: LiveServer, clock: FakeClock) -> Person:
    return make(server.app, clock, "emil@example.org", name="Emil", role="educator")


@pytest.fixture(params=["keyboard", "without-scripts"])
def sit(
    request: pytest.FixtureRequest,
    open_page: OpenPage,
    server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Opening:
    """Put somebody at a browser: with the keyboard alone, or with a mouse and no scripts."""
    has_scripts = request.param == "keyboard"

    def open_one(person: Person) -> Hand:
        page = seat(open_page(java_script_enabled=has_scripts), server, person)
        if not has_scripts:
            return Mouse(page, has_scripts=False)
        refuse_mouse(page, monkeypatch)
        return Keyboard(page)

    return open_one


def publish(hand: Hand, why: str = "") -> None:
    """Go on from the editor to what is live, through the page of changes."""
    page = hand.page
    hand.press("Look at the changes")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Publish"))
    if why:
        hand.tick("I have read the changes")
        hand.press("Publish", "main form")
        expect(page.locator(".err")).to_contain_text("Say why the key of t-1 changes")
        expect(page.locator("textarea")).to_be_focused()
        hand.write("Why, in a sentence for your learners", why)
    hand.tick("I have read the changes")
    hand.press("Publish", "main form")
    expect(page.get_by_role("heading", level=1)).to_have_text("Earlier texts")
    expect(page.locator("[role=status]").first).to_contain_text("Published.")


def test_the_life_of_a_bank(
    sit: Opening,
    olga: Person,
    emil: Person,
    server: LiveServer,
    clock: FakeClock,
    open_page: OpenPage,
    watch: Watch,
) -> None:
    watch.expect("status of 422")
    hand = sit(olga)
    upload_with_an_error(hand, server)
    mend(hand)
    publish(hand)
    assert live(server) == KEY_IS_WRONG
    lea = learn(server, clock)
    answered_by_many(server, clock)
    other = begin_to_edit(sit, emil, server)
    correct_the_key(hand, server)
    hear_of_it(open_page, server, lea)
    join_and_publish(other, server)
    bring_the_first_text_back(hand, server)


def upload_with_an_error(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    page.goto("/teach")
    hand.press("Upload")
    hand.attach(
        "Choose a file, or drop it here",
        "ties.md",
        KEY_IS_WRONG.replace("Source: b, p. 253", "Sorce: b"),
    )
    hand.press("Check it")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("ties|Ties"))
    whole = page.get_by_role("region", name="The whole bank")
    expect(whole).to_contain_text("Sorce: is not a known field")
    expect(whole).to_contain_text("Did you mean Source")
    expect(page.get_by_role("button", name="Look at the changes")).to_have_attribute(
        "aria-disabled", "true"
    )
    assert live(server) == ""
    if hand.has_scripts:
        assert not axe_violations(page, ((1280, "light"),))


def mend(hand: Hand) -> None:
    page = hand.page
    if hand.has_scripts:
        hand.press("line 19", "section[aria-labelledby=whole]")
        expect(page.locator("#source")).to_be_focused()
        page.keyboard.press("Shift+End")
        page.keyboard.type("* Source: b, p. 253")
        expect(page.locator("#said")).to_contain_text("Saved.")
        seen = page.get_by_role("region", name="As learners see it")
        expect(seen).to_contain_text("Which of these is one of the three parts")
    else:
        hand.write("Source", KEY_IS_WRONG)
    hand.press("Save and check")
    expect(page.get_by_role("region", name="The whole bank")).not_to_contain_text("error")


def learn(server: LiveServer, clock: FakeClock) -> Person:
    """Let Lea answer what the wrong key says is right."""
    lea = make(server.app, clock, "lea.learns@example.org", name="Lea")
    bodies = library(server.app).items
    [key] = [key for key, body in bodies.items() if "three parts of an alliance" in str(body)]
    lea.answer_next(lea.start([key]), right(bodies[key], Confidence.CERTAIN))
    return lea


def answered_by_many(server: LiveServer, clock: FakeClock) -> None:
    """Let those who know it choose the bond, which the key calls wrong."""
    with writing(server.app) as session:
        crowd = answered_by_a_crowd(session, SLUG, at=clock(), people=24, miskeyed=["t-1"])
        for user_id in crowd:
            make_cards(session, user_id)
        session.commit()


def begin_to_edit(sit: Opening, emil: Person, server: LiveServer) -> Hand:
    """Let Emil, a second editor, write a draft on the text of before."""
    with writing(server.app) as session:
        set_editor(session, SLUG, "emil@example.org", "editor", now=emil.clock())
    hand = sit(emil)
    hand.page.goto(EDIT)
    hand.write("Source", KEY_IS_WRONG.replace("every kind of helping", "all kinds of helping"))
    hand.press("Save and check")
    expect(hand.page.get_by_text("Your draft, saved")).to_be_visible()
    return hand


def correct_the_key(hand: Hand, server: LiveServer) -> None:
    """Be led to the question by what the answers say of it."""
    page = hand.page
    hand.press("Your banks")
    hand.press("Item analysis")
    hand.press("Count now")
    expect(page.get_by_role("row").filter(has_text="t-1")).to_contain_text("44%")
    hand.press("t-1", "table")
    expect(page.locator("main")).to_contain_text(re.compile("Chose .\\d+%\\s*a bond"))
    hand.press("Edit this question")
    expect(page.get_by_role("region", name="This question t-1")).to_be_visible()
    hand.write("Source", TEXT)
    hand.press("Save and check")
    publish(hand, WHY)
    assert live(server) == TEXT
    expect(page.locator("[role=status]").first).to_contain_text("learners are told")


def hear_of_it(open_page: OpenPage, server: LiveServer, lea: Person) -> None:
    page: Page = seat(open_page(), server, lea)
    page.goto("/today")
    notice = page.get_by_role("region", name=re.compile("We taught you a wrong answer"))
    expect(notice).to_contain_text(WHY)
    expect(notice).to_contain_text("a theory")
    expect(notice).to_contain_text("a bond")


def join_and_publish(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    page.reload()
    expect(page.get_by_text("Somebody else has published this bank").first).to_be_visible()
    hand.press("Take their changes in")
    expect(page.locator("[role=status]").first).to_contain_text("1 change taken into your draft")
    publish(hand)
    assert live(server) == TEXT.replace("every kind of helping", "all kinds of helping")


def bring_the_first_text_back(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    page.reload()
    before = live(server)
    hand.press("Bring it back: text 1")
    expect(page.get_by_role("heading", level=2, name="t-1: Three parts")).to_be_visible()
    assert live(server) == before
    hand.write("Why, in a sentence for your learners", "We look at it once more.")
    hand.tick("I have read the changes")
    hand.press("Publish", "main form")
    expect(page.get_by_role("heading", level=1)).to_have_text("Earlier texts")
    assert live(server) == KEY_IS_WRONG
