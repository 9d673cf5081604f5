"""Making and changing accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.adapters.passwords import hash_password
from quizapp.core.access import Role
from quizapp.core.scheduling.study_day import known_zone
from quizapp.core.visit import Visit
from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.queries.accounts import address_of_token
from quizapp.services.account_tokens import JOIN, hash_token, take_token
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.outbox import queue_letter
from quizapp.services.passwords import OVER, checked_email, checked_password
from quizapp.services.signin import SignInResult, add_login_session

PREFS = ("theme", "font", "size", "spacing", "motion", "keys", "key_map")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a learner can set."""

    name: str
    zone: str
    day_start_hour: int
    new_per_day: int
    minutes_a_day: int
    prefs: dict[str, Any]


def register(
    db_session: Session,
    email: str,
    password: str,
    *,
    guest_id: int | None,
    zone: str,
    visit: Visit,
    now: datetime,
) -> SignInResult:
    """Make an account, or turn the guest `guest_id` into one with all its answers.

    Raises Invalid (field `email` or `password`).
    """
    address = checked_email(email)
    password_hash = hash_password(checked_password(password, address, site=visit.site))
    user = _guest(db_session, guest_id) if guest_id else _newcomer(db_session, zone, now)
    return _open_account(db_session, user, address, password_hash, visit, now)


def ask_to_join(db_session: Session, email: str, *, guest_id: int | None, now: datetime) -> None:
    """Have a link sent that makes an account. Whether there is one already is not looked up.

    Raises Invalid (field `email`) for what can be no address.
    """
    queue_letter(db_session, JOIN, checked_email(email), user_id=guest_id, now=now)
    db_session.commit()


def join(
    db_session: Session, token: str, password: str, *, zone: str, visit: Visit, now: datetime
) -> SignInResult:
    """Make an account by a link, with the answers of the guest who asked for it.

    Raises NotFound for a link that is no good, Invalid (field `email` or `password`).
    """
    address = address_of_token(db_session, hash_token(token), JOIN, now)
    if address is None:
        raise NotFound(OVER)
    password_hash = hash_password(checked_password(password, address, site=visit.site))
    row = take_token(db_session, JOIN, token, now)
    if row is None:
        raise NotFound(OVER)
    guest = db_session.get(User, row.user_id, with_for_update=True) if row.user_id else None
    is_guest = guest is not None and guest.is_guest
    user = guest if guest and is_guest else _newcomer(db_session, zone, now)
    user.email_verified_at = now
    return _open_account(db_session, user, address, password_hash, visit, now)


def _newcomer(db_session: Session, zone: str, now: datetime) -> User:
    user = User(is_guest=True, zone=zone, prefs={}, created_at=now)
    db_session.add(user)
    return user


def _open_account(
    db_session: Session,
    user: User,
    address: str,
    password_hash: str,
    visit: Visit,
    now: datetime,
) -> SignInResult:
    """Make a guest an account and sign it in; the last step of making one."""
    user.is_guest = False
    user.guest_key = None
    user.email = address
    user.password_hash = password_hash
    try:
        db_session.flush()
    except IntegrityError as error:
        raise Invalid("There is an account with this e-mail. Sign in instead.", "email") from error
    # The guest's cookie ends here: what was signed in before must not be signed in after.
    db_session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
    token = add_login_session(db_session, user.id, visit.agent, now)
    db_session.commit()
    return SignInResult(user.id, token)


def change_settings(db_session: Session, user_id: int, choices: Choices) -> None:
    """Store what a learner has set. Raises Invalid with the field that cannot be."""
    check_choices(choices)
    user = db_session.get_one(User, user_id)
    user.name = choices.name.strip()
    user.zone = choices.zone
    user.day_start_hour = choices.day_start_hour
    user.new_per_day = choices.new_per_day
    user.minutes_a_day = choices.minutes_a_day
    user.prefs = _known(choices.prefs)
    db_session.commit()


def change_prefs(db_session: Session, user_id: int, prefs: dict[str, Any]) -> None:
    """Store how pages should look and which keys do what, and nothing else."""
    db_session.get_one(User, user_id).prefs = _known(prefs)
    db_session.commit()


def create_user(
    db_session: Session,
    email: str,
    password: str,
    *,
    role: Role,
    zone: str,
    now: datetime,
    site: str = "",
) -> int:
    """Make an account with a role, for the operator; return its id. Raises Invalid."""
    address = checked_email(email)
    password_hash = hash_password(checked_password(password, address, site=site))
    if db_session.scalar(select(User.id).where(User.email == address)):
        raise Invalid(f"There is an account for {address} already.", "email")
    user = User(
        email=address,
        password_hash=password_hash,
        role=role,
        is_guest=False,
        zone=zone,
        prefs={},
        created_at=now,
    )
    db_session.add(user)
    db_session.commit()
    return user.id


def _guest(db_session: Session, guest_id: int) -> User:
    user = db_session.get(User, guest_id, with_for_update=True)
    if user is None or not user.is_guest:
        raise Conflict("You have an account already and are signed in to it.")
    return user


def _known(prefs: dict[str, Any]) -> dict[str, Any]:
    return {name: prefs[name] for name in PREFS if prefs.get(name)}


def check_choices(choices: Choices) -> None:
    """Raise Invalid with the field of what cannot be set."""
    if len(choices.name) > 80:  # noqa: PLR2004 - the column
        raise Invalid("Make the name 80 characters or fewer.", "name")
    try:
        known_zone(choices.zone)
    except ValueError as error:
        raise Invalid("Choose a time zone from the list.", "zone") from error
    limits = (
        ("day_start_hour", choices.day_start_hour, 0, 12),
        ("new_per_day", choices.new_per_day, 0, 100),
        ("minutes_a_day", choices.minutes_a_day, 5, 240),
    )
    for field, value, low, high in limits:
        if not low <= value <= high:
            raise Invalid(f"Choose a number from {low} to {high}.", field)
