"""A second factor: codes of an authenticator app, and ten codes for when the phone is gone."""

import base64
import hashlib
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from quizapp.adapters.authenticator import matching_step, secret_of
from quizapp.core.email_address import fold_email
from quizapp.core.limits import CODE
from quizapp.core.visit import Visit
from quizapp.db.models.accounts import RecoveryCode, SecondFactor, User
from quizapp.services.errors import Conflict, Invalid, NotFound
from quizapp.services.login_limits import (
    check_own_password,
    check_wait,
    count_failure,
    forgive,
    key_of,
)
from quizapp.services.outbox import FACTOR, queue_letter

RECOVERY_CODES: Final = 10
CODE_BYTES: Final = 10  # 80 random bits
WRONG_CODE: Final = (
    "That code does not fit, or was used already. Wait for the next one, and check that the time "
    "on your phone is right."
)


def begin_factor(db_session: Session, user_id: int, password: str, *, now: datetime) -> None:
    """Make a new secret, which counts once a code has shown that the app has it.

    Raises Invalid (field `password`), RateLimited, and Conflict when there is a factor already.
    """
    check_own_password(db_session, user_id, password, now, "password")
    row = db_session.get(SecondFactor, user_id, with_for_update=True)
    if row is not None and row.confirmed_at is not None:
        raise Conflict("Your account asks for a code already. Turn that off first.")
    if row is None:
        row = SecondFactor(user_id=user_id, last_step=0)
        db_session.add(row)
    row.salt = secrets.token_hex(16)
    db_session.commit()


def confirm_factor(
    db_session: Session, user_id: int, code: str, *, visit: Visit, key: str, now: datetime
) -> list[str]:
    """Turn the factor on by a first code, and return the recovery codes: the only time they show.

    Raises Invalid (field `code`), RateLimited, NotFound when none was begun.
    """
    keys = {CODE: key_of(CODE, user_id)}
    check_wait(keys, now)
    row = db_session.get(SecondFactor, user_id, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise NotFound("There is nothing to confirm.")
    if not _take_step(db_session, row, code, key, now):
        count_failure(db_session, keys, now)
        db_session.commit()
        raise Invalid(WRONG_CODE, "code")
    row.confirmed_at = now
    codes = _new_codes(db_session, user_id)
    _tell(db_session, user_id, visit, now, is_on=True)
    db_session.commit()
    return codes


def renew_codes(db_session: Session, user_id: int, password: str, *, now: datetime) -> list[str]:
    """Return ten new recovery codes; the old ones are worth nothing then.

    Raises Invalid (field `password`), RateLimited.
    """
    check_own_password(db_session, user_id, password, now, "password")
    codes = _new_codes(db_session, user_id)
    db_session.commit()
    return codes


def end_factor(
    db_session: Session, user_id: int, password: str, *, visit: Visit, now: datetime
) -> None:
    """Ask for no code any more. Raises Invalid (field `password`), RateLimited."""
    check_own_password(db_session, user_id, password, now, "password")
    _drop(db_session, user_id)
    _tell(db_session, user_id, visit, now, is_on=False)
    db_session.commit()


def reset_factor(db_session: Session, email: str) -> None:
    """Ask for no code any more, for the operator. Raises NotFound."""
    user_id = db_session.scalar(select(User.id).where(User.email == fold_email(email)))
    if user_id is None:
        raise NotFound(f"There is no account for {email}.")
    _drop(db_session, user_id)
    db_session.commit()


def take_code(db_session: Session, user_id: int, code: str, key: str, now: datetime) -> bool:
    """Use up a code of the app or a recovery code (no commit); return whether it fits.

    Of two that send the same one at once, one is refused.
    """
    row = db_session.get(SecondFactor, user_id, with_for_update=True)
    if row is not None and _take_step(db_session, row, code, key, now):
        return True
    used = db_session.execute(
        delete(RecoveryCode).where(
            RecoveryCode.user_id == user_id, RecoveryCode.code_hash == _hashed(user_id, code)
        )
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _take_step(db_session: Session, row: SecondFactor, code: str, key: str, now: datetime) -> bool:
    secret = secret_of(key, row.user_id, row.salt)
    step = matching_step(secret, _plain(code), now)
    if step is None:
        return False
    taken = db_session.execute(
        update(SecondFactor)
        .where(SecondFactor.user_id == row.user_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _new_codes(db_session: Session, user_id: int) -> list[str]:
    db_session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = []
    for _ in range(RECOVERY_CODES):
        text = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
        codes.append("-".join(text[i : i + 4] for i in range(0, len(text), 4)))
        db_session.add(RecoveryCode(user_id=user_id, code_hash=_hashed(user_id, text)))
    return codes


def _drop(db_session: Session, user_id: int) -> None:
    db_session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    db_session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    forgive(db_session, key_of(CODE, user_id))


def _tell(db_session: Session, user_id: int, visit: Visit, now: datetime, *, is_on: bool) -> None:
    email = db_session.get_one(User, user_id).email
    if visit.has_mail and email:
        about = {"is_on": is_on}
        queue_letter(db_session, FACTOR, email, user_id=user_id, about=about, now=now)


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def _hashed(user_id: int, code: str) -> str:
    return hashlib.sha256(f"{user_id} {_plain(code)}".encode("utf-8", "replace")).hexdigest()
