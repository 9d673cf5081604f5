"""Backups of the SQLite database: made while it is in use, kept by age, checked and restored."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from quizapp.adapters.file_lock import FileLock
from quizapp.adapters.sqlite_files import (
    BadDatabase,
    Contents,
    InUse,
    copy_database,
    make_single_file,
    place,
    private_file,
    remove,
    replace_database,
    take_over,
)
from quizapp.core.backup_ages import WEEKLY_WEEKS, kept_backups
from quizapp.db.schema import known_revisions
from quizapp.services.errors import Conflict, Invalid, NotFound

BEFORE_MIGRATIONS_KEPT: Final = 5
BACKGROUND_LOCK: Final = "background.lock"  # beside the database, held while the app is served
IN_USE: Final = "The database is in use. Stop the app first."
_STAMP: Final = "%Y%m%dT%H%M%S"
_NAME: Final = re.compile(r"(?P<stamp>\d{8}T\d{6})(?:-(?P<revision>\w+))?\.sqlite")


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup; `revision` is set where it was made before a migration."""

    path: Path
    made_at: datetime
    revision: str
    size: int


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A new backup, what is in it, and how many old ones went."""

    backup: Backup
    contents: Contents
    dropped: int


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What was restored, and where the database that was there before is kept, if there was one."""

    contents: Contents
    aside: Path | None


def back_up(
    database: Path, folder: Path, *, now: datetime, before_revision: str = ""
) -> BackupResult:
    """Copy `database` into `folder`, check the copy, and drop what has grown too old.

    Answers go on meanwhile; those stored before are in it. A backup that is cut short leaves no
    file that looks like one. `before_revision` marks one made before a migration of that
    database. Raises NotFound without a database, Invalid where the copy cannot be made.
    """
    if not database.is_file():
        raise NotFound(f"There is no database {database}. Run `make run` once.")
    mark = f"-{before_revision}" if before_revision else ""
    path = folder / f"{now.strftime(_STAMP)}{mark}.sqlite"
    try:
        with FileLock(folder / "lock").waiting():
            for unfinished in folder.glob("*.part*"):
                unfinished.unlink()
            with private_file(path.with_suffix(".part")) as part:
                contents = copy_database(database, part)
                place(part, path)
            dropped = _drop_old(folder, now)
    except (BadDatabase, OSError, sqlite3.Error) as fault:
        raise Invalid(f"No backup was made: {_reason(fault)}.") from fault
    return BackupResult(_backup(path), contents, dropped)


def backups_in(folder: Path) -> list[Backup]:
    """Return the finished backups of a folder, newest first."""
    found = [_backup(path) for path in folder.glob("*.sqlite") if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda one: (one.made_at, one.revision), reverse=True)


def restore(file: Path, database: Path, *, replaces: bool, now: datetime) -> RestoreResult:
    """Make the backup `file` the database `database`, after a look into it.

    The file stays as it is. A database that is there already is replaced only when `replaces`, and
    kept beside. Raises NotFound, Conflict (there is one; or it is in use) or Invalid (the file is
    no whole database, or of newer code); then nothing has changed.
    """
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    if database.exists() and not replaces:
        raise Conflict(
            f"There is a database already: {database}. To replace it, and keep it beside,"
            " add --replace; to restore elsewhere, add --into FOLDER."
        )
    lock = FileLock(database.with_name(BACKGROUND_LOCK))
    if not lock.try_acquire():
        raise Conflict(IN_USE)
    try:
        with private_file(database.with_name(database.name + ".part")) as part:
            contents = _looked_into(file, part)
            if database.exists():
                make_single_file(database)
            aside = database.with_name(f"{database.stem}-replaced-{now.strftime(_STAMP)}.sqlite")
            had_one = replace_database(part, database, aside)
    except InUse as fault:
        raise Conflict(IN_USE) from fault
    except (OSError, sqlite3.Error) as fault:
        raise Invalid(f"Nothing was restored: {_reason(fault)}.") from fault
    finally:
        lock.release()
    return RestoreResult(contents, aside if had_one else None)


def _looked_into(file: Path, part: Path) -> Contents:
    try:
        contents = take_over(file, part)
    except BadDatabase as fault:
        raise Invalid(f"{file} cannot be restored: {fault}.") from fault
    if contents.revision not in known_revisions():
        raise Invalid(
            f"{file} was made by newer code (revision {contents.revision or 'none'})."
            " Update the code first."
        )
    return contents


def _drop_old(folder: Path, now: datetime) -> int:
    backups = backups_in(folder)
    usual = [one for one in backups if not one.revision]
    kept = kept_backups((one.made_at for one in usual), now)
    too_old = now - timedelta(weeks=WEEKLY_WEEKS)
    before_migrations = [one for one in backups if one.revision and one.made_at >= too_old]
    old = [one for one in usual if one.made_at not in kept]
    kept_before = before_migrations[:BEFORE_MIGRATIONS_KEPT]
    old += [one for one in backups if one.revision and one not in kept_before]
    for one in old:
        remove(one.path)
    return len(old)


def _backup(path: Path) -> Backup:
    found = _NAME.fullmatch(path.name)
    assert found is not None  # noqa: S101 - only finished backups come here
    made_at = datetime.strptime(found["stamp"], _STAMP).replace(tzinfo=UTC)
    return Backup(path, made_at, found["revision"] or "", path.stat().st_size)


def _reason(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror
    return str(fault).rstrip(".")
