"""Answers made ahead: the forms that browsers would send, so that only answering is measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.adapters.clock import now
from quizapp.core.bank.model import Kind
from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item, ItemRevision
from quizapp.services.recording import Shown, open_session
from quizapp.web import tokens
from tests.benchmarks.closed_loop import request
from tests.factories import PASSWORD, csrf_of

READ_FOR = timedelta(seconds=20)


@dataclass(frozen=True)
class Question:
    """A question with options, as its live revision is."""

    item_id: int
    revision: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    """A learner who is signed in, and the browser that they sit at."""

    learner: Learner
    client: FlaskClient
    cookie: str
    csrf: str

    def form(self, token: str, question: Question) -> dict[str, str]:
        """Return the form of an answer: the first option."""
        return {"csrf_token": self.csrf, "token": token, "option": question.options[0]}


@dataclass(frozen=True)
class Answer:
    """An answer that has not been sent yet."""

    path: str
    form: dict[str, str]
    cookie: str

    def request(self) -> bytes:
        return request("POST", self.path, cookie=self.cookie, body=urlencode(self.form))


def questions(app: Flask) -> list[Question]:
    """Return every live question of one right option."""
    live = (ItemRevision.item_id == Item.id) & (ItemRevision.no == Item.live_revision)
    with app.app_context(), write.mode(write.Mode.READ):
        query = select(Item.id, ItemRevision.no, ItemRevision.body).join(ItemRevision, live)
        found = [
            Question(item_id, no, tuple(option["id"] for option in body["options"]))
            for item_id, no, body in db_session.execute(query.order_by(Item.id))
            if body["kind"] == Kind.SINGLE
        ]
        db.session.remove()
    return found


def desk(app: Flask, email: str, place: int = 0) -> Desk:
    """Sign a learner in; each place is a network of its own."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"10.1.{place // 256}.{place % 256}"
    form = {"email": email, "password": PASSWORD, "csrf_token": csrf_of(client.get("/login").text)}
    assert client.post("/login", data=form).status_code == 303
    csrf = csrf_of(client.get("/today").text)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    with app.app_context(), write.mode(write.Mode.READ):
        user = db_session.scalars(select(User).where(User.email == email)).one()
        learner = Learner(user.id, user.zone, user.day_start_hour)
        db.session.remove()
    return Desk(learner, client, f"{cookie.key}={cookie.value}", csrf)


def session_of(app: Flask, learner: Learner, some: list[Question]) -> int:
    """Open a study session with these questions; return its id."""
    with app.app_context(), write.mode(write.Mode.WRITE):
        keys = [(one.item_id, "") for one in some]
        session_id = open_session(db_session, learner, keys, "study", now())
        db_session.commit()
        db.session.remove()
    return session_id


def answers(app: Flask, desk: Desk, some: list[Question]) -> Iterator[Answer]:
    """Open a session with these questions and return an answer to each, in their order."""
    sid, at = session_of(app, desk.learner, some), now() - READ_FOR
    with app.app_context():
        made = [
            tokens.seal(
                Shown(
                    desk.learner.user_id,
                    sid,
                    n,
                    one.item_id,
                    "",
                    one.revision,
                    one.options,
                    at,
                    tokens.new_answer_id(at),
                )
            )
            for n, one in enumerate(some, start=1)
        ]
    return iter(
        [
            Answer(f"/study/{sid}", desk.form(token, one), desk.cookie)
            for token, one in zip(made, some, strict=True)
        ]
    )
