"""What came of a fault that was made on purpose: one JSON line, and a row of the table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Only `PASSED` is passed: what was not tried, or does not apply, is said and not counted."""

    PASSED = "passed"
    FAILED = "FAILED"
    NOT_YET = "not yet"
    DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True)
class Figure:
    """What a fault is measured by: the median of what was seen, its ends, and the goal.

    A goal is the most that may be, unless `is_least`.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    goal: float
    is_least: bool = False

    @property
    def is_reached(self) -> bool:
        return self.low >= self.goal if self.is_least else self.high <= self.goal


def count_of(name: str, number: float, unit: str, *, at_least: float) -> Figure:
    """Return the figure of something that was counted once."""
    return Figure(name, number, number, number, unit, at_least, is_least=True)


@dataclass(frozen=True)
class Result:
    """What a fault did. `faults` says in words what else was not as it should be."""

    fault: str
    title: str
    tries: int
    acknowledged: int
    lost: int
    duplicated: int
    half_written: int
    server_errors: int
    figure: Figure
    faults: tuple[str, ...] = ()
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        counts = (self.lost, self.duplicated, self.half_written, self.server_errors)
        is_fit = self.figure.is_reached and not any(counts) and not self.faults
        return Verdict.PASSED if is_fit and self.tries else Verdict.FAILED

    def line(self) -> str:
        """Return the result as JSON."""
        return json.dumps(
            {
                "name": f"{self.fault} {self.title}: {self.figure.name}",
                "value": round(self.figure.value, 4),
                "low": round(self.figure.low, 4),
                "high": round(self.figure.high, 4),
                "unit": self.figure.unit,
                "goal": self.figure.goal,
                "ok": self.verdict is Verdict.PASSED,
                "tries": self.tries,
                "acknowledged": self.acknowledged,
                "lost": self.lost,
                "duplicated": self.duplicated,
                "half_written": self.half_written,
                "5xx": self.server_errors,
                "faults": list(self.faults),
                "note": self.note,
            }
        )

    def cells(self) -> tuple[str, ...]:
        numbers = (self.tries, self.acknowledged, self.lost, self.duplicated, self.half_written)
        return (
            f"{self.fault} {self.title}",
            *(f"{number:,}" for number in (*numbers, self.server_errors)),
            measured(self.figure),
            self.verdict,
        )


@dataclass(frozen=True)
class Untried:
    """A fault that was not gone through, and why."""

    fault: str
    title: str
    verdict: Verdict
    note: str

    def line(self) -> str:
        """Return it as JSON; it is never ok."""
        name = f"{self.fault} {self.title}".strip()
        is_ok = False if self.verdict is Verdict.FAILED else None
        return json.dumps({"name": name, "ok": is_ok, "verdict": self.verdict, "note": self.note})

    def cells(self) -> tuple[str, ...]:
        return (f"{self.fault} {self.title}", *[""] * 7, self.verdict)


Outcome = Result | Untried
HEAD = ("fault", "tries", "acknowledged", "lost", "duplicated", "half-written", "5xx")


def measured(figure: Figure) -> str:
    """Return a figure with its goal, as the table shows it."""
    sign = "≥" if figure.is_least else "≤"
    worst = figure.low if figure.is_least else figure.high
    return f"{figure.name}: {worst:,.4g} {figure.unit} ({sign} {figure.goal:,.4g})"


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a Markdown table."""
    rows = [(*HEAD, "measured", "verdict"), *(one.cells() for one in outcomes)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 0 when each passed or does not apply; what is not tried yet has not passed."""
    fine = {Verdict.PASSED, Verdict.DOES_NOT_APPLY}
    return 0 if {one.verdict for one in outcomes} <= fine else 1
