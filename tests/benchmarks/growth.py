"""What an answer and the lists of a learner take when the database is a hundred times larger (P7).

A learner has 1,000 cards and 10,000 reviews, at first alone, then among others who have as many:
100,000 cards and 1,000,000 reviews, or ten times that by `make bench ARGS=growth-full`.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from quizapp.adapters.clock import now
from quizapp.core.analysis.misses import MissFilter
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db, db_session, table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.history import missed_rows
from quizapp.db.queries.queue import day_candidates
from quizapp.db.queries.today import days_studied
from quizapp.services.answers import answer_item
from quizapp.services.recording import Given, Shown, open_session
from quizapp.web.tokens import new_answer_id
from tests.answers import shown_ids
from tests.benchmarks.banks import empty_app
from tests.benchmarks.history import copy_rows
from tests.benchmarks.ratios import Figure, seconds
from tests.factories import NOON, load_text
from tests.services.big_shelf import copy_item, owe

CARDS, ANSWERS_OF_EACH = 1_000, 10
PEOPLE = 100
ROUNDS, TIMES = 5, 20
DAYS = timedelta(days=30)
APART = timedelta(days=20)
PAGE = 20
GOALS = {"what could be studied today": 3.0, "missed list": 5.0, "answer": 3.0}
Costs = dict[str, list[float]]


def figures(people: int = PEOPLE) -> Iterator[Figure]:
    """Measure alone, and among so many."""
    with tempfile.TemporaryDirectory() as folder:
        app = empty_app(Path(folder))
        with app.app_context():
            load_text()
            learner, items = alone()
            few = costs(learner, items)
            join_others(learner, people)
            many = costs(learner, items)
            size = (Path(folder) / "bench.sqlite").stat().st_size / 2**20
            db.engine.dispose()
    reviews = CARDS * ANSWERS_OF_EACH
    told = f"{people * CARDS:,} cards, {people * reviews:,} reviews, {size:,.0f} MiB"
    for name in few:
        ratios = [one / statistics.median(few[name]) for one in many[name]]
        yield Figure(f"P7 {name}: {told} / {CARDS:,}, {reviews:,}", ratios, GOALS.get(name))


def alone() -> tuple[Learner, range]:
    """Make a learner with cards, all missed and due, and ten answers of each."""
    with write.mode(write.Mode.WRITE):
        learner = newcomer(0)
        items = copy_item(db_session, CARDS)
        owe(db_session, learner, items)
        table = table_of(Review)
        first = [dict(row._mapping) for row in db_session.execute(select(table))]  # noqa: SLF001
        for turn in range(1, ANSWERS_OF_EACH):
            db_session.execute(insert(table), [earlier(row, turn) for row in first])
        db_session.commit()
        db.session.remove()
    return learner, items


def earlier(row: dict[str, Any], turn: int) -> dict[str, Any]:
    """Return an answer as it was given some weeks before."""
    ago = APART * turn
    moved = {name: row[name] - ago for name in ("answered_at", "received_at", "study_on")}
    return row | moved | {"answer_id": f"{row['answer_id']}-{turn}"}


def newcomer(number: int) -> Learner:
    user = User(
        email=f"growth-{number}@example.org",
        is_guest=False,
        zone="UTC",
        day_start_hour=4,
        prefs={},
        created_at=NOON,
    )
    db_session.add(user)
    db_session.flush()
    return Learner(user.id, "UTC", 4)


def join_others(learner: Learner, people: int) -> None:
    """Have others with as many cards and answers."""
    with write.mode(write.Mode.WRITE):
        for number in range(1, people):
            other = newcomer(number)
            for model in (Review, Card):
                copy_rows(table_of(model), learner.user_id, other.user_id)
            db_session.commit()
        db.session.remove()


def costs(learner: Learner, items: range) -> Costs:
    """Return what each action takes, round by round."""
    today = learner.study_on(NOON)
    user_id = learner.user_id
    reads: dict[str, Callable[[], object]] = {
        "what could be studied today": lambda: day_candidates(db_session, user_id, today),
        "missed list": lambda: missed_rows(db_session, user_id, MissFilter(), limit=PAGE),
        "answers a day, 30 days": lambda: days_studied(db_session, user_id, today - DAYS, today),
    }
    found: Costs = {}
    with write.mode(write.Mode.READ):
        for name, read in reads.items():
            read()
            found[name] = [seconds(read, TIMES) for _ in range(ROUNDS)]
        db.session.remove()
    found["answer"] = [answering(learner, items) for _ in range(ROUNDS)]
    return found


def answering(learner: Learner, items: range) -> float:
    """Return what an answer takes in the service, the mean of some."""
    at, some = now(), list(items)[:TIMES]
    with write.mode(write.Mode.WRITE):
        sid = open_session(db_session, learner, [(item, "") for item in some], "study", at)
        db_session.commit()
        body = db_session.get_one(ItemRevision, (some[0], 1)).body
        options = shown_ids(body)
        db.session.remove()
    took = 0.0
    for n, item in enumerate(some, start=1):
        shown = Shown(learner.user_id, sid, n, item, "", 1, options, at, new_answer_id(at))
        took += seconds(partial(answer, learner, shown))
    return took / len(some)


def answer(learner: Learner, shown: Shown) -> None:
    with write.mode(write.Mode.WRITE):
        answer_item(db_session, learner, shown, Given(shown.order[:1]), now=now())
        db.session.remove()
