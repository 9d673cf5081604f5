"""A missed list on paper and as a table."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

from quizapp.core.analysis.misses import MissList, MissReason
from quizapp.core.bank.model import Kind
from quizapp.db.queries.history import MissedRow
from quizapp.web import words
from quizapp.web.cells import plain_cell
from quizapp.web.miss_filter import LISTS, REASONS
from quizapp.web.missed_view import answer_rows, key_of, key_rows, one_line, stem_of
from quizapp.web.question_view import order_of

LETTERS = "ABCDEFGHIJ"
HEAD = (
    "bank",
    "question id",
    "question",
    "you answered",
    "right answer",
    "how sure",
    "missed on",
    "times missed",
    "list",
    "why",
    "back on",
)


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A question to be answered on paper; `options` are lettered, none where one writes.

    `rows` are what the options are matched to. `key` has a line for each option, step or row.
    `case_of` is the number of the question that has the case of this one printed before it.
    """

    stem: str
    stimulus: str
    case_of: int
    rows: list[str]
    options: list[str]
    key: list[str]
    why: str


def sheet_of(rows: list[MissedRow]) -> list[SheetItem]:
    """Return the questions of `rows` in their order, options shuffled the same way each time."""
    cases: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        cases.setdefault(_stimulus(row), number)
    return [_item(row, number, cases[_stimulus(row)]) for number, row in enumerate(rows, start=1)]


def _stimulus(row: MissedRow) -> str:
    return str(row.body.get("stimulus_text", ""))


def _item(row: MissedRow, number: int, case_of: int) -> SheetItem:
    body, is_told = row.body, case_of != number
    options = _options(row)
    return SheetItem(
        stem=stem_of(body, row.part),
        stimulus="" if is_told else _stimulus(row),
        case_of=case_of if is_told and _stimulus(row) else 0,
        rows=[left["text"] for left in body.get("lefts", [])],
        options=list(options.values()),
        key=_key(row, options),
        why=words.first_sentence(str(body.get("explanation_text", ""))),
    )


def _key(row: MissedRow, options: dict[str, str]) -> list[str]:
    """Return the key by the letters of the sheet: of options in their order, else in its own."""
    body = row.body
    if body["kind"] == Kind.MATCH:
        return [f"{left['text']}: {options[body['pairs'][left['id']]]}" for left in body["lefts"]]
    if body["kind"] == Kind.ORDER:
        return [options[step["id"]] for step in body["steps"]]
    right = {option["id"] for option in body.get("options", []) if option["key"]}
    return [text for one, text in options.items() if one in right] or key_rows(body, row.part)


def _options(row: MissedRow) -> dict[str, str]:
    """Return what is chosen from, put in order or matched: id -> lettered as on the sheet."""
    body: dict[str, Any] = row.body
    texts = {
        one["id"]: one["text"]
        for name in ("options", "steps", "rights")
        for one in body.get(name, [])
    }
    if not texts:
        return {}
    shown = zip(LETTERS, order_of(body, row.item_id), strict=False)
    return {one: f"{letter}. {texts[one]}" for letter, one in shown}


def as_csv(rows: list[MissedRow], state: MissList) -> str:
    """Return rows as CSV with a head, for a spreadsheet: no cell is taken for a formula."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(HEAD)
    for row in rows:
        cells = (
            row.bank_slug,
            row.ref,
            stem_of(row.body, row.part),
            one_line(answer_rows(row.body, row.chosen)),
            key_of(row.body, row.part),
            row.confidence or "",
            row.missed_on.isoformat(),
            str(row.times),
            LISTS[state],
            REASONS[MissReason(row.reason)] if row.reason else "",
            "" if row.is_aside else row.due_on.isoformat(),
        )
        writer.writerow([plain_cell(cell) for cell in cells])
    return table.getvalue()
