"""Corrected keys that a learner has not been told of yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Case, ColumnElement, ScalarSelect, Subquery, case, func, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Bank, Item, ItemRevision
from quizapp.db.models.study import Card, Correction, Review
from quizapp.db.queries.log import stands

_Old = aliased(ItemRevision)
_New = aliased(ItemRevision)
_Last = aliased(Review)
_Answered = aliased(ItemRevision)


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What a learner answered last to a key that was corrected since; `body` as it was then."""

    body: dict[str, Any]
    part: str
    chosen: list[dict[str, Any]]
    rating: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What was taught, what is right, and why it changed.

    `answers` were given to the old key, `last` is the last of them: None when all were undone.
    `due_on` is None when the question does not come back: it was withdrawn, or set aside.
    `told` is how many corrections in a row this is, all unread.
    """

    last: LastAnswer | None
    item_id: int
    bank_slug: str
    ref: str
    revision: int
    old: dict[str, Any]
    new: dict[str, Any]
    why: str
    answers: int
    created_at: datetime
    told: int
    due_on: date | None


def unseen_corrections(db_session: Session, user_id: int) -> list[CorrectionRow]:
    """Return the learner's corrections not seen yet, the newest first.

    An item that was corrected more than once is told of once: what was taught last, by a verdict
    or by a correction that was read, and what is right now.
    """
    unseen = _unseen(user_id)
    query = (
        select(
            unseen.c.item_id,
            Bank.slug,
            Item.ref,
            unseen.c.revision,
            _Old.body.label("old"),
            _New.body.label("new"),
            _New.why,
            _answers(user_id, unseen).label("answers"),
            unseen.c.created_at,
            unseen.c.told,
            _due_on(user_id, unseen).label("due_on"),
            _Answered.body.label("answered"),
            _Last.part,
            _Last.chosen,
            _Last.rating,
        )
        .select_from(unseen)
        .join(Item, Item.id == unseen.c.item_id)
        .join(Bank, Bank.id == Item.bank_id)
        .join(_Old, (_Old.item_id == unseen.c.item_id) & (_Old.no == _taught(user_id, unseen)))
        .join(_New, (_New.item_id == unseen.c.item_id) & (_New.no == unseen.c.revision))
        .outerjoin(
            _Last,
            (_Last.user_id == user_id) & (_Last.answer_id == _last_answer_id(user_id, unseen)),
        )
        .outerjoin(
            _Answered, (_Answered.item_id == _Last.item_id) & (_Answered.no == _Last.revision)
        )
        .order_by(unseen.c.created_at.desc(), unseen.c.item_id)
    )
    return [_row(*row) for row in db_session.execute(query)]


def _row(*values: Any) -> CorrectionRow:
    *correction, body, part, chosen, rating = values
    last = None if body is None else LastAnswer(body, part, chosen, rating)
    return CorrectionRow(last, *correction)


def _unseen(user_id: int) -> Subquery:
    """Select the learner's unread corrections, those of an item as one."""
    return (
        select(
            Correction.item_id,
            func.max(Correction.revision).label("revision"),
            func.max(Correction.old_revision).label("old_revision"),
            func.max(Correction.created_at).label("created_at"),
            func.count().label("told"),
        )
        .where(Correction.user_id == user_id, Correction.seen_at.is_(None))
        .group_by(Correction.item_id)
        .subquery()
    )


def _taught(user_id: int, unseen: Subquery) -> Case[int]:
    """Find the revision by which the learner goes: answered last, or read of as a correction."""
    query = select(func.max(Correction.revision)).where(
        Correction.user_id == user_id,
        Correction.item_id == unseen.c.item_id,
        Correction.seen_at.is_not(None),
    )
    read = query.correlate(unseen).scalar_subquery()
    return case((read > unseen.c.old_revision, read), else_=unseen.c.old_revision)


def _answers(user_id: int, unseen: Subquery) -> ScalarSelect[int]:
    """Count the standing answers to the old keys."""
    query = select(func.count()).where(*_to_old_keys(user_id, unseen))
    return query.correlate(unseen).scalar_subquery()


def _last_answer_id(user_id: int, unseen: Subquery) -> ScalarSelect[str]:
    """Find the last standing answer to the old keys."""
    query = (
        select(Review.answer_id)
        .where(*_to_old_keys(user_id, unseen))
        .order_by(Review.answered_at.desc(), Review.answer_id.desc())
        .limit(1)
    )
    return query.correlate(unseen).scalar_subquery()


def _to_old_keys(user_id: int, unseen: Subquery) -> tuple[ColumnElement[bool], ...]:
    return (
        Review.user_id == user_id,
        Review.item_id == unseen.c.item_id,
        Review.revision < unseen.c.revision,
        stands(),
    )


def _due_on(user_id: int, unseen: Subquery) -> ScalarSelect[date]:
    """Find the day on which the item comes back, if it does."""
    query = select(func.min(Card.due_on)).where(
        Card.user_id == user_id,
        Card.item_id == unseen.c.item_id,
        Card.suspended_at.is_(None),
        Item.status == Status.LIVE,
    )
    return query.correlate(unseen, Item).scalar_subquery()
