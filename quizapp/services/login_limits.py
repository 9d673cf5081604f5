"""Counting wrong sign-ins in the database: they survive a restart and hold for every worker.

Parts of other actions; none commits. Keys are hashes, so no table says who tried what from where.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.adapters.passwords import verify_password
from quizapp.core.email_address import fold_email
from quizapp.core.limits import ACCOUNT, KNOWN_FOR, NETWORK, OWN, PAIR, RULES
from quizapp.db.models.accounts import LoginTries
from quizapp.db.queries.accounts import CredentialsRow, credentials_by_id
from quizapp.db.queries.limits import tries_by_key
from quizapp.services.errors import Invalid, RateLimited

_LONGEST_MEMORY: Final = max(rule.forgotten_after for rule in RULES.values())


def key_of(kind: str, *parts: object) -> str:
    """Return what a count is kept under."""
    text = "\n".join((kind, *map(str, parts)))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def sign_in_keys(email: str, network: str) -> dict[str, str]:
    """Return the keys of a sign-in by kind."""
    address = fold_email(email)
    return {
        PAIR: key_of(PAIR, address, network),
        NETWORK: key_of(NETWORK, network),
        ACCOUNT: key_of(ACCOUNT, address),
    }


def check_wait(keys: Mapping[str, str], now: datetime) -> None:
    """Raise RateLimited when one of the counts asks to wait."""
    found = tries_by_key(keys.values())
    counts = {kind: found[key] for kind, key in keys.items() if key in found}
    home = counts.get(PAIR)
    if home and home.known_at and home.known_at > now - KNOWN_FOR:
        counts.pop(ACCOUNT, None)  # guesses from elsewhere do not touch the owner
    left = max((row.open_at - now for row in counts.values()), default=timedelta(0))
    if left > timedelta(0):
        raise RateLimited(ceil(left.total_seconds()))


def count_failure(db_session: Session, keys: Mapping[str, str], now: datetime) -> None:
    """Count a wrong one under each key."""
    forgotten = now - _LONGEST_MEMORY
    is_old = (LoginTries.known_at.is_(None) & (LoginTries.last_at < forgotten)) | (
        LoginTries.last_at < now - KNOWN_FOR
    )
    db_session.execute(delete(LoginTries).where(is_old))
    # In one order, so that two requests at once cannot wait for each other.
    for kind, key in sorted(keys.items(), key=lambda pair: pair[1]):
        rule = RULES[kind]
        fresh = {"key": key, "failures": 1, "last_at": now, "open_at": now}
        is_forgotten = LoginTries.last_at < now - rule.forgotten_after
        counted = case((is_forgotten, 1), else_=LoginTries.failures + 1)
        failures = _upsert(db_session, fresh, {"failures": counted, "last_at": now})
        db_session.execute(
            update(LoginTries)
            .where(LoginTries.key == key)
            .values(open_at=now + rule.wait(failures))
            .execution_options(synchronize_session=False)
        )


def note_success(db_session: Session, keys: Mapping[str, str], now: datetime) -> None:
    """Begin the count of this account and network anew, and remember that they belong together."""
    fresh = {"failures": 0, "last_at": now, "open_at": now, "known_at": now}
    _upsert(db_session, {"key": keys[PAIR], **fresh}, fresh)


def forgive(db_session: Session, *keys: str) -> None:
    """Forget counts: a new password was not among the guesses at the old one."""
    db_session.execute(delete(LoginTries).where(LoginTries.key.in_(keys)))


def check_own_password(
    db_session: Session, user_id: int, password: str, now: datetime, field: str
) -> CredentialsRow:
    """Return the credentials of somebody signed in whose password fits.

    A wrong one is counted and committed; then Invalid (`field`), or RateLimited, is raised.
    """
    keys = {OWN: key_of(OWN, user_id)}
    check_wait(keys, now)
    found = credentials_by_id(user_id)
    if found is None or not verify_password(password, found.password_hash):
        count_failure(db_session, keys, now)
        db_session.commit()
        raise Invalid("That is not your current password.", field)
    forgive(db_session, *keys.values())
    return found


def _upsert(db_session: Session, fresh: Mapping[str, object], change: Mapping[str, object]) -> int:
    """Add a row or change the one that is there, in one statement; return its failures."""
    is_sqlite = db_session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(LoginTries).values(**fresh)
    query = insert.on_conflict_do_update(index_elements=["key"], set_=dict(change))
    failures: int = db_session.execute(query.returning(LoginTries.failures)).scalar_one()
    return failures
