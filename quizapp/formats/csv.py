r"""Tables: our own with a column for each field, and those of flashcards (Quizlet, two columns).

In our table, texts are Markdown. Each entry of a cell that has several stands on a line of its
own (`\\n` in a cell is a line break); `[x] ` begins a right option, ` => ` parts two sides.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

from quizapp.core.bank.foreign import ImportedBank, Note, NoteLevel, Refused, check_count, text_of
from quizapp.core.bank.from_html import from_text
from quizapp.core.bank.intake import Intake
from quizapp.core.bank.model import Bank, Item, Kind, Number, Option, Pair, Status, Step

# Columns whose cell is the text of the field.
TEXTS: Final = (
    *("title", "stem", "answer", "cloze", "explanation", "stimulus", "case_ref", "case_title"),
    *("part_title", "source", "topic", "section", "level", "hint", "evidence"),
)
# Columns whose cell has a value a line.
LISTS: Final = (*("accepted", "columns", "concepts", "facts", "tags", "was", "alias", "siblings"),)
COLUMNS: Final = (
    *("ref", "kind", "status", "options", "rationales", "option_concepts", "option_facts"),
    *("pinned", "steps", "reasons", "pairs", "number", "is_new", *TEXTS, *LISTS),
)
MAX_CELL: Final = 100_000

_SIDES: Final = " => "
_ESCAPE: Final = re.compile(r"\\([n\\=])")
_FORMULA: Final = ("=", "+", "-", "@", "'", "\t")


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG001
    """Return `bank` as a table, a row for each item; spreadsheets see no cell as a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for item in bank.items:
        cells = _cells(item)
        writer.writerow([_plain(cells[name]) for name in COLUMNS])
    return b"\xef\xbb\xbf" + table.getvalue().encode()


def read(data: bytes, slug: str, title: str) -> ImportedBank:
    """Return the bank of a table: ours by its header, else cards of a term and its definition."""
    text = text_of(data)
    if not text.strip():
        raise Refused("The file is empty")
    delimiter = _delimiter(text[:2000])
    # Quizlet writes quotes as they are; only a table with commas needs them around a cell.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    csv.field_size_limit(MAX_CELL)
    intake = Intake("csv")
    header: list[str] = []
    try:
        check_count(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting))
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
        before = 0
        for row in rows:
            line, before = before + 1, rows.line_num
            if line == 1 and {"ref", "kind"} <= set(row):
                header = row
            elif any(cell.strip() for cell in row):
                intake.begin(f"line {line}")
                _take(intake, dict(zip(header, row, strict=False)), row)
    except csv.Error as error:
        raise Refused(f"This is no table: {error}") from error
    imported = intake.done(Bank(slug, title))
    return replace(imported, held=_held(header)) if header else imported


def _delimiter(begin: str) -> str:
    if "\t" in begin:
        return "\t"
    return ";" if begin.count(";") > begin.count(",") else ","


def _held(header: list[str]) -> frozenset[str]:
    """Return the fields that a table has columns for."""
    columns = {"reasons": "steps", "rationales": "options"}
    return frozenset(columns.get(name, name) for name in header)


def _take_card(intake: Intake, row: list[str]) -> None:
    """Take in a term and its definition; a third cell may hold tags."""
    cells = [cell.strip() for cell in row]
    if len(cells) < 2 or not all(cells[:2]):  # noqa: PLR2004 - two sides
        intake.refuse("A card has a term and a definition, with a tab or a comma between them")
        return
    term, definition, *more = cells
    if any(more[1:]):
        intake.lose("cells after the third are left out")
    tags = intake.tags(more[0].split()) if more else ()
    card = Item("", Kind.FLASHCARD, stem=from_text(term), answer=from_text(definition), tags=tags)
    intake.add(card, "", words=term)


def _take(intake: Intake, cells: dict[str, str], row: list[str]) -> None:
    if not cells:
        _take_card(intake, row)
        return
    ref = cells.get("ref", "").strip()
    unknown = [name for name in cells if name and name not in COLUMNS]
    if unknown and intake.count == 1:
        intake.notes.append(
            Note("line 1", NoteLevel.LOST, f"columns that are not known: {', '.join(unknown)}")
        )
    try:
        item = _item(ref, {name: _raw(cell) for name, cell in cells.items()})
    except ValueError as error:
        intake.refuse(f"A value does not fit: {error}")
    else:
        intake.keep(item)


def _item(ref: str, cells: dict[str, str]) -> Item:
    options = _options(cells)
    steps, reasons = _entries(cells.get("steps", "")), _entries(cells.get("reasons", ""))
    value, _, tolerance = (one.strip() for one in cells.get("number", "").partition("±"))
    item = Item(
        ref=ref,
        kind=Kind(cells["kind"].strip()),
        status=Status(cells.get("status", "").strip() or "live"),
        options=options,
        steps=tuple(map(Step, steps, _filled(reasons, len(steps)))),
        pairs=tuple(map(_pair, _lines(cells.get("pairs", "")))),
        number=Number(value, tolerance or "0") if value else None,
        is_new=cells.get("is_new", "") == "yes",
    )
    texts = {name: cells.get(name, "").strip("\n") for name in TEXTS}
    lists = {name: tuple(_entries(cells.get(name, ""))) for name in LISTS}
    return replace(item, **texts, **lists)  # type: ignore[arg-type]


def _options(cells: dict[str, str]) -> tuple[Option, ...]:
    boxes = _entries(cells.get("options", ""))
    more = [
        _filled(_entries(cells.get(name, "")), len(boxes))
        for name in ("rationales", "option_concepts", "option_facts", "pinned")
    ]
    return tuple(
        Option(
            text=box[4:],
            is_key=_is_key(box),
            rationale=rationale,
            concept=concept,
            facts=tuple(one.strip() for one in facts.split(",") if one.strip()),
            is_pinned_last=pin == "last",
        )
        for box, rationale, concept, facts, pin in zip(boxes, *more, strict=True)
    )


def _is_key(box: str) -> bool:
    if not box.startswith(("[x] ", "[ ] ")):
        raise ValueError(f"`{box[:20]}` begins with neither `[x] ` nor `[ ] `")
    return box.startswith("[x]")


def _pair(line: str) -> Pair:
    left, _, right = line.partition(_SIDES)
    return Pair(_without_escapes(left), _without_escapes(right))


def _cells(item: Item) -> dict[str, str]:
    options = item.options
    cells = {
        "ref": item.ref,
        "kind": item.kind.value,
        "status": item.status.value,
        "options": _joined([f"[{'x' if one.is_key else ' '}] {one.text}" for one in options]),
        "rationales": _joined([one.rationale for one in options]),
        "option_concepts": _joined([one.concept for one in options]),
        "option_facts": _joined([", ".join(one.facts) for one in options]),
        "pinned": _joined(["last" if one.is_pinned_last else "" for one in options]),
        "steps": _joined([one.text for one in item.steps]),
        "reasons": _joined([one.rationale for one in item.steps]),
        "pairs": "\n".join(
            f"{_escaped(one.left)}{_SIDES}{_escaped(one.right)}" for one in item.pairs
        ),
        "number": f"{item.number.value} ± {item.number.tolerance}" if item.number else "",
        "is_new": "yes" if item.is_new else "",
    }
    cells |= {name: getattr(item, name) for name in TEXTS}
    return cells | {name: _joined(list(getattr(item, name))) for name in LISTS}


def _joined(entries: list[str]) -> str:
    return "\n".join(map(_escaped, entries)) if any(entries) else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace(_SIDES, " \\=> ")


def _without_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _lines(cell: str) -> list[str]:
    return cell.split("\n") if cell else []


def _entries(cell: str) -> list[str]:
    return [_without_escapes(line) for line in _lines(cell)]


def _filled(entries: list[str], count: int) -> list[str]:
    if len(entries) > count:
        raise ValueError("there are more entries beside options or steps than those")
    return entries + [""] * (count - len(entries))


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, as OWASP advises."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _raw(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
