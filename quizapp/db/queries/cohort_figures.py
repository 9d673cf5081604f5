"""What the figures of a cohort are made from: its members, their days, what they know.

As many statements for many members as for few. Nothing of this is shown as it is: the page shows
what `core.cohort` makes of it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import ExamPlan as Plan
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Concept, Item
from quizapp.db.models.cohorts import CohortMember
from quizapp.db.models.plans import ExamPlan
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import stands
from quizapp.db.queries.plan import PLAN_COLUMNS, plan_from

_BY_USER = dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member; `name` is "" unless they agreed to be named and have a name."""

    user_id: int
    name: str
    joined_on: date
    plan: Plan | None


def members_of(db_session: Session, cohort_id: int, now: datetime) -> list[MemberRow]:
    """Return the members whose account is not gone, by id."""
    query = (
        select(
            CohortMember.user_id,
            CohortMember.joined_at,
            CohortMember.shares_name,
            User.name,
            User.zone,
            User.day_start_hour,
            *PLAN_COLUMNS,
        )
        .join(User, User.id == CohortMember.user_id)
        .outerjoin(ExamPlan, ExamPlan.user_id == User.id)
        .where(
            CohortMember.cohort_id == cohort_id,
            or_(User.leaves_at.is_(None), User.leaves_at > now),
        )
        .order_by(CohortMember.user_id)
    )
    return [
        MemberRow(
            user_id,
            name.strip() if shares_name else "",
            Learner(user_id, zone, hour).study_on(joined_at),
            plan_from(plan),
        )
        for user_id, joined_at, shares_name, name, zone, hour, *plan in db_session.execute(query)
    ]


def days_of(
    db_session: Session, user_ids: Sequence[int], first: date, last: date
) -> dict[int, list[date]]:
    """Return the days from `first` to `last` on which each studied."""
    query = (
        select(Review.user_id, Review.study_on)
        .where(Review.user_id.in_(user_ids), Review.study_on.between(first, last), stands())
        .distinct()
    )
    found: dict[int, list[date]] = defaultdict(list)
    for user_id, day in db_session.execute(query):
        found[user_id].append(day)
    return found


def concepts_asked(
    db_session: Session, bank_ids: Sequence[int], most: int
) -> list[tuple[str, str]]:
    """Return slug and title of the concepts with most questions, in those banks or in all."""
    query = (
        select(Item.concept, func.coalesce(func.max(Concept.title), Item.concept))
        .outerjoin(Concept, Concept.slug == Item.concept)
        .where(Item.concept != "", _asked_in(bank_ids))
        .group_by(Item.concept)
        .order_by(func.count().desc(), Item.concept)
        .limit(most)
    )
    return [(row[0], row[1]) for row in db_session.execute(query)]


def known_by_concept(
    db_session: Session, user_ids: Sequence[int], bank_ids: Sequence[int], concepts: Sequence[str]
) -> dict[str, _BY_USER]:
    """Return for each concept how many questions each member knows, and has answered.

    Known is what was not missed when it was asked last.
    """
    is_missing = Card.missed_at.is_not(None) & (Card.right_days == 0)
    query = (
        select(Item.concept, Card.user_id, func.count().filter(~is_missing), func.count())
        .select_from(Card)
        .join(Item, Item.id == Card.item_id)
        .where(Card.user_id.in_(user_ids), Item.concept.in_(concepts), _asked_in(bank_ids))
        .group_by(Item.concept, Card.user_id)
    )
    found: dict[str, _BY_USER] = defaultdict(dict)
    for concept, user_id, known, answered in db_session.execute(query):
        found[concept][user_id] = known, answered
    return found


def seen_by_bank(
    db_session: Session, user_ids: Sequence[int], bank_ids: Sequence[int]
) -> dict[int, dict[int, int]]:
    """Return for each bank how many of its questions each member has seen."""
    query = (
        select(Item.bank_id, Card.user_id, func.count(Card.item_id.distinct()))
        .select_from(Card)
        .join(Item, Item.id == Card.item_id)
        .where(Card.user_id.in_(user_ids), Item.bank_id.in_(bank_ids), Item.status == Status.LIVE)
        .group_by(Item.bank_id, Card.user_id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for bank_id, user_id, count in db_session.execute(query):
        found[bank_id][user_id] = count
    return found


def bank_sizes(db_session: Session, bank_ids: Sequence[int]) -> dict[int, int]:
    """Return how many live questions each bank has."""
    query = (
        select(Item.bank_id, func.count())
        .where(Item.bank_id.in_(bank_ids), Item.status == Status.LIVE)
        .group_by(Item.bank_id)
    )
    return {row[0]: row[1] for row in db_session.execute(query)}


def _asked_in(bank_ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition on `Item` that it is live, and of those banks if there are any."""
    is_live = Item.status == Status.LIVE
    return is_live & Item.bank_id.in_(bank_ids) if bank_ids else is_live
