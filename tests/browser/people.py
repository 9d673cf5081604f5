"""People with a past: made by the services in a moment, where the pages would take minutes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.db.queries.study import PlaceRow, session_by_id, shown_item
from quizapp.services.answers import answer_item
from quizapp.services.recording import Given, Shown, open_session
from quizapp.services.signin import add_login_session
from quizapp.services.study import Pace, start_session
from quizapp.web import tokens
from tests.answers import right, shown_ids, wrong
from tests.factories import FakeClock

ZONE = "UTC"
PACE = Pace(minutes_a_day=20, new_per_day=10)
Key = tuple[int, str]  # item id, part
Body = dict[str, Any]
Answering = Callable[[PlaceRow, Body], Given]


@contextmanager
def writing(app: Flask) -> Iterator[Session]:
    with app.app_context(), write.mode(write.Mode.WRITE):
        yield db_session
        db.session.remove()


@dataclass
class Person:
    """Somebody who studies on `app`; `cookie` is what their browser holds."""

    app: Flask
    clock: FakeClock
    learner: Learner
    cookie: str

    def start(self, keys: Sequence[Key]) -> int:
        """Open a session with these cards; return its id."""
        with writing(self.app) as session:
            session_id = open_session(session, self.learner, keys, "study", self.clock())
            session.commit()
        return session_id

    def answer_next(
        self, session_id: int, given: Given | Answering, *, seconds: float = 20
    ) -> str | None:
        """Answer the session's next question after `seconds`; return its sealed page token."""
        self.clock.forward(seconds=30)
        now = self.clock()
        with writing(self.app) as session:
            found = session_by_id(session, self.learner.user_id, session_id)
            place = found.next_place if found else None
            if place is None:
                return None
            item = shown_item(session, self.learner.user_id, place.item_id, place.part)
            assert item is not None
            shown = Shown(
                self.learner.user_id,
                session_id,
                place.n,
                place.item_id,
                place.part,
                item.revision,
                shown_ids(item.body),
                now - timedelta(seconds=seconds),
                tokens.new_answer_id(now),
            )
            chosen = given if isinstance(given, Given) else given(place, item.body)
            answer_item(session, self.learner, shown, chosen, now=now)
            return tokens.seal(shown)

    def finish(self, session_id: int, answering: Answering) -> None:
        """Answer all that is left; then the clock shows again what it showed before."""
        now = self.clock()
        while self.answer_next(session_id, answering) is not None:
            pass
        self.clock.at = now

    def study_days(self, days: int, answering: Answering, *, last_days_ago: int = 1) -> None:
        """Do the whole plan of each of `days` up to yesterday, or to `last_days_ago`."""
        now = self.clock()
        for ago in reversed(range(last_days_ago, last_days_ago + days)):
            self.clock.at = now - timedelta(days=ago)
            with writing(self.app) as session:
                session_id = start_session(
                    session, self.learner, PACE, minutes=None, is_extra=False, now=self.clock()
                )
            self.finish(session_id, answering)
        self.clock.at = now


def make(app: Flask, clock: FakeClock, email: str | None = None, **columns: object) -> Person:
    """Make a guest, or somebody with an account and no password; signed in."""
    with writing(app) as session:
        user = User(is_guest=not email, email=email, zone=ZONE, created_at=clock(), **columns)
        session.add(user)
        session.flush()
        learner = Learner(user.id, ZONE, 4)
        token = add_login_session(session, user.id, "tests", clock())
        session.commit()
    return Person(app, clock, learner, cookie_for(app, token))


def cookie_for(app: Flask, token: str) -> str:
    """Return the session cookie of a browser that is signed in with `token`."""
    return cookie_with(app, _user_id=token, _fresh=True)


def cookie_with(app: Flask, **values: object) -> str:
    """Return a session cookie that holds `values`."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie: str = serializer.dumps({**values, "_permanent": True})
    return cookie


@dataclass(frozen=True)
class Library:
    """The live items by kind, each as the key of its first card, with the body."""

    items: dict[Key, Body]

    def of(self, kind: str, *, is_case: bool = False) -> list[Key]:
        return [
            key
            for key, body in self.items.items()
            if body["kind"] == kind and bool(body["stimulus_html"]) == is_case
        ]

    def options(self, key: Key, *, right: bool) -> tuple[str, ...]:
        """Return the ids of the right options of an item, or of the wrong ones."""
        return tuple(o["id"] for o in self.items[key]["options"] if o["key"] == right)


def library(app: Flask) -> Library:
    query = (
        select(Item.id, Item.parts, ItemRevision.body)
        .join(ItemRevision, ItemRevision.item_id == Item.id)
        .where(ItemRevision.no == Item.live_revision, Item.status == Status.LIVE)
        .order_by(Item.id)
    )
    with app.app_context():
        return Library({(row[0], row[1][0]): row[2] for row in db_session.execute(query)})


def mostly_right(place: PlaceRow, body: Body) -> Given:
    """Err on every fourth question, sure of it or not, as people do."""
    said = list(Confidence)[place.item_id % len(Confidence)]
    return (right if (place.item_id + place.n) % 4 else wrong)(body, said)


def always_wrong(place: PlaceRow, body: Body) -> Given:
    del place
    return wrong(body, Confidence.CERTAIN)


def always_right(place: PlaceRow, body: Body) -> Given:
    del place
    return right(body)
