"""The questions that a mock exam can be drawn from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import SELF_GRADED_KINDS, Status
from quizapp.core.exams.assembly import PoolItem
from quizapp.core.exams.outline import parts_of
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.db.models.study import Card
from quizapp.db.queries.marks import set_aside

_LIVE = and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A live question as it is drawn: its revision of now."""

    item_id: int
    revision: int
    body: dict[str, Any]


def mock_pool(db_session: Session, user_id: int) -> list[PoolItem]:
    """Return the live questions that are scored by a key, without those set aside.

    The learner has seen one when it was answered, or was part of an earlier sitting.
    """
    asked = (
        select(AttemptItem.item_id, func.max(Attempt.started_at).label("at"))
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.user_id == user_id)
        .group_by(AttemptItem.item_id)
        .subquery()
    )
    query = (
        select(
            Item.id,
            Item.bank_id,
            Item.concept,
            Item.siblings,
            ItemRevision.body["section"].as_string().label("section"),
            ItemRevision.body["case_ref"].as_string().label("case_ref"),
            Card.last_answered_at,
            asked.c.at,
        )
        .join(ItemRevision, _LIVE)
        .outerjoin(Card, and_(Card.item_id == Item.id, Card.user_id == user_id, Card.part == ""))
        .outerjoin(asked, asked.c.item_id == Item.id)
        .where(
            Item.status == Status.LIVE,
            Item.kind.not_in(SELF_GRADED_KINDS),
            Item.id.not_in(set_aside(user_id)),
        )
        .order_by(Item.id)
    )
    return [
        PoolItem(
            item_id=row.id,
            sections=frozenset(parts_of(row.section or "")),
            concept=row.concept,
            siblings=frozenset(row.siblings),
            case=f"{row.bank_id}/{row.case_ref}" if row.case_ref else "",
            seen_at=_later(row.last_answered_at, row.at),
        )
        for row in db_session.execute(query)
    ]


def drawn(db_session: Session, item_ids: list[int]) -> dict[int, DrawnRow]:
    """Return live questions by their ids."""
    query = (
        select(Item.id, Item.live_revision, ItemRevision.body)
        .join(ItemRevision, _LIVE)
        .where(Item.id.in_(item_ids))
    )
    return {row[0]: DrawnRow(*row) for row in db_session.execute(query)}


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
