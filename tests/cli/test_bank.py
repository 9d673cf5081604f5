"""`flask bank`: what it prints, what it stores, and its exit code."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.models.banks import Bank, Concept, ItemRevision
from tests.factories import BANK
from tests.services.study_room import acting

NO_ID = BANK.replace("## [s-2] Reach", "## Reach")
BROKEN = BANK.replace("- [x] goals, tasks, bond", "- [ ] goals, tasks, bond")


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "small.md"
    path.write_text(BANK)
    return path


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", *map(str, words)])


def revisions(app: Flask) -> int:
    with acting(app, write.Mode.READ) as session:
        return session.scalar(select(func.count()).select_from(ItemRevision)) or 0


def test_check_finds_no_problems_in_a_good_bank(app: Flask, bank: Path) -> None:
    result = run(app, "check", bank, "--select", "B0")
    assert result.exit_code == 0, result.output
    assert "no problems" in result.output


def test_check_names_file_line_and_code(app: Flask, bank: Path) -> None:
    bank.write_text(BROKEN)
    result = run(app, "check", bank)
    assert result.exit_code == 1
    line = BROKEN.splitlines().index("## [s-1] Three parts") + 1
    [problem] = [text for text in result.output.splitlines() if " B0" in text]
    assert problem.startswith(f"{bank}:")
    assert line <= int(problem.split(":")[1]) <= line + 12
    assert "Traceback" not in result.output


def test_check_looks_into_folders(app: Flask, bank: Path) -> None:
    (bank.parent / "broken.md").write_text(BROKEN)
    (bank.parent / "notes.txt").write_text("no bank")
    result = run(app, "check", bank.parent, "--select", "B0")
    assert result.exit_code == 1
    assert "small.md: no problems" in result.output
    assert "broken.md:" in result.output
    assert "notes.txt" not in result.output


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"---\nbank: x\n\xff\n", b"", b"\x00" * 100, b"[" * 5000, b"\xef\xbb\xbf"],
)
def test_what_is_no_bank_is_one_line_a_problem(app: Flask, bank: Path, content: bytes) -> None:
    bank.write_bytes(content)
    for command in ("check", "load"):
        result = run(app, command, bank)
        assert result.exit_code == 1, command
        assert "Traceback" not in result.output
        assert all(line.startswith(str(bank)) for line in result.output.splitlines() if line)
    assert revisions(app) == 6


def test_a_file_that_is_not_there_is_said(app: Flask, tmp_path: Path) -> None:
    for command in ("check", "load", "fmt"):
        result = run(app, command, tmp_path / "nowhere.md")
        assert result.exit_code == 2
        assert "does not exist" in result.output


def test_fmt_writes_ids_and_nothing_else(app: Flask, bank: Path) -> None:
    bank.write_bytes(NO_ID.replace("\n", "\r\n").encode())
    result = run(app, "fmt", bank)
    assert result.exit_code == 0, result.output
    assert "ids written" in result.output
    after = bank.read_bytes().decode()
    [changed] = [
        (old, new)
        for old, new in zip(NO_ID.split("\n"), after.split("\r\n"), strict=True)
        if old != new
    ]
    assert changed[0] == "## Reach"
    assert changed[1].endswith("] Reach")
    assert "nothing to do" in run(app, "fmt", bank).output
    assert bank.read_bytes().decode() == after


def test_load_prints_what_it_did(app: Flask, bank: Path) -> None:
    assert "unchanged" in run(app, "load", bank).output
    bank.write_text(BANK.replace("Which set names", "Which set of words names"))
    result = run(app, "load", bank)
    assert result.exit_code == 0, result.output
    assert "0 new, 1 changed, 5 same, 0 retired" in result.output
    assert revisions(app) == 7


def test_load_of_a_broken_file_keeps_the_last_good_one(app: Flask, bank: Path) -> None:
    other = bank.parent / "other.md"
    other.write_text(BANK.replace("bank: small", "bank: other").replace("[s-", "[o-"))
    bank.write_text(BROKEN)
    result = run(app, "load", bank.parent)
    assert result.exit_code == 1
    assert "what was loaded before goes on being served" in result.output
    assert "6 new" in result.output, "the other file is loaded"
    assert revisions(app) == 12
    exported = json.loads(run(app, "export", "small").output)
    assert exported["items"][0]["options"][0]["key"] is True


def test_load_of_content_takes_concepts_along(app: Flask) -> None:
    result = run(app, "load", ROOT / "content")
    assert result.exit_code == 0, result.output
    with acting(app, write.Mode.READ) as session:
        assert (session.scalar(select(func.count()).select_from(Concept)) or 0) > 20
        assert (session.scalar(select(func.count()).select_from(Bank)) or 0) >= 5
    again = run(app, "load", ROOT / "content")
    assert again.output.count("unchanged") == result.output.count(" new, ")


def test_export_gives_every_item_with_its_reasons(app: Flask) -> None:
    result = run(app, "export", "small", "--format", "json")
    assert result.exit_code == 0
    exported = json.loads(result.output)
    assert exported["bank"]
    assert [item["id"] for item in exported["items"]] == [f"s-{n}" for n in range(1, 7)]
    first = exported["items"][0]
    fields = {"id", "kind", "stem", "options", "explanation", "source", "concept", "level"}
    assert fields | {"status", "facts", "evidence"} <= set(first)
    assert [option["key"] for option in first["options"]] == [True, False, False]
    assert all(option["rationale"] for option in first["options"])
    assert first["facts"] == ["K057"]


def test_a_bank_exported_as_markdown_can_be_loaded_again(app: Flask, bank: Path) -> None:
    result = run(app, "export", "small", "--format", "markdown")
    assert result.exit_code == 0
    assert result.output.startswith("---\nbank: small\n")
    bank.write_text(result.output, encoding="utf-8")
    again = run(app, "load", bank)
    assert again.exit_code == 0, again.output
    assert run(app, "export", "small", "--format", "markdown").output == result.output


def test_export_of_an_unknown_bank_is_said(app: Flask) -> None:
    result = run(app, "export", "nowhere")
    assert result.exit_code == 1
    assert "There is no bank nowhere" in result.output
