"""`flask tidy`: delete what is no longer to be kept; also what the app does daily by itself."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.adapters.json_log import drop_old_logs
from quizapp.config import Settings
from quizapp.core.retention import LOG_DAYS
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.services.tidying import tidy


@click.command("tidy")
@with_appcontext
def tidy_command() -> None:
    """Delete accounts that left, guests long gone, ended sign-ins and old logs."""
    settings: Settings = current_app.config["SETTINGS"]
    for what, count in tidy_everything(settings, clock.now()).items():
        click.echo(f"{what} deleted: {count}")


def tidy_everything(settings: Settings, now: datetime) -> dict[str, int]:
    """Delete all that is to go by `now`, a part at a time; return how much, by what it was."""
    counts = {"accounts": 0, "guests": 0, "sign-ins": 0, "days of log": 0}
    is_done = False
    while not is_done:
        with write.mode(write.Mode.WRITE):
            result = tidy(db_session, now=now)
        db.session.remove()
        counts["accounts"] += result.leavers
        counts["guests"] += result.guests
        counts["sign-ins"] += result.logins
        is_done = result.is_done
    if settings.log_dir:
        counts["days of log"] = drop_old_logs(settings.log_dir, now.date(), LOG_DAYS)
    return counts
