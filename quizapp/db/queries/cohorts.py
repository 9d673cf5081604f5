"""Whose cohort is whose: an educator's own ones, a learner's memberships, an invitation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.access import Role
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank
from quizapp.db.models.cohorts import Cohort, CohortBank, CohortMember


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort as its owner sees it."""

    cohort_id: int
    title: str
    link: str
    code: str
    exam: str
    exam_on: date | None
    days_a_week: int | None
    goal_since: datetime
    closed_at: datetime | None
    owner: str  # the name, or else the address


@dataclass(frozen=True, slots=True)
class ListedCohortRow:
    """A cohort in its owner's list."""

    cohort_id: int
    title: str
    exam_on: date | None
    closed_at: datetime | None
    members: int
    owner: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """What somebody is shown before they join."""

    cohort_id: int
    title: str
    educator: str
    exam_on: date | None
    days_a_week: int | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A cohort that a learner is in."""

    cohort_id: int
    title: str
    educator: str
    exam: str
    exam_on: date | None
    days_a_week: int | None
    shares_name: bool


@dataclass(frozen=True, slots=True)
class CohortBankRow:
    bank_id: int
    slug: str
    title: str


_OWNER = func.coalesce(func.nullif(User.name, ""), User.email)


def own_cohort(db_session: Session, user_id: int, cohort_id: int) -> CohortRow | None:
    """Return the cohort if it is this educator's own; an admin sees every one."""
    query = _owned(
        user_id,
        Cohort.id,
        Cohort.title,
        Cohort.link,
        Cohort.code,
        Cohort.exam,
        Cohort.exam_on,
        Cohort.days_a_week,
        Cohort.goal_since,
        Cohort.closed_at,
        _OWNER,
    )
    row = db_session.execute(query.where(Cohort.id == cohort_id)).one_or_none()
    return CohortRow(*row) if row else None


def own_cohorts(db_session: Session, user_id: int, now: datetime) -> list[ListedCohortRow]:
    """Return an educator's cohorts, those that are closed last."""
    members = (
        select(func.count())
        .select_from(CohortMember)
        .where(CohortMember.cohort_id == Cohort.id, _is_here(CohortMember.user_id, now))
        .scalar_subquery()
    )
    columns = (Cohort.id, Cohort.title, Cohort.exam_on, Cohort.closed_at, members, _OWNER)
    order = (Cohort.closed_at.is_not(None), Cohort.created_at.desc(), Cohort.id.desc())
    query = _owned(user_id, *columns).order_by(*order)
    return [ListedCohortRow(*row) for row in db_session.execute(query)]


def cohort_banks(db_session: Session, cohort_ids: Iterable[int]) -> dict[int, list[CohortBankRow]]:
    """Return the banks of some cohorts, by title."""
    ids = list(cohort_ids)
    query = (
        select(CohortBank.cohort_id, Bank.id, Bank.slug, Bank.title)
        .join(Bank, Bank.id == CohortBank.bank_id)
        .where(CohortBank.cohort_id.in_(ids))
        .order_by(Bank.title)
    )
    found: dict[int, list[CohortBankRow]] = {one: [] for one in ids}
    for cohort_id, bank_id, slug, title in db_session.execute(query):
        found[cohort_id].append(CohortBankRow(bank_id, slug, title))
    return found


def invitation(db_session: Session, link: str) -> InvitationRow | None:
    """Return what a link invites to, closed or not. Whoever has the link may see it."""
    query = (
        select(
            Cohort.id,
            Cohort.title,
            _OWNER,
            Cohort.exam_on,
            Cohort.days_a_week,
            Cohort.closed_at,
        )
        .join(User, User.id == Cohort.owner_id)
        .where(Cohort.link == link)
    )
    row = db_session.execute(query).one_or_none()
    return InvitationRow(*row) if row else None


def link_of_code(db_session: Session, code: str) -> str | None:
    """Return the link of the cohort that has a code."""
    return db_session.scalar(select(Cohort.link).where(Cohort.code == code)) if code else None


def memberships(
    db_session: Session, user_id: int, cohort_id: int | None = None
) -> list[MembershipRow]:
    """Return the cohorts that a learner is in, or the one that is asked for, by title."""
    query = (
        select(
            Cohort.id,
            Cohort.title,
            _OWNER,
            Cohort.exam,
            Cohort.exam_on,
            Cohort.days_a_week,
            CohortMember.shares_name,
        )
        .select_from(CohortMember)
        .join(Cohort, Cohort.id == CohortMember.cohort_id)
        .join(User, User.id == Cohort.owner_id)
        .where(CohortMember.user_id == user_id)
        .order_by(Cohort.title, Cohort.id)
    )
    if cohort_id is not None:
        query = query.where(Cohort.id == cohort_id)
    return [MembershipRow(*row) for row in db_session.execute(query)]


def _owned(user_id: int, *columns: Any) -> Select[Any]:
    is_admin = exists().where(User.id == user_id, User.role == Role.ADMIN)
    teaches = exists().where(User.id == user_id, User.role != Role.LEARNER)
    return (
        select(*columns)
        .join(User, User.id == Cohort.owner_id)
        .where(teaches.correlate(None), or_(is_admin.correlate(None), Cohort.owner_id == user_id))
    )


def _is_here(user_id: Any, now: datetime) -> ColumnElement[bool]:
    """The condition that an account is not gone: its week of thinking it over is not over."""
    gone = exists().where(User.id == user_id, User.leaves_at <= now)
    return ~gone.correlate(CohortMember)
