"""The rows of a match item: a table with two columns, below `Type: match`."""

from typing import Final

from quizapp.core.bank.model import Item, Kind, Pair
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.reading.prose import count_cells
from quizapp.core.bank.tree import Node

COLUMNS: Final = 2
MIN_ROWS: Final = 2


def match_item(page: Page, type_line: int, node: Node | None, before: tuple[Node, ...]) -> Item:
    """Return a match item with its question and pairs; `node` is the block below its `Type`."""
    stem = page.source(before)
    if node is None or node.kind != "table":
        hint = "write a table with two columns at the margin, right below the line with `Type`"
        if any(block.kind == "table" for block in before):
            hint = "put `* Type: match` above the table"
        page.report(type_line, "B091", "No table follows `Type: match`", hint)
        return Item("", Kind.MATCH, stem=stem)
    head, *rows = node.children
    if len(head.children) != COLUMNS:
        hint = "write what to match on the left, and its answer on the right"
        page.report(node.first, "B093", f"This table has {len(head.children)} columns", hint)
        return Item("", Kind.MATCH, stem=stem)
    # A row with more or fewer cells has its own report.
    pairs = tuple(_pair(row) for row in rows if count_cells(page.line(row.first)) == COLUMNS)
    _check_cells(page, pairs)
    if len(pairs) == len(rows):
        _check_rows(page, node, pairs)
    columns = tuple(cell.text for cell in head.children)
    return Item("", Kind.MATCH, stem=stem, pairs=pairs, columns=columns)


def _pair(row: Node) -> Pair:
    left, right = row.children
    return Pair(left.text.strip(), right.text.strip(), row.first)


def _check_cells(page: Page, pairs: tuple[Pair, ...]) -> None:
    lefts: dict[str, int] = {}
    for pair in pairs:
        left = _folded(pair.left)
        if not pair.right:
            hint = "write the answer; only the left cell may be empty, for an answer too many"
            page.report(pair.line, "B093", "This row has no answer on the right", hint)
        if left in lefts:
            message = f"This row begins with the same text as line {lefts[left]}"
            page.report(pair.line, "B093", message, "change one of the two, or take it out")
        elif left:
            lefts[left] = pair.line


def _check_rows(page: Page, table: Node, pairs: tuple[Pair, ...]) -> None:
    rights: dict[str, int] = {}
    for pair in pairs:
        if pair.left:
            rights.setdefault(_folded(pair.right), pair.line)
    if sum(bool(pair.left) for pair in pairs) < MIN_ROWS:
        hint = f"give at least {MIN_ROWS} rows with a text on the left"
        page.report(table.first, "B093", "There are too few rows to match", hint)
        return
    for pair in pairs:
        right = _folded(pair.right)
        if not pair.left and right in rights:
            message = f"This answer too many is the same as the answer in line {rights[right]}"
            page.report(pair.line, "B093", message, "change it, or take the row out")
        rights.setdefault(right, pair.line)
    if len(rights) == 1:
        hint = "give at least two different answers"
        page.report(table.first, "B093", "All rows have the same answer", hint)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
