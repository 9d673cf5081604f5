"""Who may change a bank."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp.core.access import Permission, Role, has_permission
from quizapp.core.email_address import fold_email
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank
from quizapp.db.models.teaching import BankEditor
from quizapp.db.queries.teaching import OWNER, EditableBankRow, editable_bank
from quizapp.services.errors import Invalid, NotAllowed, NotFound

EDITOR = "editor"


def set_editor(db_session: Session, slug: str, email: str, role: str, *, now: datetime) -> None:
    """Let somebody change a bank, as the operator. Raises NotFound, Invalid (field `email`)."""
    bank_id = db_session.scalar(select(Bank.id).where(Bank.slug == slug))
    if bank_id is None:
        raise NotFound(f"There is no bank {slug}. `flask bank load` loads one.")
    _put(db_session, bank_id, email, role, now)
    db_session.commit()


def add_editor(db_session: Session, user_id: int, slug: str, email: str, *, now: datetime) -> None:
    """Let somebody else change one's own bank.

    Raises NotFound, NotAllowed for who is no owner, Invalid (field `email`).
    """
    bank = _owned(db_session, user_id, slug)
    _put(db_session, bank.bank_id, email, EDITOR, now)
    db_session.commit()


def remove_editor(db_session: Session, user_id: int, slug: str, editor_id: int) -> None:
    """Let an editor change one's own bank no longer; owners stay. Harmless for others."""
    bank = _owned(db_session, user_id, slug)
    db_session.execute(
        delete(BankEditor).where(
            BankEditor.bank_id == bank.bank_id,
            BankEditor.user_id == editor_id,
            BankEditor.role == EDITOR,
        )
    )
    db_session.commit()


def own_new_bank(db_session: Session, bank_id: int, user_id: int, now: datetime) -> None:
    """Make somebody the owner of a bank that they have made; no commit."""
    db_session.add(BankEditor(bank_id=bank_id, user_id=user_id, role=OWNER, added_at=now))


def _owned(db_session: Session, user_id: int, slug: str) -> EditableBankRow:
    bank = editable_bank(db_session, user_id, slug)
    if bank is None:
        raise NotFound("There is no such bank of yours.")
    if not bank.is_owner:
        raise NotAllowed("Only an owner of the bank decides who may change it.")
    return bank


def _put(db_session: Session, bank_id: int, email: str, role: str, now: datetime) -> None:
    user = _educator(db_session, email)
    row = db_session.get(BankEditor, (bank_id, user.id))
    if row is None:
        row = BankEditor(bank_id=bank_id, user_id=user.id, role=role, added_at=now)
        db_session.add(row)
    elif row.role != OWNER:
        row.role = role


def _educator(db_session: Session, email: str) -> User:
    """Return who has that address and may load banks. Raises Invalid."""
    user = db_session.scalar(select(User).where(User.email == fold_email(email)))
    if user is None or not has_permission(Role(user.role), Permission.LOAD_BANKS):
        raise Invalid("No educator here has that e-mail address.", "email")
    return user
