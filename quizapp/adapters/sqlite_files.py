"""SQLite database files as wholes: copied while others write, and looked into before use."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_OURS: Final = {"alembic_version", "users", "reviews"}
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table'"
_MAGIC: Final = b"SQLite format 3\0"
_SIDE_FILES: Final = ("-wal", "-shm")


class BadDatabase(Exception):  # noqa: N818 - reads as what it is where it is raised
    """A file that is no whole database of this app; the message says what is wrong with it."""


class InUse(BadDatabase):
    """Somebody else has the database open."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, so that somebody can tell whether it is the right one."""

    revision: str
    people: int
    guests: int
    answers: int
    newest_answer: datetime | None


@contextmanager
def private_file(path: Path) -> Iterator[Path]:
    """Make the empty file `path` for this user alone; where the block fails, it goes again."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    path.chmod(0o600)
    try:
        yield path
    except BaseException:
        remove(path)
        raise


def remove(path: Path) -> None:
    """Remove a database file and what SQLite may have put beside it."""
    for suffix in ("", "-journal", *_SIDE_FILES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> Contents:
    """Copy the database `source` to the empty file `target`, as one file, while others write.

    Everything committed before is in the copy. It is opened and compared with what was copied;
    raises BadDatabase when it differs.
    """
    with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(target)) as copy:
        database.execute("BEGIN")  # one snapshot for the counts and the copy
        counted = _counts(database)
        database.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    with closing(sqlite3.connect(target)) as copy:
        check_whole(copy)
        if _counts(copy) != counted:
            raise BadDatabase("the copy has not all the rows of the database")
        return _contents(copy)


def take_over(source: Path, target: Path) -> Contents:
    """Copy the file `source`, which nobody uses, to the empty file `target` and look into it.

    The source is left as it is, its write-ahead log included. Raises BadDatabase.
    """
    shutil.copyfile(source, target)
    log = source.with_name(source.name + "-wal")
    if log.exists():
        shutil.copyfile(log, target.with_name(target.name + "-wal"))
    return look_into(target)


def look_into(path: Path) -> Contents:
    """Return what the database file `path` holds. Raises BadDatabase when it is not whole."""
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
            check_whole(database)
            return _contents(database)
    except sqlite3.DatabaseError as fault:
        raise BadDatabase(f"SQLite says: {fault}") from fault


def check_whole(database: sqlite3.Connection) -> None:
    """Raise BadDatabase where the database is damaged, or is not of this app."""
    found = [row[0] for row in database.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise BadDatabase(f"it is damaged ({found[0]})")
    missing = _OURS - {row[0] for row in database.execute(_TABLES)}
    if missing:
        raise BadDatabase(f"it is no database of this app: it has no table {min(missing)}")


def make_single_file(path: Path) -> None:
    """Fold the write-ahead log of `path` into it. Raises InUse while somebody has it open."""
    with path.open("rb") as file:
        if not file.read(len(_MAGIC)).startswith(_MAGIC):
            return  # it is no database any more, and SQLite would remove its log
    with closing(sqlite3.connect(path, timeout=0)) as database:
        try:
            database.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as fault:
            raise InUse("it is in use") from fault
        except sqlite3.DatabaseError:
            return  # it is damaged: the file is kept as it is


def place(part: Path, target: Path) -> None:
    """Give the finished file `part` its name, so that a power cut leaves it whole or not there."""
    _settle(part)
    part.replace(target)
    _settle(target.parent)


def replace_database(part: Path, target: Path, aside: Path) -> bool:
    """Make `part` the database `target` in one step; what was there is kept as `aside`, if any."""
    had_one = target.exists()
    for suffix in _SIDE_FILES:  # an old log must not be read into a new file
        with suppress(FileNotFoundError):
            target.with_name(target.name + suffix).rename(aside.with_name(aside.name + suffix))
    if had_one:
        os.link(target, aside)
    place(part, target)
    return had_one


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in database.execute(_TABLES)]
    quoted = [(name, name.replace('"', '""')) for name in names]
    return {
        name: database.execute(f'SELECT count(*) FROM "{safe}"').fetchone()[0]  # noqa: S608 - quoted
        for name, safe in quoted
    }


def _contents(database: sqlite3.Connection) -> Contents:
    def one(query: str) -> object:
        row = database.execute(query).fetchone()
        return row[0] if row else None

    newest = one("SELECT max(answered_at) FROM reviews WHERE rating IS NOT NULL")
    return Contents(
        revision=str(one("SELECT version_num FROM alembic_version") or ""),
        people=int(str(one("SELECT count(*) FROM users WHERE NOT is_guest"))),
        guests=int(str(one("SELECT count(*) FROM users WHERE is_guest"))),
        answers=int(str(one("SELECT count(*) FROM reviews WHERE rating IS NOT NULL"))),
        newest_answer=datetime.fromisoformat(str(newest)).replace(tzinfo=UTC) if newest else None,
    )


def _settle(path: Path) -> None:
    """Have the disk hold a file or a folder's names before anybody relies on it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
