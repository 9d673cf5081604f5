"""What was missed, and whether it is mended.

Missed questions are counted by item: of a cloze with several gaps, the one furthest from being
put right speaks for it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from quizapp.core.analysis.misses import MissFilter, MissList, MissOrder, MissSource
from quizapp.core.bank.model import Status
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.core.scheduling.replay import DAYS_TO_PUT_RIGHT
from quizapp.db.models.banks import Bank, Concept, Item, ItemRevision
from quizapp.db.models.study import Card, ItemMark, Review
from quizapp.db.queries.log import is_current, is_told, outcome, stands

_CARD_COLUMNS = (
    Card.item_id,
    Card.part,
    Card.missed_count,
    Card.right_days,
    Card.due_on,
    Card.lapses,
    Card.suspended_at,
)


@dataclass(frozen=True, slots=True)
class MissedCounts:
    missing: int
    mending: int
    put_right: int
    lucky: int


@dataclass(frozen=True, slots=True)
class MissedRow:
    """A missed question: what was answered when it was missed last, under the revision of then.

    Of a lucky one, what was answered last.
    """

    item_id: int
    part: str
    ref: str
    bank_slug: str
    lapses: int
    times: int  # missed
    is_aside: bool
    body: dict[str, Any]
    chosen: list[dict[str, Any]]
    confidence: str | None
    missed_on: date
    due_on: date
    reason: str
    answer_id: str
    trail: list[str]


def missed_counts(db_session: Session, user_id: int) -> MissedCounts:
    """Return how many questions are still missing, mending, put right, and right by luck."""
    missed = _told(user_id, _worst(user_id)).subquery()
    query = select(missed.c.right_days, func.count()).group_by(missed.c.right_days)
    by_days = {row[0]: row[1] for row in db_session.execute(query)}
    mending = sum(by_days.get(days, 0) for days in range(1, DAYS_TO_PUT_RIGHT))
    lucky = db_session.scalar(
        select(func.count()).select_from(_chosen(user_id, MissFilter(MissList.LUCKY)).subquery())
    )
    return MissedCounts(by_days.get(0, 0), mending, by_days.get(DAYS_TO_PUT_RIGHT, 0), lucky or 0)


def missed_cards(
    db_session: Session, user_id: int, wanted: MissFilter, most: int = 200
) -> list[tuple[int, str]]:
    """Return the cards (item id, part) of a missed list that can still be practiced."""
    listed = _chosen(user_id, wanted).subquery()
    query = (
        select(listed.c.item_id, listed.c.part, Item.parts)
        .join(Item, Item.id == listed.c.item_id)
        .where(Item.status == Status.LIVE)
        .order_by(*_order(listed, MissOrder.SURE))
        .limit(most)
    )
    rows = db_session.execute(query)
    return [(row.item_id, row.part) for row in rows if row.part in row.parts]


def missed_total(db_session: Session, user_id: int, wanted: MissFilter) -> int:
    """Return how many questions a missed list has."""
    listed = _chosen(user_id, wanted).subquery()
    return db_session.scalar(select(func.count()).select_from(listed)) or 0


def missed_rows(
    db_session: Session,
    user_id: int,
    wanted: MissFilter,
    order: MissOrder = MissOrder.SURE,
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[MissedRow]:
    """Return a part of a missed list; one statement, and one for the trails."""
    # The page is cut first, so that only its rows bring their texts.
    listed = _chosen(user_id, wanted).subquery()
    cut = select(listed).order_by(*_order(listed, order)).offset(offset).limit(limit).subquery()
    page = (
        select(cut, ItemRevision.body, Review.chosen)
        .join(Review, (Review.user_id == user_id) & (Review.answer_id == cut.c.answer_id))
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Review.item_id, ItemRevision.no == Review.revision),
        )
        .order_by(*_order(cut, order))
    )
    rows = db_session.execute(page).all()
    trails = _trails(db_session, user_id, [row.item_id for row in rows])
    return [_missed_row(row, trails[row.item_id, row.part]) for row in rows]


def _worst(user_id: int) -> Subquery:
    """Every missed item's card that is furthest from being put right."""
    place = func.row_number().over(
        partition_by=Card.item_id, order_by=(Card.right_days, Card.missed_at.desc(), Card.part)
    )
    return (
        select(*_CARD_COLUMNS, Card.missed_at.label("at"), place.label("place"))
        .where(Card.user_id == user_id, Card.missed_at.is_not(None))
        .subquery()
    )


def _answered_last(user_id: int) -> Subquery:
    """Every card with its last answer."""
    return (
        select(*_CARD_COLUMNS, Card.last_answered_at.label("at"), literal(1).label("place"))
        .where(Card.user_id == user_id)
        .subquery()
    )


def _chosen(user_id: int, wanted: MissFilter) -> Select[Any]:
    """Select the cards of a list, each with the answer that put it there."""
    if wanted.state is MissList.LUCKY:
        query = _told(user_id, _answered_last(user_id))
        query = query.where(Review.is_right, Review.rating == Rating.AGAIN, is_current())
    else:
        worst = _worst(user_id)
        query = _told(user_id, worst).where(_in_state(worst.c.right_days, wanted.state))
    return query.where(*_narrowing(wanted))


def _told(user_id: int, cards: Subquery) -> Select[Any]:
    """Select cards each with the answer at its moment, if how that went may be told."""
    return (
        select(
            cards,
            Item.ref,
            Bank.slug,
            Review.answer_id,
            Review.confidence,
            Review.study_on,
            func.coalesce(ItemMark.reason, "").label("reason"),
        )
        .join(Item, Item.id == cards.c.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .join(
            Review,
            and_(
                Review.user_id == user_id,
                Review.item_id == cards.c.item_id,
                Review.part == cards.c.part,
                Review.answered_at == cards.c.at,
                stands(),
            ),
        )
        .outerjoin(ItemMark, and_(ItemMark.user_id == user_id, ItemMark.item_id == cards.c.item_id))
        .where(cards.c.place == 1, is_told())
    )


def _narrowing(wanted: MissFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.bank:
        found.append(Bank.slug == wanted.bank)
    if wanted.concept:
        found.append(Item.concept == wanted.concept)
    if wanted.reason:
        found.append(ItemMark.reason == wanted.reason)
    if wanted.since:
        found.append(Review.study_on >= wanted.since)
    if wanted.source:
        is_mock = Review.source == MissSource.MOCK
        found.append(is_mock if wanted.source == MissSource.MOCK else ~is_mock)
    if wanted.is_certain:
        found.append(Review.confidence == Confidence.CERTAIN)
    return found


def _in_state(right_days: ColumnElement[int], state: MissList) -> ColumnElement[bool]:
    if state is MissList.MISSING:
        return right_days == 0
    if state is MissList.MENDING:
        return (right_days > 0) & (right_days < DAYS_TO_PUT_RIGHT)
    return right_days >= DAYS_TO_PUT_RIGHT


def _missed_row(row: Row[Any], trail: list[str]) -> MissedRow:
    return MissedRow(
        item_id=row.item_id,
        part=row.part,
        ref=row.ref,
        bank_slug=row.slug,
        lapses=row.lapses,
        times=row.missed_count,
        is_aside=row.suspended_at is not None,
        body=row.body,
        chosen=row.chosen,
        confidence=row.confidence,
        missed_on=row.study_on,
        due_on=row.due_on,
        reason=row.reason,
        answer_id=row.answer_id,
        trail=trail,
    )


def _order(rows: Subquery, order: MissOrder) -> tuple[ColumnElement[Any], ...]:
    is_certain = case((rows.c.confidence == Confidence.CERTAIN, 0), else_=1)
    orders: dict[MissOrder, tuple[ColumnElement[Any], ...]] = {
        MissOrder.SURE: (is_certain, rows.c.at.desc()),
        MissOrder.OFTEN: (rows.c.missed_count.desc(), rows.c.at.desc()),
        MissOrder.DUE: (rows.c.due_on, rows.c.at.desc()),
    }
    return (*orders.get(order, (rows.c.at.desc(),)), rows.c.item_id, rows.c.part)


def missed_banks(db_session: Session, user_id: int) -> list[tuple[str, str]]:
    """Return (slug, title) of the banks with a missed question, by title."""
    query = (
        select(Bank.slug, Bank.title)
        .join(Item, Item.bank_id == Bank.id)
        .join(Card, Card.item_id == Item.id)
        .where(Card.user_id == user_id, Card.missed_at.is_not(None))
        .distinct()
        .order_by(Bank.title)
    )
    return [(row[0], row[1]) for row in db_session.execute(query)]


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
