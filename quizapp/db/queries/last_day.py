"""What to read once more on the last day: the ideas behind what was missed most."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Concept, Item, ItemRevision
from quizapp.db.models.study import Card

_LIVE = and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea to take along, under the title of its concept."""

    concept: str
    text: str
    missed: int


def ideas_missed(db_session: Session, user_id: int, most: int) -> list[IdeaRow]:
    """Return the explanations of what the learner missed, the most missed and weakest first."""
    query = (
        select(
            Concept.title,
            Item.concept,
            ItemRevision.body["explanation_text"].as_string().label("text"),
            Card.missed_count,
        )
        .select_from(Card)
        .join(Item, Item.id == Card.item_id)
        .join(ItemRevision, _LIVE)
        .outerjoin(Concept, Concept.slug == Item.concept)
        .where(Card.user_id == user_id, Item.status == Status.LIVE, Card.missed_count > 0)
        .order_by(Card.missed_count.desc(), Card.stability, Item.id)
        .limit(2 * most)
    )
    ideas: dict[str, IdeaRow] = {}
    for title, slug, text, missed in db_session.execute(query):
        if text:  # gaps of one sentence share their idea
            ideas.setdefault(text, IdeaRow(title or slug or "Other", text, missed))
    return list(ideas.values())[:most]
