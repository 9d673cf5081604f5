"""Backups are whole, private and kept by age; a restore looks first and loses nothing."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from quizapp.adapters import sqlite_files
from quizapp.adapters.file_lock import FileLock
from quizapp.config import ROOT
from quizapp.db.base import db
from quizapp.db.schema import known_revisions
from quizapp.services.backups import BACKGROUND_LOCK, back_up, backups_in, restore
from quizapp.services.errors import Conflict, Invalid, NotFound
from tests.factories import NOON
from tests.services.study_room import RIGHT, WRONG, StudyRoom, acting

# Ends itself, as a power cut would, when the copy is there but not checked.
KILLED = """
import os, signal, sys
from pathlib import Path
from quizapp.adapters import clock, sqlite_files
from quizapp.services.backups import back_up

sqlite_files.check_whole = lambda copy: os.kill(os.getpid(), signal.SIGKILL)
back_up(Path(sys.argv[1]), Path(sys.argv[2]), now=clock.now())
"""


@pytest.fixture
def database(room: StudyRoom, tmp_path: Path) -> Path:
    """A database in use: two people and a guest's worth of answers."""
    alice = room.person("Alice")
    room.person("Bob")
    room.answer(alice, room.sit(alice, "s-1"), 1, *WRONG["s-1"])
    room.clock.forward(hours=1)
    room.answer(alice, room.sit(alice, "s-2"), 1, *RIGHT["s-2"])
    return tmp_path / "quizapp.sqlite"


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_a_backup_has_what_is_only_in_the_write_ahead_log(
    room: StudyRoom, database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    with acting(room.app) as session:
        session.execute(text("SELECT 1"))  # a connection is open: nothing was folded in
        result = back_up(database, folder, now=NOON)
    assert database.with_name("quizapp.sqlite-wal").stat().st_size > 0
    assert result.backup.path == folder / "20261122T120000.sqlite"
    contents = result.contents
    assert (contents.people, contents.guests, contents.answers) == (2, 0, 2)
    assert contents.newest_answer == NOON + timedelta(hours=1)
    assert contents.revision == known_revisions()[-1]
    assert names_in(folder) == ["20261122T120000.sqlite", "lock"]
    assert stat.S_IMODE(result.backup.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert dump(result.backup.path) == dump(database)


def test_a_backup_that_is_killed_leaves_no_half_file(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    command = [sys.executable, "-c", KILLED, str(database), str(folder)]
    killed = subprocess.run(command, cwd=ROOT, check=False)
    assert killed.returncode < 0
    assert [name for name in names_in(folder) if name.endswith(".part")]
    assert backups_in(folder) == []
    back_up(database, folder, now=NOON)
    assert names_in(folder) == ["20261122T120000.sqlite", "lock"]


def test_a_copy_with_other_rows_is_no_backup(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = sqlite_files.check_whole

    def lose_a_row(copy: sqlite3.Connection) -> None:
        copy.execute("DELETE FROM users WHERE name = 'Bob'")
        copy.commit()
        check(copy)

    monkeypatch.setattr(sqlite_files, "check_whole", lose_a_row)
    with pytest.raises(Invalid, match="has not all the rows"):
        back_up(database, tmp_path / "backups", now=NOON)
    assert names_in(tmp_path / "backups") == ["lock"]


def test_what_cannot_be_backed_up_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with pytest.raises(NotFound, match="make run"):
        back_up(tmp_path / "nothing.sqlite", folder, now=NOON)
    (tmp_path / "text.sqlite").write_text("not a database, but long enough to look into" * 9)
    with pytest.raises(Invalid, match="not a database"):
        back_up(tmp_path / "text.sqlite", folder, now=NOON)
    (tmp_path / "file").write_text("")
    with pytest.raises(Invalid, match="file"):
        back_up(tmp_path / "text.sqlite", tmp_path / "file" / "backups", now=NOON)
    assert names_in(folder) == ["lock"]


def test_old_backups_go_and_the_last_five_before_migrations_stay(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    for days_ago in (55, 54, 53, 40, 30, 20, 10):
        moment = NOON - timedelta(days=days_ago)
        back_up(database, folder, now=moment, before_revision="0001")
    for days_ago in (100, 3, 2):
        back_up(database, folder, now=NOON - timedelta(days=days_ago))
    result = back_up(database, folder, now=NOON)
    made = [one.made_at for one in backups_in(folder) if not one.revision]
    assert made == [NOON, NOON - timedelta(days=2), NOON - timedelta(days=3)]
    assert result.dropped == 0, "the one of a hundred days went with the next backup"
    before = [one.made_at for one in backups_in(folder) if one.revision]
    assert before == [NOON - timedelta(days=days_ago) for days_ago in (10, 20, 30, 40, 53)]
    back_up(database, folder, now=NOON + timedelta(days=27))
    before = [one.made_at for one in backups_in(folder) if one.revision]
    assert before == [NOON - timedelta(days=days_ago) for days_ago in (10, 20)], "eight weeks"


def test_a_backup_comes_back_as_it_was(database: Path, tmp_path: Path) -> None:
    made = back_up(database, tmp_path / "backups", now=NOON).backup.path
    elsewhere = tmp_path / "new place" / "quizapp.sqlite"
    result = restore(made, elsewhere, replaces=False, now=NOON)
    assert (result.contents.people, result.contents.answers, result.aside) == (2, 2, None)
    assert dump(elsewhere) == dump(database)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    assert names_in(elsewhere.parent) == [BACKGROUND_LOCK, "quizapp.sqlite"]


def test_a_copy_with_its_log_beside_comes_back_with_it(
    room: StudyRoom, database: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "copied" / "quizapp.sqlite"
    copied.parent.mkdir()
    with acting(room.app) as session:
        session.execute(text("SELECT 1"))
        for name in ("quizapp.sqlite", "quizapp.sqlite-wal"):
            copied.with_name(name).write_bytes(database.with_name(name).read_bytes())
    before = [path.read_bytes() for path in sorted(copied.parent.iterdir())]
    elsewhere = tmp_path / "new" / "quizapp.sqlite"
    result = restore(copied, elsewhere, replaces=False, now=NOON)
    assert result.contents.answers == 2
    assert [path.read_bytes() for path in sorted(copied.parent.iterdir())] == before


def test_what_is_there_is_kept_beside(room: StudyRoom, database: Path, tmp_path: Path) -> None:
    made = back_up(database, tmp_path / "backups", now=NOON).backup.path
    room.person("Charlie")
    with pytest.raises(Conflict, match="--replace"):
        restore(made, database, replaces=False, now=NOON)
    with room.app.app_context():
        db.engine.dispose()
    newer = dump(database)
    result = restore(made, database, replaces=True, now=NOON)
    assert result.aside == tmp_path / "quizapp-replaced-20261122T120000.sqlite"
    assert dump(result.aside) == newer
    assert dump(database) == dump(made)
    assert not database.with_name("quizapp.sqlite-wal").exists()


def test_a_database_in_use_is_not_replaced(room: StudyRoom, database: Path, tmp_path: Path) -> None:
    made = back_up(database, tmp_path / "backups", now=NOON).backup.path
    before = dump(database)
    with acting(room.app) as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(Conflict, match="Stop the app"):
            restore(made, database, replaces=True, now=NOON)
    with room.app.app_context():
        db.engine.dispose()
    served = FileLock(tmp_path / BACKGROUND_LOCK)  # an idle server has nothing open but this
    assert served.try_acquire()
    with pytest.raises(Conflict, match="Stop the app"):
        restore(made, database, replaces=True, now=NOON)
    served.release()
    assert dump(database) == before
    assert "quizapp.sqlite.part" not in names_in(tmp_path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[20_000:24_000] = b"\xff" * 4_000
    path.write_bytes(bytes(data))


def of_newer_code(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE bookmarks (title)")


def no_database(path: Path) -> None:
    path.write_text("not a database, but long enough to look into" * 9)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (cut, "cannot be restored"),
        (overwrite, "cannot be restored"),
        (no_database, "not a database"),
        (of_another_program, "no table"),
        (empty, "no table"),
        (of_newer_code, "Update the code"),
        (Path.unlink, "There is no file"),
    ],
)
def test_a_file_that_is_no_whole_backup_changes_nothing(
    room: StudyRoom, database: Path, tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    made = back_up(database, tmp_path / "backups", now=NOON).backup.path
    with room.app.app_context():
        db.engine.dispose()
    spoil(made)
    before = dump(database)
    for target in (database, tmp_path / "new" / "quizapp.sqlite"):
        with pytest.raises((Invalid, NotFound), match=says):
            restore(made, target, replaces=True, now=NOON)
    assert dump(database) == before
    assert not [name for name in names_in(tmp_path) if "replaced" in name or "part" in name]
    assert not (tmp_path / "new" / "quizapp.sqlite").exists()


def test_a_database_that_is_beyond_help_is_kept_beside_too(
    room: StudyRoom, database: Path, tmp_path: Path
) -> None:
    made = back_up(database, tmp_path / "backups", now=NOON).backup.path
    with room.app.app_context():
        db.engine.dispose()
    no_database(database)
    database.with_name("quizapp.sqlite-wal").write_text("an old log")
    result = restore(made, database, replaces=True, now=NOON)
    assert result.aside
    assert result.aside.read_text().startswith("not a database")
    assert result.aside.with_name(result.aside.name + "-wal").read_text() == "an old log"
    assert dump(database) == dump(made)
