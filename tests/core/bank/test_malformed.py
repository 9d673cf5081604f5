"""What people really write wrong: whole files, and every problem at its place."""

import tomllib
from pathlib import Path
from typing import Final

import pytest

from quizapp.core.bank.decoding import decoded
from quizapp.core.bank.problems import Problem
from quizapp.core.bank.reader import read_whole

FOLDER: Final = Path(__file__).parent / "malformed"
EXPECTED: Final[dict[str, list[str]]] = tomllib.loads((FOLDER / "expected.toml").read_text())


def problems_of(data: bytes) -> tuple[Problem, ...]:
    """Return what a reader says of a file that comes without pictures."""
    text = decoded(data)
    return (text,) if isinstance(text, Problem) else read_whole(text, {}).problems


def test_every_file_has_its_expectation() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(EXPECTED)
    assert len(EXPECTED) >= 100


@pytest.mark.parametrize("name", EXPECTED)
def test_each_problem_is_found_at_its_place_and_no_other(name: str) -> None:
    problems = problems_of((FOLDER / f"{name}.md").read_bytes())
    found = [f"{one.line}:{one.column} {one.code}" for one in problems]
    assert found == EXPECTED[name]
    assert all(one.message and one.hint for one in problems)
