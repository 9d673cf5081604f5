"""The state of an instance, for its operator: disk, backups, the daily work."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from quizapp.adapters.stamp import read_stamp
from quizapp.config import Settings
from quizapp.services.backups import Backup, backups_in

LAST_DONE: Final = "daily"  # the file that says when the daily work was done last


@dataclass(frozen=True, slots=True)
class InstanceState:
    """What the instance folder and its disk say; `database_bytes` of SQLite only."""

    free_bytes: int
    database_bytes: int | None
    backups: tuple[Backup, ...]  # newest first
    daily_work_at: datetime | None


def instance_state(settings: Settings) -> InstanceState:
    """Return the state of the instance of `settings`, read from its folder."""
    folder = settings.instance_dir
    database = settings.sqlite_path
    return InstanceState(
        free_bytes=shutil.disk_usage(folder).free,
        database_bytes=_size(database) if database else None,
        backups=tuple(backups_in(settings.backup_dir)),
        daily_work_at=read_stamp(folder / LAST_DONE),
    )


def gauges(settings: Settings) -> dict[str, tuple[str, float]]:
    """Return the same as figures for monitoring: name -> (what it is, value)."""
    state = instance_state(settings)
    found = {"alliance_disk_free_bytes": ("Room on the instance's disk.", float(state.free_bytes))}
    if state.database_bytes is not None:
        found["alliance_database_bytes"] = (
            "Size of the database and its write-ahead log.",
            float(state.database_bytes),
        )
    if state.backups:
        found["alliance_newest_backup_timestamp_seconds"] = (
            "When the newest backup was made.",
            state.backups[0].made_at.timestamp(),
        )
    if state.daily_work_at:
        found["alliance_daily_work_timestamp_seconds"] = (
            "When the daily work was done last.",
            state.daily_work_at.timestamp(),
        )
    return found


def _size(database: Path) -> int:
    both = (database, database.with_name(f"{database.name}-wal"))
    return sum(path.stat().st_size for path in both if path.exists())
