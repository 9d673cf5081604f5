"""Banks as they were loaded: every load, every revision of every item."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base

REPLACED = "~"  # in the ref of an item whose id another item has taken: no file can have it


class Bank(Base):
    """One bank file, known by its slug for ever."""

    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(20), default="en")
    license: Mapped[str] = mapped_column(String(80), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[dict[str, Any]]  # authors, intro_html, sources


class BankLoad(Base):
    """What a bank's text was at each load, and where it came from."""

    __tablename__ = "bank_loads"
    __table_args__ = (Index(None, "bank_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(300))  # the file's path, or "browser"
    is_served: Mapped[bool] = mapped_column(
        default=True
    )  # False: only seen, its text was not taken
    loaded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    loaded_at: Mapped[datetime]


class Item(Base):
    """One question under its permanent id. Fields of the live revision are repeated for queries."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("bank_id", "ref"),
        Index(None, "bank_id", "status"),
        Index(None, "concept"),
        CheckConstraint("status in ('live', 'draft', 'retired')", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    ref: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(10))
    live_revision: Mapped[int]  # the number of an item_revisions row of this item
    kind: Mapped[str] = mapped_column(String(12))
    concept: Mapped[str] = mapped_column(String(80), default="")
    level: Mapped[str] = mapped_column(String(12), default="")
    author: Mapped[str] = mapped_column(String(80), default="")  # its source key
    siblings: Mapped[list[int]] = mapped_column(default=list)  # item ids
    parts: Mapped[list[str]] = mapped_column(default=list)  # gap ids; one empty string otherwise
    position: Mapped[int] = mapped_column(default=0)  # place in the file
    was: Mapped[list[str]] = mapped_column(default=list)  # refs it had before


class ItemRevision(Base):
    """An item's content at one time; never changed, so that history can show what was seen."""

    __tablename__ = "item_revisions"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    no: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    body: Mapped[dict[str, Any]]
    change: Mapped[str] = mapped_column(String(10), default="")  # its class; empty for the first
    why: Mapped[str] = mapped_column(Text, default="")
    found: Mapped[str] = mapped_column(String(10), default="")  # the class before it was overruled
    series: Mapped[int] = mapped_column(default=1)  # answers of one series make one statistic
    load_id: Mapped[int] = mapped_column(ForeignKey("bank_loads.id"))


class BankImage(Base):
    """A picture of a bank, kept under its hash, so that old revisions still show it."""

    __tablename__ = "bank_images"

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("banks.id", ondelete="CASCADE"), primary_key=True
    )
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Exam(Base):
    """What is known of an exam: its file in content/exams/, as it was loaded last."""

    __tablename__ = "exams"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    outline: Mapped[dict[str, Any]]  # sections, topics and numbers, each with source, day, status
    sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]


class Concept(Base):
    """A node of the concept tree of content/concepts.yaml."""

    __tablename__ = "concepts"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    short: Mapped[str] = mapped_column(String(40))
    parent: Mapped[str] = mapped_column(String(80), default="")


class ContentState(Base):
    """One row, whose number goes up with every change of banks, exams or concepts, by triggers."""

    __tablename__ = "content_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    changes: Mapped[int]
