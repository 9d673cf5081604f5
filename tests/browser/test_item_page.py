"""A question's own page: note, flag, set aside and bring back, report, as it was seen then."""

import re
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import select

from quizapp.db.models.study import Card, ItemMark, Report
from tests.browser.hands import Hand
from tests.browser.keeping import ids_of
from tests.browser.live_server import LiveServer
from tests.browser.people import Person
from tests.browser.stored import database
from tests.browser.watching import Watch

HERE = "/items/small/s-1"
NOTE = "Agreed on: goals, tasks. Felt: bond."
TOO_LONG = "x" * 4_001


def row_of(server: LiveServer, model: type[Any]) -> Any:
    """Return the only row of a table that is about the question."""
    item_id = ids_of(server)["s-1"]
    with database(server) as session:
        return session.scalars(select(model).where(model.item_id == item_id)).one_or_none()


def test_what_is_kept_about_a_question(
    hand: Hand, server: LiveServer, alice: Person, watch: Watch
) -> None:
    watch.expect("status of 422")
    hand.page.goto(HERE)
    flag(hand, server)
    note(hand, server)
    set_aside_and_bring_back(hand, server)
    report(hand, server, alice)
    as_it_was_seen(hand)


def flag(hand: Hand, server: LiveServer) -> None:
    for name, pressed in (("Flag", "true"), ("Flagged", "false")):
        hand.press(name, "main")
        button = hand.page.locator("main button[aria-pressed]").first
        expect(button).to_have_attribute("aria-pressed", pressed)
        assert (row_of(server, ItemMark).flagged_at is not None) == (pressed == "true")


def note(hand: Hand, server: LiveServer) -> None:
    page, label = hand.page, "Only you see it"
    hand.write(label, NOTE)
    hand.press("Save note")
    expect(page.get_by_role("status").filter(has_text="Your note is kept.")).to_be_visible()
    page.reload()
    expect(page.get_by_label(label)).to_have_value(NOTE)
    assert row_of(server, ItemMark).note == NOTE
    page.get_by_label(label).evaluate("(field, text) => { field.value = text; }", TOO_LONG)
    hand.press("Save note")
    expect(page.get_by_text("The note has 4001 characters")).to_be_visible()
    expect(page.get_by_label(label)).to_be_focused()
    assert row_of(server, ItemMark).note == NOTE
    hand.write(label, NOTE)
    hand.press("Save note")
    page.wait_for_url(re.compile(f"{HERE}$"))


def set_aside_and_bring_back(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    said = page.get_by_text("You have set this question aside")
    hand.press("Set it aside")
    expect(said).to_be_visible()
    assert row_of(server, ItemMark).suspended_at == row_of(server, Card).suspended_at is not None
    hand.press("Bring it back")
    expect(page.get_by_text("Brought back. It is asked again when it is due.")).to_be_visible()
    expect(said).to_have_count(0)
    assert row_of(server, ItemMark).suspended_at is None
    assert row_of(server, Card).suspended_at is None


def report(hand: Hand, server: LiveServer, alice: Person) -> None:
    page = hand.page
    hand.choose("What is wrong", "It is unclear or misspelled")
    hand.press("Send report")
    text = page.get_by_label("Tell the author of the bank")
    expect(text).to_be_focused()
    expect(text).to_have_attribute("aria-invalid", "true")
    assert row_of(server, Report) is None
    expect(page.get_by_label("What is wrong")).to_have_value("wording")
    hand.write("Tell the author of the bank", "Whose model?")
    hand.press("Send report")
    page.wait_for_url(re.compile(f"{HERE}#report$"))
    thanks = page.get_by_role("status").filter(has_text="Thank you.")
    expect(thanks).to_be_in_viewport()
    listed = page.locator("#report .list")
    expect(listed).to_contain_text("It is unclear or misspelled")
    expect(listed).to_contain_text("Whose model?")
    kept = row_of(server, Report)
    said = (kept.user_id, kept.reason, kept.text, kept.status)
    assert said == (alice.learner.user_id, "wording", "Whose model?", "open")


def as_it_was_seen(hand: Hand) -> None:
    page = hand.page
    hand.press("Yesterday", "ol.tl")
    page.wait_for_url(re.compile(r"\?seen=.*#q$"))
    heading = page.get_by_role("heading", name="As you saw it yesterday")
    expect(heading).to_be_in_viewport()
    expect(page.locator(".res.wrong")).to_contain_text("Your answer, certain")
    expect(page.locator("ol.tl li.now")).to_contain_text("shown here")
    hand.press("Show it as it is now")
    page.wait_for_url(re.compile(f"{HERE}$"))
    chosen = page.locator(".res", has_text="empathy, regard, genuineness")
    expect(chosen).to_contain_text("You chose this twice")
