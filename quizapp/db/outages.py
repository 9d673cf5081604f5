"""Tells what keeps the database from reading or storing from what is a fault of ours."""

import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from quizapp.db.write import GateClosed, Mode, current_mode


class Outage(StrEnum):
    """Why the database does nothing; `AWAY` alone leaves open whether it has stored."""

    FULL = "full"
    READ_ONLY = "read-only"
    BUSY = "busy"
    AWAY = "away"


_PRIMARY_CODE = 0xFF  # SQLite's extended codes say more in their higher bits
_SQLITE = {
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.FULL,  # what a quota or a limit of the process gives
    sqlite3.SQLITE_READONLY: Outage.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Outage.READ_ONLY,  # the log beside the file cannot be made
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
}
# Beginnings of PostgreSQL's five-letter states; the longest that fits counts.
_POSTGRESQL = {
    "08": Outage.AWAY,  # connection lost or refused
    "53": Outage.BUSY,  # no memory, or too many connections
    "53100": Outage.FULL,
    "57P": Outage.AWAY,  # shut down, or starting
    "25006": Outage.READ_ONLY,
    "40": Outage.BUSY,  # rolled back in favor of another
    "55P03": Outage.BUSY,  # a lock that was not given in time
}


def outage_of(error: BaseException) -> Outage | None:
    """Return what keeps the database from working; None where it is not the database's doing."""
    if isinstance(error, GateClosed):
        return Outage.READ_ONLY
    if isinstance(error, NoConnectionLeft):
        return Outage.BUSY
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        found = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
    elif isinstance(error, DBAPIError):
        found = _of_postgresql(error, getattr(cause, "sqlstate", None))
    else:
        found = None
    # A page that is only read and tries to write is refused by our own rule: that is a bug.
    return None if found is Outage.READ_ONLY and current_mode() is Mode.READ else found


def _of_postgresql(error: DBAPIError, state: str | None) -> Outage | None:
    if error.connection_invalidated:
        return Outage.AWAY
    if not state:  # the driver's own word: it never reached a server
        return Outage.AWAY if type(error.orig).__name__ == "OperationalError" else None
    fits = [begin for begin in _POSTGRESQL if state.startswith(begin)]
    return _POSTGRESQL[max(fits, key=len)] if fits else None
