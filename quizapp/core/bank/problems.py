"""What the bank parser finds wrong, in words an educator can act on."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemLevel(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `line`, `column` are 1-based; `code` is stable (B0nn format, B1nn writing)."""

    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    level: ProblemLevel = ProblemLevel.ERROR

    def render(self, path: str) -> str:
        """Return `file:line:column: level code message (hint)`."""
        tail = f" ({self.hint})" if self.hint else ""
        return f"{path}:{self.line}:{self.column}: {self.level} {self.code} {self.message}{tail}"
