"""Loading an exam file: stored once, replaced when it changes, refused with a fault."""

from datetime import timedelta

import pytest
from flask import Flask

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.models.banks import Exam
from quizapp.services.exams import ExamResult, load_exam
from tests.factories import NOON
from tests.services.study_room import acting

TEXT = (ROOT / "content" / "exams" / "crcc-crc.yaml").read_text(encoding="utf-8")


def load(app: Flask, text: str = TEXT, *, days: int = 0) -> ExamResult:
    with acting(app) as session:
        return load_exam(session, text, now=NOON + timedelta(days=days))


def stored(app: Flask) -> Exam | None:
    with acting(app, write.Mode.READ) as session:
        return session.get(Exam, "crcc-crc")


@pytest.mark.db
def test_a_known_text_changes_nothing(app: Flask) -> None:
    assert not load(app).is_untouched
    assert load(app, days=1).is_untouched
    exam = stored(app)
    assert exam
    assert exam.loaded_at == NOON
    assert not load(app, TEXT.replace("value: 210", "value: 240"), days=2).is_untouched
    exam = stored(app)
    assert exam
    assert exam.loaded_at == NOON + timedelta(days=2)
    assert exam.outline["facts"]["minutes"]["value"] == "240"


def test_a_fault_stores_nothing(app: Flask) -> None:
    result = load(app, TEXT.replace("status: official", "status: sure"))
    assert result.problems
    assert stored(app) is None


def test_what_an_older_version_took_from_the_same_text_is_replaced(app: Flask) -> None:
    load(app)
    with acting(app) as session:
        session.get_one(Exam, "crcc-crc").outline = {"facts": {}}
        session.commit()
    assert not load(app, days=1).is_untouched
    exam = stored(app)
    assert exam
    assert len(exam.outline["topics"]) == 12
