"""The steps of an order item: a numbered list in the right order, below `Type: order`."""

import re
from typing import Final

from quizapp.core.bank.model import Item, Kind, Step
from quizapp.core.bank.reading.entries import check_lines, dedented, read_rationale
from quizapp.core.bank.reading.fields import begins_fields
from quizapp.core.bank.reading.options import is_option_list
from quizapp.core.bank.reading.page import Page
from quizapp.core.bank.tree import Node

# Two steps have two orders: a question of true or false.
MIN_STEPS: Final = 3

_NUMBER: Final = re.compile(r" *(\d{1,9})[.)]")


def step_items(node: Node | None) -> tuple[list[Node], list[Node]]:
    """Return the steps of a list, and the field items that follow them in the same list."""
    items = list(node.children) if node and node.kind == "list" else []
    at = next((at for at, item in enumerate(items) if at and begins_fields(item)), len(items))
    return items[:at], items[at:]


def order_item(page: Page, type_line: int, node: Node | None, before: tuple[Node, ...]) -> Item:
    """Return an order item with its question and steps; `node` is the block below its `Type`."""
    stem = page.source(before)
    if node is None or node.kind != "list":
        hint = (
            "write the steps as `1. …` in the right order, at the margin below the line with `Type`"
        )
        if any(block.kind == "list" for block in before):
            hint = "put `* Type: order` above the list"
        message = "No numbered list follows `Type: order`"
        page.report(type_line, "B091", message, hint)
        return Item("", Kind.ORDER, stem=stem)
    if is_option_list(node):
        hint = "take the boxes out, and number the steps: `1. `; or take `Type` out"
        page.report(node.first, "B096", "These are options, and `Type: order` asks for steps", hint)
    elif node.start is None:
        hint = "number the steps in the right order: `1. `, `2. `, `3. `"
        page.report(node.first, "B091", "The steps have no numbers", hint)
    else:
        items, _ = step_items(node)
        steps = tuple(_step(page, item) for item in items)
        _check_steps(page, node, steps)
        return Item("", Kind.ORDER, stem=stem, steps=steps)
    return Item("", Kind.ORDER, stem=stem)


def _step(page: Page, item: Node) -> Step:
    check_lines(page, item, "step")
    first = item.children[0] if item.children else None
    if first is None or first.kind != "paragraph":
        page.report(item.first, "B092", "This step has no text", "write it after the number")
        return Step("", line=item.first)
    quotes = [child for child in item.children[1:] if child.kind == "quote"]
    for child in item.children[1:]:
        if child.kind != "quote":
            hint = "a step is one paragraph; put its reason in a quote `> …` below it"
            page.report(child.first, "B036", "This has no place in a step", hint)
    return Step(dedented(first.text), read_rationale(page, item, quotes), item.first)


def _check_steps(page: Page, node: Node, steps: tuple[Step, ...]) -> None:
    if len(steps) < MIN_STEPS:
        hint = f"give at least {MIN_STEPS}; two make a true-or-false question"
        page.report(node.first, "B092", "There are too few steps to put in order", hint)
    seen: dict[str, int] = {}
    number = -1
    for step in steps:
        folded = " ".join(step.text.casefold().split())
        if folded in seen and folded:
            message = f"This step is the same as the one in line {seen[folded]}"
            page.report(step.line, "B092", message, "change one of the two, or take it out")
        seen.setdefault(folded, step.line)
        found = _NUMBER.match(page.line(step.line))
        before, number = number, int(found[1]) if found else number
        if number < before:
            hint = "write the steps in the right order, and number them as they stand"
            page.report(step.line, "B092", f"Step {number} stands after step {before}", hint)
