"""Today for somebody who has nothing to do: before the first answer, and after."""

import re

import pytest
from flask import Flask

from tests.factories import make_person
from tests.web.visitor import Visitor

PACE = {"tz": "UTC", "day_start_hour": "4", "minutes_a_day": "20"}


@pytest.fixture
def alice(app: Flask) -> Visitor:
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    return browser


def take_new(alice: Visitor, per_day: int) -> str:
    alice.get("/settings")
    assert alice.send("/settings", new_per_day=str(per_day), **PACE).status_code == 303
    return alice.get("/today")


def test_nothing_planned_before_the_first_answer_is_no_rest(alice: Visitor) -> None:
    page = take_new(alice, 0)
    assert "Nothing is planned for today" in page
    assert "what you learned needs the gap" not in page
    assert "No day studied." in page
    assert 'href="/banks">Question banks' in page


def test_after_the_last_answer_of_the_day_resting_is_part_of_the_plan(alice: Visitor) -> None:
    sid = alice.start()
    while alice.client.get(f"/study/{sid}").status_code == 200:
        alice.answer_next(sid)
    page = take_new(alice, 0)
    assert "what you learned needs the gap" in page
    assert "Nothing is planned for today" not in page
    assert "1 day studied." in page


def test_what_was_missed_comes_again_and_is_named_beside_what_is_left(alice: Visitor) -> None:
    sid = alice.start()
    wrong = {"exploring, understanding, acting", "False", "weather"}
    while not set(alice.question(sid)) & wrong:
        alice.answer_next(sid)
    found = re.search(r"(\d+) of (\d+)", alice.page)
    assert found is not None
    assert alice.answer_next(sid, sorted(wrong)).status_code == 303
    left = int(found[2]) - int(found[1]) + 1
    assert f"Resume: {left} left, 1 again" in alice.get("/today")
