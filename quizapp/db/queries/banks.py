"""Banks and their questions, for everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Kind, Status
from quizapp.db.models.banks import Bank, BankLoad, Concept, Item, ItemRevision
from quizapp.db.models.study import Card

_LIVE_BODY = and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A question as anybody may see it."""

    item_id: int
    revision: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class BankRow:
    slug: str
    title: str
    description: str
    license: str
    authors: list[str]
    items: int
    seen: int  # by the viewer


@dataclass(frozen=True, slots=True)
class BankPageRow:
    bank_id: int
    slug: str
    title: str
    license: str
    language: str
    about: dict[str, Any]
    loads: int
    loaded_at: datetime | None


def counts(db_session: Session) -> tuple[int, int]:
    """Return how many questions are live, and in how many banks."""
    query = select(func.count(), func.count(Item.bank_id.distinct())).where(
        Item.status == Status.LIVE
    )
    first, second = db_session.execute(query).one()
    return first, second


def landing_item(db_session: Session, day_number: int) -> ItemRow | None:
    """Return the question of the landing page: another one every day."""
    live = (Item.status == Status.LIVE, Item.kind == Kind.SINGLE)
    total = db_session.scalar(select(func.count()).select_from(Item).where(*live)) or 0
    if not total:
        return None
    query = _bodies().where(*live).order_by(Item.id).offset(day_number % total).limit(1)
    return ItemRow(*db_session.execute(query).one())


def revision_body_of(db_session: Session, item_id: int, revision: int) -> dict[str, Any]:
    """Return the body of one revision, {} when there is none."""
    query = select(ItemRevision.body).where(
        ItemRevision.item_id == item_id, ItemRevision.no == revision
    )
    return db_session.scalar(query) or {}


def bank_rows(db_session: Session, user_id: int | None) -> list[BankRow]:
    """Return every bank with live questions, and how many of them the viewer has seen."""
    seen = (
        select(Item.bank_id, func.count(Card.item_id.distinct()).label("seen"))
        .join(Card, and_(Card.item_id == Item.id, Card.user_id == user_id))
        .where(Item.status == Status.LIVE)
        .group_by(Item.bank_id)
        .subquery()
    )
    query = (
        select(
            Bank.slug,
            Bank.title,
            Bank.description,
            Bank.license,
            Bank.about,
            func.count(Item.id),
            func.coalesce(func.max(seen.c.seen), 0),
        )
        .join(Item, and_(Item.bank_id == Bank.id, Item.status == Status.LIVE))
        .outerjoin(seen, seen.c.bank_id == Bank.id)
        .group_by(Bank.id)
        .order_by(Bank.title)
    )
    return [
        BankRow(row[0], row[1], row[2], row[3], row[4]["authors"], row[5], row[6])
        for row in db_session.execute(query)
    ]


def bank_by_slug(db_session: Session, slug: str) -> BankPageRow | None:
    """Return one bank, or None."""
    query = (
        select(
            Bank.id,
            Bank.slug,
            Bank.title,
            Bank.license,
            Bank.language,
            Bank.about,
            func.count(BankLoad.id),
            func.max(BankLoad.loaded_at),
        )
        .outerjoin(BankLoad, and_(BankLoad.bank_id == Bank.id, BankLoad.is_served))
        .where(Bank.slug == slug)
        .group_by(Bank.id)
    )
    row = db_session.execute(query).one_or_none()
    return BankPageRow(*row) if row else None


def bank_items(db_session: Session, bank_id: int) -> list[ItemRow]:
    """Return the live questions of a bank in the order of its file."""
    query = _bodies().where(Item.bank_id == bank_id, Item.status == Status.LIVE)
    return [ItemRow(*row) for row in db_session.execute(query.order_by(Item.position))]


def concept_titles(db_session: Session) -> dict[str, str]:
    """Return the title of every concept by slug."""
    return {row[0]: row[1] for row in db_session.execute(select(Concept.slug, Concept.title))}


def bank_titles(db_session: Session) -> dict[str, str]:
    """Return the title of every bank with a live question, by slug, in the order of titles."""
    query = (
        select(Bank.slug, Bank.title)
        .where(exists().where(Item.bank_id == Bank.id, Item.status == Status.LIVE))
        .order_by(Bank.title)
    )
    return {row.slug: row.title for row in db_session.execute(query)}


def last_text(db_session: Session, slug: str) -> str | None:
    """Return a bank's Markdown as it is served, or None."""
    query = (
        select(BankLoad.text)
        .join(Bank, Bank.id == BankLoad.bank_id)
        .where(Bank.slug == slug, BankLoad.is_served)
        .order_by(BankLoad.id.desc())
        .limit(1)
    )
    return db_session.scalar(query)


def _bodies() -> Select[tuple[int, int, dict[str, Any]]]:
    return select(Item.id, ItemRevision.no, ItemRevision.body).join(ItemRevision, _LIVE_BODY)
