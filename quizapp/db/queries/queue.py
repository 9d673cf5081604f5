"""Which cards a learner could study: those due, and parts of live items never seen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.scheduling.queue import Candidate
from quizapp.db.catalog import Catalog, catalog
from quizapp.db.models.banks import Bank, Concept, Item
from quizapp.db.models.study import Card
from quizapp.db.queries.marks import set_aside

MOST_NEW = 400  # far more new cards than a study day can take


def day_candidates(
    db_session: Session, user_id: int, today: date
) -> tuple[list[Candidate], list[Candidate]]:
    """Return what a learner could study: cards due on or before `today`, and new ones.

    Only of live items. Of the new ones the banks take turns.
    """
    query = select(
        Card.item_id, Card.part, Card.stability, Card.last_on, Card.due_on, Card.suspended_at
    ).where(Card.user_id == user_id)
    known = catalog(db_session)
    due: list[Candidate] = []
    seen: set[tuple[int, str]] = set()
    for item_id, part, stability, last_on, due_on, suspended_at in db_session.execute(query):
        seen.add((item_id, part))
        item = known.by_id.get(item_id)
        # A gap that is gone is history only.
        if suspended_at is None and due_on <= today and item and part in item.parts:
            due.append(
                replace(
                    item.unseen(part),
                    is_new=False,
                    stability=stability,
                    last_on=last_on,
                    due_on=due_on,
                )
            )
    return due, list(islice(_unseen(db_session, user_id, known, seen), MOST_NEW))


def new_candidates(db_session: Session, user_id: int) -> list[Candidate]:
    """Return cards of live items that the learner has never answered, banks taken in turn."""
    query = select(Card.item_id, Card.part).where(Card.user_id == user_id)
    seen = {(item_id, part) for item_id, part in db_session.execute(query)}
    return list(islice(_unseen(db_session, user_id, catalog(db_session), seen), MOST_NEW))


def _unseen(
    db_session: Session, user_id: int, known: Catalog, seen: set[tuple[int, str]]
) -> Iterator[Candidate]:
    aside = set(db_session.scalars(set_aside(user_id)))
    for item in known.by_turns:
        if item.item_id not in aside:
            yield from (
                item.unseen(part) for part in item.parts if (item.item_id, part) not in seen
            )


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
