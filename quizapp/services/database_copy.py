"""An instance moved from SQLite to PostgreSQL: copied in batches, resumed, and compared."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from quizapp.adapters.file_lock import FileLock
from quizapp.config import Settings, postgresql_url
from quizapp.db import write
from quizapp.db.copying import (
    Digest,
    Tell,
    all_tables,
    copy_rows,
    count_rows,
    digest,
    empty_if_fresh,
    foreign_tables,
    last_key,
    set_sequences,
)
from quizapp.db.schema import current_revision, known_revisions, migrate_to_newest
from quizapp.services.backups import BACKGROUND_LOCK, IN_USE
from quizapp.services.errors import Conflict, Invalid, NotFound

AT_ONCE: Final = 5_000  # rows of one transaction
ANEW: Final = "Nothing more was copied. Give an empty database."
_ONE_COPY: Final = 7_304_115  # of PostgreSQL's advisory locks, as good as any


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: `copying` rows, or `comparing` them."""

    step: str
    table: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TableResult:
    """A table as it is on both sides."""

    name: str
    here: Digest
    there: Digest

    @property
    def is_equal(self) -> bool:
        return self.here == self.there


def copy_database(
    engine: Engine,
    settings: Settings,
    to: str,
    tell: Callable[[Progress], None],
    *,
    at_once: int = AT_ONCE,
) -> list[TableResult]:
    """Copy the SQLite database of a stopped app to the PostgreSQL database `to`; compare all rows.

    It is read behind the write gate, so nothing is written to it meanwhile. What is there already
    must be the beginning of the same database, as an interrupted copy leaves it; then the rest is
    copied. Commits as it goes. Raises NotFound, Invalid or Conflict with what to do.
    """
    if settings.sqlite_path is None or not settings.sqlite_path.is_file():
        raise NotFound("There is no SQLite database to copy: look at QUIZAPP_DATABASE.")
    url = postgresql_url(to)
    if not url:
        raise Invalid("Name the database to copy to as postgresql://user@host/name.")
    lock = FileLock(settings.instance_dir / BACKGROUND_LOCK)
    if not lock.try_acquire():
        raise Conflict(IN_USE)
    try:
        with write.mode(write.Mode.WRITE), engine.begin() as here, _target(url) as target:
            _migrate(here, target)
            _continue(here, target, tell)
            _copy(here, target, tell, at_once)
            return list(_compare(here, target, tell))
    finally:
        lock.release()


@contextmanager
def _target(url: str) -> Iterator[Engine]:
    """Yield the engine of the database to copy to, which no other copy uses meanwhile."""
    try:
        target = create_engine(url, hide_parameters=True)
    except ModuleNotFoundError as fault:
        raise Invalid(
            "The driver for PostgreSQL is missing: .venv/bin/python -m pip install"
            " --require-hashes -r requirements-postgresql.txt"
        ) from fault
    try:
        with target.connect().execution_options(isolation_level="AUTOCOMMIT") as holder:
            holder.execute(text("SET lock_timeout = '10s'"))  # one that was killed may take so long
            holder.execute(select(func.pg_advisory_lock(_ONE_COPY)))
            yield target
    except DBAPIError as fault:
        raise Invalid(_stopped(fault.orig)) from fault
    except target.dialect.loaded_dbapi.Error as fault:
        raise Invalid(_stopped(fault)) from fault
    finally:
        target.dispose()


def _stopped(fault: BaseException | None) -> str:
    said = str(fault).strip().partition("\n")[0]
    return f"The database says: {said}. Run it again, and it goes on where it stopped."


def _migrate(here: Connection, target: Engine) -> None:
    """Bring a target without tables to the schema of the source, which has to be the newest."""
    newest = known_revisions()[-1]
    if current_revision(here) != newest:
        raise Conflict("Migrations are pending here. Run `flask db upgrade` first.")
    with target.connect() as there:
        if foreign_tables(there):
            raise Conflict(f"It has other tables: {', '.join(foreign_tables(there)[:3])}. {ANEW}")
        revision = current_revision(there)
    if revision is None:
        migrate_to_newest(target)
    elif revision != newest:
        raise Conflict(f"It is at another revision ({revision}). {ANEW}")


def _continue(here: Connection, target: Engine, tell: Callable[[Progress], None]) -> None:
    """Make sure that what is there already is the beginning of what is here."""
    with target.begin() as there:
        empty_if_fresh(there)
    with target.connect() as there:
        told = _teller(tell, "comparing", sum(count_rows(there, one) for one in all_tables()) * 2)
        for table in all_tables():
            last = last_key(there, table)
            if last is None:
                continue
            more = told(table.name)
            if digest(there, table, more) != digest(here, table, more, upto=last):
                raise Conflict(
                    f"Its rows of {table.name} are not of this database, or of a copy from before"
                    f" something was changed here or there. {ANEW}"
                )


def _copy(here: Connection, target: Engine, tell: Callable[[Progress], None], at_once: int) -> None:
    with target.connect() as there:
        lacking = sum(count_rows(here, one) - count_rows(there, one) for one in all_tables())
    told = _teller(tell, "copying", lacking)
    for table in all_tables():
        copy_rows(here, target, table, told(table.name), at_once=at_once)
    with target.begin() as there:
        set_sequences(there)


def _compare(
    here: Connection, target: Engine, tell: Callable[[Progress], None]
) -> Iterator[TableResult]:
    told = _teller(tell, "comparing", sum(count_rows(here, one) for one in all_tables()) * 2)
    with target.connect() as there:
        for table in all_tables():
            more = told(table.name)
            yield TableResult(table.name, digest(here, table, more), digest(there, table, more))


def _teller(tell: Callable[[Progress], None], step: str, total: int) -> Callable[[str], Tell]:
    """Return what makes, for a table, what adds to the progress of a step and tells it."""
    done = 0

    def of_table(table: str) -> Tell:
        def add(rows: int) -> None:
            nonlocal done
            done += rows
            if rows:
                tell(Progress(step, table, done, total))

        return add

    return of_table
