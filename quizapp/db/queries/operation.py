"""What an operator wants to know of the database: how much is in it, and how new it is."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from quizapp.db.models.accounts import User
from quizapp.db.models.study import Review
from quizapp.db.schema import current_revision, known_revisions


@dataclass(frozen=True, slots=True)
class DatabaseRow:
    """The state of the database; `size` is known here only of PostgreSQL."""

    people: int
    guests: int
    answers: int
    revision: str
    newest_revision: str
    size: int | None


def database_state(db_session: Session) -> DatabaseRow:
    """Return what the database holds and which migration it had last."""
    connection = db_session.connection()
    counts = dict(
        db_session.execute(select(User.is_guest, func.count()).group_by(User.is_guest)).all()
    )
    answers = select(func.count()).where(Review.rating.is_not(None))
    is_postgresql = connection.dialect.name == "postgresql"
    size = text("SELECT pg_database_size(current_database())")
    return DatabaseRow(
        people=counts.get(False, 0),
        guests=counts.get(True, 0),
        answers=db_session.scalar(answers) or 0,
        revision=current_revision(connection) or "",
        newest_revision=known_revisions()[-1],
        size=db_session.scalar(size) if is_postgresql else None,
    )
