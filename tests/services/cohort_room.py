"""A cohort in a test: members with days behind them, without the time that answering takes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.cohorts import Cohort, CohortMember
from quizapp.db.models.study import Card, Review


def add_members(
    session: Session, cohort_id: int, names: Iterable[str], *, at: datetime, shares: bool = False
) -> list[int]:
    """Make accounts that are members since `at`; return their ids."""
    ids = []
    for name in names:
        email = f"{name.lower().replace(' ', '.')}@cohort.example.org"
        user = User(is_guest=False, email=email, name=name, zone="UTC", prefs={}, created_at=at)
        session.add(user)
        session.flush()
        member = CohortMember(cohort_id=cohort_id, user_id=user.id, joined_at=at)
        member.shares_name = shares
        session.add(member)
        ids.append(user.id)
    session.flush()
    return ids


def studied(
    session: Session, user_id: int, now: datetime, days_ago: Iterable[int], *, known: bool = True
) -> None:
    """Put one answer a day into the log, and a card for each question of the first bank."""
    items = session.execute(
        select(Item.id, Item.live_revision, Item.parts)
        .join(Bank, Bank.id == Item.bank_id)
        .where(Item.live_revision.is_not(None))
        .order_by(Bank.slug, Item.position)
        .limit(40)
    ).all()
    common = {"user_id": user_id, "item_id": items[0].id, "part": items[0].parts[0]}
    reviews = [
        common
        | {"answer_id": f"{user_id}-{ago}", "revision": items[0].live_revision, "shown": []}
        | {"chosen": [], "is_right": known, "score": float(known), "rating": 3 if known else 1}
        | {"ms": 9000, "answered_at": at, "received_at": at, "study_on": at.date()}
        | {"zone": "UTC", "source": "study", "model": "test", "confidence": None}
        for ago in days_ago
        for at in (now - timedelta(days=ago),)
    ]
    if reviews:
        session.execute(insert(table_of(Review)), reviews)
    card: dict[str, Any] = {
        "user_id": user_id,
        "stability": 9.0,
        "difficulty": 5.0,
        "reps": 1,
        "lapses": 0,
    }
    card |= {"last_on": now.date(), "due_on": now.date(), "last_answered_at": now}
    card |= {"missed_at": None if known else datetime(2026, 11, 1, tzinfo=UTC), "right_days": 0}
    card |= {"missed_count": int(not known), "taught_revision": 1}
    rows = [card | {"item_id": item.id, "part": item.parts[0]} for item in items]
    session.execute(insert(table_of(Card)), rows)


def link_of(session: Session, cohort_id: int) -> str:
    return session.get_one(Cohort, cohort_id).link
