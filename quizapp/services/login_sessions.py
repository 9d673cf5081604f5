"""The browsers somebody is signed in with: seen, and ended."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from quizapp.db.models.accounts import LoginSession
from quizapp.services.account_tokens import hash_token


def touch_session(db_session: Session, token: str, *, now: datetime) -> None:
    """Note that a login session was used now."""
    db_session.execute(
        update(LoginSession).where(LoginSession.id_hash == hash_token(token)).values(seen_at=now)
    )
    db_session.commit()


def end_session(db_session: Session, user_id: int, id_hash: str) -> None:
    """End one of a user's own login sessions; one that is over already is no error."""
    db_session.execute(
        delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.id_hash == id_hash)
    )
    db_session.commit()


def end_other_sessions(db_session: Session, user_id: int, token: str) -> None:
    """End all login sessions of a user but the one of `token`."""
    db_session.execute(
        delete(LoginSession).where(
            LoginSession.user_id == user_id, LoginSession.id_hash != hash_token(token)
        )
    )
    db_session.commit()
