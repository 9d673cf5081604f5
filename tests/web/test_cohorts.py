"""Cohorts as pages: what an educator sees, and what a learner sees before joining and after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask

from quizapp.core.access import Role
from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.cohorts import Cohort
from quizapp.services.memberships import leave_cohort
from tests.db.test_statements import sending
from tests.factories import NOON, PASSWORD, make_person
from tests.services.cohort_room import add_members, studied
from tests.services.study_room import acting
from tests.web.visitor import Visitor

BEFORE = NOON - timedelta(days=30)
PAGE = "/teach/cohorts/1"
FORM = {"title": "Fall review", "days_a_week": "4", "banks": "small", "exam": ""}
FIGURES = ("Where the group stands", "Days of study", "How far in each bank", "Below plan in")


@dataclass
class Class:
    """Orla's browser, and her cohort."""

    app: Flask
    educator: Visitor
    ids: list[int] = field(default_factory=list)

    def add(self, count: int, days: int, *, known: bool = True, shares: bool = False) -> list[int]:
        """Add members who studied on so many of the last days."""
        first = len(self.ids) + 1
        names = [f"Member {first + n:02}" for n in range(count)]
        with acting(self.app):
            ids = add_members(db_session, 1, names, at=BEFORE, shares=shares)
            for user_id in ids:
                studied(db_session, user_id, NOON, range(1, days + 1), known=known)
            db_session.commit()
        self.ids += ids
        return ids

    def link(self) -> str:
        with acting(self.app):
            return f"/cohorts/join/{db_session.get_one(Cohort, 1).link}"

    def code(self) -> str:
        with acting(self.app):
            return db_session.get_one(Cohort, 1).code


@pytest.fixture
def group(app: Flask) -> Class:
    educator = Visitor(app)
    educator.sign_in(make_person(app, "Orla", Role.EDUCATOR))
    educator.get("/teach/cohorts/new")
    assert educator.send("/teach/cohorts", **FORM).location == PAGE
    return Class(app, educator)


def row_of(page: str, label: str) -> list[str]:
    """Return the cells beside a label in the numbers of a chart."""
    row = page.split(f'<th scope="row">{label}</th>')[1].split("</tr>", maxsplit=1)[0]
    return [cell.split("</td>")[0] for cell in row.split('<td class="n">')[1:]]


def test_below_five_members_there_is_no_figure(group: Class) -> None:
    group.add(4, 3, shares=True)
    page = group.educator.get(PAGE)
    assert "Figures begin with 5 members" in page
    assert "Fewer than 5 members" in page
    assert not any(words in page for words in FIGURES)
    assert "4 members" not in page
    assert "Fewer than 5 members" in group.educator.get("/teach/cohorts")
    group.add(1, 3)
    page = group.educator.get(PAGE)
    assert all(words in page for words in FIGURES)


def test_bands_are_counted_and_small_ones_put_together(group: Class) -> None:
    group.add(6, 6, known=True)
    group.add(7, 0, known=False)
    page = group.educator.get(PAGE)
    assert row_of(page, "The last seven days") == ["7", *["together 6"] * 3]
    assert "Too small to show: A small bank." in page, "all are in one band"
    group.add(4, 2)
    page = group.educator.get(PAGE)
    assert row_of(page, "The last seven days") == ["7", *["together 10"] * 3]
    group.add(1, 2)
    page = group.educator.get(PAGE)
    assert row_of(page, "The last seven days") == ["7", "5", "together 6", "together 6"]
    assert "12 members below plan keep their names to themselves." in page
    assert '<b class="num">11</b>of 18, in seven days' in page


def test_names_with_consent_alone_and_no_ranking(group: Class) -> None:
    group.add(6, 5)
    group.add(5, 1)
    low = group.add(1, 3, shares=True)
    lower = group.add(1, 1, shares=True)
    page = group.educator.get(PAGE)
    named = page.index('<bdi>Member 12</bdi></th><td class="n">3 of 4</td>')
    assert named < page.index('<bdi>Member 13</bdi></th><td class="n">1 of 4</td>')
    assert "5 more members below plan keep their names" in page
    assert not any(f"Member {n:02}" in page for n in range(1, 12))
    assert f"/members/{low[0]}/remove" in page
    assert f"/members/{group.ids[0]}/remove" not in page
    with acting(group.app):
        leave_cohort(db_session, lower[0], 1)
    page = group.educator.get(PAGE)
    assert "Member 13" not in page
    assert "12 members" in page


def test_leaving_takes_somebody_out_of_every_figure(group: Class) -> None:
    ids = group.add(5, 6)
    group.add(6, 0, known=False)
    before = group.educator.get(PAGE)
    assert row_of(before, "The last seven days")[0] == "6"
    with acting(group.app):
        leave_cohort(db_session, ids[0], 1)
    after = group.educator.get(PAGE)
    assert "10 members" in after
    assert "Too small to show: The last seven days" in after, "four of ten would be left over"
    assert "of 11" not in after
    with acting(group.app):
        for user_id in group.ids[5:]:
            db_session.delete(db_session.get_one(User, user_id))
        db_session.commit()
    assert "Figures begin with" in group.educator.get(PAGE), "deleted accounts are gone too"


def test_a_page_takes_as_many_statements_for_many_members(group: Class) -> None:
    group.add(6, 2)
    group.educator.get(PAGE)
    with sending(group.app) as few:
        group.educator.get(PAGE)
    group.add(40, 3)
    with sending(group.app) as many:
        group.educator.get(PAGE)
    assert len(many) == len(few) <= 14


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


@pytest.mark.parametrize("link", ["none", "x" * 5000, "%00", "%F0%9F%99%82", "%3Cscript%3E"])
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


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "x" * 10_240},
        {"exam_on": "soon"},
        {"days_a_week": "many"},
        {"days_a_week": "9"},
        {"banks": "of-somebody"},
    ],
)
def test_a_form_that_cannot_be_is_shown_again(group: Class, change: dict[str, str]) -> None:
    group.educator.get("/teach/cohorts/new")
    for path in ("/teach/cohorts", f"{PAGE}/edit"):
        refused = group.educator.send(path, **FORM | change)
        assert refused.status_code == 422
        assert len(refused.data) < 60_000
        assert 'class="err"' in refused.text
    assert "Fall review" in group.educator.get(PAGE)


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
