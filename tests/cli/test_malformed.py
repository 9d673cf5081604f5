"""`flask bank check` prints each problem of a malformed file with its line and column."""

import shutil
from pathlib import Path
from typing import Final

from flask import Flask

from quizapp.config import ROOT
from tests.core.bank.test_malformed import EXPECTED

FILES: Final = ROOT / "tests" / "core" / "bank" / "malformed"
NAMES: Final = ("docx-renamed", "heading-levels", "many-at-once", "nul-bytes", "windows-1252")


def test_check_names_file_line_column_and_code(app: Flask, tmp_path: Path) -> None:
    for name in NAMES:
        shutil.copy(FILES / f"{name}.md", tmp_path)
    result = app.test_cli_runner().invoke(args=["bank", "check", str(tmp_path)])
    assert result.exit_code == 1
    *lines, totals = result.output.splitlines()
    assert totals.startswith("0 banks, 0 live items: ")
    printed = [line.split(" ", 3)[:3] for line in lines]
    assert printed == [
        [f"{tmp_path / name}.md:{place.split()[0]}:", "error", place.split()[1]]
        for name in NAMES
        for place in EXPECTED[name]
    ]
