"""Ratios of processor times within one run, so that the machine's speed cancels out."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask

from tests.benchmarks.table import table

HEAD = ("figure", "median", "lowest", "highest", "goal", "")


@dataclass(frozen=True)
class Figure:
    """A ratio over several rounds, and the most it may be; without a goal it is only told.

    The goal is the least that it may be, where `is_least`.
    """

    name: str
    values: Sequence[float]
    goal: float | None = None
    is_least: bool = False
    unit: str = "ratio"

    @property
    def is_reached(self) -> bool:
        if self.goal is None:
            return True
        median = statistics.median(self.values)
        return median >= self.goal if self.is_least else median <= self.goal

    def line(self) -> str:
        """Return the figure as JSON: median, lowest and highest."""
        return json.dumps(
            {
                "name": self.name,
                "value": round(statistics.median(self.values), 4),
                "low": round(min(self.values), 4),
                "high": round(max(self.values), 4),
                "unit": self.unit,
                "goal": self.goal,
                "ok": self.is_reached,
            }
        )

    def cells(self) -> tuple[str, ...]:
        """Return the figure as a row of the table."""
        values = (statistics.median(self.values), min(self.values), max(self.values))
        sign = "≥" if self.is_least else "≤"
        goal = "" if self.goal is None else f"{sign} {self.goal:,g}"
        verdict = "" if self.goal is None else "reached" if self.is_reached else "MISSED"
        name = self.name if self.unit == "ratio" else f"{self.name}, {self.unit}"
        return (name, *(f"{value:,.4g}" for value in values), goal, verdict)


@dataclass(frozen=True)
class NotMeasured:
    """A figure that is not there, and why; it is neither reached nor missed."""

    name: str
    why: str
    is_reached: bool = True

    def line(self) -> str:
        return json.dumps({"name": self.name, "ok": None, "note": f"not measured: {self.why}"})

    def cells(self) -> tuple[str, ...]:
        return (self.name, "", "", "", "", f"not measured: {self.why}")


def table_of(figures: Sequence[Figure | NotMeasured]) -> str:
    """Return figures as a Markdown table."""
    return table(HEAD, (figure.cells() for figure in figures))


def seconds(action: Callable[[], object], times: int = 1) -> float:
    """Return the processor time of `action`, the mean of so many times."""
    before = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - before) / times


def flask_hello() -> Callable[[], object]:
    """Return what fetches a page that says hello, from an app that does nothing else."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    client = app.test_client()
    return lambda: client.get("/").data


def over_hello(
    action: Callable[[], object], *, rounds: int, times: int, before: Callable[[], object] = int
) -> list[float]:
    """Return the times of `action` over that of a Flask hello, each round on its own.

    `before` is done before each time of `action`, and not counted.
    """
    hello = flask_hello()
    hello()
    before()
    action()
    ratios = []
    for _ in range(rounds):
        base, took = seconds(hello, 100), 0.0
        for _ in range(times):
            before()
            took += seconds(action)
        ratios.append(took / times / base)
    return ratios
