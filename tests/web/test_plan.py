"""The pages of an exam plan, without scripts: set up, refused, the days to the exam and after."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOON, make_person
from tests.web.visitor import Visitor

TODAY = NOON.date()
WEEK = {f"minutes_{day}": "20" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@pytest.fixture
def alice(app: Flask) -> Visitor:
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    return browser


def plan_for(alice: Visitor, days: int, **more: str) -> str:
    alice.get("/plan")
    exam_on = (TODAY + timedelta(days=days)).isoformat()
    response = alice.send("/plan", **(WEEK | {"exam_on": exam_on} | more))
    assert response.status_code == 303, response.text
    return alice.get("/plan")


def test_without_a_plan_the_page_offers_one(alice: Visitor) -> None:
    page = alice.get("/plan")
    assert "Make my plan" in page
    assert "when you would be about to forget it" in page
    assert "Skip for now" in alice.get("/welcome")


def test_a_plan_says_what_it_brings_with_a_range_and_no_pass_mark(alice: Visitor) -> None:
    page = plan_for(alice, 30, target="70")
    assert "in 30 days. 140 minutes a week" in page
    assert "your line of 70%" in page
    assert "It is not a chance of passing" in page
    assert "No official pass mark is published" in page
    assert "count the same" in page, "no weights are known, and the page says so"
    assert page.count("<table") >= 2, "each picture has its table"


def test_a_line_that_is_out_of_reach_is_told_with_what_would_reach_it(alice: Visitor) -> None:
    page = plan_for(alice, 2, target="99", **dict.fromkeys(WEEK, "1"))
    assert "It does not fit yet." in page
    assert "would reach it" in page or "Not even four hours a day" in page


def test_all_that_is_wrong_is_told_at_once_and_the_old_plan_stands(alice: Visitor) -> None:
    plan_for(alice, 30, target="70")
    sent = WEEK | {"exam_on": "2020-01-01", "target": "120", "minutes_Mon": "9999"}
    refused = alice.send("/plan", **sent)
    assert refused.status_code == 422
    for words in ("This day is over.", "from 1 to 99 percent", "from 0 to 1440", "was not changed"):
        assert words in refused.text
    assert "your line of 70%" in alice.get("/plan")


def test_the_minutes_that_would_do_can_be_taken(alice: Visitor) -> None:
    short = plan_for(alice, 4, target="80", **dict.fromkeys(WEEK, "1"))
    assert "minutes on each study day would reach it" in short
    needed = re.search(r"Plan (\d+) minutes a day", short)
    assert needed
    page = plan_for(alice, 4, target="80", **dict.fromkeys(WEEK, needed[1]))
    assert "It fits." in page


def test_the_plan_says_what_comes_when(alice: Visitor) -> None:
    page = plan_for(alice, 30)
    assert "What comes when" in page
    assert "the last-day sheet" in page
    assert "your exam; nothing is planned" in page


def test_today_shows_the_minutes_of_the_plan_and_no_due_days(alice: Visitor) -> None:
    alice.answer_next(alice.start())
    assert "The next two weeks" in alice.get("/today")
    plan_for(alice, 30, minutes_Wed="0")
    page = alice.get("/today")
    assert "The next two weeks" not in page
    assert "Your minutes in the next two weeks" in page
    assert "minutes are planned, none on Wednesday 25 November and 1 more day." in page
    assert "Reviews ahead" not in alice.get("/progress")


def test_the_fewest_minutes_are_chosen_and_said(alice: Visitor) -> None:
    hour = dict.fromkeys(WEEK, "60")
    full = plan_for(alice, 30, target="50", **hour)
    assert "where this plan takes" in full
    fewest = plan_for(alice, 30, target="50", sparing="on", **hour)
    assert "You study the fewest minutes that reach your line" in fewest
    assert "your line of 50%" in fewest
    assert "It does not fit yet" not in fewest


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"exam_on": "2020-01-01"}, "This day is over."),
        ({"exam_on": "tomorrow"}, "Write the day as 2027-01-08."),
        ({"exam_on": "2099-01-01"}, "within five years"),
        ({"target": "120"}, "from 1 to 99 percent"),
        ({"target": "many"}, "Write a whole number."),
        ({"minutes_Mon": "99999"}, "Write a whole number."),
        ({"minutes_Mon": "1441"}, "from 0 to 1440"),
        ({"off_from": "2027-02-02", "off_to": "2027-01-01"}, "comes before the first"),
        ({"off_from": "2026-12-01", "off_to": "2029-01-01"}, "at most 60 days at once"),
        ({"exam": "no-such-exam"}, "Choose an exam from the list."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    alice: Visitor, fields: dict[str, str], words: str
) -> None:
    alice.get("/plan")
    response = alice.send("/plan", **(WEEK | {"minutes_Sun": "45"} | fields))
    assert response.status_code == 422
    assert words in response.text
    assert 'value="45"' in response.text, "what was typed stays"
    assert "Make my plan" in alice.get("/plan"), "nothing is stored"


def test_days_off_are_kept_until_they_are_unticked(alice: Visitor) -> None:
    first = (TODAY + timedelta(days=3)).isoformat()
    page = plan_for(alice, 30, off_from=first, off_to=first)
    assert f'value="{first}" checked' in page
    page = plan_for(alice, 30)
    assert f'value="{first}" checked' not in page


def test_today_names_the_plan_and_counts_down(alice: Visitor) -> None:
    plan_for(alice, 10)
    page = alice.get("/today")
    assert "gain most for your exam in 10 days" in page
    assert "In 10 days" in page


def test_a_day_of_zero_minutes_rests(alice: Visitor) -> None:
    plan_for(alice, 10, minutes_Mon="20", **{f"minutes_{TODAY:%a}": "0"})
    page = alice.get("/today")
    assert "Your plan goes on tomorrow, with 20 minutes." in page


def test_exam_day_and_after(app: Flask, alice: Visitor) -> None:
    plan_for(alice, 1)
    app.config["CLOCK"].forward(days=1)
    assert "Today is your exam" in alice.get("/today")
    assert "Today is the day" in alice.get("/plan")
    app.config["CLOCK"].forward(days=1)
    page = alice.get("/today")
    assert "How did your exam go?" in page
    assert alice.send("/plan/outcome", outcome="passed").status_code == 303
    assert "How did your exam go?" not in alice.get("/today")
    assert "The exam is over." in alice.get("/plan")


def test_the_calendar_file_is_the_plan(alice: Visitor) -> None:
    plan_for(alice, 5)
    response = alice.client.get("/plan.ics")
    assert response.mimetype == "text/calendar"
    assert response.text.count("BEGIN:VEVENT") == 6
    assert "attachment" in response.headers["Content-Disposition"]


def test_without_a_date_there_is_no_calendar(alice: Visitor) -> None:
    assert alice.client.get("/plan.ics").status_code == 404


def test_the_last_day_sheet_holds_what_was_missed(alice: Visitor) -> None:
    assert "Nothing missed so far" in alice.get("/plan/last-day")
    sid = alice.start()
    while alice.client.get(f"/study/{sid}").status_code == 200:
        alice.answer_next(sid)
    page = alice.get("/plan/last-day")
    assert "Nothing missed so far" not in page
    assert "Check the current rules with the certifying body" in page


def test_strangers_are_sent_to_sign_in(app: Flask) -> None:
    browser = Visitor(app)
    for url in ("/plan", "/plan/last-day", "/plan.ics", "/welcome"):
        assert browser.client.get(url).status_code == 302
