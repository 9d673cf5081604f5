"""What pages and the day's ranking take, against a Flask hello, for a learner with weeks behind.

The people are those of `flask demo seed`, on the banks of content/ and on larger made-up ones.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from quizapp.adapters.clock import now
from quizapp.config import ROOT
from quizapp.core.learner import Learner
from quizapp.core.scheduling.exam_plan import ExamPlan
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card
from quizapp.db.queries.plan import exam_plan
from quizapp.services.banks import load_bank
from quizapp.services.concepts import load_concepts
from quizapp.services.demo import PASSWORD, DemoScale, seed_demo
from quizapp.services.exams import load_exam
from quizapp.services.plan import PlanChoices, change_plan
from quizapp.services.ranking import fresh_outlook, fresh_ranking
from quizapp.web.page_cache import init_page_cache
from tests.benchmarks.banks import empty_app
from tests.benchmarks.ratios import Figure, over_hello
from tests.core.bank.generated import generated_bank
from tests.factories import csrf_of

ROUNDS = 5
ZONE = "Europe/Berlin"
DAYS_TO_EXAM = 40
PAGES = ("/today", "/missed", "/progress", "/plan")
GOAL_AGAIN = 8.0  # Today with a cached ranking
GOALS_OF_RANKING = {1_000: 100.0, 5_000: 300.0}
BANK_OF = 500  # items a made-up bank


def figures() -> Iterator[Figure]:
    """Measure pages on the banks of content/, then rankings on larger ones."""
    with tempfile.TemporaryDirectory() as folder, people_on(Path(folder), real_banks()) as app:
        yield from of_pages(app)
    for items, goal in GOALS_OF_RANKING.items():
        texts = [made_up(n) for n in range(items // BANK_OF)]
        with tempfile.TemporaryDirectory() as folder, people_on(Path(folder), texts) as app:
            yield from of_rankings(app, items, goal)


def of_pages(app: Flask) -> Iterator[Figure]:
    with app.app_context():
        learner = most_studied()
        db.session.remove()
    client = signed_in(app, learner)
    for path in PAGES:
        fetch = fetcher(client, path)
        again = over_hello(fetch, rounds=ROUNDS, times=20)
        yield Figure(f"{path} again / Flask hello", again, GOAL_AGAIN)
        anew = over_hello(fetch, rounds=ROUNDS, times=3, before=lambda: init_page_cache(app))
        yield Figure(f"{path} after a change / Flask hello", anew)
    builder = over_hello(fetcher(client, "/quiz/new?status=missed"), rounds=ROUNDS, times=5)
    yield Figure("the live count of the quiz builder / Flask hello", builder)


def signed_in(app: Flask, learner: Learner) -> FlaskClient:
    """Return a browser in which the learner, one of a demonstration, is signed in."""
    with app.app_context():
        email = db_session.get_one(User, learner.user_id).email
        db.session.remove()
    client = app.test_client()
    form = {"email": email, "password": PASSWORD, "csrf_token": csrf_of(client.get("/login").text)}
    assert client.post("/login", data=form).status_code == 303
    return client


def fetcher(client: FlaskClient, path: str) -> Callable[[], object]:
    """Return what fetches a page, which has to be there."""
    assert client.get(path).status_code == 200, path
    return lambda: client.get(path).data


def of_rankings(app: Flask, items: int, goal: float) -> Iterator[Figure]:
    with app.app_context(), write.mode(write.Mode.READ):
        learner = most_studied()
        today = learner.study_on(now())
        plan = exam_plan(db_session, learner.user_id)
        assert isinstance(plan, ExamPlan)
        ranking = over_hello(
            lambda: fresh_ranking(db_session, learner, plan, today), rounds=ROUNDS, times=3
        )
        yield Figure(f"ranking a day, {items:,} items / Flask hello", ranking, goal)
        outlook = over_hello(
            lambda: fresh_outlook(db_session, learner, plan, today), rounds=1, times=1
        )
        yield Figure(f"outlook of a plan, {items:,} items / Flask hello", outlook)


def real_banks() -> list[str]:
    return [path.read_text() for path in sorted((ROOT / "content").glob("*.md"))]


def made_up(n: int) -> str:
    return generated_bank(BANK_OF, seed=n).replace("bank: generated", f"bank: generated-{n}")


@contextmanager
def people_on(folder: Path, texts: list[str]) -> Iterator[Flask]:
    """An app with these banks, and people who have studied them; the keenest plans an exam."""
    app, at = empty_app(folder), now()
    with app.app_context(), write.mode(write.Mode.WRITE):
        fill_with_people(texts, at)
        learner = most_studied()
        today = learner.study_on(at)
        choices = PlanChoices(
            exam="crcc-crc",
            exam_on=today + timedelta(days=DAYS_TO_EXAM),
            target=75,
            minutes=[20] * 7,
            days_off=[],
            is_sparing=False,
        )
        change_plan(db_session, learner.user_id, choices, today=today, now=at)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def fill_with_people(texts: list[str], at: datetime) -> None:
    """Load banks with their concepts and exam, and make up people who have studied them."""
    load_concepts(db_session, (ROOT / "content/concepts.yaml").read_text())
    exam = (ROOT / "content/exams/crcc-crc.yaml").read_text()
    load_exam(db_session, exam, now=at)
    for n, text in enumerate(texts):
        result = load_bank(db_session, text, origin=f"{n}.md", by=None, now=at)
        assert not result.is_refused
    seed_demo(db_session, DemoScale(learners=6), zone=ZONE, now=at)


def most_studied() -> Learner:
    """Return who has the most cards."""
    count = func.count().label("cards")
    query = select(Card.user_id).group_by(Card.user_id).order_by(count.desc()).limit(1)
    user_id = db_session.scalar(query)
    assert user_id is not None
    return Learner(user_id, ZONE, 4)
