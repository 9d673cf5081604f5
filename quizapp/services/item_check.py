"""Checking one question while it is being written, without the rest of its bank."""

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from quizapp.adapters.child import read_apart
from quizapp.core.bank.pieces import Piece, pieces_of
from quizapp.core.bank.problems import Problem
from quizapp.core.bank.reader import read_whole
from quizapp.services.checking import check_text

# A text that could take long goes to a process of its own; what people write is far below.
_MOST_LETTERS: Final = 20_000
_MOST_BRACKETS: Final = 200
# What is wrong with a text only because the other questions are left out.
_OF_THE_WHOLE: Final = frozenset({"B028", "B029", "B047", "B056", "B109", "B110", "B121", "B128"})


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """The question at a line: its problems, and its body as learners get it.

    `key` is its piece of the text: an item's id, or that of a case, a part, the head; `body` is
    None where it cannot be read, or is no item.
    """

    key: str
    problems: tuple[Problem, ...]
    body: dict[str, Any] | None = None


def check_item(db_session: Session, text: str, line: int) -> CheckedItem:
    """Check the question that line `line` of a bank's text belongs to; lines are those of `text`.

    What only shows across the whole bank is left to its own check.
    """
    pieces = pieces_of(text)
    at = max(n for n, one in enumerate(pieces) if one.line <= max(line, 1))
    kept = _kept(pieces, at)
    alone = "".join(one.text for one in kept)
    is_plain = len(alone) <= _MOST_LETTERS and alone.count("[") <= _MOST_BRACKETS
    checked = check_text(db_session, alone, read=read_whole if is_plain else read_apart)
    lines = [line for one in kept for line in _lines(one)] or [1]
    found = {*checked.problems, *checked.report.problems}
    problems = sorted(
        replace(one, line=lines[min(one.line, len(lines)) - 1])
        for one in found
        if one.code not in _OF_THE_WHOLE
    )
    return CheckedItem(pieces[at].key, tuple(problems), checked.book.bodies.get(pieces[at].key))


def _kept(pieces: list[Piece], at: int) -> list[Piece]:
    """Return the head, the piece at `at`, and the case or part that it is in."""
    group = at
    if pieces[at].is_item:
        group = next((n for n in range(at, 0, -1) if not pieces[n].is_item), 0)
    return [pieces[n] for n in sorted({0, group, at})]


def _lines(piece: Piece) -> range:
    """Return the numbers of a piece's lines in its bank."""
    return range(piece.line, piece.line + len(piece.text.splitlines()))
