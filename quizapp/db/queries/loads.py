"""The loads of a bank: the last text from a file, and the text that is served."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from quizapp.core.bank.ownership import BROWSER, Seen
from quizapp.db.models.banks import Bank, BankLoad


@dataclass(frozen=True, slots=True)
class SeenBankRow:
    """A bank whose text has been seen, with what is served of it."""

    slug: str
    about: dict[str, Any]
    served_id: int
    served_text: str


@dataclass(frozen=True, slots=True)
class Loads:
    """None where there was no such load yet."""

    filed: Seen | None  # the last from a file
    served: Seen | None


def seen_bank(db_session: Session, sha256: str, origin: str) -> SeenBankRow | None:
    """Return the bank whose last text from that side (file or browser) has this hash, or None."""
    same_side = BankLoad.is_served if origin == BROWSER else BankLoad.origin != BROWSER
    newest = select(func.max(BankLoad.id)).where(same_side).group_by(BankLoad.bank_id)
    query = select(BankLoad.bank_id).where(BankLoad.id.in_(newest), BankLoad.sha256 == sha256)
    bank_id = db_session.scalar(query)
    if bank_id is None:
        return None
    served = (
        select(Bank.slug, Bank.about, BankLoad.id, BankLoad.text)
        .join(Bank, Bank.id == BankLoad.bank_id)
        .where(BankLoad.bank_id == bank_id, BankLoad.is_served)
        .order_by(BankLoad.id.desc())
        .limit(1)
    )
    return SeenBankRow(*db_session.execute(served).one())


def loads_of(db_session: Session, bank_id: int) -> Loads:
    """Return what the bank's next text has to be compared with."""
    return Loads(
        filed=_newest(db_session, bank_id, BankLoad.origin != BROWSER),
        served=_newest(db_session, bank_id, BankLoad.is_served.is_(True)),
    )


def text_of_load(db_session: Session, load: Seen | None) -> str:
    """Return the text of a load, "" without one."""
    if load is None:
        return ""
    return db_session.scalar(select(BankLoad.text).where(BankLoad.id == load.number)) or ""


def _newest(db_session: Session, bank_id: int, which: ColumnElement[bool]) -> Seen | None:
    query = (
        select(BankLoad.id, BankLoad.sha256, BankLoad.origin)
        .where(BankLoad.bank_id == bank_id, which)
        .order_by(BankLoad.id.desc())
        .limit(1)
    )
    row = db_session.execute(query).one_or_none()
    return Seen(*row) if row else None
