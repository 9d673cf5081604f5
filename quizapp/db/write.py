"""How transactions begin and end: write gate, BEGIN IMMEDIATE, COMMIT.

A transaction is of one of three modes, chosen before its first statement:

- READ: one snapshot for the whole request, in which the database refuses to write;
- WRITE: on SQLite BEGIN IMMEDIATE behind the gate, so that a transaction never has to turn
  from reader into writer (which SQLite refuses at once when somebody else wrote meanwhile);
- SINGLE: no BEGIN at all; each statement stands alone (the look-up of who is asking).

The gate is a lock on a side file. It hands the database from writer to writer in turn, where
SQLite's own waiting starves some of them for seconds.
"""

import fcntl
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, event

from quizapp.db.wal import USUAL_WAIT_MS, LogKeeper


class Mode(Enum):
    READ = "read"
    WRITE = "write"
    SINGLE = "single"


_mode: ContextVar[Mode] = ContextVar("transaction_mode", default=Mode.READ)


class GateClosed(OSError):  # noqa: N818 - reads as what it is where it is raised
    """The side file of the gate cannot be opened, so nobody can write."""


class _Record(Protocol):
    """What is used of a pooled connection's record."""

    info: dict[Any, Any]


@contextmanager
def mode(wanted: Mode) -> Iterator[None]:
    """Transactions that begin inside are of this mode."""
    token = _mode.set(wanted)
    try:
        yield
    finally:
        _mode.reset(token)


def current_mode() -> Mode:
    """Return the mode the next transaction would begin in."""
    return _mode.get()


class Gate:
    """One writer at a time, across threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: int | None = None
        _gates.add(self)

    def acquire(self) -> None:
        self._threads.acquire()
        try:
            if self._file is None:
                self._file = self._open()
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as fault:
            raise GateClosed(fault.errno, fault.strerror, str(self._path)) from fault

    def release(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def begin_anew(self) -> None:
        """Open the file anew: a lock on an inherited one would be shared with the parent."""
        inherited, self._file = self._file, None
        self._threads = threading.Lock()
        if inherited is not None:
            os.close(inherited)


_gates: weakref.WeakSet[Gate] = weakref.WeakSet()


def _after_fork() -> None:
    for gate in _gates:
        gate.begin_anew()


os.register_at_fork(after_in_child=_after_fork)


def prepare_sqlite(engine: Engine, *, database: Path, synchronous: str) -> None:
    """Make `engine` keep the rules above on the SQLite file `database`."""
    gate = Gate(database.with_name(database.name + ".gate"))
    keeper = LogKeeper(database)
    pragmas = (
        "foreign_keys = ON",
        "journal_mode = WAL",
        f"synchronous = {synchronous}",
        f"busy_timeout = {USUAL_WAIT_MS}",
        *keeper.pragmas,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: _Record) -> None:
        del record
        connection.isolation_level = None  # we begin transactions, the driver does not
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        _begin(connection, gate)

    # The events "commit" and "rollback" come before the database has done it; the connection
    # goes back to its pool after, so that is where the next writer is let in.
    @event.listens_for(engine, "checkin")
    def let_next_in(connection: Any, record: _Record) -> None:
        if not record.info.pop("gate", None):
            return
        try:
            if connection is not None:
                keeper.after_write(connection)
        finally:
            gate.release()

    @event.listens_for(engine, "invalidate")
    def let_next_in_after_fault(connection: object, record: _Record, fault: object) -> None:
        del connection, fault
        let_next_in(None, record)


def prepare_postgresql(engine: Engine) -> None:
    """Make `engine` refuse to write in a transaction of mode READ."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.read_only = _mode.get() is Mode.READ  # the driver adds it to its BEGIN


def _begin(connection: Connection, gate: Gate) -> None:
    wanted = _mode.get()
    info = connection.connection.info
    is_reading = wanted is Mode.READ
    if info.get("is_reading", False) != is_reading:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA query_only = {'ON' if is_reading else 'OFF'}")
        info["is_reading"] = is_reading
    if wanted is Mode.SINGLE:
        return
    if wanted is Mode.WRITE and not info.get("gate"):
        gate.acquire()
        info["gate"] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wanted is Mode.WRITE else "BEGIN")
