"""Cuts a bank file at its headings: introduction, cases, items, parts."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from quizapp.core.bank.ids import ID, propose_ids
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.tree import Node

ITEM_LEVEL: Final = 2

_ITEM: Final = re.compile(r"##(?:\s+|\Z)(?:\[(?P<ref>[^\]]*)\])?\s*(?P<title>.*)\Z")
_CASE: Final = re.compile(r"#\s+Case\b\s*(?:\[(?P<ref>[^\]]*)\])?\s*(?P<title>.*)\Z")
_CLOSING: Final = re.compile(r"(?:\s+|\A)#+\s*\Z")


class SectionKind(StrEnum):
    INTRO = "intro"
    ITEM = "item"
    CASE = "case"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks below it.

    `ref` is None where the heading has no brackets, "" where they are empty or not closed.
    """

    kind: SectionKind
    line: int
    ref: str | None = None
    title: str = ""
    blocks: tuple[Node, ...] = ()


def split_sections(page: Page, root: Node) -> list[Section]:
    """Return the sections of a file in order; the first is the introduction."""
    sections = [Section(SectionKind.INTRO, 1)]
    for node in root.children:
        if node.kind == "heading" and node.level <= ITEM_LEVEL:
            page.claim(node.first, node.last, "heading")
            sections.append(_section(page, node))
        elif node.kind == "heading":
            page.claim(node.first, node.last, "problem")
            hint = "use `##` for an item, and **bold** for a heading inside its text"
            page.report(node.first, "B020", "This heading is too deep", hint)
        else:
            last = sections[-1]
            sections[-1] = replace(last, blocks=(*last.blocks, node))
    return sections


def _section(page: Page, node: Node) -> Section:
    line = page.line(node.first).strip()
    found = _ITEM.match(line) if node.level == ITEM_LEVEL else _CASE.match(line)
    if not found:
        return Section(SectionKind.PART, node.first, title=node.text)
    kind = SectionKind.ITEM if node.level == ITEM_LEVEL else SectionKind.CASE
    title = _CLOSING.sub("", found["title"]).strip()
    is_broken = found["ref"] is None and title.startswith("[")
    return Section(kind, node.first, ref="" if is_broken else found["ref"], title=title)


def missing_ids(sections: list[Section], bank: str, taken: set[str]) -> dict[int, str]:
    """Return line → proposed id for each item and case without one."""
    proposed: dict[int, str] = {}
    taken = taken | {section.ref for section in sections if section.ref}
    for kind, fallback in ((SectionKind.ITEM, bank or "item"), (SectionKind.CASE, "case")):
        group = [section for section in sections if section.kind == kind]
        known = [section.ref for section in group if section.ref]
        nameless = [section for section in group if section.ref is None]
        ids = propose_ids((section.title for section in nameless), known, taken, fallback)
        proposed |= {section.line: ref for section, ref in zip(nameless, ids, strict=True)}
        taken |= set(ids)
    return proposed


def check_ids(page: Page, sections: list[Section], proposed: dict[int, str]) -> None:
    """Report ids that are missing (with the one proposed), not allowed or used twice."""
    seen: dict[str, int] = {}
    for section in sections:
        if section.kind not in (SectionKind.ITEM, SectionKind.CASE):
            continue
        is_item = section.kind == SectionKind.ITEM
        if section.ref is None:
            mark = "##" if is_item else "# Case"
            hint = f"write `{mark} [{proposed[section.line]}]` before the title"
            what, code = ("item", "B021") if is_item else ("case", "B024")
            page.report(section.line, code, f"This {what} has no id", hint)
        elif not ID.match(section.ref):
            hint = "write small letters, digits and hyphens in brackets, such as [wa-007]"
            what = (
                f"The id `{section.ref}` is not allowed" if section.ref else "The id is not whole"
            )
            page.report(section.line, "B022", what, hint)
        elif section.ref in seen:
            message = f"The id `{section.ref}` is already used in line {seen[section.ref]}"
            page.report(section.line, "B023", message, "give one of the two a new id")
        else:
            seen[section.ref] = section.line
