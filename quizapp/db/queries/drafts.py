"""What an educator has written that is not live, and every text that a bank had."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, BankLoad, Item, ItemRevision
from quizapp.db.models.study import Card
from quizapp.db.models.teaching import BankDraft, DraftPicture


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft; `base_load_id` is the load that it was begun from, None for a new bank."""

    slug: str
    text: str
    version: int
    base_load_id: int | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class NewBankRow:
    """A draft of a bank that is not published yet."""

    slug: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A text that a bank had. `number` counts the bank's texts from 1."""

    load_id: int
    number: int
    origin: str
    by: str  # "" for a command, or for somebody who is gone
    loaded_at: datetime
    is_served: bool  # False: only seen, its text was not taken
    changes: dict[str, int]  # class of change, or "new" -> items


@dataclass(frozen=True, slots=True)
class ServedRow:
    """What a bank serves."""

    load_id: int
    text: str
    loaded_at: datetime
    by: str


def draft_of(db_session: Session, user_id: int, slug: str) -> DraftRow | None:
    """Return somebody's own draft of a bank."""
    query = select(
        BankDraft.slug,
        BankDraft.text,
        BankDraft.version,
        BankDraft.base_load_id,
        BankDraft.saved_at,
    ).where(BankDraft.user_id == user_id, BankDraft.slug == slug)
    row = db_session.execute(query).one_or_none()
    return DraftRow(*row) if row else None


def draft_pictures(db_session: Session, user_id: int, slug: str) -> dict[str, bytes]:
    """Return the pictures that came with a draft, by path."""
    query = select(DraftPicture.path, DraftPicture.data).where(
        DraftPicture.user_id == user_id, DraftPicture.slug == slug
    )
    return {row[0]: row[1] for row in db_session.execute(query)}


def new_banks(db_session: Session, user_id: int) -> list[NewBankRow]:
    """Return somebody's drafts of banks that do not exist yet."""
    query = (
        select(BankDraft.slug, BankDraft.saved_at)
        .outerjoin(Bank, Bank.slug == BankDraft.slug)
        .where(BankDraft.user_id == user_id, Bank.id.is_(None))
        .order_by(BankDraft.slug)
    )
    return [NewBankRow(*row) for row in db_session.execute(query)]


def is_taken(db_session: Session, slug: str) -> bool:
    """Tell whether there is a bank of that name."""
    return db_session.scalar(select(Bank.id).where(Bank.slug == slug)) is not None


def served(db_session: Session, slug: str) -> ServedRow | None:
    """Return what a bank serves, None where there is no bank."""
    query = (
        select(BankLoad.id, BankLoad.text, BankLoad.loaded_at, _author())
        .join(Bank, Bank.id == BankLoad.bank_id)
        .outerjoin(User, User.id == BankLoad.loaded_by)
        .where(Bank.slug == slug, BankLoad.is_served)
        .order_by(BankLoad.id.desc())
        .limit(1)
    )
    row = db_session.execute(query).one_or_none()
    return ServedRow(*row) if row else None


def loads(db_session: Session, bank_id: int) -> list[LoadRow]:
    """Return every text that a bank had, the newest first."""
    counted = (
        select(ItemRevision.load_id, ItemRevision.change, func.count())
        .join(BankLoad, BankLoad.id == ItemRevision.load_id)
        .where(BankLoad.bank_id == bank_id)
        .group_by(ItemRevision.load_id, ItemRevision.change)
    )
    changes: dict[int, dict[str, int]] = {}
    for load_id, change, count in db_session.execute(counted):
        changes.setdefault(load_id, {})[change or "new"] = count
    query = (
        select(
            BankLoad.id,
            func.row_number().over(order_by=BankLoad.id),
            BankLoad.origin,
            _author(),
            BankLoad.loaded_at,
            BankLoad.is_served,
        )
        .outerjoin(User, User.id == BankLoad.loaded_by)
        .where(BankLoad.bank_id == bank_id)
        .order_by(BankLoad.id.desc())
    )
    return [
        LoadRow(row[0], row[1], row[2], row[3], row[4], row[5], changes.get(row[0], {}))
        for row in db_session.execute(query)
    ]


def load_text(db_session: Session, bank_id: int, load_id: int) -> str | None:
    """Return one of a bank's texts."""
    return db_session.scalar(
        select(BankLoad.text).where(BankLoad.id == load_id, BankLoad.bank_id == bank_id)
    )


def learners_of_items(db_session: Session, slug: str, refs: Iterable[str]) -> dict[str, int]:
    """Return how many people have answered each of the items, by ref."""
    query = (
        select(Item.ref, func.count(Card.user_id.distinct()))
        .join(Card, and_(Card.item_id == Item.id, Card.last_answered_at.is_not(None)))
        .join(Bank, Bank.id == Item.bank_id)
        .where(Bank.slug == slug, Item.ref.in_(list(refs)))
        .group_by(Item.ref)
    )
    return {row[0]: row[1] for row in db_session.execute(query)}


def learners_of_bank(db_session: Session, bank_id: int) -> int:
    """Return how many people have answered a live question of a bank."""
    query = (
        select(func.count(Card.user_id.distinct()))
        .join(Item, Item.id == Card.item_id)
        .where(Item.bank_id == bank_id, Item.status == Status.LIVE)
    )
    return db_session.scalar(query) or 0


def _author() -> ColumnElement[str]:
    """Return the name of who loaded a text, else the address."""
    return func.coalesce(func.nullif(User.name, ""), User.email, "")
