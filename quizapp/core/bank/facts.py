"""What the items of a shelf rest on: facts, and the misconceptions behind wrong options."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import yaml


class Use(StrEnum):
    """What a fact may be used for."""

    KEY = "key"
    ATTRIBUTED = "attributed"  # keyed only where the question names one of `named`
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement with its source. `unasked` says why no item has to use it."""

    id: str
    concept: str
    use: Use
    evidence: str
    text: str
    source: str
    note: str = ""
    named: tuple[str, ...] = ()
    is_safe: bool = False  # its numbers may be asked for
    unasked: str = ""

    @property
    def is_usable(self) -> bool:
        return self.use is not Use.NEVER


@dataclass(frozen=True, slots=True)
class Misconception:
    """What somebody believes who takes a wrong option, and what decides against it."""

    id: str
    belief: str
    because: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """All facts and misconceptions by id."""

    facts: Mapping[str, Fact]
    misconceptions: Mapping[str, Misconception]


def parse_register(text: str) -> Register:
    """Read the text of `facts.yaml`. Raises ValueError that says which entry does not fit."""
    try:
        read = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"facts.yaml cannot be read: {error}") from error
    read = read if isinstance(read, dict) else {}
    facts = [_fact(entry) for entry in read.get("facts") or ()]
    beliefs = [_misconception(entry) for entry in read.get("misconceptions") or ()]
    ids = [one.id for one in facts] + [one.id for one in beliefs]
    if not ids:
        raise ValueError("facts.yaml: begin with `facts:` and `misconceptions:`")
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"facts.yaml: {', '.join(twice)} given twice")
    return Register({one.id: one for one in facts}, {one.id: one for one in beliefs})


def _fact(entry: dict[str, Any]) -> Fact:
    try:
        return Fact(
            id=entry["id"],
            concept=entry["concept"],
            use=Use(entry["use"]),
            evidence=entry["evidence"],
            text=entry["text"],
            source=entry["source"],
            note=entry.get("note", ""),
            named=tuple(entry.get("named", ())),
            is_safe=bool(entry.get("safe")),
            unasked=entry.get("unasked", ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"facts.yaml: this fact does not fit ({error}): {entry!r:.80}") from error


def _misconception(entry: dict[str, Any]) -> Misconception:
    try:
        return Misconception(
            entry["id"], entry["belief"], entry["because"], tuple(entry.get("facts", ()))
        )
    except (KeyError, TypeError) as error:
        message = f"facts.yaml: this misconception does not fit ({error}): {entry!r:.80}"
        raise ValueError(message) from error
