"""What is known of an exam: every value with its source, the day it was seen, and its status."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class FactStatus(StrEnum):
    """How far a value can be trusted."""

    OFFICIAL = "official"  # the certifying body's own page
    THIRD_PARTY = "third-party"  # somebody else's page
    UNKNOWN = "unknown"  # not read anywhere; a value is then from memory or a guess


@dataclass(frozen=True, slots=True)
class Fact:
    """One value as text; None is not known. `seen` is a day (2026-11-24), or empty."""

    value: str | None
    source: str
    seen: str
    status: FactStatus
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the exam that is passed on its own; sections are asked in the file's order."""

    slug: str
    title: Fact
    questions: Fact
    locks: Fact  # yes: it cannot be opened again once it is finished


@dataclass(frozen=True, slots=True)
class Topic:
    """A content area. `weight` is in percent of the exam, `sections` slugs joined by commas."""

    slug: str
    title: Fact
    weight: Fact
    sections: Fact


@dataclass(frozen=True, slots=True)
class Placement:
    """Where material of the banks belongs, by the project's own judgment."""

    material: str
    topics: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One exam file."""

    slug: str
    title: str
    body: str  # who certifies
    note: str
    facts: dict[str, Fact]
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    ours: tuple[Placement, ...]


def as_json(outline: Outline) -> dict[str, Any]:
    """Return plain values from which `from_json` makes the outline again."""
    return asdict(outline) | {
        "sections": [asdict(section) for section in outline.sections],
        "topics": [asdict(topic) for topic in outline.topics],
        "ours": [
            {"material": one.material, "topics": [*one.topics], "sections": [*one.sections]}
            for one in outline.ours
        ],
    }


def from_json(data: dict[str, Any]) -> Outline:
    """Return the outline that `as_json` made plain."""
    return Outline(
        slug=data["slug"],
        title=data["title"],
        body=data["body"],
        note=data["note"],
        facts={key: _fact(value) for key, value in data["facts"].items()},
        sections=tuple(
            Section(one["slug"], _fact(one["title"]), _fact(one["questions"]), _fact(one["locks"]))
            for one in data["sections"]
        ),
        topics=tuple(
            Topic(one["slug"], _fact(one["title"]), _fact(one["weight"]), _fact(one["sections"]))
            for one in data["topics"]
        ),
        ours=tuple(
            Placement(one["material"], tuple(one["topics"]), tuple(one["sections"]))
            for one in data["ours"]
        ),
    )


def _fact(data: dict[str, Any]) -> Fact:
    return Fact(**(data | {"status": FactStatus(data["status"])}))
