"""What a process of the server holds in memory, and how long it takes to start (P6)."""

import itertools
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from flask import Flask

from quizapp.config import ROOT
from tests.benchmarks.answers_ahead import Answer, Desk, answers, questions
from tests.benchmarks.closed_loop import closed_loop, request
from tests.benchmarks.ratios import Figure
from tests.db.live_app import LiveApp
from tests.faults.ground import Site

STARTS = 3
BEFORE, AFTER = 10_000, 50_000  # requests
MIB = 1024 * 1024
LONG = 3_600.0
PAGES = ("/missed", "/progress", "/today")


def of_memory(site: Site, app: Flask, desks: list[Desk]) -> Iterator[Figure]:
    """Measure after many requests, and after five times as many more."""
    some = questions(app)
    scripts = [cycle(list(answers(app, learner, some))) for learner in desks]
    with site.server() as server:
        ask(server.port, scripts, BEFORE)
        before = held(server)
        ask(server.port, scripts, AFTER)
        after = held(server)
    worker, grown = statistics.median(before), statistics.median(after) - statistics.median(before)
    yield Figure(f"P6 memory of a worker after {BEFORE:,} requests", [worker], 60.0, unit="MiB PSS")
    yield Figure(f"P6 its growth over the next {AFTER:,}", [grown], 2.0, unit="MiB PSS")


def cycle(todo: list[Answer]) -> Iterator[bytes]:
    """Yield the requests of somebody who studies: question, answer, then a look around."""
    for answer, page in zip(todo, itertools.cycle(PAGES), strict=False):
        yield request("GET", answer.path, cookie=answer.cookie)
        yield answer.request()
        yield request("GET", page, cookie=answer.cookie)


def ask(port: int, scripts: list[Iterator[bytes]], number: int) -> None:
    """Send so many requests, by all scripts together."""
    share = number // len(scripts)
    pieces = [itertools.islice(one, share) for one in scripts]
    outcome = closed_loop(port, pieces, LONG, is_whole=True)
    assert not outcome.server_errors, outcome.statuses
    assert sum(outcome.statuses.values()) == share * len(scripts), "the questions ran out"


def held(server: LiveApp) -> list[float]:
    """Return the memory of each worker, with its share of what is shared."""
    return [psutil.Process(pid).memory_full_info().pss / MIB for pid in server.workers()]


def of_start(site: Site) -> Figure:
    """Return the time from the command to the first page, over that of a bare hello."""
    ratios = []
    for _ in range(STARTS):
        base = seconds_to_serve(site, "tests.benchmarks.bare_server")
        took = seconds_to_serve(site, "quizapp")
        ratios.append(took / base)
    return Figure("P6 start with every bank of content/ / start of a WSGI hello", ratios, 6.0)


def seconds_to_serve(site: Site, module: str) -> float:
    began = time.perf_counter()
    with site.server(module, QUIZAPP_CONTENT=str(Path(ROOT) / "content")):
        return time.perf_counter() - began
