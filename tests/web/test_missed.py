"""The missed page: filters in the address, a reason, practice of the selection, paper, a table."""

import csv
from io import StringIO

import pytest
from flask import Flask

from tests.browser.stage import Stage
from tests.factories import csrf_of, make_person
from tests.web.html_checks import text_of
from tests.web.page_client import PageClient
from tests.web.visitor import Visitor


@pytest.fixture
def sam(stage: Stage) -> PageClient:
    return PageClient(stage.app, stage.struggler.cookie)


def test_a_selection_is_practiced_as_it_is_shown(sam: PageClient) -> None:
    listed = sam("/missed?period=30&source=study&certain=1")
    form = listed.form("/study")
    assert (form["practice"], form["period"], form["certain"]) == ("missed", "30", "1")
    assert sam.post("/study", form).location.startswith("/study/")


def test_the_sheet_has_its_key_apart(sam: PageClient) -> None:
    sheet = sam("/missed/print")
    headings = [one.text for one in sheet.document.all("h2")]
    assert headings[-2:] == ["Questions", "Answers"]
    questions, answers = sheet.document.all("ol")
    assert len(list(questions)) == len(list(answers)) > 5
    assert "own-page" in sheet.html
    for shown in (questions, answers):
        numbers = [text_of(one).split(".")[0] for one in shown if one.tag == "li"]
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)], "keys are found by number"


def test_the_key_names_the_letters_of_the_sheet(sam: PageClient) -> None:
    """Those of options in their order, of steps in theirs; of a match with each row."""
    questions, answers = sam("/missed/print").document.all("ol")
    kinds = set()
    for question, answer in zip(questions, answers, strict=True):
        lists = [[text_of(one) for one in ul] for ul in question.iter("ul")]
        keys = [text_of(bold) for bold in answer.iter("b")]
        kinds.add((len(lists), len(keys)))
        if lists:
            named = [key.partition(": ")[2] if len(lists) > 1 else key for key in keys]
            assert set(named) <= set(lists[-1])
            assert len(named) == len(set(named))
    assert {(0, 1), (1, 1), (1, 2), (1, 4), (2, 4)} <= kinds


def test_a_case_is_printed_once(sam: PageClient) -> None:
    questions = [text_of(one) for one in sam("/missed/print").document.all("ol")[0]]
    told = [one for one in questions if "On the case of question" in one]
    assert told
    for one in told:
        first = int(one.partition("On the case of question ")[2].partition(".")[0])
        assert "On the case of question" not in questions[first - 1]
        assert len(questions[first - 1]) > 300, "it has the case"


def test_the_table_is_plain_csv(stage: Stage) -> None:
    client = PageClient(stage.app, stage.struggler.cookie).client
    response = client.get("/missed.csv?order=often")
    rows = list(csv.DictReader(StringIO(response.text)))
    assert response.mimetype == "text/csv"
    assert len(rows) > 5
    assert {row["list"] for row in rows} == {"Still wrong"}
    assert all(row["question"] and row["right answer"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_reason_is_kept_and_taken_away(app: Flask) -> None:
    alice = Visitor(app)
    alice.sign_in(make_person(app, "Alice"))
    assert "Nothing missed so far" in alice.get("/missed")
    alice.get("/items/small/s-1")
    said = {"bank": "small", "ref": "s-1", "next": "/missed?state=mending"}
    response = alice.send("/missed/why", reason="misread", **said)
    assert (response.status_code, response.location) == (303, "/missed?state=mending")
    assert alice.send("/missed/why", reason="no such", **said).status_code == 400
    assert alice.send("/missed/why", **(said | {"ref": "zz"})).status_code == 404
    away = alice.send("/missed/why", **(said | {"next": "//example.org"}))
    assert away.location == "/missed"


def test_what_is_mixed_up_is_said_and_practiced(stage: Stage) -> None:
    maya = PageClient(stage.app, stage.learner.cookie)
    page = maya("/missed/mix-ups")
    form = page.document.all("form")[-1]
    concepts = [one.get("value") for one in form.iter("input") if one.get("name") == "concept"]
    assert len(set(concepts)) == 2
    assert "you took" in page.text
    data = {"csrf_token": csrf_of(page.html), "practice": "pair", "concept": concepts}
    assert maya.post("/study", data).location.startswith("/study/")
