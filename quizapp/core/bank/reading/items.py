"""Reads one item: its kind, its texts and its fields."""

from dataclasses import dataclass, replace
from typing import Final

from quizapp.core.bank.gaps import split_gaps
from quizapp.core.bank.model import Item, Kind, Option, Status
from quizapp.core.bank.reading.answers import answer_item
from quizapp.core.bank.reading.arrangement import (
    Blocks,
    arrange,
    check_arrangement,
    check_rest,
    claim_blocks,
)
from quizapp.core.bank.reading.fields import (
    ITEM_KEYS,
    Fields,
    FieldValue,
    check_lookalikes,
    read_fields,
)
from quizapp.core.bank.reading.kinds import card_item, option_kind
from quizapp.core.bank.reading.options import is_near_option, read_options
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.reading.pairs import match_item
from quizapp.core.bank.reading.prose import check_size
from quizapp.core.bank.reading.sections import Section
from quizapp.core.bank.reading.steps import order_item, step_items
from quizapp.core.bank.reading.values import CHOICES, checked, text, words

MAX_PARTS: Final = 26  # letters


@dataclass(frozen=True, slots=True)
class Group:
    """What the top heading above an item says: a part's title, or a case and its text."""

    part_title: str = ""
    case_ref: str = ""
    case_title: str = ""
    stimulus: str = ""


def read_item(page: Page, section: Section, defaults: Fields, group: Group) -> Item:
    """Return the item of a section; every fault is reported to `page`.

    `defaults` are the fields of the front matter, in their standard form.
    """
    blocks = arrange(section.blocks)
    claim_blocks(page, blocks)
    options, trailing = read_options(page, list(blocks.options))
    trailing += step_items(blocks.announced)[1]
    check_arrangement(page, blocks)
    check_lookalikes(page, (*blocks.before, *blocks.after))
    items = [*trailing, *(item for node in blocks.fields for item in node.children)]
    fields = checked(page, read_fields(page, items, ITEM_KEYS))
    shape = _shape(page, section, blocks, options, fields)
    if "Type" not in fields or blocks.announced:
        check_rest(page, blocks.rest)
    return _item(page, section, defaults | fields, shape, group)


def _shape(
    page: Page, section: Section, blocks: Blocks, options: tuple[Option, ...], fields: Fields
) -> Item:
    """Return an item with its kind and the texts that hang on it, and nothing else."""
    _check_one_way(page, blocks, fields)
    if blocks.options:
        return _choice(page, section, blocks, options)
    if "Type" in fields:
        shape = _announced(page, blocks, fields["Type"])
        if not shape.stem:
            hint = "write the question between the heading and `Type`"
            page.report(section.line, "B051", "This item has no question", hint)
        return replace(shape, explanation=page.source(blocks.after))
    if "Answer" in fields:
        return answer_item(page, section.line, fields["Answer"], blocks.before)
    return card_item(page, section.line, blocks.before)


def _check_one_way(page: Page, blocks: Blocks, fields: Fields) -> None:
    """Report an item that asks for two kinds of answer."""
    named = [key for key in ("Type", "Answer") if key in fields]
    if "Type" in fields and fields["Type"].text not in CHOICES["Type"]:
        named.remove("Type")  # it has its own report
    what = "options" if blocks.options else "`Type`"
    for key in named if blocks.options else named[1:]:
        hint = "keep one way to answer; make two items if you want both"
        page.report(fields[key].line, "B096", f"`{key}` stands beside {what}", hint)


def _announced(page: Page, blocks: Blocks, kind: FieldValue) -> Item:
    if kind.text == Kind.ORDER:
        return order_item(page, kind.line, blocks.announced, blocks.before)
    if kind.text == Kind.MATCH:
        return match_item(page, kind.line, blocks.announced, blocks.before)
    # A type that is not known has its own report.
    return Item("", Kind.ORDER, stem=page.source(blocks.before))


def _choice(page: Page, section: Section, blocks: Blocks, options: tuple[Option, ...]) -> Item:
    stem = page.source(blocks.before)
    if not stem:
        hint = "write the question between the heading and the options"
        page.report(section.line, "B051", "This item has no question", hint)
    # A box that is no option has its own report; counting options waits until it is mended.
    is_whole = not any(is_near_option(item) for node in blocks.options for item in node.children)
    kind = option_kind(page, section.line, options) if is_whole else Kind.SINGLE
    return Item("", kind, stem=stem, options=options, explanation=page.source(blocks.after))


def _check_count(page: Page, line: int, shape: Item) -> None:
    """Report an item with more parts than a page can letter and a person can weigh."""
    gaps = [one for one in split_gaps(shape.cloze)[0] if one.is_gap]
    most = max(map(len, (shape.options, shape.steps, shape.pairs, shape.accepted, gaps)))
    if most > MAX_PARTS:
        hint = f"keep it to {MAX_PARTS} options, steps, rows, answers or gaps; make several items"
        page.report(line, "B057", f"This item has {most} parts", hint)


def _item(
    page: Page,
    section: Section,
    fields: Fields,
    shape: Item,
    group: Group,
) -> Item:
    """Return an item with everything else that its heading and fields say."""
    for prose in (shape.stem, shape.answer, shape.explanation):
        check_size(page, section.line, prose)
    _check_count(page, section.line, shape)
    status = text(fields, "Status")
    return replace(
        shape,
        ref=section.ref or "",
        title=section.title,
        stimulus=group.stimulus,
        case_ref=group.case_ref,
        status=Status(status) if status in list(Status) else Status.LIVE,
        source=text(fields, "Source"),
        concepts=words(fields, "Concept"),
        topic=text(fields, "Topic"),
        section=text(fields, "Section"),
        level=text(fields, "Level"),
        hint=text(fields, "Hint"),
        facts=words(fields, "Facts"),
        evidence=text(fields, "Evidence"),
        tags=words(fields, "Tags"),
        was=words(fields, "Was"),
        alias=words(fields, "Alias"),
        siblings=words(fields, "Siblings"),
        is_new="New" in fields,
        line=section.line,
        case_title=group.case_title,
        part_title=group.part_title,
    )
