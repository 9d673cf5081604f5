"""Checks on every block and every paragraph of a file, wherever it stands."""

import re
from typing import Final

from quizapp.core.bank.illustration import PictureRef
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.tree import (
    LINK_SCHEMES,
    MAX_FIELD_BYTES,
    Inline,
    Node,
    is_overloaded,
    parse_inlines,
)

MAX_NESTING: Final = 10

_CONTAINERS: Final = ("list", "quote")
_UNDERLINE: Final = re.compile(r"(?:=+|-+)\s*\Z")
_DEFINITION: Final = re.compile(r"\[(?![ xX]?\])[^\]]+\]:(?:\s|\Z)")
_CELL_BORDER: Final = re.compile(r"(?<!\\)\|")


def check_blocks(page: Page, parent: Node, depth: int = 0) -> None:
    """Report what no block below `parent` may contain."""
    before: Node | None = None
    for node in parent.children:
        if node.kind in _CONTAINERS and depth >= MAX_NESTING:
            message = f"Lists and quotes are nested more than {MAX_NESTING} deep"
            page.report(node.first, "B003", message, "make the text flatter")
            continue
        _check_block(page, node, before, depth)
        check_blocks(page, node, depth + (node.kind in _CONTAINERS))
        before = node


def _check_block(page: Page, node: Node, before: Node | None, depth: int) -> None:
    if node.kind == "heading" and depth:
        hint = "put the heading at the margin, with a blank line before it"
        page.report(node.first, "B020", "A heading stands inside a list or quote", hint)
    elif node.kind == "html":
        hint = "use Markdown, or write `&lt;` for the sign itself"
        page.report(node.first, "B060", "HTML tags are not allowed", hint)
    elif node.kind == "rule" and before and _is_underline(page, node, before):
        hint = "write `## [id] Title` for an item, or put a blank line before the rule"
        page.report(node.first, "B026", "A line under text makes no heading here", hint)
    elif node.kind == "table":
        _check_table(page, node)
    if node.kind in ("paragraph", "heading", "cell"):
        _check_text(page, node)


def _is_underline(page: Page, node: Node, before: Node) -> bool:
    is_dashes = bool(_UNDERLINE.match(page.line(node.first).strip()))
    return before.kind == "paragraph" and node.first == before.last + 1 and is_dashes


def _check_table(page: Page, table: Node) -> None:
    width = len(table.children[0].children) if table.children else 0
    for row in table.children:
        line = page.line(row.first)
        if "|" not in line:
            hint = "put a blank line after the table"
            page.report(row.first, "B035", "This line runs into the table", hint)
            continue
        cells = count_cells(line)
        if cells != width:
            hint = "give every row as many cells as the first; write `\\|` for the sign itself"
            message = f"This row has {cells} cells, the first row has {width}"
            page.report(row.first, "B064", message, hint)


def count_cells(line: str) -> int:
    text = line.strip(" >")
    inner = text.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return len(_CELL_BORDER.findall(inner)) + 1


def _check_text(page: Page, node: Node) -> None:
    refused = is_overloaded(node.text)
    if refused == "long":
        hint = f"keep a text under {MAX_FIELD_BYTES // 1000} KB"
        page.report(node.first, "B004", "This text is too long", hint)
    elif refused:
        hint = "close every `[`, or write `\\[` for the sign itself"
        page.report(node.first, "B005", "Too many open brackets or links", hint)
    if refused:
        return
    _check_lines(page, node)
    lines_with_html: set[int] = set()
    for inline in parse_inlines(node.text):
        if inline.kind == "html":
            _check_html(page, node, inline, lines_with_html)
        else:
            _check_inline(page, node, inline)


def _check_lines(page: Page, node: Node) -> None:
    """Report what other Markdown reads as an underlined heading or a link definition."""
    first, *others = node.text.split("\n")
    if _DEFINITION.match(first):
        hint = "write links in place: `[text](https://…)`"
        page.report(node.first, "B027", "Link definitions are not read", hint)
    for offset, line in enumerate(others, 1):
        if line.strip() and not line.strip().strip("="):
            hint = "write `## [id] Title` for an item, or take the line out"
            page.report(node.first + offset, "B026", "A line under text makes no heading", hint)


def _check_html(page: Page, node: Node, inline: Inline, seen: set[int]) -> None:
    """Report a tag or comment inside a line, one for each line."""
    line, column = locate(page, node, inline.text.split("\n")[0])
    if line in seen:
        return
    seen.add(line)
    if inline.text.startswith("<!--"):
        hint = "put the comment on lines of its own"
        page.report(line, "B062", "Text and a comment share a line", hint, column=column)
    else:
        hint = "use Markdown, or write `&lt;` for the sign itself"
        page.report(line, "B060", "HTML tags are not allowed", hint, column=column)


def _check_inline(page: Page, node: Node, inline: Inline) -> None:
    if inline.kind == "image":
        _check_picture(page, node, inline)
    elif inline.kind == "link_open" and not inline.href.lower().startswith(LINK_SCHEMES):
        line, column = locate(page, node, "](")
        hint = "begin the address with https://, http:// or mailto:"
        page.report(line, "B066", "This link has no address to open", hint, column=column)


def _check_picture(page: Page, node: Node, inline: Inline) -> None:
    """Report a picture that is not allowed here; note where the file is meant to be."""
    line, column = locate(page, node, f"![{inline.text}](")
    if node.kind == "heading":
        hint = "put it into the text below"
        page.report(line, "B063", "A heading shows no picture", hint, column=column)
    elif not inline.href:
        hint = "put the file into the bank's folder and write `![what it shows](pictures/name.png)`"
        page.report(line, "B063", "The path of this picture is not allowed", hint, column=column)
    if not inline.text:
        hint = "say between `![` and `]` what it shows, for those who cannot see it"
        page.report(line, "B067", "This picture has no description", hint, column=column)
    if inline.href:
        page.pictures.append(PictureRef(inline.href, line, column))


def locate(page: Page, node: Node, needle: str) -> tuple[int, int]:
    """Return line and column of the first `needle` in the lines of `node`."""
    for number in range(node.first, node.last + 1):
        column = page.line(number).find(needle)
        if column >= 0:
            return number, column + 1
    return node.first, 1


def check_size(page: Page, line: int, prose: str) -> None:
    """Report a text over the limit."""
    if any(is_overloaded(part) for part in prose.split("\n\n")):
        return  # the paragraph has its own report
    if len(prose.encode("utf-8")) > MAX_FIELD_BYTES:
        hint = f"keep a text under {MAX_FIELD_BYTES // 1000} KB"
        page.report(line, "B004", "A text of this item is too long", hint)
