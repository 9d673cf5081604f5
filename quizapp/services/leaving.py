"""Leaving for good: asked for, thought over for a week, then everything is deleted."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from quizapp.adapters.passwords import verify_password
from quizapp.core.retention import LEAVING_DAYS
from quizapp.db.models.accounts import User
from quizapp.db.queries.accounts import credentials_by_id
from quizapp.services.errors import Invalid

DELAY: Final = timedelta(days=LEAVING_DAYS)


def ask_to_leave(db_session: Session, user_id: int, password: str, *, now: datetime) -> datetime:
    """Have an account deleted after a week and return when; asking again changes nothing.

    Somebody with a password has to give it. Raises Invalid (field `password`).
    """
    found = credentials_by_id(user_id)
    if found and found.password_hash and not verify_password(password, found.password_hash):
        raise Invalid("That is not your password.", "password")
    user = db_session.get_one(User, user_id)
    user.leaves_at = user.leaves_at or now + DELAY
    db_session.commit()
    return user.leaves_at


def stay(db_session: Session, user_id: int) -> None:
    """Keep an account that was to be deleted; harmless for any other."""
    db_session.get_one(User, user_id).leaves_at = None
    db_session.commit()


def delete_leavers(db_session: Session, *, now: datetime) -> int:
    """Delete the accounts whose week is over, with all that is theirs; return how many."""
    count = remove_leavers(db_session, now)
    db_session.commit()
    return count


def remove_leavers(db_session: Session, now: datetime) -> int:
    """Do the same as a part of another action; no commit."""
    gone = db_session.execute(delete(User).where(User.leaves_at <= now))
    return int(gone.rowcount)  # type: ignore[attr-defined]
