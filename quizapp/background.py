"""What one process of a served app does beside: backup, tidying, counting, daily; metrics."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from flask import Flask

from quizapp.adapters.clock import Clock
from quizapp.adapters.file_lock import FileLock
from quizapp.adapters.json_log import log_event
from quizapp.adapters.metrics import SharedMetrics
from quizapp.adapters.stamp import read_stamp, write_stamp
from quizapp.cli.bank_stats import count_every_bank
from quizapp.cli.tidy import tidy_everything
from quizapp.config import Settings
from quizapp.services.backups import BACKGROUND_LOCK, back_up
from quizapp.services.operation import LAST_DONE, gauges

EVERY: Final = timedelta(days=1)
AFTER_A_FAULT: Final = timedelta(hours=1)
FIRST_LOOK_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 5.0  # how soon another process takes over from one that ended

log = logging.getLogger(__name__)


class Background:
    """Does the daily work when it is due, as long as this process holds the lock.

    Each process of the server has one, and all but one of them wait: the kernel gives the lock to
    another when the process that holds it ends.
    """

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        clock: Clock,
        metrics: SharedMetrics | None = None,
    ) -> None:
        self._app = app
        self._settings = settings
        self._clock = clock
        self._lock = FileLock(settings.instance_dir / BACKGROUND_LOCK)
        self._stamp = settings.instance_dir / LAST_DONE
        self._not_before: datetime | None = None
        self._unserved_metrics = metrics
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
        if not self._lock.try_acquire():
            return False
        self._serve_metrics()
        if not self._settings.does_daily_work:
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
        write_stamp(self._stamp, now)
        return True

    def _serve_metrics(self) -> None:
        metrics, self._unserved_metrics = self._unserved_metrics, None
        if metrics is None:
            return
        try:
            metrics.serve(self._settings.metrics_port, lambda: gauges(self._settings))
        except OSError:
            self._unserved_metrics = metrics  # whoever had the port may be ending
            log.warning("metrics cannot be served")

    def _is_due(self, now: datetime) -> bool:
        if self._not_before and now < self._not_before:
            return False
        last = read_stamp(self._stamp)
        return last is None or not last <= now < last + EVERY  # a clock set back is no excuse

    def _do_daily_work(self, now: datetime) -> None:
        settings = self._settings
        if settings.sqlite_path:
            made = back_up(settings.sqlite_path, settings.backup_dir, now=now)
            log_event("backup made", size=made.backup.size, dropped=made.dropped)
        with self._app.app_context():
            counts = tidy_everything(settings, now)
            banks = count_every_bank(now)
        log_event("tidied", **{what.replace(" ", "_"): count for what, count in counts.items()})
        log_event("counted", banks=banks)
