"""F12: migrations go down and up with many answers in the database, and are killed in the middle.

On both databases a migration is whole or nothing, and can be run again.
"""

import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.base import db
from tests.benchmarks.history import repeat_answers
from tests.db.full_database import columns_of, signature
from tests.db.test_migrations import connected
from tests.factories import FakeClock
from tests.faults.ground import Ground, Scale, Site
from tests.faults.report import Result, count_of
from tests.services.study_room import StudyRoom

TITLE = "migration with data, and killed"
SIZES = {Scale.SHORT: (1_000, 1), Scale.FULL: (10_000, 12)}  # answers, kills on each database
MIGRATIONS = str(ROOT / "migrations")
OLDEST = "0001"
ASKED = 12
Signature = dict[str, tuple[int, str]]
Columns = dict[str, list[str]]


@dataclass
class Seen:
    """What was tried, and what was wrong."""

    kills: int = 0
    in_the_middle: int = 0
    answers: int = 0
    lost: int = 0
    half_written: int = 0
    faults: list[str] = field(default_factory=list)


def run(scale: Scale, ground: Ground) -> Result:
    """Take both databases down to the oldest schema and up again, then kill it on its way."""
    seen = Seen()
    with ground.site() as site:
        try_out(site, scale, seen)
    with ground.postgres_site() as site:
        try_out(site, scale, seen)
    return Result(
        "F12",
        TITLE,
        seen.kills + 2,
        seen.answers,
        seen.lost,
        0,
        seen.half_written,
        0,
        count_of("kills before it was done", seen.in_the_middle, "kills", at_least=1),
        tuple(seen.faults),
    )


def try_out(site: Site, scale: Scale, seen: Seen) -> None:
    answers, kills = SIZES[scale]
    with site.app() as app:
        fill_log(app, answers)
        newest = ScriptDirectory(MIGRATIONS).get_current_head() or ""
        move(app, OLDEST, down=True)
        columns, expected = columns_in(app), signature_of(app, columns_in(app))
        seen.answers += expected["reviews"][0]
        seen.lost += answers - expected["reviews"][0]
        began = time.monotonic()
        move(app, newest)
        took = time.monotonic() - began
        if signature_of(app, columns) != expected:
            seen.faults.append("rows differ after down and up")
        for number in range(kills):
            move(app, OLDEST, down=True)
            seen.kills += 1
            seen.in_the_middle += killed(site, newest, took * (number + 0.5) / kills)
            look_at(app, newest, columns, seen)
            move(app, newest)
            if signature_of(app, columns) != expected:
                seen.faults.append("rows differ after it was run again")


def fill_log(app: Flask, answers: int) -> None:
    """Let one learner have so many answers in the log."""
    room = StudyRoom(app, FakeClock())
    alice = room.person("Alice")
    sid = room.sit(alice, *(f"s-{number}" for number in range(2, ASKED + 2)))
    for n in range(1, ASKED + 1):
        room.answer(alice, sid, n, "True")
    with app.app_context(), write.mode(write.Mode.WRITE):
        repeat_answers(alice, answers)
        db.session.remove()


def move(app: Flask, revision: str, *, down: bool = False) -> None:
    with app.app_context():
        (downgrade if down else upgrade)(directory=MIGRATIONS, revision=revision)
        db.engine.dispose()


def columns_in(app: Flask) -> Columns:
    with connected(app) as connection:
        return columns_of(connection)


def signature_of(app: Flask, columns: Columns) -> Signature:
    """Return how many rows each table has, and a checksum over these columns of them."""
    with connected(app) as connection:
        return signature(connection, columns)


def killed(site: Site, revision: str, after: float) -> bool:
    """Migrate in another process and kill it; tell whether it was still at it."""
    command = [sys.executable, "-m", "tests.faults.migrating", site.url, str(site.folder), revision]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "migrating\n"
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=after)
        child.kill()
        return child.wait() != 0


def look_at(app: Flask, newest: str, columns: Columns, seen: Seen) -> None:
    """Note what is half there: the schema must be the old one or the new one, as a whole."""
    with connected(app) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        there = columns_of(connection)
        if connection.dialect.name == "sqlite":
            health = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            seen.faults += [] if health == "ok" else [f"integrity_check: {health}"]
    if revision not in {OLDEST, newest}:
        seen.faults.append(f"it stopped at {revision}")
    is_half = (there == columns) is not (revision == OLDEST)
    seen.half_written += is_half or revision not in {OLDEST, newest}
