"""A shelf of thousands of questions, and learners who owe all of them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.db.base import table_of
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.models.study import Card, Review
from tests.factories import NOON

FIRST_ID = 100_000


def copy_item(session: Session, number: int, ref: str = "s-1", *, first: int = 0) -> range:
    """Make `number` copies of an item with its live revision; return their ids. No commit."""
    model = session.scalars(select(Item).where(Item.ref == ref)).one()
    revision = session.get_one(ItemRevision, (model.id, 1))
    item = {column.name: getattr(model, column.name) for column in table_of(Item).c}
    body = {column.name: getattr(revision, column.name) for column in table_of(ItemRevision).c}
    ids = range(FIRST_ID + first, FIRST_ID + first + number)
    labels = ({"ref": f"copy-{n}", "concept": f"c{n % 50}", "author": f"a{n % 9}"} for n in ids)
    items = [item | label | {"id": n} for n, label in zip(ids, labels, strict=True)]
    session.execute(insert(table_of(Item)), items)
    session.execute(insert(table_of(ItemRevision)), [body | {"item_id": n} for n in ids])
    return ids


def owe(session: Session, who: Learner, item_ids: range) -> None:
    """Make a due card and its one wrong answer of each item. No commit."""
    session.execute(insert(table_of(Review)), [_review(who, n) for n in item_ids])
    session.execute(insert(table_of(Card)), [_card(who, n) for n in item_ids])


def _card(who: Learner, item_id: int) -> dict[str, Any]:
    today = who.study_on(NOON)
    last_on = today - timedelta(days=2 + item_id % 40)
    return {
        "user_id": who.user_id,
        "item_id": item_id,
        "part": "",
        "stability": 1.0 + item_id % 30,
        "difficulty": 5.0,
        "last_on": last_on,
        "due_on": today - timedelta(days=item_id % 2),
        "reps": 1,
        "lapses": 0,
        "lapsed_on": last_on,
        "last_answered_at": NOON - timedelta(days=2 + item_id % 40),
        "missed_at": NOON - timedelta(days=2 + item_id % 40),
        "missed_count": 1,
        "right_days": 0,
        "right_on": last_on,
        "taught_revision": 1,
        "suspended_at": None,
    }


def _review(who: Learner, item_id: int) -> dict[str, Any]:
    at = NOON - timedelta(days=2 + item_id % 40)
    return {
        "user_id": who.user_id,
        "answer_id": f"old-{item_id}",
        "item_id": item_id,
        "part": "",
        "revision": 1,
        "shown": [],
        "chosen": [],
        "is_right": False,
        "score": 0.0,
        "confidence": None,
        "rating": 1,
        "ms": 9000,
        "answered_at": at,
        "received_at": at,
        "study_on": who.study_on(at),
        "zone": who.zone,
        "source": "study",
        "session_id": None,
        "model": "made up",
        "reverses": None,
        "counts_for_memory": True,
    }
