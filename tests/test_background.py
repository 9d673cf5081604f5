"""The daily work: done once a day, by one process, and never in a test that did not ask."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from quizapp.adapters.file_lock import FileLock
from quizapp.adapters.stamp import read_stamp
from quizapp.background import Background
from quizapp.config import ROOT, Settings
from quizapp.db.base import db, db_session
from quizapp.db.queries.item_analysis import bank_ids, bank_summary
from quizapp.services.backups import BACKGROUND_LOCK, backups_in
from quizapp.services.operation import LAST_DONE
from tests.conftest import SECRET
from tests.db.live_app import LiveApp
from tests.factories import NOON, FakeClock
from tests.services.study_room import StudyRoom
from tests.services.test_tidying import guest_of, users

HOLD = """
import sys
from pathlib import Path
from quizapp.adapters.file_lock import FileLock

assert FileLock(Path(sys.argv[1])).try_acquire()
print("held", flush=True)
sys.stdin.read()
"""
Make = Callable[[], Background]


@pytest.fixture
def settings(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    return settings


@pytest.fixture
def make(app: Flask, settings: Settings, clock: FakeClock) -> Make:
    return lambda: Background(app, settings, clock)


def test_first_answers_are_counted(app: Flask, make: Make, clock: FakeClock) -> None:
    assert make().turn()
    with app.app_context():
        found = bank_summary(db_session, bank_ids(db_session)["small"])
    assert found is not None
    assert found.counted_at == clock()


def test_it_is_done_at_once_and_then_once_a_day(
    make: Make, settings: Settings, clock: FakeClock
) -> None:
    background = make()
    assert background.turn()
    assert read_stamp(settings.instance_dir / LAST_DONE) == NOON
    clock.forward(hours=23, minutes=59)
    assert not background.turn()
    clock.forward(minutes=1)
    assert background.turn()
    assert [one.made_at for one in backups_in(settings.backup_dir)] == [clock(), NOON]


def test_another_start_within_the_day_does_nothing(make: Make, settings: Settings) -> None:
    assert make().turn()
    assert not make().turn()
    assert len(backups_in(settings.backup_dir)) == 1


def test_it_tidies(app: Flask, make: Make, clock: FakeClock, settings: Settings) -> None:
    room = StudyRoom(app, clock)
    guest_of(room)
    alice = room.person("Alice")
    logs = settings.instance_dir / "logs"
    logs.mkdir()
    (logs / "2026-01-01.jsonl").write_text("{}\n")
    clock.forward(days=31)
    assert make().turn()
    assert users(room) == {alice.user_id}
    assert list(logs.iterdir()) == []


def test_only_the_process_that_holds_the_lock_does_it(make: Make, settings: Settings) -> None:
    lock = settings.instance_dir / BACKGROUND_LOCK
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        assert not make().turn()
        assert backups_in(settings.backup_dir) == []
        holder.kill()
    assert make().turn(), "the one that held it has ended"


def test_what_fails_is_tried_again_an_hour_later(
    make: Make, settings: Settings, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    settings.backup_dir.write_text("in the way")
    background = make()
    assert not background.turn()
    assert [record.message for record in caplog.records] == ["daily work failed"]
    assert read_stamp(settings.instance_dir / LAST_DONE) is None
    settings.backup_dir.unlink()
    clock.forward(minutes=59)
    assert not background.turn()
    clock.forward(minutes=1)
    assert background.turn()


def test_a_clock_set_back_does_not_stop_it(make: Make, clock: FakeClock) -> None:
    background = make()
    assert background.turn()
    clock.forward(days=-400)
    assert background.turn()


def test_it_can_be_turned_off(app: Flask, settings: Settings, clock: FakeClock) -> None:
    off = replace(settings, does_daily_work=False)
    assert not Background(app, off, clock).turn()
    assert backups_in(settings.backup_dir) == []
    held = FileLock(settings.instance_dir / BACKGROUND_LOCK)
    assert not held.try_acquire(), "a restore still finds that the app is served"


def test_on_postgresql_it_only_tidies(app: Flask, settings: Settings, clock: FakeClock) -> None:
    elsewhere = replace(settings, database_url="postgresql+psycopg://u@localhost/x")
    assert Background(app, elsewhere, clock).turn()
    assert backups_in(settings.backup_dir) == []


def test_an_app_that_is_only_made_does_nothing(app: Flask, settings: Settings) -> None:
    with app.app_context():
        db.engine.dispose()
    assert app.test_client().get("/").status_code == 200
    assert read_stamp(settings.instance_dir / LAST_DONE) is None
    assert not settings.backup_dir.exists()


@pytest.mark.slow
def test_of_two_processes_of_the_real_server_one_does_it(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    server = LiveApp(instance, tmp_path / "content", SECRET, QUIZAPP_DAILY="yes")
    try:
        server.wait_until_it_serves()
        server.wait_until(lambda: read_stamp(instance / LAST_DONE) is not None)
    finally:
        server.stop()
    lines = "".join(path.read_text() for path in (instance / "logs").iterdir()).splitlines()
    assert [json.loads(line)["event"] for line in lines] == [
        "backup made",
        "tidied",
        "counted",
    ]
    assert len(backups_in(instance / "backups")) == 1
