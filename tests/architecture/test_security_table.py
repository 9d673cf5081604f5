"""The table of docs/security.md names tests that are there, and no other rows than the list."""

import ast

import pytest

from quizapp.config import ROOT
from tests.security.table import BEGIN, DOC, END, Row, rows

EVERY = rows()


def test_the_rows_are_the_41_points() -> None:
    assert [row.number for row in EVERY] == list(range(1, 42))


@pytest.mark.parametrize("row", EVERY, ids=lambda row: f"row {row.number}")
def test_its_tests_are_there(row: Row) -> None:
    for name in row.tests:
        file, _, function = name.partition("::")
        tree = ast.parse((ROOT / "tests" / file).read_text())
        defined = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
        assert function in defined, f"{name} is no test: see tests/security/rows.yaml"


def test_the_document_is_of_these_rows() -> None:
    table = DOC.read_text().partition(BEGIN)[2].partition(END)[0].strip().splitlines()[2:]
    assert len(table) == len(EVERY), "run `make security`"
    for row, line in zip(EVERY, table, strict=True):
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        assert cells[:3] == [str(row.number), row.asvs, row.what], "run `make security`"
        assert all(f"`{name}`" in line for name in row.tests), "run `make security`"
        assert "failed" not in line
