"""What a served app does by itself: a backup and tidying, once a day, in one of its processes."""

import logging
import os
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from flask import Flask

from quizapp.adapters.clock import Clock
from quizapp.adapters.file_lock import FileLock
from quizapp.adapters.json_log import log_event
from quizapp.cli.tidy import tidy_everything
from quizapp.config import Settings
from quizapp.services.backups import BACKGROUND_LOCK, back_up

EVERY: Final = timedelta(days=1)
AFTER_A_FAULT: Final = timedelta(hours=1)
FIRST_LOOK_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 5.0  # how soon another process takes over from one that ended
LAST_DONE: Final = "daily"  # the file that says when

log = logging.getLogger(__name__)


class Background:
    """Does the daily work when it is due, as long as this process holds the lock.

    Each process of the server has one, and all but one of them wait: the kernel gives the lock to
    another when the process that holds it ends.
    """

    def __init__(self, app: Flask, settings: Settings, clock: Clock) -> None:
        self._app = app
        self._settings = settings
        self._clock = clock
        self._lock = FileLock(settings.instance_dir / BACKGROUND_LOCK)
        self._not_before: datetime | None = None
        self._ends = threading.Event()

    def start(self) -> None:
        """Look from time to time, in a thread that ends with the process."""
        threading.Thread(target=self._run, name="background", daemon=True).start()

    def _run(self) -> None:
        seconds = FIRST_LOOK_SECONDS
        while not self._ends.wait(seconds):
            self.turn()
            seconds = LOOK_SECONDS

    def turn(self) -> bool:
        """Do what is due, if it is this process's to do; return whether it was done."""
        if not self._lock.try_acquire() or not self._settings.does_daily_work:
            return False
        now = self._clock()
        if not self._is_due(now):
            return False
        try:
            self._do_daily_work(now)
        except Exception:
            self._not_before = now + AFTER_A_FAULT
            log.exception("daily work failed")
            return False
        write_last_done(self._settings.instance_dir, now)
        return True

    def _is_due(self, now: datetime) -> bool:
        if self._not_before and now < self._not_before:
            return False
        last = last_done(self._settings.instance_dir)
        return last is None or not last <= now < last + EVERY  # a clock set back is no excuse

    def _do_daily_work(self, now: datetime) -> None:
        settings = self._settings
        if settings.sqlite_path:
            made = back_up(settings.sqlite_path, settings.backup_dir, now=now)
            log_event("backup made", size=made.backup.size, dropped=made.dropped)
        with self._app.app_context():
            counts = tidy_everything(settings, now)
        log_event("tidied", **{what.replace(" ", "_"): count for what, count in counts.items()})


def last_done(instance: Path) -> datetime | None:
    """Return when the daily work was last done, or None."""
    try:
        return datetime.fromisoformat((instance / LAST_DONE).read_text().strip())
    except (OSError, ValueError):
        return None


def write_last_done(instance: Path, now: datetime) -> None:
    part = instance / f"{LAST_DONE}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{now.isoformat()}\n")
    part.replace(instance / LAST_DONE)
