"""Mails on their way: put down with what caused them, written and sent by the worker.

A request only puts a row down, so it takes as long whatever the mail server does and whether or
not there is an account. The worker finds that out, and makes a link's token then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.core.letters import (
    Letter,
    Site,
    changing_letter,
    email_letter,
    factor_letter,
    join_letter,
    password_letter,
    reset_letter,
    taken_letter,
)
from quizapp.db.models.accounts import User
from quizapp.db.models.mail import Outbox
from quizapp.services.account_tokens import EMAIL, JOIN, RESET, add_token

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=4)
LONGEST_WAY: Final = timedelta(days=1)  # then a mail is given up
KEPT: Final = timedelta(days=30)  # one that was given up, for the operator to look at
PASSWORD: Final = "password"  # noqa: S105 - a kind of letter
CHANGING: Final = "changing"
CHANGED: Final = "changed"
FACTOR: Final = "factor"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that one worker sends now."""

    outbox_id: int
    address: str
    letter: Letter


def queue_letter(
    db_session: Session,
    kind: str,
    address: str,
    *,
    now: datetime,
    user_id: int | None = None,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Put a mail down to be sent (no commit)."""
    row = Outbox(kind=kind, address=address, user_id=user_id, about=dict(about or {}))
    row.created_at = row.due_at = now
    db_session.add(row)


def claim_letter(db_session: Session, site: Site, *, now: datetime) -> Claimed | None:
    """Return the next letter to send, and keep it from other workers until it would be retried.

    A worker that ends in the middle loses nothing: its letter is due again then.
    """
    db_session.execute(delete(Outbox).where(Outbox.given_up_at <= now - KEPT))
    due = select(Outbox).where(Outbox.due_at <= now, Outbox.given_up_at.is_(None))
    claimed = None
    while claimed is None:
        row = db_session.scalars(
            due.order_by(Outbox.due_at, Outbox.id).limit(1).with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            break
        letter = WRITERS[row.kind](db_session, row, site, now)
        if letter is None:
            db_session.delete(row)  # nobody to write to
            db_session.flush()
            continue
        row.due_at = now + min(FIRST_WAIT * 2**row.tries, LONGEST_WAIT)
        row.tries += 1
        claimed = Claimed(row.id, row.address, letter)
    db_session.commit()
    return claimed


def settle_letter(
    db_session: Session, outbox_id: int, *, now: datetime, fault: str = "", is_final: bool = False
) -> None:
    """Note what became of a letter: without a fault it was sent, and its row goes."""
    row = db_session.get(Outbox, outbox_id, with_for_update=True)
    if row is not None and not fault:
        db_session.delete(row)
    elif row is not None:
        row.fault = fault[:200]
        if is_final or row.due_at - row.created_at > LONGEST_WAY:
            row.given_up_at = now
    db_session.commit()


def _write_reset(db_session: Session, row: Outbox, site: Site, now: datetime) -> Letter | None:
    user_id = db_session.scalar(
        select(User.id).where(
            User.email == row.address, User.leaves_at.is_(None) | (User.leaves_at > now)
        )
    )
    if user_id is None:
        return None
    return reset_letter(site, add_token(db_session, RESET, now, user_id=user_id))


def _write_password(db_session: Session, row: Outbox, site: Site, now: datetime) -> Letter | None:
    del db_session, row, now
    return password_letter(site)


def _write_email(db_session: Session, row: Outbox, site: Site, now: datetime) -> Letter | None:
    owner = db_session.scalar(select(User.id).where(User.email == row.address))
    if row.user_id is None or owner not in {None, row.user_id}:
        return taken_letter(site)
    token = add_token(db_session, EMAIL, now, user_id=row.user_id, address=row.address)
    return email_letter(site, token)


def _write_join(db_session: Session, row: Outbox, site: Site, now: datetime) -> Letter | None:
    if db_session.scalar(select(User.id).where(User.email == row.address)):
        return taken_letter(site)
    token = add_token(db_session, JOIN, now, user_id=row.user_id, address=row.address)
    return join_letter(site, token)


def _write_changing(db_session: Session, row: Outbox, site: Site, now: datetime) -> Letter | None:
    del db_session, now
    return changing_letter(site, row.about["address"], is_done=row.kind == CHANGED)


def _write_factor(db_session: Session, row: Outbox, site: Site, now: datetime) -> Letter | None:
    del db_session, now
    return factor_letter(site, is_on=row.about["is_on"])


WRITERS: Final[Mapping[str, Callable[[Session, Outbox, Site, datetime], Letter | None]]] = {
    RESET: _write_reset,
    PASSWORD: _write_password,
    EMAIL: _write_email,
    JOIN: _write_join,
    CHANGING: _write_changing,
    CHANGED: _write_changing,
    FACTOR: _write_factor,
}
