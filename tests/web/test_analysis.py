"""Item analysis: findings in words first, figures after, nothing of too few answers."""

import csv
from io import StringIO

import pytest
from flask import Flask

from quizapp.core.access import Role
from quizapp.core.analysis.item_table import HEAD, TOO_FEW
from quizapp.db.base import db_session
from quizapp.services.editors import set_editor
from quizapp.services.item_analysis import refresh_summaries
from tests.core.bank.generated import generated_bank
from tests.crowd import answered_by_a_crowd
from tests.factories import BANK, NOON, FakeClock, load_text, make_person
from tests.services.editing import KEY, edited
from tests.services.study_room import acting
from tests.web.page_client import PageClient
from tests.web.visitor import Visitor

HERE = "/teach/banks/small/items"


@pytest.fixture
def olga(app: Flask) -> Visitor:
    """The owner of the small bank, signed in."""
    person = make_person(app, "Olga", Role.EDUCATOR)
    with acting(app):
        set_editor(db_session, "small", "olga@example.org", "owner", now=NOON)
    browser = Visitor(app)
    browser.sign_in(person)
    return browser


def crowd(app: Flask, people: int, slug: str = "small", *miskeyed: str) -> None:
    with acting(app) as session:
        answered_by_a_crowd(session, slug, at=NOON, people=people, miskeyed=miskeyed, seed=people)


@pytest.mark.db
def test_it_is_counted_when_asked_and_told_as_of_then(
    app: Flask, olga: Visitor, clock: FakeClock
) -> None:
    crowd(app, 12)
    assert "Not counted yet" in olga.get(HERE)
    assert "Not counted yet" in olga.get(f"{HERE}/s-1")
    olga.get(HERE)
    response = olga.send(HERE)
    assert response.status_code == 303
    assert "the first answers of 12 learners" in olga.get(HERE)
    told = "First answers of 12 learners, 22 November 2026. Counted today."
    assert told in olga.get(HERE)
    crowd(app, 11)
    assert told in olga.get(HERE), "it is read from what was stored"
    clock.forward(days=1)
    assert "Counted yesterday." in olga.get(HERE)
    olga.send(HERE)
    olga.get(HERE)  # with the message
    assert "First answers of 23 learners" in olga.get(HERE), "no page of before is kept"


def test_findings_come_first_in_words(app: Flask, olga: Visitor) -> None:
    with acting(app):
        load_text(generated_bank(45, seed=1), origin="generated.md")
        set_editor(db_session, "generated", "olga@example.org", "owner", now=NOON)
    crowd(app, 120, "generated", "g-0018")
    with acting(app) as session:
        refresh_summaries(session, "generated", now=NOON)
    page = olga.get("/teach/banks/generated/items")
    words = "more than the key: the key may be wrong."
    assert words in page
    assert page.index("need a look.") < page.index(words) < page.index("<figure")
    assert page.index("<figure") < page.index("<tbody>")
    first_row = page[page.index("Questions, those that need a look first") :]
    assert first_row.index("g-0018") < first_row.index("Key may be wrong") < 2_000
    one = olga.get("/teach/banks/generated/items/g-0018")
    assert words in one
    assert "Upper third" in one
    assert ("Edit this question" in one) == ("editing.edit" in app.view_functions)
    plain = olga.get("/teach/banks/generated/items/g-0008")  # a pair of lists: no options
    assert "Who chose what" not in plain
    assert "Discrimination" in plain


def test_nothing_is_told_of_too_few(app: Flask, olga: Visitor) -> None:
    crowd(app, 9)
    with acting(app) as session:
        refresh_summaries(session, "small", now=NOON)
    page = olga.get(HERE)
    assert page.count("too few answers (9)") == 6
    assert "%" not in page[page.index("<tbody>") : page.index("</tbody>")]
    one = olga.get(f"{HERE}/s-1")
    assert "Too few answers (9)." in one
    assert "%" not in one[one.index("<main") : one.index("</main>")]
    table = list(csv.reader(StringIO(olga.client.get(f"{HERE}.csv").text)))
    assert all(row[3:-1] == [""] * (len(HEAD) - 4) for row in table[1:])
    assert {row[-1] for row in table[1:]} == {TOO_FEW}


def test_a_corrected_key_begins_anew(app: Flask, olga: Visitor) -> None:
    crowd(app, 12)
    with acting(app):
        load_text(edited(BANK, "s-1", KEY))
    with acting(app) as session:
        refresh_summaries(session, "small", now=NOON)
    page = olga.get(f"{HERE}/s-1")
    assert page.index("As it is now, revision 2") < page.index("Too few answers (0)")
    assert page.index("Too few answers (0)") < page.index("Before, revision 1")
    assert "answers to different questions are never mixed" in page
    olga.get(f"{HERE}/s-99", 404)


def test_the_table_is_for_a_spreadsheet(app: Flask, olga: Visitor) -> None:
    crowd(app, 40)
    with acting(app) as session:
        refresh_summaries(session, "small", now=NOON)
    response = olga.client.get(f"{HERE}.csv")
    assert response.mimetype == "text/csv"
    assert "small-items.csv" in response.headers["Content-Disposition"]
    rows = {row["question id"]: row for row in csv.DictReader(StringIO(response.text))}
    assert len(rows) == 6
    one = rows["s-1"]
    assert one["learners"] == "40"
    assert 0 < float(one["right low"]) < float(one["right"]) < float(one["right high"]) < 1
    assert "(key)" in one["options (lower, middle, upper third)"]
    assert one["discrimination"] == "", "six questions make no rest score"


def test_who_may_no_longer_change_a_bank_sees_no_kept_page(app: Flask, olga: Visitor) -> None:
    crowd(app, 12)
    emil = Visitor(app)
    emil.sign_in(make_person(app, "Emil", Role.EDUCATOR))
    with acting(app):
        set_editor(db_session, "small", "emil@example.org", "editor", now=NOON)
    with acting(app) as session:
        refresh_summaries(session, "small", now=NOON)
    for path in (HERE, f"{HERE}/s-1", f"{HERE}.csv"):
        emil.get(path)
    assert "Item analysis" in emil.get("/teach")
    olga.get("/teach/banks/small/editors")
    start = olga.page.index("/teach/banks/small/editors/")
    olga.send(olga.page[start : olga.page.index('"', start)])
    for path in (HERE, f"{HERE}/s-1", f"{HERE}.csv"):
        emil.get(path, 404)


def test_statements_do_not_grow_with_questions(app: Flask, olga: Visitor) -> None:
    with acting(app):
        for slug, size in (("few", 3), ("many", 60)):
            text = generated_bank(size, seed=2).replace("bank: generated", f"bank: {slug}")
            load_text(text, origin=f"{slug}.md")
            set_editor(db_session, slug, "olga@example.org", "owner", now=NOON)
    for slug in ("few", "many"):
        crowd(app, 10, slug)
        with acting(app) as session:
            refresh_summaries(session, slug, now=NOON)
    page = PageClient(app, olga.cookie())
    page("/teach")  # the first page of a process reads what all items are
    few, many = (page(f"/teach/banks/{slug}/items") for slug in ("few", "many"))
    assert few.statements == many.statements
