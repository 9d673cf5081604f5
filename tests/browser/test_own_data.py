"""Your data: take it along, bring it into a fresh account, ask for deletion and think better."""

import csv
import json
import re
from datetime import datetime
from io import StringIO

from playwright.sync_api import expect
from sqlalchemy import select

from quizapp.db.models.accounts import User
from quizapp.db.models.study import Review
from tests.browser.hands import Hand, download
from tests.browser.keeping import PAST, seat
from tests.browser.live_server import LiveServer
from tests.browser.people import Person, make
from tests.browser.stored import database
from tests.browser.watching import Watch
from tests.factories import PASSWORD, FakeClock

HERE = "/settings/data"
FILE = "File of an export"
OTHER_ADDRESS = "It is mine, made under another e-mail address"


def kept(server: LiveServer, who: Person) -> list[tuple[object, ...]]:
    """Return somebody's answers."""
    query = (
        select(
            Review.item_id,
            Review.revision,
            Review.is_right,
            Review.confidence,
            Review.answered_at,
        )
        .where(Review.user_id == who.learner.user_id)
        .order_by(Review.answered_at)
    )
    with database(server) as session:
        return [tuple(row) for row in session.execute(query)]


def leaves_at(server: LiveServer, who: Person) -> datetime | None:
    with database(server) as session:
        return session.get_one(User, who.learner.user_id).leaves_at


def test_a_record_goes_along_into_a_fresh_account(
    hand: Hand, server: LiveServer, clock: FakeClock, alice: Person, watch: Watch
) -> None:
    watch.expect("status of 422")
    hand.page.goto("/settings")
    hand.press("Your data", "main")
    hand.page.wait_for_url(re.compile(f"{HERE}$"))
    record = take_along(hand)
    bob = make(server.app, clock, "bob@example.org", name="Bob")
    seat(hand.page, server, bob)
    hand.page.goto(HERE)
    bad_files_leave_nothing(hand, record)
    assert kept(server, bob) == []
    bring_in(hand, record)
    assert kept(server, bob) == kept(server, alice)
    two_records_are_not_joined(hand, record)
    assert len(kept(server, bob)) == len(PAST)


def take_along(hand: Hand) -> str:
    name, record = download(hand, "Whole record (JSON)")
    assert name == "alliance-record.json"
    assert len(json.loads(record)["answers"]) == len(PAST)
    name, text = download(hand, "Answers (CSV)")
    assert name == "alliance-answers.csv"
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["question id"] for row in rows] == [ref for _, ref, _ in PAST]
    return record


def bad_files_leave_nothing(hand: Hand, record: str) -> None:
    """Each is refused in words at its field, where the focus is."""
    newer = json.dumps(json.loads(record) | {"version": 99})
    field = hand.page.get_by_label(FILE)
    for text, words in (
        (record[: len(record) // 2], "cut short"),
        (newer, "of version 99, made by a newer Alliance"),
        ("[]", "no learner's record"),
        ("", "this one is empty"),
    ):
        hand.attach(FILE, "record.json", text)
        hand.press("Bring it in")
        expect(hand.page.locator("#e-file")).to_contain_text(words)
        expect(field).to_be_focused()
        expect(hand.page).to_have_title(re.compile("^Not taken in. "))
    hand.attach(FILE, "record.json", record)
    hand.press("Bring it in")
    expect(hand.page.locator("#e-mine")).to_contain_text("somebody else's is not to be taken in")
    expect(hand.page.get_by_label(OTHER_ADDRESS)).to_be_focused()


def bring_in(hand: Hand, record: str) -> None:
    hand.attach(FILE, "record.json", record)
    hand.tick(OTHER_ADDRESS)
    hand.press("Bring it in")
    said = hand.page.get_by_role("status").filter(has_text=f"Taken in: {len(PAST)} answers.")
    expect(said).to_be_visible()


def two_records_are_not_joined(hand: Hand, record: str) -> None:
    hand.attach(FILE, "record.json", record)
    hand.tick(OTHER_ADDRESS)
    hand.press("Bring it in")
    expect(hand.page.locator("#e-file")).to_contain_text("has a record of its own")


def test_deletion_is_asked_for_and_taken_back(
    hand: Hand, server: LiveServer, alice: Person, watch: Watch
) -> None:
    page = hand.page
    watch.expect("status of 422")
    page.goto(HERE)
    hand.write("Your password", "not this one")
    hand.press("Delete my account")
    expect(page.get_by_text("That is not your password.")).to_be_visible()
    expect(page.get_by_label("Your password")).to_be_focused()
    expect(page).to_have_title(re.compile("^Not deleted. "))
    assert leaves_at(server, alice) is None
    hand.write("Your password", PASSWORD)
    hand.press("Delete my account")
    expect(page.get_by_text("Your account is deleted on Sunday 29 November 2026.")).to_be_visible()
    assert leaves_at(server, alice) is not None
    hand.press("Today")
    hand.press("Keep it, or see when")
    page.wait_for_url(re.compile(f"{HERE}#leave$"))
    hand.press("Keep my account")
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()
    assert leaves_at(server, alice) is None
    assert len(kept(server, alice)) == len(PAST)
    hand.press("Today")
    expect(page.get_by_text("to be deleted within a week")).to_have_count(0)
