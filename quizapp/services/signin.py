"""Signing in and out, and bringing a guest's answers along."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.adapters.passwords import hash_password, needs_rehash, verify_password
from quizapp.core.limits import CODE
from quizapp.core.visit import Visit
from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.models.study import Card, Review, StudySession
from quizapp.db.queries.accounts import CredentialsRow, credentials, credentials_by_token
from quizapp.db.queries.log import CardKey
from quizapp.services.account_tokens import HALF, add_token, hash_token, take_token
from quizapp.services.cards import restore_card
from quizapp.services.decks import adopt_decks
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.leaving import remove_leavers
from quizapp.services.login_limits import (
    check_wait,
    count_failure,
    forgive,
    key_of,
    note_success,
    sign_in_keys,
)
from quizapp.services.marks import adopt_marks
from quizapp.services.mock_answers import adopt_attempts
from quizapp.services.plan import adopt_plan
from quizapp.services.recording import lock_learner
from quizapp.services.relearning import adopt_edits
from quizapp.services.reports import adopt_reports
from quizapp.services.second_factors import WRONG_CODE, take_code

NO_MATCH = "That e-mail and password do not belong together. Check both and try again."


@dataclass(frozen=True, slots=True)
class SignInResult:
    """`token` goes into the cookie; only its hash is stored."""

    user_id: int
    token: str
    added_answers: int = 0
    needs_code: bool = False  # the token opens nothing yet: `finish_sign_in` takes it


def add_login_session(db_session: Session, user_id: int, agent: str, now: datetime) -> str:
    """Add a login session (no commit) and return its token."""
    token = secrets.token_urlsafe(32)
    db_session.add(
        LoginSession(id_hash=hash_token(token), user_id=user_id, created_at=now, agent=agent[:200])
    )
    return token


def sign_in(
    db_session: Session,
    email: str,
    password: str,
    *,
    guest_id: int | None,
    visit: Visit,
    now: datetime,
) -> SignInResult:
    """Check a password and open a login session.

    With `guest_id` the guest's answers move into the account and the guest goes; an answer both
    have is kept once. Raises Invalid with one text for every cause, RateLimited after many.
    """
    keys = sign_in_keys(email, visit.network)
    check_wait(keys, now)
    found = credentials(email)
    if found and found.leaves_at and found.leaves_at <= now:
        found = None  # its week is over, and it goes below
    fits = verify_password(password, found.password_hash if found else None)
    remove_leavers(db_session, now)
    if not fits or not found:
        count_failure(db_session, keys, now)
        db_session.commit()
        raise Invalid(NO_MATCH)
    _rehash(db_session, found, password)
    if found.has_factor:
        token = add_token(db_session, HALF, now, user_id=found.user_id)
        db_session.commit()
        return SignInResult(found.user_id, token, needs_code=True)
    return _open(db_session, found, guest_id, visit, now)


def finish_sign_in(
    db_session: Session,
    token: str,
    code: str,
    *,
    guest_id: int | None,
    visit: Visit,
    key: str,
    now: datetime,
) -> SignInResult:
    """Check the code that a sign-in asked for, and open a login session.

    Raises NotFound when the password has to be typed anew, Invalid for a wrong code, RateLimited.
    """
    found = credentials_by_token(hash_token(token), HALF, now)
    if found is None:
        raise NotFound("That took too long. Sign in once more.")
    keys = {CODE: key_of(CODE, found.user_id)}
    check_wait(keys, now)
    if not take_code(db_session, found.user_id, code, key, now):
        count_failure(db_session, keys, now)
        db_session.commit()
        raise Invalid(WRONG_CODE, "code")
    if take_token(db_session, HALF, token, now) is None:
        raise NotFound("You are signed in already, or have to begin anew.")
    forgive(db_session, *keys.values())
    return _open(db_session, found, guest_id, visit, now)


def _open(
    db_session: Session, found: CredentialsRow, guest_id: int | None, visit: Visit, now: datetime
) -> SignInResult:
    note_success(db_session, sign_in_keys(found.email or "", visit.network), now)
    added = _merge_guest(db_session, guest_id, found.user_id, now) if guest_id else 0
    token = add_login_session(db_session, found.user_id, visit.agent, now)
    db_session.commit()
    return SignInResult(found.user_id, token, added)


def _rehash(db_session: Session, found: CredentialsRow, password: str) -> None:
    rehashed = (
        hash_password(password)
        if found.password_hash and needs_rehash(found.password_hash)
        else None
    )
    if rehashed:
        db_session.execute(
            update(User).where(User.id == found.user_id).values(password_hash=rehashed)
        )


def sign_out(db_session: Session, token: str) -> None:
    """End the login session behind `token`; one that is over already is no error."""
    db_session.execute(delete(LoginSession).where(LoginSession.id_hash == hash_token(token)))
    db_session.commit()


def _merge_guest(db_session: Session, guest_id: int, user_id: int, now: datetime) -> int:
    lock_learner(db_session, guest_id, user_id)
    if db_session.scalar(select(User.id).where(User.id == guest_id, User.is_guest)) is None:
        raise NotFound("The guest's answers are no longer here.")
    _close_open_session(db_session, guest_id)
    db_session.execute(
        update(StudySession).where(StudySession.user_id == guest_id).values(user_id=user_id)
    )
    known = select(Review.answer_id).where(Review.user_id == user_id)
    moved = db_session.execute(
        update(Review)
        .where(Review.user_id == guest_id, Review.answer_id.not_in(known))
        .values(user_id=user_id)
        .execution_options(synchronize_session=False)
    )
    touched = db_session.execute(
        select(Card.item_id, Card.part).where(Card.user_id == guest_id)
    ).all()
    adopt_edits(db_session, guest_id, user_id)
    adopt_marks(db_session, guest_id, user_id)
    adopt_reports(db_session, guest_id, user_id)
    adopt_attempts(db_session, guest_id, user_id, now)
    adopt_plan(db_session, guest_id, user_id)
    adopt_decks(db_session, guest_id, user_id)
    db_session.execute(delete(User).where(User.id == guest_id))
    for item_id, part in touched:
        restore_card(db_session, CardKey(user_id, item_id, part))
    return int(moved.rowcount)  # type: ignore[attr-defined]


def _close_open_session(db_session: Session, user_id: int) -> None:
    db_session.execute(
        update(StudySession)
        .where(StudySession.user_id == user_id, StudySession.ended_at.is_(None))
        .values(ended_at=StudySession.started_at)
    )
