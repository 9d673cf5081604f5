"""Keeps SQLite's write-ahead log short, or says that it grows.

SQLite copies the log into the database file by itself, but begins the log anew only in a moment
in which nobody reads from it. With readers always under way that moment never comes, and the
log, which is read through for every page, grows until the disk is full.
"""

import logging
import sqlite3
from pathlib import Path

log = logging.getLogger(__name__)
MIB = 1024 * 1024
LARGE = 64 * MIB
STEP = 16 * MIB  # how much it may grow before it is tried again
WAIT_MS = 200  # for readers to finish; every writer waits behind it
USUAL_WAIT_MS = 10_000


class LogKeeper:
    """Watches the log of one database; called by the writer who has the gate."""

    def __init__(
        self, database: Path, *, large: int | None = None, step: int | None = None
    ) -> None:
        self._path = database.with_name(database.name + "-wal")
        self._large = large or LARGE
        self._step = step or STEP
        self._next = self._large

    @property
    def pragmas(self) -> tuple[str, ...]:
        """What a connection is told, so that a log begun anew does not keep its size."""
        return (f"journal_size_limit = {self._large}",)

    def after_write(self, connection: sqlite3.Connection) -> None:
        """Empty a large log; where a reader forbids it, warn. No transaction may be open."""
        size = self._size()
        if size <= self._large:
            self._next = self._large
            return
        if size <= self._next or connection.in_transaction:
            return
        if self._empty(connection):
            self._next = self._large
            return
        self._next = size + self._step
        log.warning(
            "The write-ahead log %s has %d MiB and cannot be emptied: something reads from the "
            "database without end, such as a backup or a shell. Answers are stored; the disk "
            "fills up.",
            self._path.name,
            size // MIB,
        )

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    @staticmethod
    def _empty(connection: sqlite3.Connection) -> bool:
        connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
        try:
            is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        finally:
            connection.execute(f"PRAGMA busy_timeout = {USUAL_WAIT_MS}")
        return not is_busy
