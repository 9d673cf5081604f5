"""A bank file read to the end: its items, its problems, and the body of every item.

This is all that costs time and that a text could make slow, so it can run in a process of its
own. What it returns is plain data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizapp.core.bank.body import revision_body
from quizapp.core.bank.html import render_block
from quizapp.core.bank.illustration import illustrated, missing_pictures, with_pictures
from quizapp.core.bank.model import Bank
from quizapp.core.bank.parser import parse_bank
from quizapp.core.bank.picture import Picture
from quizapp.core.bank.problems import Problem, ProblemLevel


@dataclass(frozen=True, slots=True)
class ReadBank:
    """A bank as it was read; `bank` is None, and nothing rendered, when an error refuses it.

    `bodies` are by item ref, with the ids that options and gaps get when they are new;
    `pictures` are those that the bank shows, by path.
    """

    bank: Bank | None
    problems: tuple[Problem, ...]
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    intro_html: str = ""
    pictures: dict[str, Picture] = field(default_factory=dict)


def read_whole(text: str, pictures: Mapping[str, Picture] | None = None) -> ReadBank:
    """Read, check and render the text of a bank file.

    `pictures` are the files that came with it, by path. None: whether they are there is not
    checked, and a picture is shown as its description.
    """
    parsed = parse_bank(text)
    missing = () if pictures is None else missing_pictures(parsed.pictures, pictures)
    problems = tuple(sorted({*parsed.problems, *missing}))
    bank = parsed.bank
    if bank is None or any(problem.level is ProblemLevel.ERROR for problem in problems):
        return ReadBank(None, problems)
    shown = {ref.path: pictures[ref.path] for ref in parsed.pictures} if pictures else {}
    bodies = {item.ref: revision_body(bank, item) for item in bank.items}
    intro_html = render_block(bank.intro) if bank.intro else ""
    if parsed.pictures:
        bodies = illustrated(bodies, bank.slug, shown)
        intro_html = with_pictures(intro_html, bank.slug, shown)
    return ReadBank(bank, problems, bodies, intro_html, shown)
