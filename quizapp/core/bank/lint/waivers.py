"""Waivers: a comment in an item that says why a rule does not apply to it.

`<!-- waive B107: the term is that long -->` below the item's heading; before the first heading
it is for the rules about the whole bank.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quizapp.core.bank.model import Bank
from quizapp.core.bank.problems import Problem, ProblemLevel

CODE: Final = "B100"
_WAIVER: Final = re.compile(
    r"^[ \t]*<!--\s*waive\b(?P<codes>[^:>]{0,200}?)(?::(?P<reason>[^>]{0,2000}?))?\s*-->[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CODE: Final = re.compile(r"B1\d\d")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One code that is waived for the item `ref`, or for the bank where it is empty."""

    ref: str
    code: str
    line: int


def read_waivers(
    bank: Bank, text: str, codes: Iterable[str]
) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """Return the waivers in the text of a bank that count, and what is wrong with the others."""
    known = set(codes)
    refs = {item.line: item.ref for item in bank.items}
    lines = sorted(refs)
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    for found in _WAIVER.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        at = bisect_right(lines, line)
        named = _CODE.findall(found["codes"])
        unknown = [code for code in named if code not in known]
        if unknown or not named:
            what = f"`{unknown[0]}` is no rule" if unknown else "This waiver names no rule"
            problems.append(_problem(line, what, "write `<!-- waive B107: why -->`"))
        elif not (found["reason"] or "").strip():
            hint = "say why after a colon: `<!-- waive B107: why -->`"
            problems.append(
                _problem(line, "This waiver gives no reason, so it does not count", hint)
            )
        else:
            ref = refs[lines[at - 1]] if at else ""
            waivers += [Waiver(ref, code, line) for code in named]
    return tuple(waivers), tuple(problems)


def unused(waiver: Waiver) -> Problem:
    """Return the problem of a waiver for something that is not found."""
    message = f"Nothing is left for this waiver of {waiver.code}"
    return _problem(waiver.line, message, "delete it")


def _problem(line: int, message: str, hint: str) -> Problem:
    return Problem(line, 1, CODE, message, hint, ProblemLevel.WARNING)
