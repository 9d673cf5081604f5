"""The pages that say what is known of the exam, and which ideas the banks are about."""

import re
from collections.abc import Callable

from flask import Flask

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.concepts import load_concepts
from quizapp.services.exams import load_exam
from tests.factories import NOON, FakeClock
from tests.services.study_room import StudyRoom
from tests.web.page_client import PageClient
from tests.web.visitor import Visitor

EXAM = (ROOT / "content" / "exams" / "crcc-crc.yaml").read_text(encoding="utf-8")
CONCEPTS = """concepts:
- {slug: components, title: Components}
- {slug: bordin, title: Bordin, parent: components}
- {slug: goals, title: Goals, parent: bordin}
- {slug: culture, title: Culture}
"""


def load(app: Flask, exam: str = EXAM) -> None:
    with app.app_context(), write.mode(write.Mode.WRITE):
        assert load_exam(db_session, exam, now=NOON).problems == ()


def test_each_fact_stands_with_its_status_source_and_day(app: Flask, page: PageClient) -> None:
    load(app, EXAM.replace("seen: unknown", "seen: 2026-11-20", 1))
    text = page("/exams/crcc-crc").text
    assert "Questions 175 Official Source: CRCC's exam overview page" in text
    assert "old and new, read on 20 November 2026." in text
    assert "Scored questions 150 Third party Source: a third-party preparation page." in text
    assert "Options per question 4 Not verified" in text
    assert "Questions unknown Not verified No source." in text
    assert "Check the current CRCC guide" in text
    assert "Where no day stands, the copy that was read is not dated." in text
    assert "neither made nor endorsed it" in text
    assert "This is our own sorting" in text


def test_counts_are_those_of_the_live_questions(app: Flask, page: PageClient) -> None:
    load(app)
    text = page("/exams/crcc-crc").text
    assert "All of our 6 questions belong to one of the 12 domains, Counseling Theories" in text
    assert "Our banks have questions in one of 12." in text
    assert "counts in both" not in text
    assert re.search(r"Counseling Theories, Techniques and .*? Section C: 6", text)
    assert "Section R:" not in text.partition("Our banks have")[2]


def test_the_exam_is_found_from_help_and_from_the_banks(app: Flask, page: PageClient) -> None:
    assert "/exams/" not in page("/help").html
    load(app)
    for path in ("/help", "/banks"):
        assert "/exams/crcc-crc" in page(path).html
        assert "/concepts" in page(path).html


def test_concepts_count_what_is_below_them(
    app: Flask, page: PageClient, signed_in: Callable[[str], Visitor]
) -> None:
    with app.app_context(), write.mode(write.Mode.WRITE):
        assert load_concepts(db_session, CONCEPTS) == ()
    text = page("/concepts").text
    assert "our 2 questions" in text
    assert "Components 2 questions" in text
    assert "Goals 1 question" in text
    assert "Not yet covered: Culture." in text
    assert "Practice" not in text, "which needs somebody who practices"
    assert "seen" not in text
    alice = signed_in("Alice")
    assert alice.get("/concepts").count("none seen") == 3
    sid = alice.start()
    for _ in range(6):
        alice.answer_next(sid)
    assert "2 questions, all seen" in alice.get("/concepts")


def test_a_concept_is_practiced_with_all_below_it(
    app: Flask, clock: FakeClock, signed_in: Callable[[str], Visitor]
) -> None:
    room = StudyRoom(app, clock)
    with app.app_context(), write.mode(write.Mode.WRITE):
        assert load_concepts(db_session, CONCEPTS) == ()
    alice = signed_in("Alice")
    asked = {}
    for slug in ("components", "goals"):
        assert f'name="concept" value="{slug}"' in alice.get("/concepts")
        response = alice.send("/study", practice="concept", concept=slug)
        places = room.places(int(response.location.rpartition("/")[2]))
        asked[slug] = {place.item_id for place in places}
    assert len(asked["components"]) == 2
    assert len(asked["goals"]) == 1
    assert asked["goals"] < asked["components"]
    for slug in ("culture", "nowhere", ""):
        assert alice.send("/study", practice="concept", concept=slug).location == "/today"
