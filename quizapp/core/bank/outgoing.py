"""What every foreign format is told of an item: its id there, its name, and its texts in HTML."""

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote, unquote

from quizapp.core.bank.characters import UNSHOWABLE
from quizapp.core.bank.foreign import own_alias
from quizapp.core.bank.gaps import split_gaps
from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.model import Bank, Item, Kind, Option

_IMAGE: Final = re.compile(r'(?<=<img src=")[^"]*')
_GAP: Final = re.compile("\ue000(\\d+)\ue001")
_TRUE_FALSE: Final = {"true", "false"}


def foreign_id(item: Item, format_name: str) -> str:
    """Return the id that an item has in a format: the one it came with, else its ref."""
    return unquote(own_alias(item, format_name).partition(":")[2])


def name_of(item: Item, format_name: str) -> str:
    """Return the title of an item in plain words, or its id where it has none."""
    return plain_inline(item.title) or foreign_id(item, format_name)


def plain_title(bank: Bank) -> str:
    """Return the title of a bank on one line, without what no file can hold."""
    return " ".join(UNSHOWABLE.sub("", bank.title).split()) or bank.slug


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


def cloze_html(item: Item, gap: Callable[[int, str], str]) -> str:
    """Return a cloze in HTML below its question; `gap` writes a gap by its number and words.

    Gaps with the same words have the same number, which counts from 1.
    """
    segments, _ = split_gaps(item.cloze)
    words = [plain_inline(one.text) for one in segments if one.is_gap]
    marked = ""
    for segment in segments:
        marked += f"\ue000{marked.count(chr(0xE000))}\ue001" if segment.is_gap else segment.text
    numbers = {text.casefold(): number for number, text in enumerate(_distinct(words), 1)}

    def written(found: re.Match[str]) -> str:
        text = words[int(found[1])]
        return gap(numbers[text.casefold()], text)

    return asked_html(item) + f"<p>{_GAP.sub(written, render_inline(marked))}</p>"


def _distinct(words: list[str]) -> list[str]:
    return list({text.casefold(): text for text in words})


def behind(prefix: str) -> Callable[[str], str]:
    """Return what writes the path of a picture behind `prefix`."""
    return lambda path: prefix + quote(path)


def with_addresses(
    html: str, address: Callable[[str], str], files: Mapping[str, bytes]
) -> tuple[str, list[str]]:
    """Return HTML in which each picture among `files` has its address there, and their paths."""
    used: list[str] = []

    def named(found: re.Match[str]) -> str:
        if found[0] not in files:
            return found[0]
        used.append(found[0])
        return address(found[0])

    return _IMAGE.sub(named, html), list(dict.fromkeys(used))
