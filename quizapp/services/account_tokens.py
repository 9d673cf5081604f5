"""Tokens that prove something once: made, found and dropped as a part of other actions."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.core.letters import LINK_MINUTES, RESET_MINUTES
from quizapp.db.models.mail import AccountToken, Outbox

RESET: Final = "reset"
EMAIL: Final = "email"
JOIN: Final = "join"
HALF: Final = "half"  # the password was right, the code is still to come
LIVES: Final = {
    HALF: timedelta(minutes=10),
    RESET: timedelta(minutes=RESET_MINUTES),
    EMAIL: timedelta(minutes=LINK_MINUTES),
    JOIN: timedelta(minutes=LINK_MINUTES),
}


def hash_token(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_token(
    db_session: Session, kind: str, now: datetime, *, user_id: int | None = None, address: str = ""
) -> str:
    """Add a token of 256 random bits (no commit); older ones of its kind and owner end."""
    token = secrets.token_urlsafe(32)
    owner = AccountToken.user_id == user_id if user_id else AccountToken.address == address
    if kind != HALF:  # two browsers may sign in at once
        db_session.execute(delete(AccountToken).where(AccountToken.kind == kind, owner))
    db_session.execute(delete(AccountToken).where(AccountToken.expires_at <= now))
    row = AccountToken(id_hash=hash_token(token), kind=kind, expires_at=now + LIVES[kind])
    row.user_id, row.address = user_id, address
    db_session.add(row)
    return token


def take_token(db_session: Session, kind: str, token: str, now: datetime) -> AccountToken | None:
    """Return the row of a token that is good now and delete it (no commit).

    Of two that take it at once one finds nothing.
    """
    row = db_session.scalars(
        select(AccountToken)
        .where(AccountToken.id_hash == hash_token(token), AccountToken.kind == kind)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return None
    db_session.delete(row)
    return row if row.expires_at > now else None


def drop_tokens(db_session: Session, user_id: int, address: str | None) -> None:
    """End every token of an account and what waits to be sent with one (no commit)."""
    db_session.execute(delete(AccountToken).where(AccountToken.user_id == user_id))
    about_it = (Outbox.user_id == user_id) | (Outbox.address == address)
    db_session.execute(delete(Outbox).where(about_it, Outbox.kind.in_(LIVES)))
