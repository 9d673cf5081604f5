"""Tests may not look away: nothing is skipped, expected to fail, or waited for by the clock."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import python_files, shown

# Names that would let a test pass without showing anything, or pass by luck.
BANNED = {"skip", "skipif", "xfail", "importorskip", "skipTest", "sleep", "wait_for_timeout"}
TESTS = python_files("tests")


def banned_names(source: str) -> list[str]:
    """The banned names that `source` uses or imports, with their lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: set[str] = set()
        if isinstance(node, ast.Attribute):
            names = {node.attr}
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names = {alias.name for alias in node.names}
        found += [f"{getattr(node, 'lineno', 0)} {name}" for name in names & BANNED]
    return found


@pytest.mark.parametrize("path", TESTS, ids=shown)
def test_looks_at_what_it_tests(path: Path) -> None:
    assert not banned_names(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    ["@pytest.mark.skip\ndef f(): ...", "from time import sleep", "page.wait_for_timeout(5)"],
)
def test_the_check_sees(line: str) -> None:
    assert banned_names(line)
