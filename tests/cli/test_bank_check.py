"""`flask bank check` on how items are written: what is printed, picked, waived, and how it ends."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import Result
from flask import Flask

from quizapp.core.bank.writer import write_bank
from tests.core.bank.cues.made_up import made_up

PLANTED: Final = Path(__file__).parent.parent / "core" / "bank" / "lint" / "planted"


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["bank", "check", *map(str, arguments)])


def planted(folder: Path, *codes: str) -> Path:
    for code in codes:
        text = (PLANTED / f"{code}.md").read_text(encoding="utf-8")
        text = text.replace("bank: demo", f"bank: {code.lower()}")
        (folder / f"{code}.md").write_text(text, encoding="utf-8")
    return folder


def as_json(app: Flask, *arguments: str | Path) -> Any:
    return json.loads(run(app, *arguments, "--json").output)


def test_a_warning_is_printed_and_does_not_fail(app: Flask, tmp_path: Path) -> None:
    file = planted(tmp_path, "B107") / "B107.md"
    result = run(app, file)
    assert result.exit_code == 0
    assert result.output.startswith(f"{file}:16:1: warning B107 The right option has")


def test_an_error_fails(app: Flask, tmp_path: Path) -> None:
    result = run(app, planted(tmp_path, "B112"))
    assert result.exit_code == 1
    assert "error B112" in result.output


def test_a_folder_ends_with_totals(app: Flask, tmp_path: Path) -> None:
    result = run(app, planted(tmp_path, "B107", "B119", "clean"))
    assert result.output.splitlines()[-1] == (
        "3 banks, 18 live items: 0 errors, 1 warnings, 1 hints, 0 waived"
    )
    assert f"{tmp_path / 'clean.md'}: no problems" in result.output


def test_codes_are_selected_and_ignored_by_their_beginning(app: Flask, tmp_path: Path) -> None:
    planted(tmp_path, "B107", "B112", "B119")
    assert run(app, tmp_path, "--select", "B10").output.count("B1") == 4, "file names and B107"
    assert "B119" in run(app, tmp_path, "--select", "b107,B119").output
    ignored = run(app, tmp_path, "--ignore", "B112")
    assert ignored.exit_code == 0, "what is ignored does not fail"
    assert "error" not in ignored.output.replace("0 errors", "")


def test_json_has_each_finding_with_its_item(app: Flask, tmp_path: Path) -> None:
    read = as_json(app, planted(tmp_path, "B107", "clean"))
    assert read["totals"] == {
        "banks": 2,
        "items": 12,
        "live": 12,
        "errors": 0,
        "warnings": 1,
        "hints": 0,
        "waived": 0,
    }
    (file,) = (one for one in read["files"] if one["bank"] == "b107")
    (problem,) = file["problems"]
    assert (problem["item"], problem["code"], problem["level"]) == ("d-001", "B107", "warning")
    assert set(problem) == {"item", "line", "column", "code", "level", "message", "hint"}


def test_json_tells_what_was_waived(app: Flask, tmp_path: Path) -> None:
    file = planted(tmp_path, "B107") / "B107.md"
    text = file.read_text(encoding="utf-8")
    comment = "<!-- waive B107: the term is that long -->"
    file.write_text(text.replace("A kennel\n", f"A kennel\n{comment}\n"), encoding="utf-8")
    read = as_json(app, file)
    assert read["totals"]["waived"] == 1
    assert read["files"][0]["waived"][0]["code"] == "B107"


def test_a_refused_file_is_told_and_the_others_are_checked(app: Flask, tmp_path: Path) -> None:
    planted(tmp_path, "B107")
    (tmp_path / "broken.md").write_text("no front matter\n", encoding="utf-8")
    result = run(app, tmp_path)
    assert result.exit_code == 1
    assert "B010" in result.output
    assert "B107" in result.output
    assert as_json(app, tmp_path)["files"][1]["bank"] is None


def test_the_guesser_outside_the_gate_fails(app: Flask, tmp_path: Path) -> None:
    bank = write_bank(made_up(210, 1, "longest"))
    (tmp_path / "demo.md").write_text(bank, encoding="utf-8")
    result = run(app, tmp_path, "--select", "B109", "--cues")
    assert result.exit_code == 1
    (line,) = (one for one in result.output.splitlines() if "all banks       longest" in one)
    assert line.endswith("outside the gate")
    scores = as_json(app, tmp_path, "--cues")["cues"]
    assert {one["strategy"] for one in scores if one["is_outside"]} >= {"longest"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_is_none_finds_nothing(app: Flask, tmp_path: Path, option: str) -> None:
    result = run(app, planted(tmp_path, "B107"), option, "Z9")
    assert ("warning B107" in result.output) is (option == "--ignore")
