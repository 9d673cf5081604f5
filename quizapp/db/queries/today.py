"""What a learner has done on a study day, and what the next days bring."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.analysis.study_time import LONGEST_SECONDS
from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind, Status
from quizapp.core.scheduling.queue import Studied
from quizapp.core.scheduling.replay import DAYS_TO_PUT_RIGHT
from quizapp.db.models.banks import Item
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.log import is_card_of_answer, is_current, stands


@dataclass(frozen=True, slots=True)
class DoneTodayRow:
    """What was studied on a day. `new_cards` had never been answered before."""

    cards: int
    new_cards: int
    seconds: int
    studied: frozenset[Studied]


def done_today(db_session: Session, user_id: int, today: date) -> DoneTodayRow:
    """Return what the learner has done on the study day `today`."""
    query = (
        select(
            Item.id,
            Item.concept,
            Item.kind,
            Item.siblings,
            Review.part,
            Review.ms,
            Card.reps,
            is_current().label("is_current"),
        )
        .select_from(Review)
        .join(Item, Item.id == Review.item_id)
        .join(
            Card,
            is_card_of_answer(),
        )
        .where(Review.user_id == user_id, Review.study_on == today, stands())
    )
    rows = db_session.execute(query).all()
    times = Counter((row.id, row.part) for row in rows)
    reps = {(row.id, row.part): row.reps for row in rows}
    return DoneTodayRow(
        cards=len(times),
        new_cards=sum(reps[key] == count for key, count in times.items()),
        seconds=sum(min(row.ms // 1000, LONGEST_SECONDS) for row in rows),
        studied=frozenset(
            Studied(
                row.id,
                row.concept,
                Kind(row.kind) in SELF_GRADED_KINDS,
                frozenset(row.siblings),
            )
            for row in rows
            if row.is_current  # a corrected question is asked again that very day
        ),
    )


def days_studied(db_session: Session, user_id: int, first: date, last: date) -> dict[date, int]:
    """Return answers a study day, for the days from `first` to `last` with any."""
    query = (
        select(Review.study_on, func.count())
        .where(
            Review.user_id == user_id, Review.study_on >= first, Review.study_on <= last, stands()
        )
        .group_by(Review.study_on)
    )
    return {row[0]: row[1] for row in db_session.execute(query)}


def due_by_day(db_session: Session, user_id: int, today: date, days: int) -> list[int]:
    """Return how many cards fall due on each of the next `days`; overdue ones count for today."""
    last = today + timedelta(days=days - 1)
    query = (
        select(Card.due_on, func.count())
        .join(Item, Item.id == Card.item_id)
        .where(
            Card.user_id == user_id,
            Card.suspended_at.is_(None),
            Card.due_on <= last,
            Item.status == Status.LIVE,
        )
        .group_by(Card.due_on)
    )
    load = [0] * days
    for due_on, count in db_session.execute(query):
        load[max((due_on - today).days, 0)] += count
    return load


def missed_keys(db_session: Session, user_id: int) -> set[tuple[int, str]]:
    """Return the cards whose miss is not put right yet."""
    query = select(Card.item_id, Card.part).where(
        Card.user_id == user_id,
        Card.missed_at.is_not(None),
        Card.right_days < DAYS_TO_PUT_RIGHT,
    )
    return {(row.item_id, row.part) for row in db_session.execute(query)}


def missing_count(db_session: Session, user_id: int) -> int:
    """Return how many questions are still missing, for the navigation."""
    query = select(func.count(Card.item_id.distinct())).where(
        Card.user_id == user_id, Card.missed_at.is_not(None), Card.right_days == 0
    )
    return db_session.scalar(query) or 0
