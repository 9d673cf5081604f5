"""What the figures about one learner's answers are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.analysis.recall import Answered
from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Concept, Item
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import is_current, stands


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """`firm`: recall above the target lasts for over 21 days."""

    seen: int
    items: int
    firm: int


FIRM_DAYS = 21


def answers_given(db_session: Session, user_id: int) -> Sequence[Answered]:
    """Return every answer of a learner that stands, in the order they were given.

    The whole log in one pass: what came back and what was last known hang on earlier answers of
    the same card, and looking those up for each answer takes the database thirty times as long.
    """
    query = (
        select(
            Review.study_on,
            Review.item_id,
            Review.part,
            Review.rating,
            Review.is_right,
            Review.confidence,
            Review.ms,
            is_current(),
        )
        .where(Review.user_id == user_id, stands())
        .order_by(Review.answered_at, Review.answer_id)
    )
    # In portions, so that not every row is there twice; no objects, which are half of the time.
    rows = db_session.connection().execute(query, execution_options={"yield_per": 1000})
    return [Answered._make(row) for row in rows]


def concepts_of_answers(db_session: Session, user_id: int) -> dict[int, str]:
    """Return the title of each answered item's concept, items without one left out."""
    answered = select(Card.item_id).where(Card.user_id == user_id)
    query = (
        select(Item.id, func.coalesce(Concept.title, Item.concept))
        .outerjoin(Concept, Concept.slug == Item.concept)
        .where(Item.id.in_(answered), Item.concept != "")
    )
    return {row[0]: row[1] for row in db_session.execute(query)}


def totals(db_session: Session, user_id: int) -> TotalsRow:
    """Return what has been seen and what is firmly known."""
    live = Item.status == Status.LIVE
    items = db_session.scalar(select(func.count()).select_from(Item).where(live)) or 0
    mine = (
        select(
            func.count(Card.item_id.distinct()),
            func.count(Card.item_id.distinct()).filter(Card.stability > FIRM_DAYS),
        )
        .join(Item, Item.id == Card.item_id)
        .where(Card.user_id == user_id, live)
    )
    seen, firm = db_session.execute(mine).one()
    return TotalsRow(seen, items, firm)
