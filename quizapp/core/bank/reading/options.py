"""Options: the list items that begin with a box, and what belongs to each of them."""

import re
from collections.abc import Iterator
from typing import Final

from quizapp.core.bank.model import Option
from quizapp.core.bank.reading.fields import (
    OPTION_KEYS,
    Fields,
    begins_with_key,
    content_column,
    first_text,
    is_field,
    mistyped_key,
    read_fields,
)
from quizapp.core.bank.reading.page import Page, indent_of
from quizapp.core.bank.reading.prose import check_size
from quizapp.core.bank.reading.values import checked, text, words
from quizapp.core.bank.tree import Node

_BOX: Final = re.compile(r"\[([ xX])\](?=[ \n]|\Z)\s*")
# What people write when they mean a box: [], [~], [x]b, [ x ], [✓]; but not a link.
_NEAR_BOX: Final = re.compile(r"\[\s*(?:[^\w\s\]]|[xXvV])?\s*\](?!\()")
_QUOTE_MARK: Final = re.compile(r" *> ?")


def is_option(item: Node) -> bool:
    """Tell whether a list item begins with a box and a space."""
    return bool(_BOX.match(first_text(item)))


def is_near_option(item: Node) -> bool:
    """Tell whether a list item begins with something that was meant as a box."""
    return bool(_NEAR_BOX.match(first_text(item))) and not is_option(item)


def is_option_list(node: Node) -> bool:
    """Tell whether a block is a list with an option, or with something meant as one."""
    return node.kind == "list" and any(
        is_option(item) or is_near_option(item) for item in node.children
    )


def read_options(page: Page, lists: list[Node]) -> tuple[tuple[Option, ...], list[Node]]:
    """Return the options of an item, and the field items that follow them in the same list."""
    options: list[Option] = []
    field_items: list[Node] = []
    for node in lists:
        fields_begun = False
        for item in node.children:
            if is_option(item) and fields_begun:
                hint = "put all options before the fields"
                page.report(item.first, "B032", "An option stands among the fields", hint)
            elif is_option(item):
                options.append(_option(page, item))
            elif is_near_option(item):
                hint = "write `[ ]` or `[x]`, then a space, then the text"
                page.report(item.first, "B030", "This box is not an option", hint)
            elif fields_begun or (options and _begins_fields(item)):
                fields_begun = True
                field_items.append(item)
            else:
                hint = "begin it with `[ ] ` or `[x] `; another list needs text before it, or `*`"
                page.report(item.first, "B032", "This list item is not an option", hint)
    _check_same(page, options)
    return tuple(options), field_items


def _begins_fields(item: Node) -> bool:
    return is_field(item) or mistyped_key(first_text(item)) is not None


def _check_same(page: Page, options: list[Option]) -> None:
    seen: dict[str, int] = {}
    for option in options:
        folded = " ".join(option.text.casefold().split())
        if folded in seen and folded:
            message = f"This option is the same as the one in line {seen[folded]}"
            page.report(option.line, "B039", message, "change one of the two, or take it out")
        seen.setdefault(folded, option.line)


def _option(page: Page, item: Node) -> Option:
    paragraph = item.children[0]
    box = _BOX.match(paragraph.text)
    body = paragraph.text[box.end() :] if box else paragraph.text
    column = content_column(page, item)
    _check_indent(page, item, column)
    _check_continuation(page, paragraph, column)
    if not body.strip():
        page.report(item.first, "B037", "This option has no text", "write the text after the box")
    rationales: list[str] = []
    fields: Fields = {}
    for child in item.children[1:]:
        if child.kind == "quote":
            rationales.append(_rationale(page, child, column))
        elif child.kind == "list" and _begins_fields(child.children[0]):
            fields |= read_fields(page, child.children, OPTION_KEYS)
        else:
            hint = "an option is one paragraph; put its reason in a quote `> …` below it"
            page.report(child.first, "B036", "This has no place in an option", hint)
    check_size(page, item.first, "\n\n".join(rationales))
    values = checked(page, fields)
    return Option(
        text="\n".join(line.strip() for line in body.split("\n")),
        is_key=bool(box and box[1] in "xX"),
        rationale="\n\n".join(rationales),
        concept=text(values, "Concept"),
        facts=words(values, "Facts"),
        is_pinned_last="Pin" in values,
        line=item.first,
    )


def _lines(page: Page, first: int, last: int) -> Iterator[tuple[int, str]]:
    for number in range(first, last + 1):
        if page.line(number).strip():
            yield number, page.line(number)


def _check_indent(page: Page, item: Node, column: int) -> None:
    """Report lines that the list only has because Markdown lets them run on."""
    is_running = False
    for number, line in _lines(page, item.first + 1, item.last):
        is_loose = indent_of(line) < column
        if is_loose and not is_running:
            hint = f"put a blank line before the explanation, or indent by {column} spaces"
            page.report(number, "B034", "This line continues an option without indent", hint)
        is_running = is_loose


def _check_continuation(page: Page, paragraph: Node, column: int) -> None:
    for number, line in _lines(page, paragraph.first + 1, paragraph.last):
        if line.strip().startswith(">"):
            hint = f"indent the `>` by {column} spaces, as the option's text"
            page.report(number, "B033", "This quote is indented too far", hint)
        elif mistyped_key(line.strip()) or begins_with_key(line.strip()):
            hint = "begin a field with `* ` on a line of its own"
            page.report(number, "B045", "A field stands inside the option's text", hint)


def _rationale(page: Page, quote: Node, column: int) -> str:
    lines: list[str] = []
    for number in range(quote.first, quote.last + 1):
        line = page.line(number)
        mark = _QUOTE_MARK.match(line)
        if not mark and indent_of(line) >= column:
            hint = "begin each line of the quote with `>`"
            page.report(number, "B034", "This line continues a quote without `>`", hint)
        lines.append(line[mark.end() :] if mark else line.strip())
    return "\n".join(lines).strip("\n")
