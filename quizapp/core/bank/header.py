"""YAML as plain values with lines: no aliases, no tags, no keys given twice, no surprises.

The only importer of PyYAML.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import yaml

MAX_BYTES: Final = 64 * 1024
MAX_DEPTH: Final = 8

Report = Callable[[int, int, str, str, str], None]  # line, column, code, message, hint
Fault = tuple[int, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Value:
    """One YAML value: a text, or a list (`items`), or a mapping (`entries`)."""

    line: int
    column: int
    text: str | None = None
    items: tuple["Value", ...] | None = None
    entries: dict[str, "Value"] | None = None
    key_lines: dict[str, int] = field(default_factory=dict)

    def words(self) -> list[str] | None:
        """Return the texts of a list, or of a text cut at its commas; None for a mapping."""
        if self.text is not None:
            return [part.strip() for part in self.text.split(",") if part.strip()]
        if self.items is None or any(item.text is None for item in self.items):
            return None
        return [item.text for item in self.items if item.text]


class PlainLoader(yaml.SafeLoader):
    """Reads every value as text: `no` is a language, not a falsehood."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose one node; refuse aliases, anchors, tags and depth over the limit."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        fault = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fault = "an alias (& or *) is not allowed"
        elif getattr(event, "tag", None):
            fault = "a tag (!) is not allowed"
        elif self.depth >= MAX_DEPTH:
            fault = f"values are nested more than {MAX_DEPTH} deep"
        if fault:
            raise yaml.MarkedYAMLError(problem=fault, problem_mark=event.start_mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def read_yaml(text: str, first_line: int, report: Report) -> Value | None:
    """Return the value of `text`, which begins at `first_line` of its file.

    A fault is reported and gives None; an empty text is an empty mapping.
    """
    value, faults = _read(text, first_line)
    for fault in faults:
        report(*fault)
    return value


# A bank's header is read over and over while its questions are written, and takes longer than one.
@lru_cache(maxsize=32)
def _read(text: str, first_line: int) -> tuple[Value | None, list[Fault]]:
    """Return the value of a text and what is wrong with it."""
    faults: list[Fault] = []

    def report(line: int, column: int, code: str, message: str, hint: str) -> None:
        faults.append((line, column, code, message, hint))

    return _composed(text, first_line, report), faults


def _composed(text: str, first_line: int, report: Report) -> Value | None:
    if len(text.encode("utf-8")) > MAX_BYTES:
        report(first_line, 1, "B017", f"There are over {MAX_BYTES // 1024} KB of YAML", "shorten")
        return None
    loader: PlainLoader | None = None
    try:
        loader = PlainLoader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        reason = str(getattr(error, "problem", None) or "this is not YAML")
        code = "B017" if "deep" in reason else "B012"
        hint = "put a value with a colon, a quote or a # in double quotes"
        report(first_line + line, column + 1, code, f"Cannot be read: {reason}", hint)
        return None
    finally:
        if loader:
            loader.dispose()
    return _value(node, first_line, report) if node else Value(first_line, 1, entries={})


def _value(node: yaml.Node, first_line: int, report: Report) -> Value:
    line, column = first_line + node.start_mark.line, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        return Value(line, column, text=" ".join(str(node.value).split()))
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_value(item, first_line, report) for item in node.value)
        return Value(line, column, items=items)
    entries: dict[str, Value] = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _value(key_node, first_line, report)
        value = _value(value_node, first_line, report)
        if not key.text:
            report(key.line, key.column, "B016", "A key must be a word", "write `key: value`")
        elif key.text in entries:
            message = f"`{key.text}` is already given in line {key_lines[key.text]}"
            report(key.line, key.column, "B013", message, "keep one of the two")
        else:
            entries[key.text] = value
            key_lines[key.text] = key.line
    return Value(line, column, entries=entries, key_lines=key_lines)
