"""A missed list on paper and as a table."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

from quizapp.core.analysis.misses import MissList, MissReason
from quizapp.db.queries.history import MissedRow
from quizapp.web import words
from quizapp.web.cells import plain_cell
from quizapp.web.miss_filter import LISTS, REASONS
from quizapp.web.missed_view import answer_rows, key_of, one_line, stem_of
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

    `rows` are what the options are matched to.
    """

    stem: str
    stimulus: str
    rows: list[str]
    options: list[tuple[str, str]]
    key: str
    why: str


def sheet_of(rows: list[MissedRow]) -> list[SheetItem]:
    """Return the questions of `rows` in their order, options shuffled the same way each time."""
    return [_item(row) for row in rows]


def _item(row: MissedRow) -> SheetItem:
    body = row.body
    options = _options(row)
    letters = {text: letter for letter, text in options}
    keys = [option["text"] for option in body.get("options", []) if option["key"]]
    lettered = ", ".join(f"{letters[text]}. {text}" for text in keys if text in letters)
    return SheetItem(
        stem=stem_of(body, row.part),
        stimulus=str(body.get("stimulus_text", "")),
        rows=[left["text"] for left in body.get("lefts", [])],
        options=options,
        key=lettered or key_of(body, row.part),
        why=words.first_sentence(str(body.get("explanation_text", ""))),
    )


def _options(row: MissedRow) -> list[tuple[str, str]]:
    """Return what is chosen from, put in order or matched, lettered in the order of the sheet."""
    body: dict[str, Any] = row.body
    shown = [one for name in ("options", "steps", "rights") for one in body.get(name, [])]
    if not shown:
        return []
    texts = {one["id"]: one["text"] for one in shown}
    return list(zip(LETTERS, (texts[one] for one in order_of(body, row.item_id)), strict=False))


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
