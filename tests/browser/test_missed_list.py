"""The missed list as somebody works through it: filters, reasons, paper, a table, practice."""

import csv
import re
from io import StringIO

from playwright.sync_api import Locator, expect
from sqlalchemy import select

from quizapp.db.models.banks import Item
from quizapp.db.models.study import ItemMark
from tests.browser.hands import Hand, download
from tests.browser.keeping import CERTAIN, MISSED, asked
from tests.browser.live_server import LiveServer
from tests.browser.stored import database

STUDY_URL = re.compile(r"/study/\d+$")
COUNT_PRINTS = "window.prints = 0; window.print = () => { window.prints += 1; };"
ROW = "#miss-small-s-1"


def reasons(server: LiveServer) -> dict[str, str]:
    """Return the reasons that were given, by question."""
    query = select(Item.ref, ItemMark.reason).join(Item, Item.id == ItemMark.item_id)
    with database(server) as session:
        return {ref: reason for ref, reason in session.execute(query) if reason}


def listed(hand: Hand) -> set[str]:
    """Return the questions on the page."""
    rows: Locator = hand.page.locator("li.miss")
    return {(row.get_attribute("id") or "")[-3:] for row in rows.all()}


def at_top(hand: Hand) -> None:
    """A new page begins at its top: nothing has the focus yet."""
    expect(hand.page.locator("body")).to_be_focused()


def test_practice_of_confident_errors_and_of_a_mixed_up_pair(
    hand: Hand, server: LiveServer
) -> None:
    confident_errors_are_two_presses_away(hand, server)
    practice_a_pair(hand, server)


def confident_errors_are_two_presses_away(hand: Hand, server: LiveServer) -> None:
    hand.page.goto("/today")
    hand.press("Practice the 2 you were certain of, and missed")
    hand.page.wait_for_url(STUDY_URL)
    assert hand.presses <= 2
    assert set(asked(server, hand.page.url)) == CERTAIN
    expect(hand.page.locator("legend.stem")).to_be_visible()


def practice_a_pair(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    page.goto("/missed")
    hand.press("Mix-ups")
    page.wait_for_url(re.compile("/missed/mix-ups$"))
    at_top(hand)
    pair = page.get_by_role("region", name="Pairs of ideas")
    expect(pair).to_contain_text("Bordin’s theory and Rogers’ conditions")
    expect(pair).to_contain_text(
        "2 times you took “Rogers’ conditions” where “Bordin’s theory” was right."
    )
    hand.press("Practice the pair")
    page.wait_for_url(STUDY_URL)
    assert set(asked(server, page.url)) == {"s-1", "k-1"}, "all there is on the two"


def test_a_walk_through_the_list(hand: Hand, server: LiveServer) -> None:
    page = hand.page
    page.add_init_script(COUNT_PRINTS)
    page.goto("/today")
    hand.press("Missed")
    page.wait_for_url(re.compile("/missed$"))
    assert listed(hand) == MISSED
    narrow_by_time_and_bank(hand)
    say_why(hand, server)
    table_has_what_is_listed(hand)
    print_it(hand)
    look_at_an_answer(hand)
    hand.press("Practice these 4")
    page.wait_for_url(STUDY_URL)
    assert set(asked(server, page.url)) == MISSED


def narrow_by_time_and_bank(hand: Hand) -> None:
    page = hand.page
    hand.choose("When", "Since yesterday")
    hand.press("Show", "form.filters")
    page.wait_for_url(re.compile("period=1"))
    at_top(hand)
    assert listed(hand) == {"s-1", "s-2", "k-3"}
    hand.tick("Only what I was certain of")
    hand.press("Show", "form.filters")
    page.wait_for_url(re.compile("certain=1"))
    assert listed(hand) == CERTAIN
    hand.press("More filters")
    expect(page.locator("form.filters summary")).to_be_focused()
    hand.choose("Bank", "Typed, ordered, matched")
    hand.press("Show", "form.filters")
    expect(page.get_by_role("heading", name="None of these")).to_be_visible()
    hand.press("Show the whole list")
    expect(page.get_by_role("heading", name="None of these")).to_have_count(0)
    assert listed(hand) == MISSED


def say_why(hand: Hand, server: LiveServer) -> None:
    """A reason is kept, filtered by, and taken away by a second press; one stays at the row."""
    row = hand.page.locator(ROW)
    hand.press("Say why you missed it", ROW)
    expect(row.locator("summary").last).to_be_focused()
    hand.press("Misread the question", ROW)
    hand.page.wait_for_url(re.compile(f"{ROW}$"))
    expect(row.locator(".state")).to_contain_text("Misread the question")
    assert reasons(server) == {"s-1": "misread"}
    hand.page.keyboard.press("Tab")
    expect(row.get_by_role("link").first).to_be_focused()
    hand.choose("Your reason", "Misread the question")
    hand.press("Show", "form.filters")
    hand.page.wait_for_url(re.compile("reason=misread"))
    assert listed(hand) == {"s-1"}
    hand.press("Why you missed it", ROW)
    hand.press("Misread the question", ROW)
    expect(hand.page.get_by_role("heading", name="None of these")).to_be_visible()
    assert reasons(server) == {}
    hand.press("Show the whole list")


def table_has_what_is_listed(hand: Hand) -> None:
    name, text = download(hand, "CSV")
    rows = {row["question id"]: row for row in csv.DictReader(StringIO(text))}
    assert name == "missed-questions.csv"
    assert set(rows) == MISSED
    assert rows["s-1"]["you answered"] == "empathy, regard, genuineness"
    assert (rows["s-1"]["how sure"], rows["s-1"]["times missed"]) == ("certain", "2")


def print_it(hand: Hand) -> None:
    page = hand.page
    hand.press("Print")
    page.wait_for_url(re.compile("/missed/print"))
    at_top(hand)
    expect(page.locator(".paper").first.locator("> li")).to_have_count(len(MISSED))
    expect(page.locator(".paper").last).to_contain_text("goals, tasks, bond")
    button = page.get_by_role("button", name="Print")
    if hand.has_scripts:
        hand.press("Print")
        expect(button).to_be_focused()
        assert page.evaluate("() => window.prints") == 1
    else:
        expect(button).to_have_count(0)
    hand.press("Back to the list")
    page.wait_for_url(re.compile("/missed[^/]*$"))


def look_at_an_answer(hand: Hand) -> None:
    """From the attempts of a question to the question as it was seen then, and back."""
    page = hand.page
    trail = page.locator(ROW).get_by_role("img", name="Attempts, oldest first: missed, missed")
    expect(trail).to_be_visible()
    hand.press("Say why you missed it", ROW)
    hand.press("As you saw it then", ROW)
    page.wait_for_url(re.compile(r"/items/small/s-1\?seen=.*#q$"))
    heading = page.get_by_role("heading", name="As you saw it yesterday")
    expect(heading).to_be_in_viewport()
    expect(page.locator(".res.wrong")).to_contain_text("empathy, regard, genuineness")
    page.go_back()
    page.wait_for_url(re.compile("/missed[^/]*$"))
