"""Lists of a bank file: options, steps and fields, each apart from the lists around it."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from quizapp.core.bank.tree import Node, parse_tree

BULLETS: Final = ("-", "*", "+")
DELIMITERS: Final = (".", ")")

_MARK: Final = re.compile(r" *\d*([-+*.)])")
# A further line that would begin a block of its own is text when it is indented by 4 more.
_AS_TEXT: Final = "    "


def free_mark(marks: Sequence[str], before: str, after: str = "") -> str:
    """Return the first of `marks` that keeps a list apart from its neighbors.

    Two lists with the same mark would be read as one, blank line or not.
    """
    taken = {_mark(before, -1), _mark(after, 0)}
    return next(mark for mark in marks if mark not in taken)


def _mark(text: str, at: int) -> str:
    """Return the mark of the list that `text` begins (0) or ends (-1) with, else ""."""
    nodes: tuple[Node, ...] = parse_tree(text).children
    if not nodes or nodes[at].kind != "list":
        return ""
    found = _MARK.match(text.split("\n")[nodes[at].first - 1])
    return found[1] if found else ""


def write_entry(marker: str, text: str, rationale: str = "", fields: str = "") -> str:
    """Return a list item: its text, and below it its reason and its line of fields."""
    is_plain = [node.kind for node in parse_tree(text).children] == ["paragraph"]
    first, *others = text.split("\n")
    below = others if is_plain else [_AS_TEXT + line for line in others]
    if rationale:
        below += [f"> {line}" if line else ">" for line in rationale.split("\n")]
    if fields:
        below.append(f"* {fields}")
    indent = " " * (len(marker) + 1)
    return "\n".join([f"{marker} {first}", *(indent + line for line in below)])


def write_fields(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return `Key: value` for each pair that has a value."""
    return [f"{key}: {value}" for key, value in pairs if value]
