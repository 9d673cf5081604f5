"""What the pages of a learner's record take with 10,000 reviews of one, and a million of all.

The learner is the keenest of `flask demo seed`; their answers are repeated, a span of days
earlier each time, and then copied to a hundred others, cards and all.
"""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Table, delete, func, insert, literal, select

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db, db_session, table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Bank, Item
from quizapp.db.models.study import Card, Review
from quizapp.services.study_log import make_cards
from quizapp.web.page_cache import init_page_cache
from tests.benchmarks.pages import fetcher, most_studied, people_on, real_banks, signed_in
from tests.benchmarks.ratios import Figure, over_hello
from tests.factories import NOON

ROUNDS = 5
REVIEWS = 10_000
PEOPLE = 100
SPAN = timedelta(days=70)  # longer than a demonstration's sixty
GOAL = 10.0


def figures() -> Iterator[Figure]:
    """Measure the record's pages, kept for the day and after a change."""
    with tempfile.TemporaryDirectory() as folder, people_on(Path(folder), real_banks()) as app:
        with app.app_context(), write.mode(write.Mode.WRITE):
            learner = most_studied()
            repeat_answers(learner)
            copy_to_others(learner)
            item = most_answered(learner)
            total = db_session.scalar(select(func.count()).select_from(Review)) or 0
            db.session.remove()
        yield from of_record(app, learner, item, total)


def of_record(app: Flask, learner: Learner, item: str, total: int) -> Iterator[Figure]:
    client = signed_in(app, learner)
    size = f"{REVIEWS:,} reviews, {total:,} in the database"
    for name, path in (
        ("/missed", "/missed"),
        ("/missed, put right, most often", "/missed?state=put-right&order=often"),
        ("/progress", "/progress"),
        ("the page of a question", item),
    ):
        fetch = fetcher(client, path)
        again = over_hello(fetch, rounds=ROUNDS, times=20)
        yield Figure(f"{name} again, {size} / Flask hello", again, GOAL)
        anew = over_hello(fetch, rounds=ROUNDS, times=2, before=lambda: init_page_cache(app))
        yield Figure(f"{name} after a change, {size} / Flask hello", anew)


def repeat_answers(learner: Learner, reviews: int = REVIEWS) -> None:
    """Give the learner so many answers, by telling theirs again for the time before them."""
    table = table_of(Review)
    query = select(table).where(table.c.user_id == learner.user_id, table.c.reverses.is_(None))
    told = [dict(row._mapping) for row in db_session.execute(query)]  # noqa: SLF001 - documented
    lacking, times = reviews - len(told), 0
    while lacking > 0:
        times += 1
        rows = [
            row
            | {
                "answer_id": f"{row['answer_id'][:30]}-{times}",
                "session_id": None,
                "answered_at": row["answered_at"] - times * SPAN,
                "received_at": row["received_at"] - times * SPAN,
                "study_on": row["study_on"] - times * SPAN,
            }
            for row in told[:lacking]
        ]
        db_session.execute(insert(table), rows)
        lacking -= len(rows)
    db_session.execute(delete(Card).where(Card.user_id == learner.user_id))
    make_cards(db_session, learner.user_id)
    db_session.commit()


def copy_to_others(learner: Learner) -> None:
    """Copy answers and cards to a hundred new people."""
    for n in range(PEOPLE):
        other = User(
            email=f"copy-{n}@example.org",
            name=f"Copy {n}",
            is_guest=False,
            zone=learner.zone,
            day_start_hour=learner.day_start_hour,
            prefs={},
            created_at=NOON,
        )
        db_session.add(other)
        db_session.flush()
        for model in (Review, Card):
            copy_rows(table_of(model), learner.user_id, other.id)
    db_session.commit()


def copy_rows(table: Table, user_id: int, other_id: int) -> None:
    columns = [
        literal(other_id)
        if column.name == "user_id"
        else literal(None, column.type)
        if column.name == "session_id"
        else column
        for column in table.columns
    ]
    rows = select(*columns).where(table.c.user_id == user_id)
    db_session.execute(insert(table).from_select(list(table.c.keys()), rows))


def most_answered(learner: Learner) -> str:
    """Return the address of the question that was answered most."""
    query = (
        select(Bank.slug, Item.ref)
        .join(Item, Item.bank_id == Bank.id)
        .join(Review, Review.item_id == Item.id)
        .where(Review.user_id == learner.user_id)
        .group_by(Bank.slug, Item.ref)
        .order_by(func.count().desc())
        .limit(1)
    )
    slug, ref = db_session.execute(query).one()
    return f"/items/{slug}/{ref}"
