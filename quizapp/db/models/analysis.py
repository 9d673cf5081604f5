"""What was counted of first attempts, so that pages need not count: a cache of the log."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class BankSummary(Base):
    """When the first attempts at a bank's questions were counted last, and whose they were."""

    __tablename__ = "bank_summaries"

    bank_id: Mapped[int] = mapped_column(
        ForeignKey("banks.id", ondelete="CASCADE"), primary_key=True
    )
    learners: Mapped[int]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    version: Mapped[int]  # of the figures: others are not read
    counted_at: Mapped[datetime]


class ItemSummary(Base):
    """The first attempts at one series of an item; of too few there are no figures."""

    __tablename__ = "item_summaries"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    series: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]
    figures: Mapped[dict[str, Any]]  # the fields of a `core.analysis.item_stats.ItemStatistics`
