"""Sittings of mock exams as their pages show them. Nobody else's can be looked up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from quizapp.core.exams.timing import (
    Accommodations,
    Clock,
    accommodations,
    ends_at,
    is_over,
    is_time_over,
)
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, Concept, Item, ItemRevision
from quizapp.db.models.exams import Attempt, AttemptItem


@dataclass(frozen=True, slots=True)
class AttemptItemRow:
    """One question of a sitting; `score` is None while it is not answered."""

    n: int
    section: str
    item_id: int
    concept: str  # its slug
    score: float | None
    is_flagged: bool
    seconds: float
    saved_at: datetime | None

    @property
    def is_answered(self) -> bool:
        return self.score is not None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A sitting with its questions in order; `number` counts the learner's sittings from 1."""

    attempt_id: int
    number: int
    conditions: Accommodations
    pace_seconds: float
    clock: Clock
    breaks: int
    locked: int
    ended_at: datetime | None
    ending: str
    opened_at: datetime | None
    items: tuple[AttemptItemRow, ...]

    def is_over(self, now: datetime) -> bool:
        return self.ended_at is not None or is_over(self.clock, now)

    def end(self) -> tuple[datetime, str]:
        """Return when and how a sitting that is over ended: finished, time, left."""
        if self.ended_at is not None:
            return self.ended_at, self.ending
        at = ends_at(self.clock)
        return at, "time" if is_time_over(self.clock, at) else "left"

    @property
    def section(self) -> tuple[AttemptItemRow, ...]:
        """The questions of the section that is being sat; none when both are locked."""
        names = list(dict.fromkeys(item.section for item in self.items))[self.locked :]
        return tuple(item for item in self.items if names and item.section == names[0])


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A sitting in the list of earlier ones."""

    attempt_id: int
    number: int
    started_at: datetime
    points: float
    questions: int


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question of a sitting with its text as it was drawn."""

    n: int
    item_id: int
    revision: int
    ref: str
    bank_slug: str
    concept: str  # short title
    body: dict[str, Any]
    shown: list[str]
    given: dict[str, Any]
    score: float | None
    is_flagged: bool
    seconds: float
    saved_at: datetime | None


_number = (
    select(func.count())
    .select_from(before := table_of(Attempt).alias("before"))
    .where(before.c.user_id == Attempt.user_id, before.c.id <= Attempt.id)
    .correlate(Attempt)
    .scalar_subquery()
)
_ATTEMPT = (
    select(
        Attempt.id,
        _number.label("number"),
        Attempt.conditions,
        Attempt.pace_seconds,
        Attempt.limit_seconds,
        Attempt.started_at,
        Attempt.touched_at,
        Attempt.break_at,
        Attempt.break_seconds,
        Attempt.breaks,
        Attempt.locked,
        Attempt.ended_at,
        Attempt.ending,
        Attempt.opened_at,
        AttemptItem.n,
        AttemptItem.section,
        AttemptItem.item_id,
        Item.concept,
        AttemptItem.score,
        AttemptItem.is_flagged,
        AttemptItem.seconds,
        AttemptItem.saved_at,
    )
    .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
    .join(Item, Item.id == AttemptItem.item_id)
    .where(Attempt.id == bindparam("attempt_id"), Attempt.user_id == bindparam("user_id"))
    .order_by(AttemptItem.n)
)
_ASKED = (
    select(
        AttemptItem.n,
        AttemptItem.item_id,
        AttemptItem.revision,
        Item.ref,
        Bank.slug,
        func.coalesce(Concept.short, ""),
        ItemRevision.body,
        AttemptItem.shown,
        AttemptItem.given,
        AttemptItem.score,
        AttemptItem.is_flagged,
        AttemptItem.seconds,
        AttemptItem.saved_at,
    )
    .select_from(AttemptItem)
    .join(Attempt, Attempt.id == AttemptItem.attempt_id)
    .join(Item, Item.id == AttemptItem.item_id)
    .join(Bank, Bank.id == Item.bank_id)
    .join(
        ItemRevision,
        (ItemRevision.item_id == AttemptItem.item_id) & (ItemRevision.no == AttemptItem.revision),
    )
    .outerjoin(Concept, Concept.slug == Item.concept)
    .where(
        Attempt.id == bindparam("attempt_id"),
        Attempt.user_id == bindparam("user_id"),
        AttemptItem.n.in_(bindparam("places", expanding=True)),
    )
    .order_by(AttemptItem.n)
)


def attempt_by_id(db_session: Session, user_id: int, attempt_id: int) -> AttemptRow | None:
    """Return the learner's sitting, or None."""
    rows = db_session.execute(_ATTEMPT, {"attempt_id": attempt_id, "user_id": user_id}).all()
    if not rows:
        return None
    one = rows[0]
    clock = Clock(
        started_at=one.started_at,
        touched_at=one.touched_at,
        limit_seconds=one.limit_seconds,
        break_seconds=one.break_seconds,
        break_at=one.break_at,
    )
    return AttemptRow(
        attempt_id=one.id,
        number=one.number,
        conditions=accommodations(one.conditions),
        pace_seconds=one.pace_seconds,
        clock=clock,
        breaks=one.breaks,
        locked=one.locked,
        ended_at=one.ended_at,
        ending=one.ending,
        opened_at=one.opened_at,
        items=tuple(AttemptItemRow(*row[14:]) for row in rows),
    )


def open_attempt_id(db_session: Session, user_id: int) -> int | None:
    """Return the learner's sitting that nothing has closed yet; its time may be over."""
    query = select(Attempt.id).where(Attempt.user_id == user_id, Attempt.ended_at.is_(None))
    return db_session.scalar(query)


def earlier_attempts(db_session: Session, user_id: int, last: int = 10) -> list[EarlierRow]:
    """Return the learner's last sittings, newest first."""
    query = (
        select(
            Attempt.id,
            _number,
            Attempt.started_at,
            func.coalesce(func.sum(AttemptItem.score), 0.0),
            func.count(),
        )
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .where(Attempt.user_id == user_id)
        .group_by(Attempt.id)
        .order_by(Attempt.id.desc())
        .limit(last)
    )
    return [EarlierRow(*row) for row in db_session.execute(query)]


def asked(db_session: Session, user_id: int, attempt_id: int, places: list[int]) -> list[AskedRow]:
    """Return questions of the learner's sitting by their places, in order."""
    params = {"attempt_id": attempt_id, "user_id": user_id, "places": places}
    return [AskedRow(*row) for row in db_session.execute(_ASKED, params)]


def accommodations_of(db_session: Session, user_id: int) -> Accommodations:
    """Return under which conditions the learner sits mock exams."""
    data = db_session.scalar(select(User.accommodations).where(User.id == user_id))
    return accommodations(data or {})
