"""What an exam plan is made from: the plan itself, all cards, how long answers take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind, Status
from quizapp.core.scheduling.exam_plan import ExamPlan as Plan
from quizapp.core.scheduling.exam_plan import Outcome
from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.plan_cards import PlanCard
from quizapp.core.scheduling.queue import Candidate
from quizapp.db.models.banks import BankLoad, Item, ItemRevision
from quizapp.db.models.plans import ExamPlan
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import stands
from quizapp.db.queries.marks import set_aside

_LIVE = and_(ItemRevision.item_id == Item.id, ItemRevision.no == Item.live_revision)
_LONGEST_MS = 120_000  # an answer that took longer was a break
_MOST_ANSWERS = 2_000  # the newest ones tell how fast somebody is


@dataclass(frozen=True, slots=True)
class PlanCardRow:
    """One card that could be asked before the exam, seen or new."""

    key: tuple[int, str]  # item id, part
    card: PlanCard
    section: str  # as the item says it: R, C, or both


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


def newest_load(db_session: Session) -> int:
    """Return the number of the newest load of any bank: the version of all banks together."""
    return db_session.scalar(select(func.max(BankLoad.id))) or 0


def plan_cards(db_session: Session, user_id: int) -> list[PlanCardRow]:
    """Return every card of live items that is not set aside, each with its memory if it has one."""
    topic = ItemRevision.body["topic"].as_string()
    section = ItemRevision.body["section"].as_string()
    options = ItemRevision.body["options"]
    query = (
        select(
            Item.id,
            Item.kind,
            Item.parts,
            topic.label("topic"),
            section.label("section"),
            func.json_array_length(options).label("options"),
            Card.part,
            Card.stability,
            Card.difficulty,
            Card.last_on,
        )
        .join(ItemRevision, _LIVE)
        .outerjoin(Card, and_(Card.item_id == Item.id, Card.user_id == user_id))
        .where(Item.status == Status.LIVE, Item.id.not_in(set_aside(user_id)))
        .order_by(Item.bank_id, Item.position)
    )
    rows = db_session.execute(query).all()
    memories = {
        (row.id, row.part): Memory(row.stability, row.difficulty, row.last_on)
        for row in rows
        if row.part is not None
    }
    seen: set[tuple[int, str]] = set()
    cards = []
    for row in rows:
        kind = Kind(row.kind)
        for part in row.parts:
            key = (row.id, part)
            if key in seen:
                continue
            seen.add(key)
            card = PlanCard(
                row.topic, kind in SELF_GRADED_KINDS, _guess(kind, row.options), memories.get(key)
            )
            cards.append(PlanCardRow(key, card, row.section))
    return cards


def candidates_of(
    db_session: Session, user_id: int, keys: Sequence[tuple[int, str]]
) -> list[Candidate]:
    """Return the given cards, in their order, as far as they can be asked."""
    ids = {item_id for item_id, _ in keys}
    query = (
        select(
            Item.id,
            Item.concept,
            Item.author,
            Item.kind,
            Item.siblings,
            Item.parts,
            Card.part,
            Card.stability,
            Card.difficulty,
            Card.last_on,
            Card.due_on,
        )
        .outerjoin(Card, and_(Card.item_id == Item.id, Card.user_id == user_id))
        .where(
            Item.id.in_(ids),
            Item.status == Status.LIVE,
            or_(Card.suspended_at.is_(None), Card.item_id.is_(None)),
            Item.id.not_in(set_aside(user_id)),
        )
    )
    rows = db_session.execute(query).all()
    items = {row.id: row for row in rows}
    cards = {(row.id, row.part): row for row in rows if row.part is not None}
    found = []
    for key in keys:
        item, card = items.get(key[0]), cards.get(key)
        if item is None or key[1] not in item.parts:
            continue
        found.append(
            Candidate(
                key=key,
                concept=item.concept,
                author=item.author,
                is_self_graded=Kind(item.kind) in SELF_GRADED_KINDS,
                siblings=frozenset(item.siblings),
                is_new=card is None,
                stability=card.stability if card else None,
                difficulty=card.difficulty if card else None,
                last_on=card.last_on if card else None,
                due_on=card.due_on if card else None,
            )
        )
    return found


def pace_of(db_session: Session, user_id: int) -> PaceRow:
    """Return how long the newest answers of a learner took, without those that were breaks."""
    query = (
        select(Review.item_id, Review.part, Review.is_right, Review.ms, Review.answered_at)
        .where(Review.user_id == user_id, stands(), Review.ms < _LONGEST_MS)
        .order_by(Review.answered_at.desc())
        .limit(_MOST_ANSWERS)
    )
    rows = db_session.execute(query).all()
    first: dict[tuple[int, str], tuple[float, bool]] = {}
    right: list[float] = []
    wrong: list[float] = []
    for row in rows:  # the oldest answer of a card comes last and stays
        first[(row.item_id, row.part)] = (row.ms / 1000, row.is_right)
        (right if row.is_right else wrong).append(row.ms / 1000)
    return PaceRow(
        right,
        wrong,
        [seconds for seconds, _ in first.values()],
        sum(not is_right for _, is_right in first.values()),
    )


def _guess(kind: Kind, options: int | None) -> float:
    """Return the chance to be right by luck."""
    return 1 / options if kind in {Kind.SINGLE, Kind.TRUE_FALSE} and options else 0.0
