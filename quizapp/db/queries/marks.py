"""What a learner keeps about items: flags, notes, what is set aside, what was reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Card, ItemMark, Report, Review

MARKS: dict[str, ColumnElement[bool]] = {
    "flagged": ItemMark.flagged_at.is_not(None),
    "noted": ItemMark.note != "",
    "aside": ItemMark.suspended_at.is_not(None),
}
_SINCE = {
    "flagged": ItemMark.flagged_at,
    "noted": ItemMark.noted_at,
    "aside": ItemMark.suspended_at,
}
_LIVE_BODY = and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)


@dataclass(frozen=True, slots=True)
class MarkedCounts:
    flagged: int
    noted: int
    aside: int


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A marked question as it reads now; `due_on` is None while it was never answered."""

    ref: str
    bank_slug: str
    body: dict[str, Any]
    is_live: bool
    flagged_at: datetime | None
    note: str
    suspended_at: datetime | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as its writer sees it again."""

    reason: str
    text: str
    revision: int
    status: str
    created_at: datetime
    because: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenReportRow:
    """An open report as the bank's author reads it: what is wrong with what, not who said so."""

    report_id: int
    bank_slug: str
    ref: str
    revision: int
    reason: str
    text: str
    created_at: datetime
    chosen: list[dict[str, Any]]  # of the answer that it is about; empty without one


def is_known_to(user_id: int | None) -> ColumnElement[bool]:
    """The condition that an `Item` may be looked at: not a draft, or answered before it was one."""
    if user_id is None:
        return Item.status != Status.DRAFT
    return (Item.status != Status.DRAFT) | exists().where(
        Card.item_id == Item.id, Card.user_id == user_id
    )


def known_item(db_session: Session, user_id: int, slug: str, ref: str) -> int | None:
    """Return the id of an item that the learner may mark, or None."""
    query = (
        select(Item.id)
        .join(Bank, Bank.id == Item.bank_id)
        .where(Bank.slug == slug, Item.ref == ref, is_known_to(user_id))
    )
    return db_session.scalar(query)


def set_aside(user_id: int) -> Select[int]:
    """Select the ids of the items that the learner has set aside."""
    return select(ItemMark.item_id).where(ItemMark.user_id == user_id, MARKS["aside"])


def not_set_aside(
    db_session: Session, user_id: int, keys: Iterable[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Return those of the cards (item id, part) that the learner has not set aside, in order."""
    aside = set(db_session.scalars(set_aside(user_id)))
    return [key for key in keys if key[0] not in aside]


def marked_counts(db_session: Session, user_id: int) -> MarkedCounts:
    """Return how many questions are flagged, have a note, and are set aside."""
    query = (
        select(*(func.count().filter(condition) for condition in MARKS.values()))
        .join(Item, Item.id == ItemMark.item_id)
        .where(ItemMark.user_id == user_id, is_known_to(user_id))
    )
    row = db_session.execute(query).one()
    return MarkedCounts(row[0], row[1], row[2])


def marked_rows(
    db_session: Session, user_id: int, kind: str, *, offset: int, limit: int
) -> list[MarkedRow]:
    """Return one page of a marked list, the latest mark first; one statement."""
    due_on = (
        select(func.min(Card.due_on))
        .where(Card.user_id == user_id, Card.item_id == Item.id)
        .scalar_subquery()
    )
    query = (
        select(
            Item.ref,
            Bank.slug,
            ItemRevision.body,
            Item.status == Status.LIVE,
            ItemMark.flagged_at,
            ItemMark.note,
            ItemMark.suspended_at,
            due_on,
        )
        .select_from(ItemMark)
        .join(Item, Item.id == ItemMark.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .join(ItemRevision, _LIVE_BODY)
        .where(ItemMark.user_id == user_id, MARKS[kind], is_known_to(user_id))
        .order_by(_SINCE[kind].desc(), ItemMark.item_id)
        .offset(offset)
        .limit(limit)
    )
    return [MarkedRow(*row) for row in db_session.execute(query)]


def flagged_cards(db_session: Session, user_id: int, most: int = 200) -> list[tuple[int, str]]:
    """Return a card (item id, part) of every flagged live item, those due first in front."""
    query = (
        select(Item.id, Item.parts, Card.part)
        .join(ItemMark, ItemMark.item_id == Item.id)
        .outerjoin(Card, and_(Card.item_id == Item.id, Card.user_id == user_id))
        .where(ItemMark.user_id == user_id, MARKS["flagged"], Item.status == Status.LIVE)
        .order_by(Card.due_on.is_(None), Card.due_on, Item.id, Card.part)
    )
    # One part of an item: gaps of a sentence give one another away.
    first: dict[int, str] = {}
    for row in db_session.execute(query):
        if row.part in row.parts:
            first.setdefault(row.id, row.part)
        elif row.part is None:
            first.setdefault(row.id, row.parts[0])
    return list(first.items())[:most]


def item_reports(db_session: Session, user_id: int, item_id: int) -> list[ReportRow]:
    """Return what the learner has reported about an item, latest first."""
    query = (
        select(
            Report.reason,
            Report.text,
            Report.revision,
            Report.status,
            Report.created_at,
            Report.because,
            Report.settled_at,
        )
        .where(Report.user_id == user_id, Report.item_id == item_id)
        .order_by(Report.id.desc())
    )
    return [ReportRow(*row) for row in db_session.execute(query)]


def open_reports(db_session: Session, slug: str = "") -> list[OpenReportRow]:
    """Return the open reports on a bank, or on all banks, oldest first."""
    query = (
        select(
            Report.id,
            Bank.slug,
            Item.ref,
            Report.revision,
            Report.reason,
            Report.text,
            Report.created_at,
            Review.chosen,
        )
        .join(Item, Item.id == Report.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .outerjoin(
            Review,
            and_(Review.user_id == Report.user_id, Review.answer_id == Report.answer_id),
        )
        .where(Report.status == "open")
        .order_by(Report.id)
    )
    if slug:
        query = query.where(Bank.slug == slug)
    return [
        OpenReportRow(
            report_id=row.id,
            bank_slug=row.slug,
            ref=row.ref,
            revision=row.revision,
            reason=row.reason,
            text=row.text,
            created_at=row.created_at,
            chosen=row.chosen or [],
        )
        for row in db_session.execute(query)
    ]
