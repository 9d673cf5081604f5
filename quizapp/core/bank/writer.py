"""A bank as the text of its file: the ids that are missing in it, or the whole of it anew."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from quizapp.core.bank.model import Bank, Item
from quizapp.core.bank.parser import read_bank
from quizapp.core.bank.writing.front_matter import write_front_matter
from quizapp.core.bank.writing.items import write_heading, write_item

_LINE_END: Final = re.compile(r"(\r\n|\r|\n)")
_HEADING: Final = re.compile(r"(##|#[ \t]+Case)[ \t]*")


def with_missing_ids(text: str) -> str:
    """Return `text` with the proposed id in each heading of an item or case that has none.

    `## First move` → `## [wa-032] First move`; every other character stays as it is.
    """
    proposed = read_bank(text).proposed_ids
    parts = _LINE_END.split(text)  # line, line end, line, line end, …
    for number, ref in proposed.items():
        at = 2 * (number - 1)
        found = _HEADING.search(parts[at])
        if found:
            before, title = parts[at][: found.end(1)], parts[at][found.end() :]
            parts[at] = f"{before} [{ref}]" + (f" {title}" if title else "")
    return "".join(parts)


def write_bank(bank: Bank) -> str:
    """Return `bank` as a Markdown file that is read as an equal bank, but for line numbers.

    Prose stands as it was written. Defaults of the front matter stand in each item, which has
    them already. Comments, and parts and cases without items, are not in a bank and get lost.
    """
    head = write_front_matter(bank) + (f"\n{bank.intro}" if bank.intro else "")
    return "\n\n".join([head, *_sections(bank.items)]) + "\n"


def _sections(items: tuple[Item, ...]) -> Iterator[str]:
    """Yield the items, and the heading of a part or case where one begins."""
    before = ("", "", "", "")
    for group, members in groupby(items, _group):
        if group != before:
            yield _group_heading(*group)
        before = group
        yield from map(write_item, members)


def _group(item: Item) -> tuple[str, str, str, str]:
    return item.part_title, item.case_ref, item.case_title, item.stimulus


def _group_heading(part_title: str, ref: str, title: str, stimulus: str) -> str:
    if not ref:
        return write_heading("#", "", part_title)
    return write_heading("# Case", ref, title) + f"\n{stimulus}"
