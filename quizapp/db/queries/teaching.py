"""Whose bank is whose: every look-up of what an educator may change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal_column, null, select
from sqlalchemy.orm import Session

from quizapp.core.access import Permission, Role, has_permission
from quizapp.core.bank.model import Status
from quizapp.db.models.accounts import User
from quizapp.db.models.analysis import BankSummary
from quizapp.db.models.banks import Bank, BankLoad, Item
from quizapp.db.models.study import Report
from quizapp.db.models.teaching import BankDraft, BankEditor

OWNER = "owner"
TEACHERS = tuple(role for role in Role if has_permission(role, Permission.LOAD_BANKS))
# Written out, not bound: SQLite plans a statement anew each time it runs where a bound value
# decides whether a partial index serves, and who asks is looked up by every request.
_IS_OPEN = Report.status == literal_column("'open'")


@dataclass(frozen=True, slots=True)
class EditableBankRow:
    """A bank that somebody may change; `role` is owner or editor."""

    bank_id: int
    slug: str
    title: str
    role: str

    @property
    def is_owner(self) -> bool:
        return self.role == OWNER


@dataclass(frozen=True, slots=True)
class TaughtBankRow:
    """A bank in the list of its educator."""

    slug: str
    title: str
    role: str
    items: int  # live
    reports: int  # open
    loads: int
    loaded_at: datetime | None
    draft_saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaughtRow:
    """How much waits for who teaches, and what their pages hang on beside banks and answers."""

    reports: int  # open ones on the banks that they may change
    banks: int  # that they were added to
    added_at: object  # when that was last
    counted_at: object  # when first answers were counted last, of any bank


@dataclass(frozen=True, slots=True)
class EditorRow:
    user_id: int
    name: str
    email: str
    role: str


def _reports_waiting() -> ColumnElement[int]:
    """Count the open reports on the banks that `User` may change: from the reports, as few wait."""
    is_mine = (
        exists()
        .where(
            Item.id == Report.item_id,
            BankEditor.bank_id == Item.bank_id,
            BankEditor.user_id == User.id,
        )
        .correlate(Report, User)
    )
    return (
        select(func.count())
        .select_from(Report)
        .where(_IS_OPEN, (User.role == Role.ADMIN) | is_mine)
        .correlate(User)
        .scalar_subquery()
    )


def _of_teachers(value: Any) -> ColumnElement[Any]:
    """Leave `value` out for learners, so that it is not even looked up."""
    return case((User.role == Role.LEARNER, null()), else_=value)


_OWN = select(BankEditor.bank_id).where(BankEditor.user_id == User.id).correlate(User)
# Beside a `User`: what `taught_from` reads.
TAUGHT_COLUMNS: Final = (
    _of_teachers(_reports_waiting()).label("reports"),
    _of_teachers(_OWN.with_only_columns(func.count()).scalar_subquery()).label("banks"),
    _of_teachers(_OWN.with_only_columns(func.max(BankEditor.added_at)).scalar_subquery()).label(
        "added_at"
    ),
    _of_teachers(select(func.max(BankSummary.counted_at)).scalar_subquery()).label("counted_at"),
)


def taught_from(values: tuple[Any, ...]) -> TaughtRow | None:
    """Return what somebody teaches from the values of `TAUGHT_COLUMNS`; None for a learner."""
    return None if values[0] is None else TaughtRow(*values)


def editable_bank(db_session: Session, user_id: int, slug: str) -> EditableBankRow | None:
    """Return the bank if this educator may change it; an admin may change every one."""
    row = db_session.execute(_editable(user_id).where(Bank.slug == slug)).one_or_none()
    return EditableBankRow(*row) if row else None


def taught_banks(db_session: Session, user_id: int) -> list[TaughtBankRow]:
    """Return the banks that somebody may change, by title."""
    editable = _editable(user_id).subquery()
    items = (
        select(func.count())
        .select_from(Item)
        .where(Item.bank_id == editable.c.id, Item.status == Status.LIVE)
        .scalar_subquery()
    )
    reports = (
        select(func.count())
        .select_from(Report)
        .join(Item, Item.id == Report.item_id)
        .where(Item.bank_id == editable.c.id, _IS_OPEN)
        .scalar_subquery()
    )
    served = and_(BankLoad.bank_id == editable.c.id, BankLoad.is_served)
    loads = select(func.count()).select_from(BankLoad).where(served).scalar_subquery()
    loaded_at = select(func.max(BankLoad.loaded_at)).where(served).scalar_subquery()
    query = (
        select(
            editable.c.slug,
            editable.c.title,
            editable.c.role,
            items,
            reports,
            loads,
            loaded_at,
            BankDraft.saved_at,
        )
        .outerjoin(BankDraft, and_(BankDraft.user_id == user_id, BankDraft.slug == editable.c.slug))
        .order_by(editable.c.title)
    )
    return [TaughtBankRow(*row) for row in db_session.execute(query)]


def editors_of(db_session: Session, bank_id: int) -> list[EditorRow]:
    """Return who may change a bank, owners first."""
    query = (
        select(User.id, User.name, User.email, BankEditor.role)
        .join(BankEditor, BankEditor.user_id == User.id)
        .where(BankEditor.bank_id == bank_id)
        .order_by(BankEditor.role.desc(), User.email)
    )
    return [EditorRow(row[0], row[1], row[2] or "", row[3]) for row in db_session.execute(query)]


def editable_bank_ids(user_id: int) -> Select[Any]:
    """Select the ids of the banks that somebody may change."""
    return select(_editable(user_id).subquery().c.id)


def _editable(user_id: int) -> Select[Any]:
    is_admin = exists().where(User.id == user_id, User.role == Role.ADMIN)
    role = case((is_admin, OWNER), else_=BankEditor.role).label("role")
    may_teach = exists().where(User.id == user_id, User.role.in_(TEACHERS))
    return (
        select(Bank.id, Bank.slug, Bank.title, role)
        .outerjoin(BankEditor, and_(BankEditor.bank_id == Bank.id, BankEditor.user_id == user_id))
        .where(may_teach, is_admin | BankEditor.user_id.is_not(None))
    )


def teaches(db_session: Session, user_id: int) -> bool:
    """Tell whether somebody may have banks of their own."""
    return db_session.scalar(select(User.role).where(User.id == user_id)) in TEACHERS
