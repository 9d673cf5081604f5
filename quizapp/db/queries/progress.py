"""Figures about one learner's answers over a period.

Answers from before a correction of the key are left out: what was taught then was wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.bank.model import Status
from quizapp.db.models.banks import Concept, Item
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import is_current, stands


@dataclass(frozen=True, slots=True)
class RecallRow:
    """Reviews of one study day: answers to cards that had been answered on a day before."""

    on: date
    right: int
    n: int


@dataclass(frozen=True, slots=True)
class ConceptRow:
    title: str
    right: int
    n: int


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """`firm`: recall above the target lasts for over 21 days."""

    seen: int
    items: int
    firm: int
    median_ms: int


FIRM_DAYS = 21


def recall_by_day(db_session: Session, user_id: int, first: date) -> list[RecallRow]:
    """Return what came back and how much of it was recalled, by study day since `first`.

    A card counts once a day, by its first answer: the repeat at the end of a session is practice.
    """
    query = (
        select(Review.study_on, _sum(_recalled()), func.count())
        .where(_of(user_id, first), _first_of_day(), _seen_before())
        .group_by(Review.study_on)
        .order_by(Review.study_on)
    )
    return [RecallRow(*row) for row in db_session.execute(query)]


def mastery_by_concept(db_session: Session, user_id: int, first: date) -> list[ConceptRow]:
    """Return right answers by concept since `first`, each card counted by its last study day.

    Of that day the first answer counts, not the repeat at the end of a session.
    """
    query = (
        select(func.coalesce(Concept.title, Item.concept), _sum(_recalled()), func.count())
        .select_from(Review)
        .join(Item, Item.id == Review.item_id)
        .outerjoin(Concept, Concept.slug == Item.concept)
        .where(_of(user_id, first), _first_of_day(), _last_day(), Item.concept != "")
        .group_by(func.coalesce(Concept.title, Item.concept))
        .order_by(func.count().desc())
    )
    return [ConceptRow(*row) for row in db_session.execute(query)]


def confidence_counts(db_session: Session, user_id: int, first: date) -> list[tuple[str, int, int]]:
    """Return (confidence, right, answers) since `first`, answers without one left out."""
    query = (
        select(Review.confidence, _sum(Review.is_right), func.count())
        .where(_of(user_id, first), Review.confidence.is_not(None))
        .group_by(Review.confidence)
    )
    return [(row[0] or "", row[1], row[2]) for row in db_session.execute(query)]


def totals(db_session: Session, user_id: int, first: date) -> TotalsRow:
    """Return what has been seen, what is firmly known and the usual time an answer takes."""
    live = Item.status == Status.LIVE
    items = db_session.scalar(select(func.count()).select_from(Item).where(live)) or 0
    mine = (
        select(
            func.count(Card.item_id.distinct()),
            func.count(Card.item_id.distinct()).filter(Card.stability > FIRM_DAYS),
        )
        .join(Item, Item.id == Card.item_id)
        .where(Card.user_id == user_id, live)
    )
    seen, firm = db_session.execute(mine).one()
    times = db_session.scalars(select(Review.ms).where(_of(user_id, first)).order_by(Review.ms))
    sorted_ms = times.all()
    return TotalsRow(seen, items, firm, sorted_ms[len(sorted_ms) // 2] if sorted_ms else 0)


def _of(user_id: int, first: date) -> ColumnElement[bool]:
    return and_(Review.user_id == user_id, Review.study_on >= first, stands(), is_current())


def _recalled() -> ColumnElement[bool]:
    """Right, and not by a guess."""
    return Review.rating > 1


def _sum(condition: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


def _another(condition: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Say that the card has another answer that meets `condition`.

    With a condition on `answered_at` the index of a card's answers is the one to use.
    """
    other = aliased(Review)
    found = select(literal(1)).where(
        other.user_id == Review.user_id,
        other.item_id == Review.item_id,
        other.part == Review.part,
        other.rating.is_not(None),
        is_current(other),
        condition(other),
    )
    return found.exists()


def _seen_before() -> ColumnElement[bool]:
    return _another(
        lambda other: (other.answered_at < Review.answered_at) & (other.study_on != Review.study_on)
    )


def _last_day() -> ColumnElement[bool]:
    return ~_another(
        lambda other: (other.answered_at > Review.answered_at) & (other.study_on != Review.study_on)
    )


def _first_of_day() -> ColumnElement[bool]:
    return ~_another(
        lambda other: (other.answered_at < Review.answered_at) & (other.study_on == Review.study_on)
    )
