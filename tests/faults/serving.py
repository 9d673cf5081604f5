"""The real server with switches for its clock and its disk: `python -m tests.faults.serving`.

The switches are files of the folder FAULT_SWITCHES, read at every request, so that a fault comes
and goes while the same processes serve: `clock` holds seconds to add to the time, `disk` one of
`full`, `quota` and `read-only`.
"""

import os
import resource
import sqlite3
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError

from quizapp.adapters import clock
from quizapp.app import create_app
from quizapp.config import load_settings
from quizapp.db import wal
from quizapp.db.base import db
from quizapp.server import Server
from tests.faults import synced

CLOCK, DISK = "clock", "disk"
FULL, QUOTA, READ_ONLY = "full", "quota", "read-only"


class Switches:
    """The faults that are on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    def read(self, name: str) -> str:
        """Return what a switch is set to, or nothing."""
        path = self._folder / name
        return path.read_text() if path.exists() else ""

    def now(self) -> datetime:
        """Return the time of a clock that was set."""
        return clock.now() + timedelta(seconds=float(self.read(CLOCK) or 0))

    def checkout(self, _connection: object, record: Any, _proxy: object) -> None:
        """Give no connection of before a switch was turned; a full quota holds for the process."""
        disk = self.read(DISK)
        limit = (0, self._usual[1]) if disk == QUOTA else self._usual
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        if record.info.get(DISK, "") != disk:
            raise DisconnectionError

    def connect(self, dialect: Any, _record: object, names: list[str], options: Any) -> Any:
        """Open the file for reading only, where the disk is."""
        if self.read(DISK) != READ_ONLY:
            return None
        return dialect.loaded_dbapi.connect(f"file:{names[0]}?mode=ro", uri=True, **options)

    def connected(self, connection: sqlite3.Connection, record: Any) -> None:
        """Let a full disk have the pages that it has, and no more."""
        record.info[DISK] = disk = self.read(DISK)
        if disk == FULL:
            connection.execute("PRAGMA max_page_count = 1")  # means: what is there now


def switched(app: Flask, switches: Switches) -> Flask:
    """Return the app with its clock and its connections behind the switches."""
    app.config["CLOCK"] = switches.now
    with app.app_context():
        event.listen(db.engine, "checkout", switches.checkout)
        event.listen(db.engine, "do_connect", switches.connect)
        event.listen(db.engine, "connect", switches.connected)
    return app


def main() -> int:
    """Serve the database as it is; it has been migrated."""
    settings = load_settings(os.environ)
    wal.LARGE = int(os.environ.get("FAULT_LARGE_LOG", wal.LARGE))
    wal.STEP = min(wal.STEP, wal.LARGE)
    if "FAULT_SYNCED" in os.environ:
        assert synced.listen(Path(os.environ["FAULT_SYNCED"])), "SQLite is no shared library here"
    app = switched(create_app(settings), Switches(Path(os.environ["FAULT_SWITCHES"])))
    Server(app, settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
