"""What to read once more on the last day: the questions that were missed most, with their key."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Concept, Item, ItemRevision
from quizapp.db.models.study import Card

_LIVE = and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One question to take along, under the title of its concept."""

    concept: str
    part: str
    body: dict[str, Any]


def ideas_missed(db_session: Session, user_id: int, most: int) -> list[IdeaRow]:
    """Return what the learner missed, the most missed and weakest first; an item once."""
    query = (
        select(Concept.title, Item.concept, Card.item_id, Card.part, ItemRevision.body)
        .select_from(Card)
        .join(Item, Item.id == Card.item_id)
        .join(ItemRevision, _LIVE)
        .outerjoin(Concept, Concept.slug == Item.concept)
        .where(Card.user_id == user_id, Item.status == Status.LIVE, Card.missed_count > 0)
        .order_by(Card.missed_count.desc(), Card.stability, Item.id)
        .limit(2 * most)
    )
    ideas: dict[int, IdeaRow] = {}
    for title, slug, item_id, part, body in db_session.execute(query):
        ideas.setdefault(item_id, IdeaRow(title or slug or "Other", part, body))
    return list(ideas.values())[:most]
