"""Fields: list items such as `Level: recall`, under an item or under an option."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.distance import nearest
from quizapp.core.bank.problems import ProblemLevel
from quizapp.core.bank.reading.page import Page, indent_of
from quizapp.core.bank.tree import Node

ITEM_KEYS: Final = (
    "Source",
    "Concept",
    "Topic",
    "Section",
    "Level",
    "Status",
    "Hint",
    "Facts",
    "Evidence",
    "Tags",
    "Type",
    "Answer",
    "Was",
    "Alias",
    "Siblings",
    "New",
)
OPTION_KEYS: Final = ("Concept", "Facts", "Pin")
KNOWN_KEYS: Final = (*ITEM_KEYS, "Pin")

_KEY: Final = re.compile(rf"({'|'.join(KNOWN_KEYS)}) *:\s*")
_WORD: Final = re.compile(r"([A-Za-z]+) *:")
_PART: Final = re.compile(rf"\s+·\s+(?=(?:{'|'.join(KNOWN_KEYS)}) *:)")
_WORD_AFTER_DOT: Final = re.compile(r"·\s+([A-Za-z]+) *:")
_MARKER: Final = re.compile(r"[ >]*(?:[-+*]|\d{1,9}[.)])( *)")


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field as written. `line` is where it stands."""

    text: str
    line: int


Fields = dict[str, FieldValue]


def first_text(item: Node) -> str:
    """Return the inline source that a list item begins with, "" if it is no paragraph."""
    if item.children and item.children[0].kind == "paragraph":
        return item.children[0].text
    return ""


def is_field(item: Node) -> bool:
    """Tell whether a list item begins with a known key and a colon."""
    return begins_with_key(first_text(item))


def begins_with_key(text: str) -> bool:
    """Tell whether a text begins with a known key and a colon."""
    return bool(_KEY.match(text))


def mistyped_key(text: str) -> tuple[str, str] | None:
    """Return (word, known key it is near to) of a text such as `Sorce: …`."""
    found = _WORD.match(text)
    if not found or _KEY.match(text):
        return None
    guess = nearest(found[1], KNOWN_KEYS)
    return (found[1], guess) if guess else None


def begins_fields(item: Node) -> bool:
    """Tell whether a list item below others ends them: a field, or one that is mistyped."""
    return is_field(item) or mistyped_key(first_text(item)) is not None


def is_field_list(node: Node) -> bool:
    """Tell whether a block is a list of fields."""
    return node.kind == "list" and is_field(node.children[0])


def names_key(node: Node, key: str) -> bool:
    """Tell whether a list of fields has one with that key."""
    parts = (part for item in node.children for part in _PART.split(first_text(item)))
    return any(found[1] == key for found in map(_KEY.match, parts) if found)


def content_column(page: Page, item: Node) -> int:
    """Return how far the text of a list item is indented (2 after `- `, 3 after `1. `)."""
    line = page.line(item.first)
    found = _MARKER.match(line)
    if not found:
        return indent_of(line) + 2
    spaces = len(found[1])
    # CommonMark: a marker followed by 5 spaces or by nothing counts one space.
    if spaces == 0 or spaces > 4 or found.end() == len(line):  # noqa: PLR2004
        return found.start(1) + 1
    return found.end()


def read_fields(page: Page, items: Iterable[Node], allowed: tuple[str, ...]) -> Fields:
    """Return key → value of the list items; report each that is no field in its place."""
    fields: Fields = {}
    for item in items:
        text = _text(page, item)
        if not _KEY.match(text):
            _report_unknown(page, item.first, text)
            continue
        for part in _PART.split(text):
            _read_field(page, item.first, part, allowed, fields)
    return fields


def _text(page: Page, item: Node) -> str:
    """Return the text of a field item on one line; report what else the item contains."""
    text = first_text(item)
    if len(item.children) > 1 or (item.children and item.children[0].kind != "paragraph"):
        inner = item.children[1] if len(item.children) > 1 else item.children[0]
        hint = "write the field on one line; put lists and quotes before the fields"
        page.report(inner.first, "B045", "A field holds one line of text", hint)
    column = content_column(page, item)
    kept, *others = text.split("\n")
    for number, other in enumerate(others, item.first + 1):
        line = page.line(number)
        if line.strip() and indent_of(line) < column:
            hint = f"indent the line by {column} spaces, or put text before the fields"
            page.report(number, "B034", "This line continues a field without indent", hint)
        elif _KEY.match(line.strip()):
            hint = "begin each field with `* ` on a line of its own"
            page.report(number, "B045", "A field stands inside another field", hint)
        else:
            kept += " " + other
    return " ".join(kept.split())


def _report_unknown(page: Page, line: int, text: str) -> None:
    found = _WORD.match(text)
    near = mistyped_key(text)
    hint = f"known fields: {', '.join(ITEM_KEYS)}"
    if near:
        hint = f"did you mean `{near[1]}:`?"
    what = f"`{found[1]}:` is not a known field" if found else "This is not a field"
    page.report(line, "B040", what, hint)


def _read_field(page: Page, line: int, text: str, allowed: tuple[str, ...], fields: Fields) -> None:
    found = _KEY.match(text)
    if not found:
        return
    key, value = found[1], text[found.end() :].strip()
    for word in _WORD_AFTER_DOT.finditer(value):
        if guess := nearest(word[1], KNOWN_KEYS):
            hint = f"did you mean `{guess}:`?"
            page.report(line, "B040", f"`{word[1]}:` is not a known field", hint)
            value = value[: word.start()].strip()
            break
    if key not in allowed:
        place = "under an option" if key == "Pin" else "under the item, not under an option"
        page.report(line, "B043", f"`{key}:` does not belong here", f"put it {place}")
    elif key in fields:
        message = f"`{key}:` is already given in line {fields[key].line}"
        page.report(line, "B041", message, "keep one; write several values with commas")
    elif not value:
        page.report(line, "B046", f"`{key}:` has no value", "add a value, or take the field out")
        fields[key] = FieldValue("", line)
    else:
        fields[key] = FieldValue(value, line)


def check_lookalikes(page: Page, blocks: Iterable[Node]) -> None:
    """Report prose that looks like fields: a mistyped list, or a field without its list."""
    for block in blocks:
        if block.kind == "list":
            texts = [(item.first, first_text(item)) for item in block.children]
            near = mistyped_key(texts[0][1]) if texts else None
            if near:
                message = f"`{near[0]}:` is not a known field"
                hint = f"did you mean `{near[1]}:`? If it is prose, write `**{near[0]}**:`"
                page.report(texts[0][0], "B040", message, hint)
            _warn(page, texts[1:])
        elif block.kind == "paragraph":
            _warn(page, [(block.first, block.text)])


def _warn(page: Page, texts: list[tuple[int, str]]) -> None:
    for line, text in texts:
        found = _KEY.match(text)
        if found:
            message = f"`{found[1]}:` is read as text here"
            hint = "fields are a list of their own at the end of the item"
            page.report(line, "B048", message, hint, level=ProblemLevel.WARNING)
