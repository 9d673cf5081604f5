"""Cohorts as an educator sees them: figures of five or more, names with consent, no ranking."""

import pytest
from flask import Flask

from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from quizapp.services.memberships import leave_cohort
from tests.db.test_statements import sending
from tests.services.study_room import acting
from tests.web.cohort_group import FORM, PAGE, Class, begin_cohort

FIGURES = ("Where the group stands", "Days of study", "How far in each bank", "Below plan in")


@pytest.fixture
def group(app: Flask) -> Class:
    return begin_cohort(app)


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


def test_a_new_goal_tells_nothing_of_the_week_before(group: Class) -> None:
    """To try one goal after the other would tell how many studied on just so many days."""
    group.add(6, 5)
    group.add(6, 1)
    assert "6 members below plan" in group.educator.get(PAGE)
    group.educator.get(f"{PAGE}/edit")
    group.educator.send(f"{PAGE}/edit", **FORM | {"title": "Renamed"})
    assert "6 members below plan" in group.educator.get(PAGE), "the goal is the same"
    group.educator.send(f"{PAGE}/edit", **FORM | {"days_a_week": "2"})
    assert "members below plan" not in group.educator.get(PAGE)


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
