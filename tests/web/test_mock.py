"""The mock exam without JavaScript: every page is checked as it is fetched."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import FakeClock, load_text, make_person, sign_in
from tests.mock_bank import mock_bank, plain_bank
from tests.web.page_client import Fetched, PageClient

LENGTH = 25


@pytest.fixture
def alice(app: Flask, page: PageClient) -> PageClient:
    """Alice, signed in, with banks that fill an exam of 25; section R has options throughout."""
    with app.app_context():
        assert not load_text(plain_bank(14), origin="mock.md").problems
    sign_in(page.client, make_person(app, "Alice"))
    return page


@pytest.fixture
def all_kinds(app: Flask, page: PageClient) -> PageClient:
    """Alice with banks in which an exam of 28 has every kind of question in section R."""
    with app.app_context():
        assert not load_text(mock_bank(14), origin="mock.md").problems
    sign_in(page.client, make_person(app, "Alice"))
    return page


def start(page: PageClient, **fields: Any) -> str:
    """Start an exam, of 25 if not told otherwise; return its address."""
    answer = page.send(page("/mock"), **{"length": str(LENGTH)} | fields)
    assert re.fullmatch(r"/mock/\d+", answer.location)
    return answer.location


def first_question(page: PageClient, address: str) -> Fetched:
    return page.follow(page(address, 302))


def answer(page: PageClient, shown: Fetched, go: str = "next", **fields: Any) -> Fetched:
    """Pick or fill in the first thing there is, and press a button; return where it leads."""
    options = shown.options()
    if options:
        fields.setdefault("option", next(iter(options.values())))
    for field in shown.document.all("select"):
        choices = [one.get("value", "") for one in field.iter("option")]
        fields.setdefault(field.get("name", ""), choices[1])
    fields.setdefault("answer", "36")
    return page.follow(page.send(shown, go=go, **fields))


def finish(page: PageClient, address: str) -> Fetched:
    """Answer every question of both sections and lock them; return the results."""
    shown = first_question(page, address)
    for _ in range(2):
        while "question" in shown.title:
            shown = answer(page, shown)
        shown = page.follow(page(page.send(shown).location, 302))
    return shown


@pytest.mark.slow
def test_from_the_start_to_the_answers(all_kinds: PageClient) -> None:
    alice = all_kinds
    begin = alice("/mock")
    assert "a sample of your banks" in begin.text
    fields = begin.document.all("input")
    lengths = [one.get("value") for one in fields if one.get("name") == "length"]
    assert lengths == ["25", "28"]
    address = start(alice, time="1.5")
    shown = first_question(alice, address)
    assert shown.title.startswith("Mock exam: question 1 of 25")
    assert "Section 1, Rehabilitation: question 1" in shown.text
    assert "45 min" in shown.html
    results = finish(alice, address)
    assert results.heading.startswith("Mock exam 1: ")
    assert "of 25" in results.heading
    assert "time and a half" in results.text.lower()
    assert "no fixed raw score is published" in results.text
    assert "both sections have to be passed" in results.text
    assert "Practice what this showed" not in results.text
    assert alice(f"{address}/1", 302).location == address
    opened = alice.follow(alice.post(f"{address}/open", results.form(f"{address}/open")))
    assert "All 25 questions" in opened.text
    alice.post(f"{address}/open", results.form(f"{address}/open"))
    for kind in ("missed", "flagged", "all"):
        alice(f"{address}/results?show={kind}")
    alice(f"{address}/results?show=all&page=2")
    for n in range(1, LENGTH + 1):
        assert alice(f"{address}/{n}").heading == f"Question {n} of 25"
    practice = alice.post(f"{address}/practice", opened.form(f"{address}/practice"))
    assert practice.location.startswith("/study/")
    assert alice.follow(practice).heading.startswith("Question 1 of")
    assert "Earlier ones" in alice("/mock").text


def test_while_one_runs_everything_leads_to_it(alice: PageClient) -> None:
    form = alice("/mock").form("/mock") | {"length": "25"}
    first = alice.post("/mock", form)
    assert alice.post("/mock", form).location == first.location
    assert alice("/mock", 302).location == first.location
    assert alice(f"{first.location}/results", 302).location == first.location


def test_a_button_keeps_the_choice_and_goes_there(alice: PageClient) -> None:
    address = start(alice)
    shown = first_question(alice, address)
    shown = answer(alice, shown, "flag")
    assert shown.path == f"{address}/1"
    assert "1 answered, 1 flagged" in shown.text
    shown = answer(alice, shown, "7")
    assert shown.path == f"{address}/7"
    assert answer(alice, shown, "previous").path == f"{address}/6"
    review = answer(alice, alice(f"{address}/13"), "next")
    assert review.path == f"{address}/review"
    assert "questions have no answer, one is flagged" in review.text
    assert alice(address, 302).location != f"{address}/1"
    left = answer(alice, alice(f"{address}/2"), "leave")
    assert left.path == "/today"
    assert "runs on: 30 minutes left." in left.text


def test_a_locked_section_says_so(alice: PageClient) -> None:
    address = start(alice)
    stale = first_question(alice, address)
    review = alice(f"{address}/review")
    assert alice.send(review).location == address
    assert alice.send(review).location == address, "twice is harmless"
    assert alice(address, 302).location == f"{address}/14"
    refused = alice.send(stale, 409, go="next")
    assert "Section 1 is locked, so this answer was not stored." in refused.text
    assert "Question 1 is in a section that is locked." in alice(f"{address}/1", 409).text
    assert "Section 1 is locked." in alice(f"{address}/14").text


def test_time_over_is_said_and_scored(alice: PageClient, clock: FakeClock) -> None:
    address = start(alice)
    shown = answer(alice, first_question(alice, address))
    clock.at += timedelta(days=3)
    refused = alice.send(shown, 409, go="next")
    assert refused.heading == "This mock exam is over"
    assert "Time is over" in refused.text
    results = alice.follow(alice(address, 302))
    assert "Time was over before it was finished." in results.text
    assert "24 questions were left without an answer" in results.text
    assert alice("/mock").heading == "Mock exam"


def test_a_break_hides_the_questions(alice: PageClient, clock: FakeClock) -> None:
    address = start(alice, time="2", has_breaks="on", hides_clock="on")
    shown = first_question(alice, address)
    pause = answer(alice, shown, "pause")
    assert pause.path == address
    assert pause.heading == "The clock stands still"
    clock.forward(hours=3)
    assert alice(f"{address}/1", 302).location == address
    assert alice(f"{address}/review", 302).location == address
    assert "clock stands still" in alice.send(shown, 409, go="next").text
    assert alice.send(alice(address)).location == address
    again = first_question(alice, address)
    assert again.path == f"{address}/2"
    assert "1 h" in again.html
    assert '<details class="clock">' in again.html
    alice.send(alice(f"{address}/review"))
    assert alice(address).heading == "The clock stands still"


def test_conditions_are_set_once(alice: PageClient) -> None:
    page = alice("/settings")
    form = page.form("/settings/exam") | {"time": "none", "has_breaks": "on"}
    assert alice.post("/settings/exam", form).location == "/settings?saved=1"
    begin = alice("/mock").form("/mock")
    assert (begin["time"], begin["has_breaks"]) == ("none", "on")
    assert "hides_clock" not in begin
    assert "No limit" in alice("/mock").text
    address = start(alice)
    assert "No limit" in first_question(alice, address).html


def test_the_line_is_that_of_the_plan_when_it_began(alice: PageClient) -> None:
    assert "a line of ours, 75%" in alice("/mock").text
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    plan = alice("/plan").form("/plan") | {f"minutes_{day}": "20" for day in days}
    plan |= {"exam_on": "2027-01-20", "target": "82"}
    assert alice.post("/plan", plan).location == "/plan"
    assert "your line, 82%" in alice("/mock").text
    address = start(alice)
    assert alice.post("/plan", plan | {"target": "60"}).location == "/plan"
    for _ in range(2):
        alice.send(alice(f"{address}/review"))
    assert "The line at 82% is that of your plan" in alice(f"{address}/results").text


def test_a_start_that_cannot_be_is_refused(alice: PageClient) -> None:
    form = alice("/mock").form("/mock")
    assert "fill" in alice.post("/mock", form | {"length": "50"}, 422).text


def test_what_is_no_answer_yet_is_named(all_kinds: PageClient) -> None:
    address = start(all_kinds, length="28")
    shown = first_question(all_kinds, address)
    while 'inputmode="decimal"' not in shown.html:
        shown = answer(all_kinds, shown)
    kept = all_kinds.follow(all_kinds.send(shown, go="stay", answer="some"))
    assert "That is not a number" in kept.text
    assert "It is saved, but does not count yet." in kept.text


@pytest.mark.slow
def test_steps_move_without_scripts(all_kinds: PageClient) -> None:
    address = start(all_kinds, length="28")
    shown = first_question(all_kinds, address)
    while 'name="order"' not in shown.html:
        shown = answer(all_kinds, shown)
    assert "counts as no answer" in shown.text
    orders = re.findall(r'name="order" value="([^"]+)"', shown.html)
    moved = all_kinds.send(shown, order=orders, move=f"down:{orders[0]}")
    page = all_kinds.follow(moved)
    assert re.findall(r'name="order" value="([^"]+)"', page.html)[:2] == [orders[1], orders[0]]
    assert "now 2 of 3" in page.title


def test_nobody_else_sees_it(app: Flask, alice: PageClient) -> None:
    address = start(alice)
    form = first_question(alice, address).form(f"{address}/1")
    bob = PageClient(app)
    sign_in(bob.client, make_person(app, "Bob"))
    for path in (address, f"{address}/1", f"{address}/review", f"{address}/results"):
        bob(path, 404)
    form["csrf_token"] = bob("/settings").form()["csrf_token"]
    for path in ("1", "lock", "pause", "go-on", "open", "practice"):
        bob.post(f"{address}/{path}", form | {"section": "1"}, 404)
    alice(f"{address}/26", 404)
    alice("/mock/99999", 404)


def test_without_questions_it_says_what_is_missing(app: Flask, page: PageClient) -> None:
    sign_in(page.client, make_person(app, "Alice"))
    assert "No mock exam can be filled yet" in page("/mock").text
