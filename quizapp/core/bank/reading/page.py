"""The lines of one bank file while it is read: who owns each line, and what is wrong."""

import re
from dataclasses import dataclass, field
from typing import Final

from quizapp.core.bank.illustration import PictureRef
from quizapp.core.bank.problems import Problem, ProblemLevel
from quizapp.core.bank.tree import Node

_INDENT: Final = re.compile(r" *")


@dataclass(slots=True)
class Page:
    """Collects the problems and the owner of each line; line numbers are 1-based."""

    lines: list[str]
    problems: set[Problem] = field(default_factory=set)
    owners: dict[int, str] = field(default_factory=dict)
    pictures: list[PictureRef] = field(default_factory=list)
    owned_twice: list[int] = field(default_factory=list)  # stays empty unless the reader errs

    def line(self, number: int) -> str:
        """Return the text of line `number`, "" outside the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def report(
        self,
        line: int,
        code: str,
        message: str,
        hint: str,
        *,
        column: int | None = None,
        level: ProblemLevel = ProblemLevel.ERROR,
    ) -> None:
        """Add a problem; the column is that of the first character unless told."""
        if column is None:
            column = indent_of(self.line(line)) + 1
        self.problems.add(Problem(line, column, code, message, hint, level))

    def claim(self, first: int, last: int, owner: str) -> None:
        """Note that the non-blank lines from `first` to `last` belong to `owner`."""
        for number in range(first, last + 1):
            if not self.line(number).strip():
                continue
            if number in self.owners:
                self.owned_twice.append(number)
            self.owners[number] = owner

    def unclaimed(self) -> list[int]:
        """Return the non-blank lines that nothing has claimed."""
        return [
            number
            for number, line in enumerate(self.lines, 1)
            if line.strip() and number not in self.owners
        ]

    def blank(self, first: int, last: int) -> None:
        """Empty lines that are settled, so that the tree is built without them."""
        for number in range(first, last + 1):
            self.lines[number - 1] = ""

    def source(self, nodes: tuple[Node, ...]) -> str:
        """Return the source text of neighboring top-level blocks, the first at the margin."""
        if not nodes:
            return ""
        first = nodes[0]
        lines = self.lines[first.first - 1 : nodes[-1].last]
        margin = indent_of(lines[0])
        # The indent of a paragraph's later lines may be all that keeps them from being a list.
        moved = 1 if first.kind == "paragraph" else first.last - first.first + 1
        begin = [line[min(margin, indent_of(line)) :] for line in lines[:moved]]
        return "\n".join([*begin, *lines[moved:]]).strip("\n")


def indent_of(line: str) -> int:
    """Return how many spaces `line` begins with."""
    found = _INDENT.match(line)
    return found.end() if found else 0
