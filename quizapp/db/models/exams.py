"""Sittings of mock exams: what was drawn, what was answered, and how the clock stands."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class Attempt(Base):
    """One sitting of a mock exam, with the conditions it was begun under. One open one a learner.

    Its time can be over while `ended_at` is still empty: nothing is written before the next POST.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index(
            "ix_attempts_open",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "user_id", "id"),
        CheckConstraint("locked between 0 and 2", name="locked"),
        CheckConstraint("ending in ('', 'finished', 'time', 'left')", name="ending"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    conditions: Mapped[dict[str, Any]]  # time, has_breaks, hides_clock, line
    pace_seconds: Mapped[float]  # of a question, before the factor
    limit_seconds: Mapped[float | None]  # of all; None is no limit
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]  # the last thing done: time on a question runs from here
    break_at: Mapped[datetime | None]  # since when the clock stands still
    break_seconds: Mapped[float] = mapped_column(default=0.0)  # of the breaks that are over
    breaks: Mapped[int] = mapped_column(default=0)
    locked: Mapped[int] = mapped_column(SmallInteger, default=0)  # sections that are finished
    ended_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(String(10), default="")  # finished, time, left
    opened_at: Mapped[datetime | None]  # when the answers were shown, and told to the memory


class AttemptItem(Base):
    """One question of a sitting; `given` is what its form held last, an answer or not yet one."""

    __tablename__ = "attempt_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "revision"],
            ["item_revisions.item_id", "item_revisions.no"],
        ),
        Index(None, "item_id", "revision"),
        CheckConstraint("section in ('R', 'C')", name="section"),
        CheckConstraint("score between 0 and 1", name="score"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[int] = mapped_column(
        ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3 … through both sections
    section: Mapped[str] = mapped_column(String(1))
    item_id: Mapped[int]
    revision: Mapped[int]
    shown: Mapped[list[str]]  # option ids in the order shown
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)  # options, text, matches
    score: Mapped[float | None]  # None: not answered
    is_flagged: Mapped[bool] = mapped_column(default=False)
    seconds: Mapped[float] = mapped_column(default=0.0)  # how long the question was looked at
    saved_at: Mapped[datetime | None]
