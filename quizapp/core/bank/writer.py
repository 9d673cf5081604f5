"""Writes what is missing into the text of a bank file, and nothing else."""

import re
from typing import Final

from quizapp.core.bank.parser import read_bank

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
