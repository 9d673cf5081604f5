"""Answers, the memory states that follow from them, and the sessions they were given in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class Review(Base):
    """One answer of any source. Append-only: an undo is a row that `reverses` another.

    Self-contained: `shown` and `chosen` hold option ids and texts as they were then, `is_right`
    is judged under `revision`.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "revision"],
            ["item_revisions.item_id", "item_revisions.no"],
        ),
        Index(None, "user_id", "item_id", "part", "answered_at"),
        Index(None, "user_id", "study_on"),
        Index(None, "session_id"),
        Index(
            "ix_reviews_reverses",
            "user_id",
            "reverses",
            sqlite_where=text("reverses IS NOT NULL"),
            postgresql_where=text("reverses IS NOT NULL"),
        ),
        CheckConstraint("rating between 1 and 4", name="rating"),
        CheckConstraint("score between 0 and 1", name="score"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    answer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    item_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(40), default="")
    revision: Mapped[int]
    shown: Mapped[list[str]]  # option ids in the order shown
    chosen: Mapped[list[dict[str, Any]]]  # [{"id", "text"}]
    is_right: Mapped[bool]
    score: Mapped[float]
    confidence: Mapped[str | None] = mapped_column(String(10))
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    ms: Mapped[int]  # from shown to answered, by the server's clock
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime]
    study_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(12))  # study, landing, practice, test, mock
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("study_sessions.id", ondelete="SET NULL")
    )
    model: Mapped[str] = mapped_column(String(20))
    reverses: Mapped[str | None] = mapped_column(String(40))
    counts_for_memory: Mapped[bool] = mapped_column(default=True)
    is_fast: Mapped[bool] = mapped_column(default=False)  # right, but faster than it can be read


class Card(Base):
    """The memory state of one learner for one item or gap: a cache of the log, see `rebuild`."""

    __tablename__ = "cards"
    __table_args__ = (
        Index(
            "ix_cards_due",
            "user_id",
            "due_on",
            sqlite_where=text("suspended_at IS NULL"),
            postgresql_where=text("suspended_at IS NULL"),
        ),
        Index(
            "ix_cards_missed",
            "user_id",
            "missed_at",
            sqlite_where=text("missed_at IS NOT NULL"),
            postgresql_where=text("missed_at IS NOT NULL"),
        ),
        Index(None, "item_id"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    stability: Mapped[float]
    difficulty: Mapped[float]
    last_on: Mapped[date]
    due_on: Mapped[date]
    reps: Mapped[int]
    lapses: Mapped[int]
    lapsed_on: Mapped[date | None]
    last_answered_at: Mapped[datetime]
    missed_at: Mapped[datetime | None]
    missed_count: Mapped[int]
    right_days: Mapped[int]
    right_on: Mapped[date | None]
    taught_revision: Mapped[int]
    suspended_at: Mapped[datetime | None]


class CardEdit(Base):
    """What an edit of an item did to one card: the part of the log that is no answer.

    Append-only. A replay takes it in at `at`, between the answers before and after it.
    """

    __tablename__ = "card_edits"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "revision"],
            ["item_revisions.item_id", "item_revisions.no"],
        ),
        CheckConstraint("change in ('key', 'material')", name="change"),
        Index(None, "item_id", "revision"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(40), primary_key=True, default="")
    revision: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    study_on: Mapped[date]  # the learner's study day at that moment


class Correction(Base):
    """A corrected key that a learner has to be told of, once; `seen_at` is when they were."""

    __tablename__ = "corrections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "revision"],
            ["item_revisions.item_id", "item_revisions.no"],
        ),
        Index(
            "ix_corrections_unseen",
            "user_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
        Index(None, "item_id", "revision"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    old_revision: Mapped[int]  # the newest revision that the learner had answered
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class ItemMark(Base):
    """What a learner keeps about an item: a flag, a note, why it was missed, that it is set aside.

    `suspended_at` is repeated on the learner's cards of the item, where the queue looks.
    """

    __tablename__ = "item_marks"
    __table_args__ = (Index(None, "item_id"), {"sqlite_with_rowid": False})

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    flagged_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(12), default="", server_default="")  # of its miss


class Report(Base):
    """A problem with an item that a learner told its author of."""

    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "revision"],
            ["item_revisions.item_id", "item_revisions.no"],
        ),
        Index(None, "item_id", "id"),
        Index(None, "user_id"),
        Index(
            "ix_reports_open",
            "item_id",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        CheckConstraint("status in ('open', 'settled')", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[int]
    revision: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))  # key, wording, accept, other
    text: Mapped[str] = mapped_column(Text, default="")
    answer_id: Mapped[str | None] = mapped_column(String(40))  # the answer it is about
    status: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(Text, default="")  # what became of it, for its writer
    # fixed, declined or answered; empty while it is open, and for those settled before 0014
    outcome: Mapped[str] = mapped_column(String(10), default="", server_default="")
    heard_at: Mapped[datetime | None]  # when its writer was told


class StudySession(Base):
    """An ordered list of cards, fixed when it starts. One open one a learner."""

    __tablename__ = "study_sessions"
    __table_args__ = (
        Index(
            "ix_study_sessions_open",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(12))  # study, landing, practice, test
    started_on: Mapped[date]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StudySessionCard(Base):
    """One place in a session; `answer_id` and `outcome` are set once it is answered."""

    __tablename__ = "study_session_cards"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[int] = mapped_column(
        ForeignKey("study_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3 …
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(40), default="")
    repeat_of: Mapped[int | None]  # the place of the miss that it repeats
    answer_id: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(4))  # ok, part, no


class Deck(Base):
    """A selection of questions that a learner saved under a name ("saved quiz" on the screen)."""

    __tablename__ = "decks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    selection: Mapped[dict[str, Any]]  # the fields of a `core.scheduling.deck.Selection`
    saved_at: Mapped[datetime]
