"""Who is asking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import ExamPlan as ExamPlanOf
from quizapp.db import write
from quizapp.db.base import UtcDateTime, db
from quizapp.db.models.accounts import (
    LearnerChanges,
    LoginSession,
    RecoveryCode,
    SecondFactor,
    User,
)
from quizapp.db.models.banks import ContentState
from quizapp.db.models.mail import AccountToken
from quizapp.db.models.plans import ExamPlan
from quizapp.db.models.study import Review
from quizapp.db.queries.plan import PLAN_COLUMNS, plan_from
from quizapp.db.queries.teaching import TAUGHT_COLUMNS, TaughtRow, taught_from

IDLE: Final = timedelta(days=30)  # a login session that is not used so long is over
_SEEN_AT = func.coalesce(LoginSession.seen_at, LoginSession.created_at, type_=UtcDateTime())
_COLUMNS = (
    User.id,
    User.email,
    User.name,
    User.role,
    User.is_guest,
    User.zone,
    User.day_start_hour,
    User.new_per_day,
    User.minutes_a_day,
    User.prefs,
    User.leaves_at,
    LearnerChanges.changes,
    select(ContentState.changes).scalar_subquery().label("content"),
    _SEEN_AT.label("seen_at"),
)
_BY_SESSION = (
    select(*_COLUMNS, *TAUGHT_COLUMNS, *PLAN_COLUMNS)
    .join(LoginSession, LoginSession.user_id == User.id)
    .join(LearnerChanges, LearnerChanges.user_id == User.id)
    .outerjoin(ExamPlan, ExamPlan.user_id == User.id)
    .where(
        LoginSession.id_hash == bindparam("id_hash"),
        LoginSession.created_at >= bindparam("since"),
        bindparam("idle_since", type_=UtcDateTime()) <= _SEEN_AT,
        User.leaves_at.is_(None) | (User.leaves_at > bindparam("now")),
    )
)


@dataclass(frozen=True, slots=True)
class ViewerRow:
    """The user behind a request."""

    user_id: int
    email: str | None
    name: str
    role: str
    is_guest: bool
    zone: str
    day_start_hour: int
    new_per_day: int
    minutes_a_day: int
    prefs: dict[str, Any]
    leaves_at: datetime | None  # when the account is deleted
    changes: int  # goes up with every change of what is theirs
    content: int  # goes up with every change of banks, exams and concepts
    seen_at: datetime  # when the login session was used last, to the hour
    taught: TaughtRow | None = None  # of who may load banks
    plan: ExamPlanOf | None = None

    @property
    def learner(self) -> Learner:
        return Learner(self.user_id, self.zone, self.day_start_hour)


def viewer_by_session(
    db_session: Session, id_hash: str, since: datetime, now: datetime
) -> ViewerRow | None:
    """Return whose login session `id_hash` is, if it was begun after `since`.

    Nobody's once the account is to be gone.

    Read in the transaction of the request; where one that writes lets nobody else in (SQLite),
    before it begins.
    """
    values = {"id_hash": id_hash, "since": since, "now": now, "idle_since": now - IDLE}
    is_writing = write.current_mode() is write.Mode.WRITE
    if is_writing and db_session.get_bind().dialect.name == "sqlite":
        with write.mode(write.Mode.SINGLE), db.engine.connect() as connection:
            row = connection.execute(_BY_SESSION, values).one_or_none()
    else:
        row = db_session.connection().execute(_BY_SESSION, values).one_or_none()
    if row is None:
        return None
    columns: tuple[Any, ...] = tuple(row)
    own, taught = len(_COLUMNS), len(_COLUMNS) + len(TAUGHT_COLUMNS)
    return ViewerRow(
        *(*columns[:own], taught_from(columns[own:taught]), plan_from(columns[taught:]))
    )


def answer_count(db_session: Session, user_id: int) -> int:
    """Return how many answers the user has given (undone ones included)."""
    query = select(func.count()).where(Review.user_id == user_id, Review.rating.is_not(None))
    return db_session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class LoginSessionRow:
    id_hash: str
    agent: str
    created_at: datetime
    seen_at: datetime


def login_sessions(db_session: Session, user_id: int) -> list[LoginSessionRow]:
    """Return the browsers that a user is signed in with, the one used last first."""
    query = (
        select(LoginSession.id_hash, LoginSession.agent, LoginSession.created_at, _SEEN_AT)
        .where(LoginSession.user_id == user_id)
        .order_by(_SEEN_AT.desc(), LoginSession.id_hash)
    )
    return [LoginSessionRow(*row) for row in db_session.execute(query)]


def email_verified_at(db_session: Session, user_id: int) -> datetime | None:
    """Return when a user showed that the address is theirs."""
    return db_session.scalar(select(User.email_verified_at).where(User.id == user_id))


def address_of_token(db_session: Session, id_hash: str, kind: str, now: datetime) -> str | None:
    """Return the address that a link was sent to, while its token is good."""
    query = select(AccountToken.address).where(
        AccountToken.id_hash == id_hash,
        AccountToken.kind == kind,
        AccountToken.expires_at > now,
    )
    return db_session.scalar(query)


@dataclass(frozen=True, slots=True)
class CredentialsRow:
    user_id: int
    email: str | None
    password_hash: str | None
    leaves_at: datetime | None
    has_factor: bool  # is a code asked for besides the password?


@dataclass(frozen=True, slots=True)
class SecondFactorRow:
    salt: str
    is_on: bool
    codes_left: int


def second_factor(db_session: Session, user_id: int) -> SecondFactorRow | None:
    """Return a user's second factor, also one that is not confirmed yet."""
    codes = select(func.count()).where(RecoveryCode.user_id == user_id).scalar_subquery()
    query = select(SecondFactor.salt, SecondFactor.confirmed_at.is_not(None), codes)
    row = db_session.execute(query.where(SecondFactor.user_id == user_id)).one_or_none()
    return SecondFactorRow(row[0], bool(row[1]), row[2]) if row else None


def credentials(email: str) -> CredentialsRow | None:
    """Return what a sign-in is checked against, read outside of any transaction.

    Verifying takes 25 ms, and no writer should wait that long for the gate.
    """
    return _credentials(User.email == email.strip().lower())


def credentials_by_id(user_id: int) -> CredentialsRow | None:
    """Return the same for a user who is signed in."""
    return _credentials(User.id == user_id)


def credentials_by_token(id_hash: str, kind: str, now: datetime) -> CredentialsRow | None:
    """Return the same for the owner of a token that is good now."""
    owner = select(AccountToken.user_id).where(
        AccountToken.id_hash == id_hash,
        AccountToken.kind == kind,
        AccountToken.expires_at > now,
    )
    return _credentials(User.id == owner.scalar_subquery())


def _credentials(condition: ColumnElement[bool]) -> CredentialsRow | None:
    has_factor = exists().where(
        SecondFactor.user_id == User.id, SecondFactor.confirmed_at.is_not(None)
    )
    query = select(User.id, User.email, User.password_hash, User.leaves_at, has_factor).where(
        condition
    )
    with write.mode(write.Mode.SINGLE), db.engine.connect() as connection:
        row = connection.execute(query.where(User.email.is_not(None))).one_or_none()
    return CredentialsRow(*row) if row else None
