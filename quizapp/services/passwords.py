"""Choosing a password: what is refused, and getting back in without the old one."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.adapters.frequent_passwords import is_common
from quizapp.adapters.passwords import hash_password
from quizapp.core.email_address import fold_email, is_email, words_of
from quizapp.core.limits import ACCOUNT, CODE, OWN, PAIR
from quizapp.core.password import fault_of
from quizapp.core.visit import Visit
from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.queries.accounts import credentials_by_token
from quizapp.services.account_tokens import RESET, drop_tokens, hash_token, take_token
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.login_limits import check_own_password, forgive, key_of, sign_in_keys
from quizapp.services.outbox import PASSWORD, queue_letter
from quizapp.services.signin import SignInResult, add_login_session

OVER = "This link was used already, or its time is over. Ask for a new one."
NO_EMAIL = "That is not a whole e-mail address, like maya@example.org."


def checked_email(email: str) -> str:
    """Return the folded address. Raises Invalid (field `email`)."""
    address = fold_email(email)
    if not is_email(address):
        raise Invalid(NO_EMAIL, "email")
    return address


def checked_password(
    password: str, email: str | None, *, site: str = "", field: str = "password"
) -> str:
    """Return `password`. Raises Invalid for one that is easy to guess for this address and site."""
    words = (*words_of(email or ""), *site.split(), "alliance", "counselor", "password")
    fault = fault_of(password, words, is_common)
    if fault:
        raise Invalid(fault, field)
    return password


def change_password(
    db_session: Session,
    user_id: int,
    current: str,
    new: str,
    *,
    visit: Visit,
    now: datetime,
) -> SignInResult:
    """Set a new password, end every login session and open one for this browser.

    Its owner is written to where there is mail. Raises Invalid (field `current` or `new`).
    """
    found = check_own_password(db_session, user_id, current, now, "current")
    password_hash = hash_password(checked_password(new, found.email, site=visit.site, field="new"))
    _set_password(db_session, db_session.get_one(User, user_id), password_hash)
    if visit.has_mail and found.email:
        queue_letter(db_session, PASSWORD, found.email, user_id=user_id, now=now)
    token = add_login_session(db_session, user_id, visit.agent, now)
    db_session.commit()
    return SignInResult(user_id, token)


def ask_reset(db_session: Session, email: str, *, now: datetime) -> None:
    """Have a link sent that chooses a new password. Whether there is an account is not looked up.

    Raises Invalid (field `email`) for what can be no address.
    """
    queue_letter(db_session, RESET, checked_email(email), now=now)
    db_session.commit()


def choose_password(
    db_session: Session, token: str, password: str, *, visit: Visit, now: datetime
) -> None:
    """Set a password by a link, which is used up, and end every login session.

    It signs nobody in: a second factor is still asked for. Raises NotFound for a link that is no
    good, Invalid (field `password`).
    """
    found = credentials_by_token(hash_token(token), RESET, now)
    if found is None:
        raise NotFound(OVER)
    password_hash = hash_password(checked_password(password, found.email, site=visit.site))
    row = take_token(db_session, RESET, token, now)
    if row is None or row.user_id is None:
        raise NotFound(OVER)
    user = db_session.get_one(User, row.user_id)
    user.email_verified_at = now  # the link came there
    _set_password(db_session, user, password_hash, visit.network)
    queue_letter(db_session, PASSWORD, user.email or "", user_id=user.id, now=now)
    db_session.commit()


def reset_password(db_session: Session, email: str, password: str, *, site: str = "") -> None:
    """Set an account's password for the operator and end its login sessions. Raises NotFound."""
    address = fold_email(email)
    password_hash = hash_password(checked_password(password, address, site=site))
    user = db_session.execute(select(User).where(User.email == address)).scalar_one_or_none()
    if user is None:
        raise NotFound(f"There is no account for {address}.")
    _set_password(db_session, user, password_hash)
    db_session.commit()


def _set_password(db_session: Session, user: User, password_hash: str, network: str = "") -> None:
    """Store a password; what the old one opened, and every link that was sent, ends.

    So do the waits for guesses at it, from everywhere and from `network`.
    """
    user.password_hash = password_hash
    db_session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
    drop_tokens(db_session, user.id, user.email)
    keys = sign_in_keys(user.email or "", network)
    forgive(db_session, keys[ACCOUNT], keys[PAIR], key_of(CODE, user.id), key_of(OWN, user.id))
