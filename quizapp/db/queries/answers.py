"""Every answer of a learner, for them to take along."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.study import Review
from quizapp.db.queries.log import stands


@dataclass(frozen=True, slots=True)
class AnswerRow:
    answered_at: datetime
    study_on: date
    bank: str
    ref: str
    part: str
    chosen: list[dict[str, Any]]
    is_right: bool
    score: float
    confidence: str | None
    ms: int
    source: str


def all_answers(db_session: Session, user_id: int) -> list[AnswerRow]:
    """Return the standing answers of a learner, the oldest first."""
    query = (
        select(
            Review.answered_at,
            Review.study_on,
            Bank.slug,
            Item.ref,
            Review.part,
            Review.chosen,
            Review.is_right,
            Review.score,
            Review.confidence,
            Review.ms,
            Review.source,
        )
        .join(Item, Item.id == Review.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .where(Review.user_id == user_id, stands())
        .order_by(Review.answered_at, Review.answer_id)
    )
    return [AnswerRow(*row) for row in db_session.execute(query)]
