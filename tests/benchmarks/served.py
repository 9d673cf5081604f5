"""Answers at the server of `make run`: rate, tail, memory and start (P3 to P6, P9).

Every round measures what is compared right after each other; the client is on the same machine,
and so takes some of it from both.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tests.benchmarks.answers_ahead import Desk, answers, desk, questions
from tests.benchmarks.closed_loop import Outcome, closed_loop, request
from tests.benchmarks.memory import of_memory, of_start
from tests.benchmarks.ratios import Figure
from tests.benchmarks.raw import syncs_a_second, transactions_a_second
from tests.faults.ground import Site
from tests.load.people import POSTGRESQL, SQLITE, enrol, site_on

ROUNDS = 3
SECONDS = 3.0
USUAL, MANY, FEW = 16, 64, 4
FOR_MEMORY = 80  # desks: who answers every question makes some 780 requests
WARM_UP = 2  # answers of each desk, not counted
HELLO = request("GET", "/")


def figures() -> Iterator[Figure]:
    """Measure on SQLite, then on PostgreSQL."""
    with (
        tempfile.TemporaryDirectory() as folder,
        site_on(SQLITE, Path(folder) / "site") as site,
        site.app() as app,
    ):
        desks = seated(app, FOR_MEMORY)
        yield of_normal_rate(site, app, desks)
        yield from of_durable_rate(site, app, desks[:MANY])
        yield from of_memory(site, app, desks)
        yield of_start(site)
    with (
        tempfile.TemporaryDirectory() as folder,
        site_on(POSTGRESQL, Path(folder) / "site") as site,
        site.app() as app,
    ):
        yield from of_group_commit(site, app, seated(app, USUAL))


def seated(app: Flask, number: int) -> list[Desk]:
    return [desk(app, email, place) for place, email in enumerate(enrol(app, number))]


def answering(app: Flask, port: int, desks: list[Desk], seconds: float = SECONDS) -> Outcome:
    """Let each desk send one answer after the other; every one has to be stored."""
    some = questions(app)
    scripts = [
        (answer.request() for answer in list(answers(app, learner, some))) for learner in desks
    ]
    for _ in range(WARM_UP):
        closed_loop(port, [iter([next(script)]) for script in scripts], SECONDS)
    outcome = closed_loop(port, scripts, seconds)
    assert set(outcome.statuses) == {303}, outcome.statuses
    assert not outcome.broken, "connections were broken"
    return outcome


def hellos(port: int, connections: int) -> Outcome:
    return closed_loop(port, [endless(HELLO) for _ in range(connections)], SECONDS)


def endless(one: bytes) -> Iterator[bytes]:
    while True:
        yield one


def of_normal_rate(site: Site, app: Flask, desks: list[Desk]) -> Figure:
    """Return answers a second over hellos, without a sync for each."""
    ratios = []
    with (
        site.server("tests.benchmarks.hello_server") as hello,
        site.server(QUIZAPP_SQLITE_SYNC="NORMAL") as server,
    ):
        for _ in range(ROUNDS):
            base = hellos(hello.port, USUAL).rate
            ratios.append(answering(app, server.port, desks[:USUAL]).rate / base)
    name = f"P3 answers a second, {USUAL} connections, NORMAL / Flask hellos a second"
    return Figure(name, ratios, 0.35, is_least=True)


def of_durable_rate(site: Site, app: Flask, desks: list[Desk]) -> Iterator[Figure]:
    """Measure as it is served: each answer is on the disk before it is acknowledged."""
    to_syncs, to_raw, tails = [], [], []
    with site.server() as server:
        for _ in range(ROUNDS):
            syncs = syncs_a_second(site.folder, SECONDS)
            few = answering(app, server.port, desks[:FEW])
            raw = transactions_a_second(site.folder, SECONDS)
            to_syncs.append(few.rate / syncs)
            to_raw.append(few.rate / raw)
            usual = answering(app, server.port, desks[:USUAL])
            tails.append(usual.percentile(99) / usual.percentile(50))
        crowd = closed_loop_of_many(app, server.port, desks)
    name = f"answers a second, {FEW} connections, FULL"
    yield Figure(f"P4 {name} / syncs a second", to_syncs, 0.9, is_least=True)
    yield Figure(f"{name} / bare SQLite transactions a second", to_raw)
    yield Figure(f"P5 answers, {USUAL} connections, p99 / p50", tails, 3.0)
    yield Figure(
        f"P5 errors of the server, {MANY} connections, {len(crowd.times):,} answers",
        [crowd.server_errors + crowd.broken],
        0.0,
        unit="errors",
    )


def closed_loop_of_many(app: Flask, port: int, desks: list[Desk]) -> Outcome:
    some = questions(app)[:40]
    scripts = [
        (answer.request() for answer in list(answers(app, learner, some))) for learner in desks
    ]
    return closed_loop(port, scripts, 2 * SECONDS)


def of_group_commit(site: Site, app: Flask, desks: list[Desk]) -> Iterator[Figure]:
    """Measure how much more PostgreSQL takes from many connections than from one."""
    growth, to_syncs = [], []
    with site.server() as server:
        for _ in range(ROUNDS):
            one = answering(app, server.port, desks[:1]).rate
            many = answering(app, server.port, desks).rate
            growth.append(many / one)
            to_syncs.append(many / syncs_a_second(site.folder, SECONDS))
    name = f"answers a second, PostgreSQL, {USUAL} connections"
    yield Figure(f"P9 {name} / 1 connection", growth, 3.0, is_least=True)
    yield Figure(f"{name} / syncs a second", to_syncs)
