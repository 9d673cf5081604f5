"""A learner's plan toward an exam, and what was foreseen on its days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class ExamPlan(Base):
    """What a learner plans toward. Without a row, or without a day, plain spaced repetition runs.

    `version` goes up with every change, so that a ranking made for an older plan is made anew.
    """

    __tablename__ = "exam_plans"
    __table_args__ = (
        CheckConstraint("target between 1 and 99", name="target"),
        CheckConstraint("outcome in ('', 'passed', 'failed', 'unsaid')", name="outcome"),
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    exam: Mapped[str] = mapped_column(String(80), default="")  # slug of an exam file
    exam_on: Mapped[date | None]
    target: Mapped[int | None]  # the learner's own line, in percent
    minutes: Mapped[list[int]]  # a day, Monday first
    days_off: Mapped[list[str]]  # ISO dates
    is_sparing: Mapped[bool] = mapped_column(default=False)  # fewest minutes to the target
    version: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[str] = mapped_column(String(10), default="")  # how the exam went, once asked
    changed_at: Mapped[datetime]


class Forecast(Base):
    """What was foreseen on a study day: the readiness of each section, the recall of the day.

    Written once a day and never changed, so that later answers can judge it.
    """

    __tablename__ = "forecasts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    study_on: Mapped[date] = mapped_column(primary_key=True)
    sections: Mapped[dict[str, Any]]  # slug → point, low, high, answers, seen, items
    recall: Mapped[list[list[Any]]]  # [item id, part, believed chance of a right answer]
    made_at: Mapped[datetime]
