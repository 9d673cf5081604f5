"""Who writes a bank, and what they have written that is not live yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class BankEditor(Base):
    """Somebody who may change a bank; an owner also says who else may."""

    __tablename__ = "bank_editors"
    __table_args__ = (
        Index(None, "user_id"),
        CheckConstraint("role in ('owner', 'editor')", name="role"),
    )

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("banks.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(10))
    added_at: Mapped[datetime]


class BankDraft(Base):
    """An educator's own text of a bank, apart from what is live; the bank may not exist yet."""

    __tablename__ = "bank_drafts"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]  # goes up with every save, so that two tabs notice each other
    # What was served when it was begun; none where the bank was new.
    base_load_id: Mapped[int | None] = mapped_column(
        ForeignKey("bank_loads.id", ondelete="SET NULL")
    )
    saved_at: Mapped[datetime]


class DraftPicture(Base):
    """A picture that came with a draft, under its path from the text."""

    __tablename__ = "draft_pictures"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
