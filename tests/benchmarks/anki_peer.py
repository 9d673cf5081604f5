"""Ours beside Anki's library: the next card and its answer, size, and a look at the past.

Both store on the same disk with the same durability (SQLite, WAL, FULL), in turns. Anki runs by a
Python of its own: ANKI_PYTHON, or an environment made for this with pip.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quizapp.config import ROOT
from tests.benchmarks.anki_ours import Ours, ours_in
from tests.benchmarks.ratios import Figure, NotMeasured

ANKI = "anki==26.9.3"
CARDS, REVIEWS = 10_000, 100_000
ROUNDS, ANSWERS, LOOKS = 3, 200, 3
SCRIPT = ROOT / "tests/benchmarks/anki_side.py"
NAME = "beside Anki"


class NoAnki(Exception):  # noqa: N818 - reads as what it is where it is raised
    """There is no Anki to be measured against; the message says why."""


class Theirs:
    """Anki's process, which does what it is told."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        if not self._reply():
            raise NoAnki(f"{SCRIPT.name} does not run with this Python")

    def ask(self, word: str, number: int = 0) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word} {number}\n")
        self._process.stdin.flush()
        return self._reply()

    def _reply(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        reply: dict[str, Any] = json.loads(line) if line else {}
        return reply


def figures() -> Iterator[Figure | NotMeasured]:
    """Measure in turns, where Anki can be had."""
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            anki_in(Path(folder)) as theirs,
            ours_in(Path(folder), CARDS) as ours,
        ):
            yield from of_answers(ours, theirs)
            yield from of_the_past(ours, theirs)
    except NoAnki as fault:
        yield NotMeasured(NAME, str(fault))


@contextmanager
def anki_in(folder: Path) -> Iterator[Theirs]:
    """Yield Anki with a collection of its own below `folder`."""
    python, collection = python_with_anki(folder), folder / "anki"
    collection.mkdir()
    command = [python, str(SCRIPT), str(collection), str(CARDS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Theirs(process)
        finally:
            process.kill()


def python_with_anki(folder: Path) -> str:
    """Return ANKI_PYTHON, or the Python of a new environment; NoAnki when pip cannot make it."""
    if given := os.environ.get("ANKI_PYTHON"):
        return given
    python = str(folder / "venv/bin/python")
    for command in (
        [sys.executable, "-m", "venv", str(folder / "venv")],
        [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", ANKI],
    ):
        if subprocess.run(command, check=False, capture_output=True).returncode:
            raise NoAnki(f"pip cannot install {ANKI}; name a Python that has it by ANKI_PYTHON")
    return python


def of_answers(ours: Ours, theirs: Theirs) -> Iterator[Figure]:
    """Compare the next card with its answer: in the service layer, and as whole requests."""
    starts, middles, tails, whole = [], [], [], []
    our_size, their_size = ours.size(), theirs.ask("size")["bytes"]
    for _ in range(ROUNDS):
        told = theirs.ask("answer", ANSWERS)
        their_times = told["times"]
        our_starts, our_times = ours.answer(ANSWERS)
        starts.append(statistics.median(our_starts) / told["queue"])
        middles.append(statistics.median(our_times) / statistics.median(their_times))
        tails.append(percentile(our_times) / percentile(their_times))
    our_growth, their_growth = ours.size() - our_size, theirs.ask("size")["bytes"] - their_size
    for _ in range(ROUNDS):
        their_times = theirs.ask("answer", ANSWERS)["times"]
        requests = ours.answer_by_requests(ANSWERS)
        whole.append(statistics.median(requests) / statistics.median(their_times))
    name = f"next and answer of {CARDS:,} cards / Anki"
    yield Figure(f"service layer, {name}, p50", middles, 5.0)
    yield Figure(f"service layer, {name}, p99", tails, 5.0)
    yield Figure(f"two whole HTTP requests, {name}, p50", whole)
    yield Figure(f"start of a session, {CARDS:,} cards due / Anki's queue", starts)
    yield Figure("bytes a review / Anki", [our_growth / their_growth], 2.0)


def of_the_past(ours: Ours, theirs: Theirs) -> Iterator[Figure]:
    """Compare our page of progress with Anki's statistics, over as many answers."""
    theirs.ask("history", REVIEWS)
    ours.add_history(REVIEWS)
    anew, again = [], []
    for _ in range(ROUNDS):
        base = statistics.median(theirs.ask("graphs", LOOKS)["times"])
        anew.append(statistics.median(taken(ours.progress_anew, LOOKS)) / base)
        again.append(statistics.median(taken(ours.progress, LOOKS)) / base)
    name = f"the page of progress, {REVIEWS:,} reviews"
    yield Figure(f"{name}, again / Anki's statistics", again, 1.0)
    yield Figure(f"{name}, after an answer / Anki's statistics", anew, 1.0)


def taken(action: Any, times: int) -> list[float]:
    """Return how long an action takes, each time."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
    return found


def percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[98]
