"""What the page of item analysis takes with 1,000 questions that 500 learners answered."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.services.editors import set_editor
from quizapp.services.item_analysis import refresh_summaries
from quizapp.web.page_cache import init_page_cache
from tests.benchmarks.banks import empty_app, load
from tests.benchmarks.pages import fetcher
from tests.benchmarks.ratios import Figure, flask_hello, over_hello, seconds
from tests.core.bank.generated import generated_bank
from tests.crowd import answered_by_a_crowd
from tests.factories import NOON, make_person, sign_in

ITEMS, LEARNERS = 1_000, 500
ROUNDS = 5
GOAL = 10.0
BANK = "/teach/banks/generated"


def figures() -> Iterator[Figure]:
    """Measure the pages, kept and anew, then the counting behind them."""
    with tempfile.TemporaryDirectory() as folder:
        app = empty_app(Path(folder))
        educator = make_person(app, "Edith", Role.EDUCATOR)
        with app.app_context():
            load(generated_bank(ITEMS, seed=1))
            with write.mode(write.Mode.WRITE):
                set_editor(db_session, "generated", educator.email, "owner", now=NOON)
                answered_by_a_crowd(db_session, "generated", at=NOON, people=LEARNERS)
            counting = seconds(count)
        client = app.test_client()
        sign_in(client, educator)
        size = f"{ITEMS:,} questions, {LEARNERS} learners"
        for name, path, goal in (
            ("item analysis", "items", GOAL),
            ("one question", "items/g-0009", None),
        ):
            fetch = fetcher(client, f"{BANK}/{path}")
            again = over_hello(fetch, rounds=ROUNDS, times=20)
            yield Figure(f"{name} from the stored summary, {size} / Flask hello", again, goal)
            anew = over_hello(fetch, rounds=ROUNDS, times=2, before=lambda: init_page_cache(app))
            yield Figure(f"{name} after a count, {size} / Flask hello", anew)
        hello = flask_hello()
        yield Figure(f"counting {size} / Flask hello", [counting / seconds(hello, 100)])
        close(app)


def count() -> None:
    refresh_summaries(db_session, "generated", now=NOON)
    db.session.remove()


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
