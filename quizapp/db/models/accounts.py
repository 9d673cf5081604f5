"""People and their sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class User(Base):
    """A learner, educator or admin; a guest is a user without an e-mail yet."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role in ('learner', 'educator', 'admin')", name="role"),
        CheckConstraint("is_guest or email is not null", name="email"),
        Index(
            "ix_users_leaves_at",
            "leaves_at",
            sqlite_where=text("leaves_at IS NOT NULL"),
            postgresql_where=text("leaves_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # folded to lower case
    name: Mapped[str] = mapped_column(String(80), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10), default="learner")
    is_guest: Mapped[bool]
    guest_key: Mapped[str | None] = mapped_column(String(64), unique=True)  # one a landing page
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    day_start_hour: Mapped[int] = mapped_column(default=4)
    new_per_day: Mapped[int] = mapped_column(default=10)
    minutes_a_day: Mapped[int] = mapped_column(default=20)
    prefs: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reading choices, keys
    accommodations: Mapped[dict[str, Any]] = mapped_column(default=dict)  # in mock exams
    created_at: Mapped[datetime]
    email_verified_at: Mapped[datetime | None]  # when a link sent there came back
    leaves_at: Mapped[datetime | None]  # when the account is deleted, once asked for


class LoginSession(Base):
    """One signed-in browser. The cookie holds the token, this row only its hash."""

    __tablename__ = "login_sessions"
    __table_args__ = (Index(None, "user_id"),)

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(200), default="")
    seen_at: Mapped[datetime | None]  # to the hour


class SecondFactor(Base):
    """The authenticator app of an account. Its secret is derived (adapters/authenticator.py)."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    salt: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]  # since then it is asked for
    last_step: Mapped[int]  # of time, of the code that was used last


class RecoveryCode(Base):
    """A code for when the phone is gone, as its hash; the row goes when it is used."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class LoginTries(Base):
    """How often signing in went wrong under one key (services/login_limits.py)."""

    __tablename__ = "login_tries"
    __table_args__ = (Index(None, "last_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    open_at: Mapped[datetime]  # when the next one may be made
    known_at: Mapped[datetime | None]  # when one fit last


class LearnerChanges(Base):
    """How often what is a user's own has changed: a page's version.

    Triggers write it (ADR 0019), from the user's first row on. It is no column of the user, whose
    row others lock.
    """

    __tablename__ = "learner_changes"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    changes: Mapped[int]
