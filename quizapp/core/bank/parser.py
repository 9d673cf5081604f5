"""A bank file in, a bank and its problems out; never raises, whatever the text."""

from dataclasses import dataclass, field
from typing import Final

from quizapp.core.bank.characters import UNSHOWABLE, normalize
from quizapp.core.bank.distance import nearest
from quizapp.core.bank.illustration import PictureRef
from quizapp.core.bank.model import Bank, Item
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.reading.clean import settled_tree
from quizapp.core.bank.reading.fields import Fields, FieldValue, check_lookalikes, is_field_list
from quizapp.core.bank.reading.front_matter import Header, read_header
from quizapp.core.bank.reading.items import Group, read_item
from quizapp.core.bank.reading.options import is_option_list
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.reading.prose import check_blocks, check_size
from quizapp.core.bank.reading.sections import (
    Section,
    SectionKind,
    check_ids,
    missing_ids,
    split_sections,
)
from quizapp.core.bank.reading.values import checked

MAX_FILE_BYTES: Final = 2_000_000
# A guess compares an id with all others; after some, the file is wrong in another way.
MAX_GUESSES: Final = 20


@dataclass(frozen=True, slots=True)
class ParsedBank:
    """The bank, or None when a format error refuses the file; and all problems, by line."""

    bank: Bank | None
    problems: tuple[Problem, ...]
    pictures: tuple[PictureRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read: owners of lines and problems, what was understood, missing ids."""

    page: Page
    bank: Bank | None = None
    proposed_ids: dict[int, str] = field(default_factory=dict)  # line of a heading → id


def parse_bank(text: str) -> ParsedBank:
    """Read the text of a bank file; all problems are found at once."""
    reading = read_bank(text)
    problems = tuple(sorted(reading.page.problems))
    is_refused = any(problem.level == ProblemLevel.ERROR for problem in problems)
    bank = None if is_refused else reading.bank
    return ParsedBank(bank, problems, tuple(reading.page.pictures))


def read_bank(text: str) -> Reading:
    """Read a bank file as far as it can be understood, faults or not."""
    page = Page(normalize(text).split("\n"))
    if len(text.encode("utf-8", "replace")) > MAX_FILE_BYTES:
        page.report(1, "B001", "The file is over 2 MB", "split it into several banks", column=1)
        page.claim(1, len(page.lines), "problem")
        return Reading(page)
    _check_characters(page)
    header = read_header(page)
    root = settled_tree(page)
    check_blocks(page, root)
    sections = split_sections(page, root)
    items = _read_sections(page, sections, _defaults(page, header))
    was = _check_references(page, items)
    proposed = missing_ids(sections, header.slug, was)
    check_ids(page, sections, proposed)
    if not items:
        hint = "add a heading `## [id] Title` and a question below it"
        page.report(1, "B056", "This bank has no items", hint, column=1)
    for number in page.unclaimed():
        page.report(number, "B006", "This line was not understood", "write it in another way")
    return Reading(page, _bank(page, header, sections[0], items), proposed)


def _check_characters(page: Page) -> None:
    for number, line in enumerate(page.lines, 1):
        found = UNSHOWABLE.search(line)
        if found:
            name = f"U+{ord(found[0]):04X}"
            hint = "delete it; it may have come with copied text"
            message = f"The character {name} cannot be shown"
            page.report(number, "B002", message, hint, column=found.start() + 1)
            page.lines[number - 1] = UNSHOWABLE.sub(" ", line)


def _read_sections(page: Page, sections: list[Section], defaults: Fields) -> list[Item]:
    items: list[Item] = []
    group, top, members = Group(), sections[0], 0
    for section in sections:
        if section.kind == SectionKind.ITEM:
            items.append(read_item(page, section, defaults, group))
            members += 1
            continue
        _check_case(page, top, members)
        _read_prose(page, section)
        group, top, members = _group(page, section), section, 0
    _check_case(page, top, members)
    return items


def _group(page: Page, section: Section) -> Group:
    if section.kind == SectionKind.CASE:
        stimulus = page.source(section.blocks)
        return Group(case_ref=section.ref or "", case_title=section.title, stimulus=stimulus)
    return Group(part_title=section.title)


def _read_prose(page: Page, section: Section) -> None:
    """Claim and check the blocks of an introduction, a case or a part."""
    for node in section.blocks:
        page.claim(node.first, node.last, section.kind)
        if is_field_list(node):
            hint = "put fields at the end of an item"
            page.report(node.first, "B043", "These fields belong to no item", hint)
        elif is_option_list(node):
            hint = "put a heading `## [id] Title` before the question"
            page.report(node.first, "B032", "These options belong to no item", hint)
    check_lookalikes(page, (node for node in section.blocks if not is_field_list(node)))
    if section.kind == SectionKind.PART and section.blocks:
        hint = "put it in a comment, or write `# Case [id] Title` if items share it"
        page.report(section.blocks[0].first, "B025", "Text under a part heading is not shown", hint)
    check_size(page, section.line, page.source(section.blocks))


def _check_case(page: Page, section: Section, items: int) -> None:
    if section.kind != SectionKind.CASE:
        return
    if not section.blocks:
        hint = "write the case below its heading"
        page.report(section.line, "B028", "This case has no text", hint)
    if not items:
        hint = "put its items below it, before the next `#` heading"
        page.report(section.line, "B029", "This case has no items", hint)


def _check_references(page: Page, items: list[Item]) -> set[str]:
    """Report earlier ids still in use and unknown siblings; return all earlier ids."""
    refs = {item.ref for item in items}
    seen: dict[str, int] = {}
    unknown = 0
    for item in items:
        for ref in item.was:
            if ref in refs or ref in seen:
                where = "is in use" if ref in refs else f"is claimed in line {seen[ref]} too"
                hint = "an earlier id belongs to one item only"
                page.report(item.line, "B047", f"`Was: {ref}` {where}", hint)
            seen.setdefault(ref, item.line)
        for ref in item.siblings:
            if "/" not in ref and ref not in refs:
                unknown += 1
                guess = nearest(ref, refs) if unknown <= MAX_GUESSES else ""
                hint = f"did you mean `{guess}`?" if guess else "write `bank/id` for another bank"
                page.report(item.line, "B047", f"`Siblings: {ref}` is not in this bank", hint)
    return set(seen)


def _defaults(page: Page, header: Header) -> Fields:
    """Return the defaults of the front matter as the fields of an item, checked once."""
    fields: Fields = {
        key.capitalize(): FieldValue(value, header.default_lines[key])
        for key, value in header.defaults.items()
    }
    return checked(page, fields)


def _bank(page: Page, header: Header, intro: Section, items: list[Item]) -> Bank:
    return Bank(
        slug=header.slug,
        title=header.title,
        language=header.language,
        license=header.license,
        authors=header.authors,
        description=header.description,
        intro=page.source(intro.blocks),
        sources=header.sources,
        items=tuple(items),
        exam=header.defaults.get("exam", ""),
    )
