"""Groups of learners, and what their educator asks of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class Cohort(Base):
    """A group of learners. Its code and link open no data: whoever has one may ask to be in it.

    When it is closed its members go, and with them all that it shows.
    """

    __tablename__ = "cohorts"
    __table_args__ = (
        Index(None, "owner_id"),
        CheckConstraint("days_a_week between 1 and 7", name="days_a_week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(80))
    link: Mapped[str] = mapped_column(String(40), unique=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)  # to be read out
    exam: Mapped[str] = mapped_column(String(80), default="")  # its slug
    exam_on: Mapped[date | None]
    days_a_week: Mapped[int | None]  # on which its members mean to study
    goal_since: Mapped[datetime]  # when that changed last
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class CohortBank(Base):
    """A bank that a cohort works on; its figures are then of these alone."""

    __tablename__ = "cohort_banks"
    __table_args__ = (Index(None, "bank_id"),)

    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True
    )
    bank_id: Mapped[int] = mapped_column(
        ForeignKey("banks.id", ondelete="CASCADE"), primary_key=True
    )


class CohortMember(Base):
    """Somebody in a cohort, by their own choice; leaving deletes the row."""

    __tablename__ = "cohort_members"
    __table_args__ = (Index(None, "user_id"),)

    cohort_id: Mapped[int] = mapped_column(
        ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    joined_at: Mapped[datetime]
    shares_name: Mapped[bool]
