"""Which blocks of an item are its question, its answers, its explanation and its fields."""

from dataclasses import dataclass

from quizapp.core.bank.reading.fields import is_field_list, names_key
from quizapp.core.bank.reading.options import is_option_list
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.tree import Node


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of an item, sorted by what they are."""

    before: tuple[Node, ...]  # prose before the answers, or all prose where none are listed
    options: tuple[Node, ...] = ()
    between: tuple[Node, ...] = ()  # what stands between two option lists
    announced: Node | None = None  # the list or table that follows `Type`
    after: tuple[Node, ...] = ()  # prose between the answers and the closing fields
    fields: tuple[Node, ...] = ()
    rest: tuple[Node, ...] = ()  # what follows the fields


def arrange(blocks: tuple[Node, ...]) -> Blocks:
    """Return the blocks of an item, each in its place."""
    is_fields = [is_field_list(node) for node in blocks]
    lists = [at for at, node in enumerate(blocks) if is_option_list(node)]
    first_field = next(
        (at for at, found in enumerate(is_fields) if found and at not in lists), len(blocks)
    )
    lists = [at for at in lists if at < first_field]
    for at in range(first_field, len(blocks)):
        if not lists and is_fields[at] and names_key(blocks[at], "Type"):
            return _below_type(blocks, is_fields, first_field, at)
    first = lists[0] if lists else first_field
    last = lists[-1] if lists else first_field
    return Blocks(
        before=blocks[:first],
        options=tuple(blocks[at] for at in lists),
        between=tuple(blocks[at] for at in range(first, last) if at not in lists),
        after=blocks[last + 1 : first_field],
        fields=_chosen(blocks, is_fields, first_field, wanted=True),
        rest=_chosen(blocks, is_fields, first_field, wanted=False),
    )


def _below_type(
    blocks: tuple[Node, ...], is_fields: list[bool], first_field: int, type_at: int
) -> Blocks:
    """Return the blocks of an item whose `Type` announces the list or table below it."""
    at = type_at
    while at < len(blocks) and is_fields[at]:
        at += 1
    if at == len(blocks) or blocks[at].kind not in ("list", "table"):
        return Blocks(
            before=blocks[:first_field],
            fields=_chosen(blocks, is_fields, first_field, wanted=True),
            rest=_chosen(blocks, is_fields, first_field, wanted=False),
        )
    end = next((one for one in range(at, len(blocks)) if is_fields[one]), len(blocks))
    outside = (*range(first_field, at), *range(end, len(blocks)))
    return Blocks(
        before=blocks[:first_field],
        announced=blocks[at],
        after=blocks[at + 1 : end],
        fields=tuple(blocks[one] for one in outside if is_fields[one]),
        rest=tuple(blocks[one] for one in outside if not is_fields[one]),
    )


def _chosen(
    blocks: tuple[Node, ...], is_fields: list[bool], start: int, *, wanted: bool
) -> tuple[Node, ...]:
    return tuple(blocks[at] for at in range(start, len(blocks)) if is_fields[at] is wanted)


def claim_blocks(page: Page, blocks: Blocks) -> None:
    """Give each line of an item to the part it belongs to."""
    announced = (blocks.announced,) if blocks.announced else ()
    for owner, nodes in (
        ("stem", blocks.before),
        ("options", (*blocks.options, *announced)),
        ("explanation", blocks.after),
        ("fields", blocks.fields),
        ("problem", (*blocks.between, *blocks.rest)),
    ):
        for node in nodes:
            page.claim(node.first, node.last, owner)


def check_arrangement(page: Page, blocks: Blocks) -> None:
    """Report what stands between option lists, and a missing blank line after the answers."""
    for before, node in zip(blocks.options, blocks.options[1:], strict=False):
        between = [one for one in blocks.between if before.last < one.first < node.first]
        quotes = [one for one in between if one.kind == "quote"]
        for quote in quotes:
            _report_quote(page, quote)
        if not quotes or len(quotes) < len(between):
            hint = "keep them in one list: one marker (`-`), only comments in between"
            page.report(node.first, "B031", "The options are in more than one list", hint)
    answers = blocks.options[-1] if blocks.options else blocks.announced
    following = next(
        (node for node in (*blocks.after, *blocks.fields) if answers and node.first > answers.last),
        None,
    )
    if answers is None or following is None or following.first != answers.last + 1:
        return
    if following.kind == "quote" and answers.kind == "list":
        _report_quote(page, following)
    else:
        what = "options" if blocks.options else "steps" if answers.kind == "list" else "table"
        hint = f"put a blank line after the {what}"
        page.report(following.first, "B035", f"This line touches the {what}", hint)


def _report_quote(page: Page, quote: Node) -> None:
    hint = "indent it to the text it explains: 2 spaces after `- `, 3 after `1. `"
    page.report(quote.first, "B033", "A quote at the margin belongs to no option or step", hint)


def check_rest(page: Page, rest: tuple[Node, ...]) -> None:
    """Report what follows the fields."""
    for node in rest:
        hint = "fields end an item: move this above them, or take it out"
        page.report(node.first, "B044", "Something follows the fields", hint)
