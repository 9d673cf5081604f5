"""Options: the list items that begin with a box, and what belongs to each of them."""

import re
from typing import Final

from quizapp.core.bank.model import Option
from quizapp.core.bank.reading.entries import check_lines, dedented, read_rationale
from quizapp.core.bank.reading.fields import (
    OPTION_KEYS,
    Fields,
    begins_fields,
    first_text,
    read_fields,
)
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.reading.values import checked, text, words
from quizapp.core.bank.tree import Node

_BOX: Final = re.compile(r"\[([ xX])\](?=[ \n]|\Z)\s*")
# What people write when they mean a box: [], [~], [x]b, [ x ], [✓]; but not a link.
_NEAR_BOX: Final = re.compile(r"\[\s*(?:[^\w\s\]]|[xXvV])?\s*\](?!\()")


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
            elif fields_begun or (options and begins_fields(item)):
                fields_begun = True
                field_items.append(item)
            else:
                hint = "begin it with `[ ] ` or `[x] `; another list needs text before it, or `*`"
                page.report(item.first, "B032", "This list item is not an option", hint)
    _check_same(page, options)
    return tuple(options), field_items


def _check_same(page: Page, options: list[Option]) -> None:
    seen: dict[str, int] = {}
    for option in options:
        folded = " ".join(option.text.casefold().split())
        if folded in seen and folded:
            message = f"This option is the same as the one in line {seen[folded]}"
            page.report(option.line, "B039", message, "change one of the two, or take it out")
        seen.setdefault(folded, option.line)


def _option(page: Page, item: Node) -> Option:
    text_of = item.children[0].text
    box = _BOX.match(text_of)
    body = text_of[box.end() :] if box else text_of
    check_lines(page, item, "option")
    if not body.strip():
        page.report(item.first, "B037", "This option has no text", "write the text after the box")
    quotes: list[Node] = []
    fields: Fields = {}
    for child in item.children[1:]:
        if child.kind == "quote":
            quotes.append(child)
        elif child.kind == "list" and begins_fields(child.children[0]):
            fields |= read_fields(page, child.children, OPTION_KEYS)
        else:
            hint = "an option is one paragraph; put its reason in a quote `> …` below it"
            page.report(child.first, "B036", "This has no place in an option", hint)
    values = checked(page, fields)
    return Option(
        text=dedented(body),
        is_key=bool(box and box[1] in "xX"),
        rationale=read_rationale(page, item, quotes),
        concept=text(values, "Concept"),
        facts=words(values, "Facts"),
        is_pinned_last="Pin" in values,
        line=item.first,
    )
