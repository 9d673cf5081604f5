"""What was missed, and whether it is mended.

Missed questions are counted by item: of a cloze with several gaps, the one furthest from being
put right speaks for it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.scheduling.replay import DAYS_TO_PUT_RIGHT, MissedState
from quizapp.db.models.banks import Bank, Concept, Item, ItemRevision
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import is_current, outcome, stands


@dataclass(frozen=True, slots=True)
class MissedCounts:
    missing: int
    mending: int
    put_right: int


@dataclass(frozen=True, slots=True)
class MissedRow:
    """A missed question: what was answered when it was missed last, under the revision of then."""

    item_id: int
    part: str
    ref: str
    bank_slug: str
    lapses: int
    is_aside: bool
    body: dict[str, Any]
    chosen: list[dict[str, Any]]
    confidence: str | None
    missed_at: datetime
    missed_on: date
    due_on: date
    trail: list[str]


def _worst(user_id: int) -> Subquery:
    """Every missed item's card that is furthest from being put right."""
    place = func.row_number().over(
        partition_by=Card.item_id, order_by=(Card.right_days, Card.missed_at.desc(), Card.part)
    )
    return (
        select(
            Card.user_id,
            Card.item_id,
            Card.part,
            Card.missed_at,
            Card.missed_count,
            Card.right_days,
            Card.due_on,
            Card.lapses,
            Card.suspended_at,
            place.label("place"),
        )
        .where(Card.user_id == user_id, Card.missed_at.is_not(None))
        .subquery()
    )


def _in_state(right_days: ColumnElement[int], state: str) -> ColumnElement[bool]:
    if state == MissedState.MISSING:
        return right_days == 0
    if state == MissedState.MENDING:
        return (right_days > 0) & (right_days < DAYS_TO_PUT_RIGHT)
    return right_days >= DAYS_TO_PUT_RIGHT


def missed_counts(db_session: Session, user_id: int) -> MissedCounts:
    """Return how many questions are still missing, mending and put right."""
    worst = _worst(user_id)
    query = (
        select(worst.c.right_days, func.count())
        .where(worst.c.place == 1)
        .group_by(worst.c.right_days)
    )
    by_days = {row[0]: row[1] for row in db_session.execute(query)}
    mending = sum(by_days.get(days, 0) for days in range(1, DAYS_TO_PUT_RIGHT))
    return MissedCounts(by_days.get(0, 0), mending, by_days.get(DAYS_TO_PUT_RIGHT, 0))


def _missed(user_id: int, state: str, concept: str) -> tuple[Select[Any], Subquery]:
    worst = _worst(user_id)
    query = (
        select(worst.c.item_id, worst.c.part)
        .join(Item, Item.id == worst.c.item_id)
        .where(worst.c.place == 1, _in_state(worst.c.right_days, state))
    )
    if concept:
        query = query.where(Item.concept == concept)
    return query, worst


def missed_cards(
    db_session: Session, user_id: int, state: str, concept: str = "", most: int = 200
) -> list[tuple[int, str]]:
    """Return the cards (item id, part) of a missed list that can still be practiced."""
    query, worst = _missed(user_id, state, concept)
    query = query.add_columns(Item.parts).where(Item.status == Status.LIVE)
    rows = db_session.execute(query.order_by(worst.c.missed_at.desc()).limit(most))
    return [(row.item_id, row.part) for row in rows if row.part in row.parts]


def missed_rows(
    db_session: Session,
    user_id: int,
    *,
    state: str,
    concept: str,
    order: str,
    offset: int,
    limit: int,
) -> tuple[int, list[MissedRow]]:
    """Return how many there are and one page of them; two statements and one for the trails."""
    query, worst = _missed(user_id, state, concept)
    total = db_session.scalar(select(func.count()).select_from(query.subquery())) or 0
    # The page is cut first, so that only its rows are looked up in the log.
    columns = (
        worst.c.missed_at,
        worst.c.missed_count,
        worst.c.due_on,
        worst.c.lapses,
        worst.c.suspended_at,
        Item.ref,
        Bank.slug,
    )
    cut = (
        query.join(Bank, Bank.id == Item.bank_id)
        .add_columns(*columns)
        .order_by(*_order(worst, order))
        .offset(offset)
        .limit(limit)
    )
    listed = cut.subquery()
    page = _with_last_miss(user_id, listed).order_by(*_order(listed, order))
    rows = db_session.execute(page).all()
    trails = _trails(db_session, user_id, [row.item_id for row in rows])
    return total, [_missed_row(row, trails[row.item_id, row.part]) for row in rows]


def _missed_row(row: Row[Any], trail: list[str]) -> MissedRow:
    return MissedRow(
        item_id=row.item_id,
        part=row.part,
        ref=row.ref,
        bank_slug=row.slug,
        lapses=row.lapses,
        is_aside=row.suspended_at is not None,
        body=row.body,
        chosen=row.chosen,
        confidence=row.confidence,
        missed_at=row.missed_at,
        missed_on=row.study_on,
        due_on=row.due_on,
        trail=trail,
    )


def _order(rows: Subquery, order: str) -> tuple[ColumnElement[Any], ...]:
    orders = {
        "often": (rows.c.missed_count.desc(), rows.c.missed_at.desc()),
        "due": (rows.c.due_on, rows.c.missed_at.desc()),
    }
    return (*orders.get(order, (rows.c.missed_at.desc(),)), rows.c.item_id)


def _with_last_miss(user_id: int, listed: Subquery) -> Select[Any]:
    """Add what was answered at the last miss, and the revision that was answered."""
    return (
        select(listed, ItemRevision.body, Review.chosen, Review.confidence, Review.study_on)
        .select_from(listed)
        .join(
            Review,
            and_(
                Review.user_id == user_id,
                Review.item_id == listed.c.item_id,
                Review.part == listed.c.part,
                Review.answered_at == listed.c.missed_at,
                stands(),
            ),
        )
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Review.item_id, ItemRevision.no == Review.revision),
        )
    )


def missed_concepts(db_session: Session, user_id: int) -> list[tuple[str, str]]:
    """Return (slug, title) of the concepts with a missed question, by title."""
    query = (
        select(Item.concept, Concept.title)
        .join(Card, Card.item_id == Item.id)
        .outerjoin(Concept, Concept.slug == Item.concept)
        .where(Card.user_id == user_id, Card.missed_at.is_not(None), Item.concept != "")
        .distinct()
    )
    found = [(row[0], row[1] or row[0]) for row in db_session.execute(query)]
    return sorted(found, key=lambda pair: pair[1])


def _trails(
    db_session: Session, user_id: int, item_ids: list[int], last: int = 6
) -> dict[tuple[int, str], list[str]]:
    query = (
        select(Review.item_id, Review.part, Review.is_right, Review.score)
        .where(Review.user_id == user_id, Review.item_id.in_(item_ids), stands(), is_current())
        .order_by(Review.answered_at, Review.answer_id)
    )
    trails: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in db_session.execute(query):
        mark = outcome(row.score, is_right=row.is_right)
        trails[row.item_id, row.part].append(mark)
    return defaultdict(list, {key: marks[-last:] for key, marks in trails.items()})
