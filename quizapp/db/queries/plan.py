"""What an exam plan is made from: the plan itself, all cards, how long answers take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.scheduling.exam_plan import ExamPlan as Plan
from quizapp.core.scheduling.exam_plan import Outcome
from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.plan_cards import Cards, cards_with
from quizapp.core.scheduling.queue import Candidate
from quizapp.db.catalog import catalog
from quizapp.db.models.plans import ExamPlan
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import stands
from quizapp.db.queries.marks import set_aside

_LONGEST_MS = 120_000  # an answer that took longer was a break
_MOST_ANSWERS = 1_000  # the newest ones tell how fast somebody is


@dataclass(frozen=True, slots=True)
class PlanCards:
    """All that could be asked of a learner before an exam: `keys` are (item id, part)."""

    keys: Sequence[tuple[int, str]]
    cards: Cards


@dataclass(frozen=True, slots=True)
class PaceRow:
    """How long a learner's answers took, in seconds, and how their first ones went."""

    right: list[float]
    wrong: list[float]
    first: list[float]
    first_wrong: int


PLAN_COLUMNS = (
    ExamPlan.exam,
    ExamPlan.exam_on,
    ExamPlan.target,
    ExamPlan.minutes,
    ExamPlan.days_off,
    ExamPlan.is_sparing,
    ExamPlan.version,
    ExamPlan.outcome,
)


def plan_from(columns: Sequence[Any]) -> Plan | None:
    """Return a plan from the values of PLAN_COLUMNS; None where all are null."""
    exam, exam_on, target, minutes, days_off, is_sparing, version, outcome = columns
    if minutes is None:
        return None
    return Plan(
        exam=exam,
        exam_on=exam_on,
        target=target,
        minutes=tuple(minutes),
        days_off=frozenset(date.fromisoformat(day) for day in days_off),
        is_sparing=is_sparing,
        version=version,
        outcome=Outcome(outcome),
    )


def exam_plan(db_session: Session, user_id: int) -> Plan | None:
    """Return a learner's plan, or None."""
    query = select(*PLAN_COLUMNS).where(ExamPlan.user_id == user_id)
    row = db_session.execute(query).one_or_none()
    return plan_from(row) if row else None


def plan_changed_at(db_session: Session, user_id: int) -> datetime | None:
    """Return when a learner's plan got what it says now, None without one."""
    return db_session.scalar(select(ExamPlan.changed_at).where(ExamPlan.user_id == user_id))


def plan_cards(
    db_session: Session, user_id: int, weights: Mapping[str, float | None], today: date
) -> PlanCards:
    """Return every card of live items that is not set aside, seen or new.

    `weights` are those of the exam's topics, see `cards_with`.
    """
    known, memories = catalog(db_session), memories_of(db_session, user_id)
    keys, places, columns = known.keys, known.places, known.columns
    aside = set(db_session.scalars(set_aside(user_id)))
    if aside:
        kept = np.array([item_id not in aside for item_id, _ in keys], bool)
        columns = columns.only(kept)
        keys = tuple(key for key in keys if key[0] not in aside)
        places = {key: place for place, key in enumerate(keys)}
    by_place = {places[key]: memory for key, memory in memories.items() if key in places}
    return PlanCards(keys, cards_with(columns, by_place, weights, today))


def memories_of(db_session: Session, user_id: int) -> dict[tuple[int, str], Memory]:
    """Return what is remembered of each card (item id, part) that was ever answered."""
    query = select(Card.item_id, Card.part, Card.stability, Card.difficulty, Card.last_on)
    rows = db_session.execute(query.where(Card.user_id == user_id))
    return {
        (item_id, part): Memory(stability, difficulty, last_on)
        for item_id, part, stability, difficulty, last_on in rows
    }


def candidates_of(
    db_session: Session, user_id: int, keys: Sequence[tuple[int, str]]
) -> list[Candidate]:
    """Return the given cards, in their order, as far as they can be asked."""
    items = catalog(db_session).by_id
    aside = set(db_session.scalars(set_aside(user_id)))
    cards = {(row.item_id, row.part): row for row in _cards(db_session, user_id, keys)}
    found = []
    for key in keys:
        item, card = items.get(key[0]), cards.get(key)
        if item is None or key[1] not in item.parts or key[0] in aside:
            continue
        if card is None:
            found.append(item.unseen(key[1]))
        elif card.suspended_at is None:
            found.append(
                replace(
                    item.unseen(key[1]),
                    is_new=False,
                    stability=card.stability,
                    difficulty=card.difficulty,
                    last_on=card.last_on,
                    due_on=card.due_on,
                )
            )
    return found


def _cards(db_session: Session, user_id: int, keys: Sequence[tuple[int, str]]) -> Sequence[Any]:
    query = select(
        Card.item_id,
        Card.part,
        Card.stability,
        Card.difficulty,
        Card.last_on,
        Card.due_on,
        Card.suspended_at,
    ).where(Card.user_id == user_id, Card.item_id.in_({item_id for item_id, _ in keys}))
    return db_session.execute(query).all()


def pace_of(db_session: Session, user_id: int) -> PaceRow:
    """Return how long the newest answers of a learner took, without those that were breaks."""
    query = (
        select(Review.item_id, Review.part, Review.is_right, Review.ms)
        .where(Review.user_id == user_id, stands(), Review.ms < _LONGEST_MS)
        .order_by(Review.answered_at.desc())
        .limit(_MOST_ANSWERS)
    )
    rows = db_session.execute(query).all()
    first: dict[tuple[int, str], tuple[float, bool]] = {}
    right: list[float] = []
    wrong: list[float] = []
    for item_id, part, is_right, ms in rows:  # the oldest answer of a card comes last and stays
        first[item_id, part] = (ms / 1000, is_right)
        (right if is_right else wrong).append(ms / 1000)
    return PaceRow(
        right,
        wrong,
        [seconds for seconds, _ in first.values()],
        sum(not is_right for _, is_right in first.values()),
    )
