"""Making and changing accounts."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.adapters.passwords import hash_password, verify_password
from quizapp.core.access import Role
from quizapp.core.scheduling.study_day import known_zone
from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.queries.accounts import credentials_by_id
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.signin import SignInResult, add_login_session

SHORTEST_PASSWORD = 15  # a few plain words; no list of common passwords reaches that far
LONGEST_PASSWORD = 1000
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
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


def fold_email(email: str) -> str:
    """Return the address as it is stored and looked up."""
    return email.strip().lower()


def register(
    db_session: Session,
    email: str,
    password: str,
    *,
    guest_id: int | None,
    zone: str,
    agent: str,
    now: datetime,
) -> SignInResult:
    """Make an account, or turn the guest `guest_id` into one with all its answers.

    Raises Invalid (field `email` or `password`).
    """
    address = _checked_email(email)
    password_hash = hash_password(_checked_password(password, address))
    user = _guest(db_session, guest_id) if guest_id else None
    if user is None:
        user = User(is_guest=False, zone=zone, prefs={}, created_at=now)
        db_session.add(user)
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
    token = add_login_session(db_session, user.id, agent, now)
    db_session.commit()
    return SignInResult(user.id, token)


def change_password(
    db_session: Session, user_id: int, current: str, new: str, *, agent: str, now: datetime
) -> SignInResult:
    """Set a new password, end every login session and open one for this browser.

    Raises Invalid (field `current` or `new`).
    """
    found = credentials_by_id(user_id)
    if found is None or not verify_password(current, found.password_hash):
        raise Invalid("That is not your current password.", "current")
    password_hash = hash_password(_checked_password(new, found.email, "new"))
    user = db_session.get_one(User, user_id)
    user.password_hash = password_hash
    db_session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))
    token = add_login_session(db_session, user_id, agent, now)
    db_session.commit()
    return SignInResult(user_id, token)


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
    db_session: Session, email: str, password: str, *, role: Role, zone: str, now: datetime
) -> int:
    """Make an account with a role, for the operator; return its id. Raises Invalid."""
    address = _checked_email(email)
    password_hash = hash_password(_checked_password(password, address))
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


def reset_password(db_session: Session, email: str, password: str) -> None:
    """Set an account's password for the operator and end its login sessions. Raises NotFound."""
    address = fold_email(email)
    password_hash = hash_password(_checked_password(password, address))
    user = db_session.execute(select(User).where(User.email == address)).scalar_one_or_none()
    if user is None:
        raise NotFound(f"There is no account for {address}.")
    user.password_hash = password_hash
    db_session.execute(delete(LoginSession).where(LoginSession.user_id == user.id))
    db_session.commit()


def _guest(db_session: Session, guest_id: int) -> User:
    user = db_session.get(User, guest_id, with_for_update=True)
    if user is None or not user.is_guest:
        raise Conflict("You have an account already and are signed in to it.")
    return user


def _known(prefs: dict[str, Any]) -> dict[str, Any]:
    return {name: prefs[name] for name in PREFS if prefs.get(name)}


def _checked_email(email: str) -> str:
    address = fold_email(email)
    if len(address) > 254 or not _EMAIL.fullmatch(address):  # noqa: PLR2004 - RFC 5321
        raise Invalid("That is not a whole e-mail address, like maya@example.org.", "email")
    return address


def _checked_password(password: str, email: str | None, field: str = "password") -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            f"That has {len(password)} characters. Make it {SHORTEST_PASSWORD} or more.", field
        )
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(f"Make it {LONGEST_PASSWORD} characters or fewer.", field)
    if email and password.lower() == email:
        raise Invalid("Your e-mail address is the first guess anyone would make.", field)
    return password


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
