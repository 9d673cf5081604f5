"""A bank file read to the end: its items, its problems, and the body of every item.

This is all that costs time and that a text could make slow, so it can run in a process of its
own. What it returns is plain data.
"""

from dataclasses import dataclass, field
from typing import Any

from quizapp.core.bank.body import revision_body
from quizapp.core.bank.html import render_block
from quizapp.core.bank.model import Bank
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.problems import Problem


@dataclass(frozen=True, slots=True)
class ReadBank:
    """A bank as it was read; `bank` is None, and nothing rendered, when an error refuses it.

    `bodies` are by item ref, with the ids that options and gaps get when they are new.
    """

    bank: Bank | None
    problems: tuple[Problem, ...]
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    intro_html: str = ""


def read_whole(text: str) -> ReadBank:
    """Read, check and render the text of a bank file."""
    parsed = parse_bank(text)
    bank = parsed.bank
    if bank is None:
        return ReadBank(None, parsed.problems)
    bodies = {item.ref: revision_body(bank, item) for item in bank.items}
    intro_html = render_block(bank.intro) if bank.intro else ""
    return ReadBank(bank, parsed.problems, bodies, intro_html)
