"""Which cards a learner could study: those due, and parts of live items never seen."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind, Status
from quizapp.core.scheduling.queue import Candidate
from quizapp.db.models.banks import Bank, Concept, Item
from quizapp.db.models.study import Card
from quizapp.db.queries.marks import set_aside

_ITEM = (Item.id, Item.concept, Item.author, Item.kind, Item.siblings, Item.parts)
MOST_NEW = 400  # far more new items than a study day can take


def due_candidates(db_session: Session, user_id: int, today: date) -> list[Candidate]:
    """Return the learner's cards due on or before `today`, of items that are live."""
    query = (
        select(*_ITEM, Card.part, Card.stability, Card.last_on, Card.due_on)
        .select_from(Card)
        .join(Item, Item.id == Card.item_id)
        .where(
            Card.user_id == user_id,
            Card.suspended_at.is_(None),
            Card.due_on <= today,
            Item.status == Status.LIVE,
        )
    )
    return [
        Candidate(
            key=(row.id, row.part),
            concept=row.concept,
            author=row.author,
            is_self_graded=Kind(row.kind) in SELF_GRADED_KINDS,
            siblings=frozenset(row.siblings),
            is_new=False,
            stability=row.stability,
            last_on=row.last_on,
            due_on=row.due_on,
        )
        for row in db_session.execute(query)
        if row.part in row.parts  # a gap that is gone stays in history only
    ]


def new_candidates(db_session: Session, user_id: int) -> list[Candidate]:
    """Return parts of live items that the learner has no card for, banks taken in turn."""
    query = (
        select(*_ITEM, Card.part)
        .outerjoin(Card, and_(Card.item_id == Item.id, Card.user_id == user_id))
        .where(
            Item.status == Status.LIVE,
            Item.id.not_in(set_aside(user_id)),
            Card.item_id.is_(None) | (Item.kind == Kind.CLOZE),
        )
        .order_by(Item.position, Item.bank_id)
        .limit(MOST_NEW)
    )
    seen: set[tuple[int, str]] = set()
    items = {}
    for row in db_session.execute(query):
        items[row.id] = row
        if row.part is not None:
            seen.add((row.id, row.part))
    return [
        Candidate(
            key=(row.id, part),
            concept=row.concept,
            author=row.author,
            is_self_graded=Kind(row.kind) in SELF_GRADED_KINDS,
            siblings=frozenset(row.siblings),
            is_new=True,
        )
        for row in items.values()
        for part in row.parts
        if (row.id, part) not in seen
    ]


def bank_cards(
    db_session: Session, user_id: int, slug: str, ref: str = ""
) -> list[tuple[int, str]]:
    """Return a bank's cards (item id, part) for practice: unseen ones first, then by due day.

    With `ref` only that item's.
    """
    which = [Bank.slug == slug] + ([Item.ref == ref] if ref else [])
    return _practice_cards(db_session, user_id, which)


def concept_cards(db_session: Session, user_id: int, slug: str) -> list[tuple[int, str]]:
    """Return the cards of a concept and of those below it, in the order of `bank_cards`."""
    below = select(Concept.slug).where(Concept.slug == slug).cte(recursive=True)
    below = below.union(select(Concept.slug).where(Concept.parent == below.c.slug))
    return _practice_cards(db_session, user_id, [Item.concept.in_(select(below.c.slug))])


def _practice_cards(
    db_session: Session, user_id: int, which: Sequence[ColumnElement[bool]]
) -> list[tuple[int, str]]:
    query = (
        select(Item.id, Item.parts, Card.part, Card.due_on)
        .join(Bank, Bank.id == Item.bank_id)
        .outerjoin(Card, and_(Card.item_id == Item.id, Card.user_id == user_id))
        .where(*which, Item.status == Status.LIVE)
        .order_by(Bank.slug, Item.position)
    )
    due: dict[int, dict[str, date]] = {}
    parts: dict[int, list[str]] = {}
    for row in db_session.execute(query):
        parts[row.id] = row.parts
        known = due.setdefault(row.id, {})
        if row.part is not None:
            known[row.part] = row.due_on
    # One part of an item: gaps of a sentence give one another away.
    best = [
        (*min((due[item_id].get(part) or date.min, part) for part in parts[item_id]), item_id)
        for item_id in parts
    ]
    return [(item_id, part) for _, part, item_id in sorted(best, key=lambda one: one[0])]
