"""Which address an account has: changed, and shown to be its owner's."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.db.models.accounts import User
from quizapp.services.account_tokens import EMAIL, drop_tokens, take_token
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.login_limits import check_own_password
from quizapp.services.outbox import CHANGED, CHANGING, queue_letter
from quizapp.services.passwords import OVER, checked_email


def ask_email(
    db_session: Session, user_id: int, email: str, password: str, *, now: datetime
) -> str:
    """Have a link sent to an address that is to be the account's; return the address.

    The account keeps its old one until the link is followed, and the old one is told. For the
    address that it has, the link only shows that it is theirs. Whether another account has the
    address is not looked up here. Raises Invalid (field `email` or `password`), RateLimited.
    """
    found = check_own_password(db_session, user_id, password, now, "password")
    address = checked_email(email)
    queue_letter(db_session, EMAIL, address, user_id=user_id, now=now)
    if found.email and found.email != address:
        about = {"address": address}
        queue_letter(db_session, CHANGING, found.email, user_id=user_id, about=about, now=now)
    db_session.commit()
    return address


def confirm_email(db_session: Session, token: str, *, now: datetime) -> str:
    """Give an account the address that the link of `token` was sent to; return the address.

    Raises NotFound for a link that is no good, Conflict where another account has it by now.
    """
    row = take_token(db_session, EMAIL, token, now)
    if row is None or row.user_id is None:
        raise NotFound(OVER)
    user = db_session.get_one(User, row.user_id)
    old, user.email, user.email_verified_at = user.email, row.address, now
    try:
        db_session.flush()
    except IntegrityError as error:
        raise Conflict("Another account has that address by now.") from error
    if old and old != row.address:
        drop_tokens(db_session, user.id, old)
        about = {"address": row.address}
        queue_letter(db_session, CHANGED, old, user_id=user.id, about=about, now=now)
    db_session.commit()
    return row.address


def set_email(db_session: Session, email: str, new: str) -> str:
    """Give an account another address, for the operator. Raises NotFound, Invalid."""
    address = checked_email(new)
    user = db_session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()
    if user is None:
        raise NotFound(f"There is no account for {email}.")
    if db_session.scalar(select(User.id).where(User.email == address)):
        raise Invalid(f"There is an account for {address} already.", "email")
    drop_tokens(db_session, user.id, user.email)
    user.email, user.email_verified_at = address, None
    db_session.commit()
    return address
