"""Our half of the comparison with Anki: one learner with ten thousand cards that are due."""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select, text, update

from quizapp.adapters.clock import now
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db, db_session, table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card, Review
from quizapp.db.queries.study import session_by_id, shown_item
from quizapp.services.answers import answer_item
from quizapp.services.recording import Given, Shown
from quizapp.services.study import Pace, start_session
from quizapp.web.page_cache import init_page_cache
from quizapp.web.tokens import new_answer_id
from tests.benchmarks.banks import empty_app
from tests.factories import csrf_of, field_of, load_text, make_person, sign_in
from tests.services.big_shelf import copy_item, owe
from tests.web.visitor import options_of

MINUTES_A_DAY, NEW = 600, 0
MINUTES = 30  # of a session
A_SESSION = 40  # answers: fewer than fit


class Ours:
    """The learner, by the services and by a browser."""

    def __init__(self, app: Flask, cards: int) -> None:
        self._app = app
        self._cards = cards
        person = make_person(app, "Petra")
        with app.app_context(), write.mode(write.Mode.WRITE):
            user = db_session.get_one(User, person.user_id)
            self._learner = Learner(user.id, user.zone, user.day_start_hour)
            self._options = tuple("abc")
            owe(db_session, self._learner, copy_item(db_session, cards))
            db_session.commit()
            db.session.remove()
        self._client = app.test_client()
        sign_in(self._client, person)
        self._csrf = csrf_of(self._client.get("/today").text)

    def answer(self, number: int) -> tuple[list[float], list[float]]:
        """Return how long each session took to start, and each question with its answer."""
        self._make_due()
        starts: list[float] = []
        times: list[float] = []
        while len(times) < number:
            began = time.perf_counter()
            sid = self._start()
            starts.append(time.perf_counter() - began)
            for _ in range(A_SESSION):
                began = time.perf_counter()
                self._next_and_answer(sid)
                times.append(time.perf_counter() - began)
        return starts, times

    def _start(self) -> int:
        with self._app.app_context(), write.mode(write.Mode.WRITE):
            pace = Pace(MINUTES_A_DAY, NEW)
            sid = start_session(
                db_session, self._learner, pace, minutes=MINUTES, is_extra=True, now=now()
            )
            db.session.remove()
        return sid

    def _next_and_answer(self, sid: int) -> None:
        """Do what two requests do, without their pages."""
        user_id = self._learner.user_id
        with self._app.app_context():
            with write.mode(write.Mode.READ):
                found = session_by_id(db_session, user_id, sid)
                assert found is not None
                place = found.next_place
                assert place is not None
                item = shown_item(db_session, user_id, place.item_id, place.part)
                assert item is not None
                db.session.remove()
            order = tuple(option["id"] for option in item.body["options"])
            at = now()
            shown = Shown(
                user_id,
                sid,
                place.n,
                place.item_id,
                "",
                item.revision,
                order,
                at,
                new_answer_id(at),
            )
            with write.mode(write.Mode.WRITE):
                answer_item(db_session, self._learner, shown, Given(order[:1]), now=at)
                db.session.remove()

    def answer_by_requests(self, number: int) -> list[float]:
        """Return how long the page of a question and its answer took, each time."""
        self._make_due()
        times: list[float] = []
        for n in range(number):
            if n % A_SESSION == 0:
                sid = self._start()
            began = time.perf_counter()
            page = self._client.get(f"/study/{sid}").text
            form = {
                "csrf_token": self._csrf,
                "token": field_of(page, "token"),
                "option": next(iter(options_of(page).values())),
            }
            response = self._client.post(f"/study/{sid}", data=form)
            times.append(time.perf_counter() - began)
            assert response.status_code == 303, response.text
        return times

    def _make_due(self) -> None:
        """Have every card due today, as none was asked today."""
        today = self._learner.study_on(now())
        with self._app.app_context(), write.mode(write.Mode.WRITE):
            query = update(Card).values(due_on=today, last_on=today - timedelta(days=9))
            db_session.execute(query)
            db_session.execute(update(Review).values(study_on=today - timedelta(days=9)))
            db_session.commit()
            db.session.remove()

    def add_history(self, number: int) -> None:
        """Add so many answers of the past, as many of each card."""
        table = table_of(Review)
        with self._app.app_context(), write.mode(write.Mode.WRITE):
            rows = [
                dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
                for row in db_session.execute(select(table).limit(self._cards))
            ]
            for turn in itertools.count(1):
                if turn * len(rows) > number:
                    break
                ago = timedelta(days=30 * turn)
                moved = [
                    row
                    | {"answer_id": f"{row['answer_id'][:30]}-{turn}", "session_id": None}
                    | {"answered_at": row["answered_at"] - ago, "study_on": row["study_on"] - ago}
                    for row in rows
                ]
                db_session.execute(insert(table), moved)
            db_session.commit()
            db.session.remove()

    def progress(self) -> None:
        """Read the page of progress, all of the past."""
        response = self._client.get("/progress?period=all")
        assert response.status_code == 200

    def progress_anew(self) -> None:
        """Read it with nothing kept from before."""
        init_page_cache(self._app)
        self.progress()

    def size(self) -> int:
        """Return the bytes of the database, its log written back."""
        with self._app.app_context(), db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            path = db.engine.url.database
        assert path
        return Path(path).stat().st_size


@contextmanager
def ours_in(folder: Path, cards: int) -> Iterator[Ours]:
    """Yield ours with a database below `folder`."""
    place = folder / "ours"
    place.mkdir()
    app = empty_app(place)
    with app.app_context():
        load_text()
    yield Ours(app, cards)
    with app.app_context():
        db.engine.dispose()
