"""Ratios of processor times within one run, so that the machine's speed cancels out."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True)
class Figure:
    """A ratio over several rounds, and the most it may be; without a goal it is only told."""

    name: str
    values: list[float]
    goal: float | None = None

    @property
    def is_reached(self) -> bool:
        return self.goal is None or statistics.median(self.values) <= self.goal

    def line(self) -> str:
        """Return the figure as JSON: median, lowest and highest."""
        return json.dumps(
            {
                "name": self.name,
                "value": round(statistics.median(self.values), 4),
                "low": round(min(self.values), 4),
                "high": round(max(self.values), 4),
                "unit": "ratio",
                "goal": self.goal,
                "ok": self.is_reached,
            }
        )


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
