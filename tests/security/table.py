"""The rows of docs/security.md, and the table that is made of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from quizapp.config import ROOT

DOC = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- rows -->", "<!-- end of rows -->"
NOT_YET = "not yet"


@dataclass(frozen=True)
class Row:
    """A point of the standard. Without tests, `why` says why none is there."""

    number: int
    asvs: str
    what: str
    tests: tuple[str, ...]
    why: str


def rows() -> list[Row]:
    read = yaml.safe_load(Path(__file__).with_name("rows.yaml").read_text())
    return [
        Row(
            one["row"],
            str(one["asvs"]),
            one["what"],
            tuple(one.get("tests", ())),
            one.get("why", "" if one.get("tests") else NOT_YET),
        )
        for one in read
    ]


def lines(every: list[Row], result: Callable[[Row], str]) -> list[str]:
    """Return the table in Markdown; `result` says what a row's tests came to."""
    made = ["| # | ASVS | what holds | tests | result |", "|---|---|---|---|---|"]
    for row in every:
        tests = "<br>".join(f"`{name}`" for name in row.tests)
        said = result(row) if row.tests else row.why
        made.append(f"| {row.number} | {row.asvs} | {row.what} | {tests} | {said} |")
    return made


def with_table(text: str, every: list[Row], result: Callable[[Row], str]) -> str:
    """Return the document with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join([f"{before}{BEGIN}", *lines(every, result), f"{END}{after}"])
