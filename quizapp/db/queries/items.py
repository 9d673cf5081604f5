"""One question's page: how it reads, what the viewer answered, what changed since."""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, cast, exists, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.scheduling.memory import Memory
from quizapp.db.models.banks import Bank, BankLoad, Concept, Item, ItemRevision
from quizapp.db.models.study import Card, ItemMark, Review
from quizapp.db.queries.log import stands
from quizapp.db.queries.marks import is_known_to
from quizapp.db.queries.study import AnswerRow


@dataclass(frozen=True, slots=True)
class ItemPageRow:
    """A question as it reads now, with what the viewer keeps about it."""

    item_id: int
    ref: str
    bank_slug: str
    bank_title: str
    status: str
    concept_slug: str
    concept: str
    level: str
    revision: int
    body: dict[str, Any]
    flagged_at: datetime | None
    note: str
    suspended_at: datetime | None
    reason: str  # why it was missed, as the viewer says


@dataclass(frozen=True, slots=True)
class ItemAnswerRow:
    """A standing answer to the item, and how long it took."""

    answer: AnswerRow
    ms: int


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision of the item; `change` is the class of what it changed."""

    no: int
    change: str
    why: str
    loaded_at: datetime
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ItemCardRow:
    """The viewer's memory of the item, or of one gap."""

    part: str
    memory: Memory
    due_on: date
    lapses: int
    lapsed_on: date | None


@dataclass(frozen=True, slots=True)
class NearRow:
    """Another question on the same concept."""

    ref: str
    bank_slug: str
    body: dict[str, Any]


def item_page(db_session: Session, user_id: int | None, slug: str, ref: str) -> ItemPageRow | None:
    """Return an item under its address with the viewer's marks, or None."""
    query = (
        select(
            Item.id,
            Item.ref,
            Bank.slug,
            Bank.title,
            Item.status,
            Item.concept,
            Concept.title.label("concept_title"),
            Item.level,
            ItemRevision.no,
            ItemRevision.body,
            ItemMark.flagged_at,
            ItemMark.note,
            ItemMark.suspended_at,
            ItemMark.reason,
        )
        .select_from(Item)
        .join(Bank, Bank.id == Item.bank_id)
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision),
        )
        .outerjoin(Concept, Concept.slug == Item.concept)
        .outerjoin(ItemMark, and_(ItemMark.item_id == Item.id, ItemMark.user_id == user_id))
        .where(Bank.slug == slug, Item.ref == ref, is_known_to(user_id))
    )
    row = db_session.execute(query).one_or_none()
    if row is None:
        return None
    return ItemPageRow(
        item_id=row.id,
        ref=row.ref,
        bank_slug=row.slug,
        bank_title=row.title,
        status=row.status,
        concept_slug=row.concept,
        concept=row.concept_title or row.concept,
        level=row.level,
        revision=row.no,
        body=row.body,
        flagged_at=row.flagged_at,
        note=row.note or "",
        suspended_at=row.suspended_at,
        reason=row.reason or "",
    )


def ref_now(db_session: Session, slug: str, ref: str) -> str | None:
    """Return the ref of the item that had `ref` before, or None."""
    # The text of a JSON list is the same on both databases; the list itself decides.
    listed = cast(Item.was, String).contains(json.dumps(ref), autoescape=True)
    query = (
        select(Item.ref, Item.was)
        .join(Bank, Bank.id == Item.bank_id)
        .where(Bank.slug == slug, listed)
        .order_by(Item.id.desc())
    )
    return next((row.ref for row in db_session.execute(query) if ref in row.was), None)


def item_answers(db_session: Session, user_id: int, item_id: int) -> list[ItemAnswerRow]:
    """Return the learner's standing answers to an item, oldest first."""
    columns = [getattr(Review, field.name) for field in fields(AnswerRow)]
    query = (
        select(*columns, Review.ms)
        .where(Review.user_id == user_id, Review.item_id == item_id, stands())
        .order_by(Review.answered_at, Review.answer_id)
    )
    return [ItemAnswerRow(AnswerRow(*row[:-1]), row[-1]) for row in db_session.execute(query)]


def item_revisions(db_session: Session, item_id: int, since: int) -> list[RevisionRow]:
    """Return the item's revisions from number `since` on, oldest first."""
    query = (
        select(
            ItemRevision.no,
            ItemRevision.change,
            ItemRevision.why,
            BankLoad.loaded_at,
            ItemRevision.body,
        )
        .join(BankLoad, BankLoad.id == ItemRevision.load_id)
        .where(ItemRevision.item_id == item_id, ItemRevision.no >= since)
        .order_by(ItemRevision.no)
    )
    return [RevisionRow(*row) for row in db_session.execute(query)]


def item_cards(db_session: Session, user_id: int, item_id: int) -> list[ItemCardRow]:
    """Return the learner's cards of an item: one, or one a gap."""
    query = (
        select(
            Card.part,
            Card.stability,
            Card.difficulty,
            Card.last_on,
            Card.due_on,
            Card.lapses,
            Card.lapsed_on,
        )
        .where(Card.user_id == user_id, Card.item_id == item_id)
        .order_by(Card.part)
    )
    return [
        ItemCardRow(
            row.part,
            Memory(row.stability, row.difficulty, row.last_on),
            row.due_on,
            row.lapses,
            row.lapsed_on,
        )
        for row in db_session.execute(query)
    ]


def near_items(
    db_session: Session, user_id: int, item_id: int, concept: str, most: int = 3
) -> list[NearRow]:
    """Return other live items on the concept that the learner has met."""
    if not concept:
        return []
    met = exists().where(Card.user_id == user_id, Card.item_id == Item.id)
    query = (
        select(Item.ref, Bank.slug, ItemRevision.body)
        .join(Bank, Bank.id == Item.bank_id)
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision),
        )
        .where(Item.concept == concept, Item.id != item_id, Item.status == Status.LIVE, met)
        .order_by(Item.bank_id, Item.position)
        .limit(most)
    )
    return [NearRow(*row) for row in db_session.execute(query)]
