"""Files and functions stay small enough to read in one go, and say what they are about."""

import pytest

from tests.architecture.sources import ROOT, functions, python_files, shown

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# Path -> why it may be longer. Only data written out by hand belongs here.
LONG_ON_PURPOSE: dict[str, str] = {}

PYTHON = python_files("quizapp", "tests")
SCRIPTS = sorted((ROOT / "quizapp" / "static").rglob("*.mjs"))


def test_no_file_is_too_long() -> None:
    lengths = {shown(path): len(path.read_text().splitlines()) for path in [*PYTHON, *SCRIPTS]}
    too_long = {
        path: length
        for path, length in lengths.items()
        if length > LONGEST_FILE and path not in LONG_ON_PURPOSE
    }
    assert lengths, "found no file to measure"
    assert not too_long, f"split these by subject (at most {LONGEST_FILE} lines)"


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{shown(path)}:{function.lineno} {function.name}"
        for path in PYTHON
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not too_long, f"at most {LONGEST_FUNCTION} lines a function"


def test_exemptions_are_still_needed() -> None:
    for path, reason in LONG_ON_PURPOSE.items():
        assert reason
        assert len((ROOT / path).read_text().splitlines()) > LONGEST_FILE, path


@pytest.mark.parametrize("folder", ["quizapp", "tests"])
def test_modules_are_named_by_subject(folder: str) -> None:
    nameless = [
        shown(path)
        for path in python_files(folder)
        if BANNED_NAMES & {*path.stem.split("_"), path.parent.name}
    ]
    assert not nameless, "name these by what they are about"
