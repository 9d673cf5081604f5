"""What is in the database after a fault, held against what the browsers were told."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import func, select, text

from quizapp.db import write
from quizapp.db.models.study import Card, Review, StudySessionCard
from quizapp.web.tokens import unseal
from tests.factories import FakeClock
from tests.faults.ground import Site
from tests.services.study_room import StudyRoom, acting


@dataclass(frozen=True)
class Aftermath:
    """How many answers were acknowledged, and what is wrong with what is stored."""

    acknowledged: int
    stored: int
    lost: int
    duplicated: int
    half_written: int
    faults: tuple[str, ...]


def aftermath(site: Site, tokens: Iterable[str]) -> Aftermath:
    """Look at the database of a site whose browsers had these answers acknowledged."""
    with site.app() as app:
        return aftermath_in(app, tokens)


def aftermath_in(app: Flask, tokens: Iterable[str]) -> Aftermath:
    """As `aftermath`, of an app on the database."""
    with app.app_context():
        acknowledged = {unseal(token).answer_id for token in tokens}
    differing = StudyRoom(app, FakeClock()).cards_differing()
    with acting(app, write.Mode.READ) as session:
        stored = session.scalars(select(Review.answer_id)).all()
        answered = select(StudySessionCard.answer_id).where(StudySessionCard.answer_id.is_not(None))
        places = session.scalars(answered).all()
        backward = select(func.count()).select_from(Card).where(Card.due_on < Card.last_on)
        faults = []
        if session.scalar(backward):
            faults.append("a card is due before its last answer")
        if session.get_bind().dialect.name == "sqlite":
            found = session.scalar(text("PRAGMA integrity_check"))
            faults += [] if found == "ok" else [f"integrity_check: {found}"]
    return Aftermath(
        acknowledged=len(acknowledged),
        stored=len(stored),
        lost=len(acknowledged - set(stored)),
        duplicated=len(stored) - len(set(stored)) + len(places) - len(set(places)),
        half_written=len(set(stored) ^ set(places)) + differing,
        faults=tuple(faults),
    )
