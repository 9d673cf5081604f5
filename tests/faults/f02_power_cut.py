"""F2: the power goes at a random moment. All processes are stopped in the middle of what they do,
the database file and its log are copied, and each copy is opened as after a restart.

Of the log, what was not yet synced may be lost or torn: a second copy keeps only a part of that,
and random bytes in place of the rest.
"""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from quizapp.web.tokens import unseal
from tests.db.live_app import LiveApp
from tests.faults.aftermath import aftermath
from tests.faults.ground import SWITCHED, Ground, Scale, Site
from tests.faults.report import Result, count_of
from tests.faults.studying import Tally, learners_at
from tests.faults.synced import SALTS, LogEnd, log_end

TITLE = "power cut"
COPIES = {Scale.SHORT: 6, Scale.FULL: 200}
STOP_SECONDS = 10
LOG_HEADER = 32
SYNCED = "synced"
SEED = 20_261_122
ANSWERED = "SELECT answer_id FROM study_session_cards WHERE answer_id IS NOT NULL"


@dataclass
class Found:
    """What was wrong with the copies."""

    opened: int = 0
    torn: int = 0
    lost: int = 0
    half_written: int = 0
    faults: tuple[str, ...] = ()


def run(scale: Scale, ground: Ground) -> Result:
    """Copy at random moments, one after the other, while learners study."""
    chance, found = random.Random(SEED), Found()  # noqa: S311 - moments, no secrets
    with ground.site() as site, site.app() as app, synced_server(site) as server:
        with learners_at(server.port) as tally:
            tally.wait_for_answers(10)
            for number in range(COPIES[scale]):
                with tally.news:
                    tally.news.wait(chance.uniform(0, 0.05))
                tokens, end, copy = cut(site, server, tally, site.folder / f"cut-{number}")
                with app.app_context():
                    acknowledged = {unseal(token).answer_id for token in tokens}
                look_at(copy, acknowledged, found)
                found.opened += 1
                if tear(copy, end, chance):
                    found.torn += 1
                    look_at(copy, acknowledged, found)
                shutil.rmtree(copy.parent)
        after = aftermath(site, tally.tokens)
    return Result(
        "F2",
        TITLE,
        COPIES[scale],
        after.acknowledged,
        found.lost + after.lost,
        after.duplicated,
        found.half_written + after.half_written,
        len(tally.refusals),
        count_of("copies opened", found.opened, "copies", at_least=COPIES[scale]),
        found.faults + after.faults,
        f"{found.torn} of them had something in the log that was not synced yet, which was torn",
    )


def synced_server(site: Site) -> AbstractContextManager[LiveApp]:
    """Return a server that notes how far its log is synced."""
    return site.server(SWITCHED, FAULT_SYNCED=str(site.folder / SYNCED))


def cut(site: Site, server: LiveApp, tally: Tally, folder: Path) -> tuple[list[str], LogEnd, Path]:
    """Copy the database as it is at one moment, with what had been acknowledged before it."""
    folder.mkdir()
    tokens = list(tally.tokens)
    with all_stopped(server.workers()):
        end = log_end(site.folder / SYNCED)
        for ending in ("", "-wal"):
            shutil.copyfile(f"{site.database}{ending}", folder / f"quizapp.sqlite{ending}")
    return tokens, end, folder / "quizapp.sqlite"


@contextmanager
def all_stopped(pids: list[int]) -> Iterator[None]:
    """Stop processes in the middle of whatever they do; they go on after."""
    processes = [psutil.Process(pid) for pid in pids]
    for process in processes:
        process.suspend()
    deadline = time.monotonic() + STOP_SECONDS
    try:
        while not all(is_stopped(process.pid) for process in processes):
            assert time.monotonic() < deadline, "a worker does not stop"
            os.sched_yield()
        yield
    finally:
        for process in processes:
            process.resume()


def is_stopped(pid: int) -> bool:
    """Tell whether every thread of a process stands still."""
    threads = Path(f"/proc/{pid}/task")
    if not threads.is_dir():  # no Linux
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    states = (path.read_text().rpartition(")")[2].split()[0] for path in threads.glob("*/stat"))
    return set(states) <= {"T", "t"}


def look_at(copy: Path, acknowledged: Collection[str], found: Found) -> None:
    """Open another copy of the copy, as the app would, and note what is wrong."""
    opened = copy.with_name("opened.sqlite")
    for ending in ("", "-wal"):
        shutil.copyfile(f"{copy}{ending}", f"{opened}{ending}")
    with closing(sqlite3.connect(opened)) as connection:
        health = connection.execute("PRAGMA integrity_check").fetchone()[0]
        stored = {row[0] for row in connection.execute("SELECT answer_id FROM reviews")}
        places = {row[0] for row in connection.execute(ANSWERED)}
    if health != "ok":
        found.faults += (f"integrity_check: {health}",)
    found.lost += len(set(acknowledged) - stored)
    found.half_written += len(stored ^ places)


def tear(copy: Path, end: LogEnd, chance: random.Random) -> bool:
    """Spoil what was not synced; False where there is nothing, or the log was just begun anew."""
    log = copy.with_name(copy.name + "-wal")
    data = log.read_bytes()
    if data[SALTS[LOG_HEADER]] != end.salt or len(data) <= end.place:
        return False
    kept = data[: chance.choice((end.place, chance.randint(end.place, len(data))))]
    log.write_bytes(kept + chance.randbytes(min(len(data) - len(kept), 100_000)))
    return True
