"""What every foreign format is told of an item: its id there, its name, and its texts in HTML."""

from typing import Final
from urllib.parse import unquote

from quizapp.core.bank.foreign import own_alias
from quizapp.core.bank.html import plain_inline, render_block
from quizapp.core.bank.model import Item, Kind, Option

_TRUE_FALSE: Final = {"true", "false"}


def foreign_id(item: Item, format_name: str) -> str:
    """Return the id that an item has in a format: the one it came with, else its ref."""
    return unquote(own_alias(item, format_name).partition(":")[2])


def name_of(item: Item, format_name: str) -> str:
    """Return the title of an item in plain words, or its id where it has none."""
    return plain_inline(item.title) or foreign_id(item, format_name)


def asked_html(item: Item) -> str:
    """Return the question in HTML; the text of its case stands before it."""
    parts = [render_block(text) for text in (item.stimulus, item.stem) if text]
    return "\n".join(parts)


def choice_kind(options: tuple[Option, ...]) -> Kind:
    """Return the kind that options make, as a bank file has it."""
    if {one.text.strip().casefold() for one in options} == _TRUE_FALSE:
        return Kind.TRUE_FALSE
    return Kind.MULTI if sum(one.is_key for one in options) > 1 else Kind.SINGLE


def true_first(item: Item) -> tuple[Option, Option]:
    """Return the options of a true-or-false item, the true one first."""
    one, other = item.options
    return (one, other) if one.text.strip().casefold() == "true" else (other, one)


def true_false(*, is_true: bool, if_true: str, if_false: str) -> tuple[Option, Option]:
    """Return the options of a true-or-false item with what is said to who picks each."""
    return Option("True", is_true, if_true), Option("False", not is_true, if_false)


def right_share(keys: int) -> str:
    """Return what each of several right options is worth, in percent: `33.33333`."""
    return f"{100 / keys:.5f}".rstrip("0").rstrip(".")
