"""Reads one item: which blocks are its stem, options, explanation and fields."""

from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.model import Item, Kind, Option, Status
from quizapp.core.bank.reading.fields import (
    ITEM_KEYS,
    Fields,
    check_lookalikes,
    is_field,
    read_fields,
)
from quizapp.core.bank.reading.kinds import Shape, card_shape, option_kind
from quizapp.core.bank.reading.options import is_near_option, is_option_list, read_options
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.reading.prose import check_size
from quizapp.core.bank.reading.sections import Section
from quizapp.core.bank.reading.values import checked, text, words
from quizapp.core.bank.tree import Node

_TYPES: Final = {"order": Kind.ORDER, "match": Kind.MATCH}


@dataclass(frozen=True, slots=True)
class Group:
    """What the top heading above an item says: a part's title, or a case and its text."""

    part_title: str = ""
    case_ref: str = ""
    case_title: str = ""
    stimulus: str = ""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of an item, sorted by what they are."""

    before: tuple[Node, ...]  # prose before the options, or all prose without options
    options: tuple[Node, ...]
    between: tuple[Node, ...]  # what stands between two option lists
    after: tuple[Node, ...]  # prose between options and fields
    fields: tuple[Node, ...]
    rest: tuple[Node, ...]  # what follows the fields


def is_field_list(node: Node) -> bool:
    """Tell whether a block is a list of fields."""
    return node.kind == "list" and is_field(node.children[0])


def read_item(page: Page, section: Section, defaults: Fields, group: Group) -> Item:
    """Return the item of a section; every fault is reported to `page`.

    `defaults` are the fields of the front matter, in their standard form.
    """
    blocks = _sort(section.blocks)
    _claim(page, blocks)
    options, trailing = read_options(page, list(blocks.options))
    _check_order(page, blocks)
    check_lookalikes(page, (*blocks.before, *blocks.after))
    items = [*trailing, *(item for node in blocks.fields for item in node.children)]
    fields = checked(page, read_fields(page, items, ITEM_KEYS))
    shape = _shape(page, section, blocks, options, fields)
    if "Type" not in fields:
        _check_rest(page, blocks.rest)
    return _item(page, section, defaults | fields, options, shape, group)


def _sort(blocks: tuple[Node, ...]) -> _Blocks:
    lists = [at for at, node in enumerate(blocks) if is_option_list(node)]
    first_field = next(
        (at for at, node in enumerate(blocks) if is_field_list(node) and at not in lists),
        len(blocks),
    )
    lists = [at for at in lists if at < first_field]
    first = lists[0] if lists else first_field
    last = lists[-1] if lists else first_field
    tail = blocks[first_field:]
    return _Blocks(
        before=blocks[:first],
        options=tuple(blocks[at] for at in lists),
        between=tuple(blocks[at] for at in range(first, last) if at not in lists),
        after=blocks[last + 1 : first_field],
        fields=tuple(node for node in tail if is_field_list(node)),
        rest=tuple(node for node in tail if not is_field_list(node)),
    )


def _claim(page: Page, blocks: _Blocks) -> None:
    for owner, nodes in (
        ("stem", blocks.before),
        ("options", blocks.options),
        ("explanation", blocks.after),
        ("fields", blocks.fields),
        ("problem", (*blocks.between, *blocks.rest)),
    ):
        for node in nodes:
            page.claim(node.first, node.last, owner)


def _shape(
    page: Page, section: Section, blocks: _Blocks, options: tuple[Option, ...], fields: Fields
) -> Shape:
    """Return the kind of an item and the texts that hang on it."""
    unserved = _unserved_kind(fields)
    if unserved:
        at = fields.get("Type") or fields["Answer"]
        hint = "take the item out, or put it in a comment"
        page.report(at.line, "B090", f"Items of the kind `{unserved}` are not served yet", hint)
        return Shape(unserved, stem=page.source(blocks.before))
    if not blocks.options:
        return card_shape(page, section.line, blocks.before)
    stem = page.source(blocks.before)
    if not stem:
        hint = "write the question between the heading and the options"
        page.report(section.line, "B051", "This item has no question", hint)
    # A box that is no option has its own report; counting options waits until it is mended.
    is_whole = not any(is_near_option(item) for node in blocks.options for item in node.children)
    kind = option_kind(page, section.line, options) if is_whole else Kind.SINGLE
    return Shape(kind, stem=stem, explanation=page.source(blocks.after))


def _unserved_kind(fields: Fields) -> Kind | None:
    if "Type" in fields:
        return _TYPES.get(fields["Type"].text)
    if "Answer" in fields:
        return Kind.NUMERIC if "±" in fields["Answer"].text else Kind.TYPED
    return None


def _check_order(page: Page, blocks: _Blocks) -> None:
    """Report what stands between option lists, and a missing blank line after the last."""
    for before, node in zip(blocks.options, blocks.options[1:], strict=False):
        between = [one for one in blocks.between if before.last < one.first < node.first]
        quotes = [one for one in between if one.kind == "quote"]
        for quote in quotes:
            _report_quote(page, quote)
        if not quotes or len(quotes) < len(between):
            hint = "keep them in one list: one marker (`-`), only comments in between"
            page.report(node.first, "B031", "The options are in more than one list", hint)
    if not blocks.options or not (blocks.after or blocks.fields):
        return
    last = blocks.options[-1].last
    following = min((*blocks.after, *blocks.fields), key=lambda node: node.first)
    if following.first != last + 1:
        return
    if following.kind == "quote":
        _report_quote(page, following)
    else:
        hint = "put a blank line after the options"
        page.report(following.first, "B035", "This line touches the options", hint)


def _report_quote(page: Page, quote: Node) -> None:
    hint = "indent it to the option's text: 2 spaces after `- `, 3 after `1. `"
    page.report(quote.first, "B033", "A quote at the margin belongs to no option", hint)


def _check_rest(page: Page, rest: tuple[Node, ...]) -> None:
    for node in rest:
        hint = "fields end an item: move this above them, or take it out"
        page.report(node.first, "B044", "Something follows the fields", hint)


def _item(
    page: Page,
    section: Section,
    fields: Fields,
    options: tuple[Option, ...],
    shape: Shape,
    group: Group,
) -> Item:
    for prose in (shape.stem, shape.answer, shape.explanation):
        check_size(page, section.line, prose)
    status = text(fields, "Status")
    return Item(
        ref=section.ref or "",
        kind=shape.kind,
        title=section.title,
        stem=shape.stem,
        options=options,
        answer=shape.answer,
        cloze=shape.cloze,
        explanation=shape.explanation,
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
