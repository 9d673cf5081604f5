"""Exam files beside the banks: checked, loaded, and what banks say of the exam compared."""

from pathlib import Path

import pytest
from flask import Flask

from quizapp.config import ROOT
from quizapp.db.base import db, db_session
from quizapp.db.queries.exams import exam_outline
from tests.factories import BANK, load_text

EXAM = (ROOT / "content" / "exams" / "crcc-crc.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a bank and an exam file."""
    folder = tmp_path / "banks"
    (folder / "exams").mkdir(parents=True)
    (folder / "small.md").write_text(BANK.replace("Three parts", "Three named parts"))
    (folder / "exams" / "crcc-crc.yaml").write_text(EXAM)
    return folder


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["bank", *args])
    return result.exit_code, result.output


def minutes(app: Flask) -> str | None:
    with app.app_context():
        outline = exam_outline(db_session, "crcc-crc")
        db.session.remove()
    assert outline
    return outline.facts["minutes"].value


def test_a_folder_is_loaded_with_its_exam(app: Flask, folder: Path) -> None:
    code, said = run(app, "load", str(folder))
    assert (code, "1 changed" in said) == (0, True), said
    assert minutes(app) == "210"
    (folder / "exams" / "crcc-crc.yaml").write_text(EXAM.replace("value: 210", "value: 240"))
    assert run(app, "load", str(folder))[0] == 0
    assert minutes(app) == "240"


def test_a_faulty_exam_file_is_named_and_what_was_loaded_stays(app: Flask, folder: Path) -> None:
    run(app, "load", str(folder))
    (folder / "exams" / "crcc-crc.yaml").write_text(EXAM.replace("value: 210", "value: long"))
    for command in ("check", "load"):
        code, said = run(app, command, str(folder))
        assert code == 1
        assert "crcc-crc.yaml:18:12: error B083" in said
    assert minutes(app) == "210"


def test_an_exam_file_in_another_encoding_is_named(app: Flask, folder: Path) -> None:
    (folder / "exams" / "crcc-crc.yaml").write_bytes(EXAM.encode("utf-16"))
    for command in ("check", "load"):
        code, said = run(app, command, str(folder))
        assert code == 1
        assert "crcc-crc.yaml:1:1: error B001" in said


def test_an_exam_file_can_be_checked_alone(app: Flask, folder: Path) -> None:
    code, said = run(app, "check", str(folder / "exams" / "crcc-crc.yaml"))
    assert (code, "no problems" in said) == (0, True), said


def test_a_bank_must_fit_the_exam_file_beside_it(app: Flask, folder: Path) -> None:
    wrong = BANK.replace("topic: counseling-theories", "topic: asessment")
    (folder / "small.md").write_text(wrong)
    for command in ("check", "load"):
        code, said = run(app, command, str(folder))
        assert code == 1
        assert "B086" in said
        assert "did you mean `assessment`?" in said


def test_without_an_exam_file_any_topic_is_taken(app: Flask, folder: Path) -> None:
    (folder / "exams" / "crcc-crc.yaml").unlink()
    (folder / "small.md").write_text(BANK.replace("crcc-crc", "my-exam"))
    assert run(app, "check", str(folder), "--select", "B0")[0] == 0
    assert run(app, "load", str(folder))[0] == 0


def test_a_bank_that_came_before_its_exam_is_compared_when_it_changes(app: Flask) -> None:
    with app.app_context():
        load_text(BANK.replace("crcc-crc", "my-exam"))
    run(app, "load", str(ROOT / "content"))
    with app.app_context():
        result = load_text(BANK.replace("crcc-crc", "my-exams"))
    assert [problem.code for problem in result.problems] == ["B085"]
