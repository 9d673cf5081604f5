"""What the database holds, read past the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.db.base import db_session
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import Item
from quizapp.db.models.study import Card, Review, StudySession
from quizapp.db.queries.log import stands
from tests.browser.live_server import LiveServer


@dataclass(frozen=True)
class Answer:
    """An answer that stands: whose, on which item, when."""

    email: str | None
    ref: str
    is_right: bool
    confidence: str | None
    study_on: date


@contextmanager
def database(server: LiveServer) -> Iterator[Session]:
    with server.app.app_context():
        yield db_session


def answers(server: LiveServer) -> list[Answer]:
    """Return every answer that stands, in the order given."""
    query = (
        select(User.email, Item.ref, Review.is_right, Review.confidence, Review.study_on)
        .join(User, User.id == Review.user_id)
        .join(Item, Item.id == Review.item_id)
        .where(stands())
        .order_by(Review.answered_at, Review.answer_id)
    )
    with database(server) as session:
        return [Answer(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class Logged:
    """A row of the log: what was said (both sides of a match), its worth, its rating."""

    said: tuple[str, ...]
    score: float
    rating: int | None


def last_logged(server: LiveServer) -> Logged:
    """Return the answer that was given last."""
    query = select(Review).order_by(Review.answered_at.desc()).limit(1)
    with database(server) as session:
        row = session.scalars(query).one()
        said = (": ".join((one["text"], *_other_side(one))) for one in row.chosen)
        return Logged(tuple(said), row.score, row.rating)


def _other_side(chosen: dict[str, str]) -> list[str]:
    return [chosen["answer_text"]] if "answer_text" in chosen else []


def due_refs(server: LiveServer, on: date) -> set[str]:
    """Return the items with a card due on that day or before."""
    query = select(Item.ref).join(Card, Card.item_id == Item.id).where(Card.due_on <= on)
    with database(server) as session:
        return set(session.scalars(query))


def log_length(server: LiveServer) -> int:
    """Return how many rows the log has, undone answers and undos among them."""
    with database(server) as session:
        return len(session.scalars(select(Review.answer_id)).all())


def open_session_id(server: LiveServer, user_id: int) -> int:
    """Return the study session that somebody is in."""
    query = select(StudySession.id).where(
        StudySession.user_id == user_id, StudySession.ended_at.is_(None)
    )
    with database(server) as session:
        return session.scalars(query).one()
