"""Deleting what is no longer to be kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CursorResult, Delete, delete, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from quizapp.core.retention import GUEST_DAYS, LOG_DAYS, LOGIN_DAYS
from quizapp.db.models.accounts import LoginSession, LoginTries, User
from quizapp.db.models.exams import Attempt
from quizapp.db.models.mail import AccountToken, Outbox
from quizapp.db.models.study import ItemMark, Review, StudySession
from quizapp.services.leaving import remove_leavers

GUESTS_AT_ONCE: Final = 200  # others write in between

# A guest's doings, each with its moment. Reading a page is none: it writes nothing.
_DOINGS: Final[tuple[tuple[Any, InstrumentedAttribute[Any]], ...]] = (
    (LoginSession.user_id, LoginSession.created_at),
    (Review.user_id, Review.received_at),
    (StudySession.user_id, StudySession.started_at),
    (Attempt.user_id, Attempt.touched_at),
    (ItemMark.user_id, ItemMark.flagged_at),
    (ItemMark.user_id, ItemMark.noted_at),
)


@dataclass(frozen=True, slots=True)
class TidyResult:
    """How much was deleted; `is_done` unless there were more guests than one go takes."""

    leavers: int
    guests: int
    logins: int
    is_done: bool
    remains: int = 0  # links that are over, waits that ended, mails that were given up


def tidy(db_session: Session, *, now: datetime) -> TidyResult:
    """Delete accounts whose owners left, guests long gone, and what is over: sign-ins, links."""
    leavers = remove_leavers(db_session, now)
    since = now - timedelta(days=GUEST_DAYS)
    idle = select(User.id).where(User.is_guest, User.created_at < since)
    for user_id, moment in _DOINGS:
        idle = idle.where(~exists().where(user_id == User.id, moment >= since))
    ids = db_session.scalars(idle.order_by(User.id).limit(GUESTS_AT_ONCE)).all()
    guests = _deleted(db_session, delete(User).where(User.id.in_(ids), User.is_guest))
    ended = LoginSession.created_at < now - timedelta(days=LOGIN_DAYS)
    logins = _deleted(db_session, delete(LoginSession).where(ended))
    remains = sum(_deleted(db_session, statement) for statement in _remains(now))
    db_session.commit()
    return TidyResult(leavers, guests, logins, len(ids) < GUESTS_AT_ONCE, remains)


def _remains(now: datetime) -> tuple[Delete, ...]:
    """Return what deletes that which nothing looks at any more."""
    a_day, long = now - timedelta(days=1), now - timedelta(days=LOGIN_DAYS)
    # That somebody once got in from a network keeps strangers' guesses from being theirs.
    is_known = LoginTries.known_at.is_not(None) & (LoginTries.known_at >= long)
    return (
        delete(AccountToken).where(AccountToken.expires_at < now),
        delete(LoginTries).where(LoginTries.last_at < a_day, ~is_known),
        delete(Outbox).where(Outbox.given_up_at < now - timedelta(days=LOG_DAYS)),
    )


def _deleted(db_session: Session, statement: Delete) -> int:
    result: CursorResult[Any] = db_session.execute(statement)  # type: ignore[assignment]
    return result.rowcount
