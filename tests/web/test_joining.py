"""Cohorts as a learner sees them: what is shared, before joining and after; codes, leaving."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOON, PASSWORD, make_person
from tests.web.cohort_group import FORM, PAGE, Class, begin_cohort
from tests.web.visitor import Visitor


@pytest.fixture
def group(app: Flask) -> Class:
    return begin_cohort(app)


def test_a_learner_sees_what_is_shared_then_joins_and_leaves(
    group: Class, signed_in: Callable[[str], Visitor]
) -> None:
    maya = signed_in("Maya")
    landed = maya.client.get(group.link())
    assert landed.location == "/cohorts/join", "the link leaves the address"
    page = maya.get("/cohorts/join")
    for words in ("Fall review", "orla@example.org", "A small bank", "What stays yours"):
        assert words in page
    assert "Single answers" in page
    assert maya.send("/cohorts/answer", do="join", named="on").location == "/cohorts"
    assert "You are in." in maya.get("/cohorts")
    today = maya.get("/today")
    assert "0 of 4 days this week" in today
    group.educator.get(f"{PAGE}/edit")
    group.educator.send(f"{PAGE}/edit", **FORM | {"title": "Autumn", "days_a_week": "2"})
    assert "0 of 2 days this week" in maya.get("/today"), "although Today is kept"
    maya.get("/cohorts")
    assert maya.send("/cohorts/1/leave").location == "/cohorts"
    assert "You are in no cohort" in maya.get("/cohorts")
    assert "Autumn" not in maya.get("/today")


def test_not_now_stores_nothing(group: Class, signed_in: Callable[[str], Visitor]) -> None:
    maya = signed_in("Maya")
    maya.client.get(group.link())
    maya.get("/cohorts/join")
    assert maya.send("/cohorts/answer", do="not").location == "/today"
    assert "Code of the cohort" in maya.get("/cohorts/join")
    assert "You are in no cohort" in maya.get("/cohorts")


def test_who_is_signed_out_comes_back_after_signing_in_or_up(group: Class) -> None:
    maya = make_person(group.app, "Maya")
    browser = Visitor(group.app)
    browser.client.get(group.link())
    assert "Sign in to join" in browser.get("/cohorts/join")
    refused = browser.send("/cohorts/answer", do="join")
    assert refused.location == "/login?next=/cohorts/join"
    assert browser.sign_in(maya).location == "/cohorts/join"
    assert "<bdi>Fall review</bdi>?" in browser.get("/cohorts/join")
    fresh = Visitor(group.app)
    fresh.client.get(group.link())
    fresh.get("/register")
    made = fresh.send("/register", email="newly.joined@cohort.example.org", password=PASSWORD)
    assert made.location == "/cohorts/join"
    assert 'value="join"' in fresh.get("/cohorts/join")


def test_a_guest_is_asked_for_an_account(group: Class, app: Flask) -> None:
    guest = Visitor(app)
    guest.get("/")
    guest.client.get(group.link())
    guest.get("/cohorts/join")
    assert "Create an account" in guest.page


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".lower()])
def test_a_code_can_be_typed_in(
    group: Class, signed_in: Callable[[str], Visitor], typed: str
) -> None:
    code = group.code()
    maya = signed_in("Maya")
    maya.get("/cohorts/join")
    assert maya.send("/cohorts/join", code=typed.format(f"{code[:4]}-{code[4:].lower()}")).location
    assert "<bdi>Fall review</bdi>?" in maya.get("/cohorts/join")


def test_a_wrong_code_an_old_link_and_a_closed_cohort(
    group: Class, signed_in: Callable[[str], Visitor]
) -> None:
    maya, link = signed_in("Maya"), group.link()
    maya.get("/cohorts/join")
    for code in ("ABCDEFGH", "", "x" * 10_240, "<script>alert(1)</script>"):
        assert maya.send("/cohorts/join", code=code).status_code == 422
        assert "No cohort has this code." in maya.page
        assert "<script>alert" not in maya.page
    group.educator.get(PAGE)
    assert group.educator.send(f"{PAGE}/renew").status_code == 303
    maya.client.get(link)
    assert "no good any more" in maya.get("/cohorts/join", 410)
    maya.client.get(group.link())
    maya.get("/cohorts/join")
    group.educator.send(f"{PAGE}/close")
    assert maya.send("/cohorts/answer", do="join").status_code == 409
    assert "This cohort is closed" in maya.page
    maya.client.get(group.link())
    assert "This cohort is closed" in maya.get("/cohorts/join", 410)
    assert "This cohort is closed" in group.educator.get(PAGE)


@pytest.mark.parametrize("link", ["none", "x" * 5000, "%7F", "%F0%9F%99%82", "%3Cscript%3E"])
def test_a_link_that_can_be_none_is_no_good(app: Flask, link: str) -> None:
    browser = Visitor(app)
    assert browser.client.get(f"/cohorts/join/{link}").location == "/cohorts/join"
    assert "no good any more" in browser.get("/cohorts/join", 410)
    assert "Code of the cohort" in browser.get("/cohorts/join")


def test_codes_are_tried_seldom(group: Class, signed_in: Callable[[str], Visitor]) -> None:
    maya = signed_in("Maya")
    maya.get("/cohorts/join")
    tried = [maya.send("/cohorts/join", code="ABCDEFGH").status_code for _ in range(31)]
    assert tried == [422] * 30 + [429]
    assert maya.send("/cohorts/join", code=group.code()).status_code == 429


def test_the_exam_date_is_offered_to_who_has_no_plan(
    group: Class, signed_in: Callable[[str], Visitor]
) -> None:
    exam_on = (NOON + timedelta(days=40)).date().isoformat()
    group.educator.get(f"{PAGE}/edit")
    group.educator.send(f"{PAGE}/edit", **FORM | {"exam_on": exam_on})
    maya = signed_in("Maya")
    maya.client.get(group.link())
    maya.get("/cohorts/join")
    maya.send("/cohorts/answer", do="join")
    assert "Use this exam date for my plan" in maya.get("/cohorts")
    assert maya.send("/cohorts/1/date").location == "/plan"
    assert exam_on in maya.get("/plan")
    assert "Use this exam date" not in maya.get("/cohorts")
    assert maya.send("/cohorts/1/date").location == "/cohorts"
    assert "Your own plan stays as it is." in maya.get("/cohorts")


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "קבוצת הסתיו"])
def test_titles_are_words_on_every_page(
    group: Class, signed_in: Callable[[str], Visitor], title: str
) -> None:
    group.educator.get(f"{PAGE}/edit")
    group.educator.send(f"{PAGE}/edit", **FORM | {"title": title})
    maya = signed_in("Maya")
    maya.client.get(group.link())
    pages = [maya.get("/cohorts/join")]
    maya.send("/cohorts/answer", do="join")
    pages += [maya.get("/cohorts"), maya.get("/today")]
    pages += [group.educator.get(path) for path in (PAGE, f"{PAGE}/edit", "/teach/cohorts")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<bdi>" in page
