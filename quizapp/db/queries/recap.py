"""How a session went: its standing answers, each with what came before it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Card, Review, StudySession, StudySessionCard
from quizapp.db.queries.log import is_card_of_answer, is_current


@dataclass(frozen=True, slots=True)
class SessionAnswerRow:
    """One answer of a session. `was_new`: the card had never been answered before."""

    n: int
    item_id: int
    ref: str
    bank_slug: str
    is_repeat: bool  # of a miss earlier in the session
    outcome: str
    confidence: str | None
    ms: int
    body: dict[str, Any]
    due_on: date | None
    was_new: bool
    was_missed: bool


_Earlier = aliased(Review)


def _before(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that an earlier answer of the card meets `conditions`."""
    return exists().where(
        _Earlier.user_id == Review.user_id,
        _Earlier.item_id == Review.item_id,
        _Earlier.part == Review.part,
        _Earlier.answered_at < Review.answered_at,
        _Earlier.rating.is_not(None),
        is_current(_Earlier),
        *conditions,
    )


_SESSION_ANSWERS = (
    select(
        StudySessionCard.n,
        StudySessionCard.item_id,
        StudySessionCard.repeat_of,
        StudySessionCard.outcome,
        Review.confidence,
        Review.ms,
        ItemRevision.body,
        Card.due_on,
        _before(),
        _before(_Earlier.is_right.is_(False)),
        Item.ref,
        Bank.slug,
    )
    .select_from(StudySessionCard)
    .join(StudySession, StudySession.id == StudySessionCard.session_id)
    .join(
        Review,
        and_(
            Review.user_id == StudySession.user_id,
            Review.answer_id == StudySessionCard.answer_id,
        ),
    )
    .join(
        ItemRevision,
        and_(ItemRevision.item_id == Review.item_id, ItemRevision.no == Review.revision),
    )
    .join(Item, Item.id == StudySessionCard.item_id)
    .join(Bank, Bank.id == Item.bank_id)
    .outerjoin(
        Card,
        is_card_of_answer(),
    )
    .order_by(StudySessionCard.n)
)


def session_answers(db_session: Session, user_id: int, session_id: int) -> list[SessionAnswerRow]:
    """Return the standing answers of a session by place."""
    query = _SESSION_ANSWERS.where(StudySession.id == session_id, StudySession.user_id == user_id)
    return [
        SessionAnswerRow(
            n=row[0],
            item_id=row[1],
            is_repeat=row[2] is not None,
            outcome=row[3] or "no",
            confidence=row[4],
            ms=row[5],
            body=row[6],
            due_on=row[7],
            was_new=not row[8],
            was_missed=row[9],
            ref=row[10],
            bank_slug=row[11],
        )
        for row in db_session.execute(query)
    ]
