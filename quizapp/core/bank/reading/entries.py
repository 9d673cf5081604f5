"""List items that learners are shown, an option or a step, and what belongs to each of them."""

import re
from collections.abc import Iterator
from typing import Final

from quizapp.core.bank.reading.fields import begins_with_key, content_column, mistyped_key
from quizapp.core.bank.reading.page import Page, indent_of
from quizapp.core.bank.reading.prose import check_size
from quizapp.core.bank.tree import Node

_QUOTE_MARK: Final = re.compile(r" *> ?")


def check_lines(page: Page, item: Node, what: str) -> None:
    """Report the lines of a list item that are not indented, or look like something else.

    `what` says in words what the item is: `option`, `step`.
    """
    column = content_column(page, item)
    _check_indent(page, item, column, what)
    if item.children and item.children[0].kind == "paragraph":
        _check_continuation(page, item.children[0], column, what)


def read_rationale(page: Page, item: Node, quotes: list[Node]) -> str:
    """Return the reason for a list item, from the quotes below its text."""
    column = content_column(page, item)
    texts = [_unquoted(page, quote, column) for quote in quotes]
    rationale = "\n\n".join(text for text in texts if text)
    check_size(page, item.first, rationale)
    return rationale


def dedented(text: str) -> str:
    """Return the text of a list item without the indent of its lines and without empty ones."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _lines(page: Page, first: int, last: int) -> Iterator[tuple[int, str]]:
    for number in range(first, last + 1):
        if page.line(number).strip():
            yield number, page.line(number)


def _check_indent(page: Page, item: Node, column: int, what: str) -> None:
    """Report lines that the list only has because Markdown lets them run on."""
    is_running = False
    for number, line in _lines(page, item.first + 1, item.last):
        is_loose = indent_of(line) < column
        if is_loose and not is_running:
            hint = f"put a blank line before the explanation, or indent by {column} spaces"
            message = f"This line continues {_with_article(what)} without indent"
            page.report(number, "B034", message, hint)
        is_running = is_loose


def _check_continuation(page: Page, paragraph: Node, column: int, what: str) -> None:
    for number, line in _lines(page, paragraph.first + 1, paragraph.last):
        if line.strip().startswith(">"):
            hint = f"indent the `>` by {column} spaces, as the text of the {what}"
            page.report(number, "B033", "This quote is indented too far", hint)
        elif mistyped_key(line.strip()) or begins_with_key(line.strip()):
            hint = "begin a field with `* ` on a line of its own"
            page.report(number, "B045", f"A field stands inside the text of the {what}", hint)


def _with_article(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _unquoted(page: Page, quote: Node, column: int) -> str:
    lines: list[str] = []
    for number in range(quote.first, quote.last + 1):
        line = page.line(number)
        mark = _QUOTE_MARK.match(line)
        if not mark and indent_of(line) >= column:
            hint = "begin each line of the quote with `>`"
            page.report(number, "B034", "This line continues a quote without `>`", hint)
        lines.append(line[mark.end() :] if mark else line.strip())
    return "\n".join(lines).strip("\n")
