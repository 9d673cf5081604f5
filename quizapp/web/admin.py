"""For whoever runs this: the state of the instance on one page. For others it is not there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, current_app, render_template

from quizapp import __version__
from quizapp.config import Settings
from quizapp.core.access import Permission, Role, has_permission
from quizapp.db.base import db_session
from quizapp.db.queries.mail import MailRow, waiting_mails
from quizapp.db.queries.operation import database_state
from quizapp.services.errors import NotFound
from quizapp.services.operation import InstanceState, instance_state
from quizapp.web import clock
from quizapp.web.login import viewer
from quizapp.web.words import plural

bp = Blueprint("admin", __name__, url_prefix="/admin")
LATE = timedelta(days=2)
LITTLE_ROOM = 5  # times the database: a backup, and what a restore or a migration takes beside
SHOWN_BACKUPS = 10


@dataclass(frozen=True, slots=True)
class BackupView:
    name: str
    made: str
    size: str
    why: str


@bp.get("")
def overview() -> str:
    """Show what the operator has to look after."""
    row = viewer()
    if row is None or not has_permission(Role(row.role), Permission.RUN_THE_SITE):
        raise NotFound("There is no page at this address.")
    settings: Settings = current_app.config["SETTINGS"]
    state, database = instance_state(settings), database_state(db_session)
    mails = waiting_mails(db_session)
    size = database.size if state.database_bytes is None else state.database_bytes
    return render_template(
        "admin/overview.html",
        version=__version__,
        database=database,
        kind="SQLite" if settings.is_sqlite else "PostgreSQL",
        size=in_words(size or 0),
        free=in_words(state.free_bytes),
        faults=[*_faults(settings, state, size or 0, clock.now()), *_mail_faults(mails)],
        mail_server=f"{settings.mail.host}:{settings.mail.port}" if settings.mail else "",
        mails_waiting=sum(one.given_up_at is None for one in mails),
        mails_given_up=sum(one.given_up_at is not None for one in mails),
        daily=moment_in_words(state.daily_work_at),
        does_daily_work=settings.does_daily_work,
        backups=[
            BackupView(
                name=one.path.name,
                made=moment_in_words(one.made_at),
                size=in_words(one.size),
                why=f"before the migration from {one.revision}" if one.revision else "",
            )
            for one in state.backups[:SHOWN_BACKUPS]
        ],
        backup_count=len(state.backups),
        log=settings.log_dir or "standard error",
    )


def _faults(settings: Settings, state: InstanceState, size: int, now: datetime) -> list[str]:
    """Return what somebody should do something about."""
    faults = []
    if settings.is_sqlite and (not state.backups or now - state.backups[0].made_at > LATE):
        faults.append("There is no backup of the last two days. Run `flask backup`.")
    if settings.does_daily_work and (
        state.daily_work_at is None or now - state.daily_work_at > LATE
    ):
        faults.append("The daily work was not done for two days. The log says why.")
    if state.free_bytes < LITTLE_ROOM * size:
        faults.append("The disk is nearly full. Make room, or no answer can be stored.")
    return faults


def _mail_faults(mails: list[MailRow]) -> list[str]:
    """Return what is wrong with the mails: `fault` is what the server said last."""
    refused = [one.fault for one in mails if one.tries]
    if not refused:
        return []
    what = plural(len(refused), "mail")
    said = f"{what} could not be sent so far; the server said last: {refused[-1]}."
    return [f"{said} Run `flask worker --list`."]


def in_words(size: int) -> str:
    """Return a size as people say it."""
    for unit, bytes_in_it in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= bytes_in_it:
            return f"{size / bytes_in_it:.1f} {unit}"
    return f"{size} bytes"


def moment_in_words(moment: datetime | None) -> str:
    return f"{moment:%B} {moment.day}, {moment:%Y, %H:%M} UTC" if moment else "never so far"
