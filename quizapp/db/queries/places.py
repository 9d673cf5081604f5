"""Where in a session an answer stands, or would."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.db.models.accounts import User
from quizapp.db.models.study import StudySession, StudySessionCard


def place_of_answer(db_session: Session, user_id: int, answer_id: str) -> tuple[int, int] | None:
    """Return (session id, place) of a standing answer of the learner, or None."""
    query = (
        select(StudySessionCard.session_id, StudySessionCard.n)
        .join(StudySession, StudySession.id == StudySessionCard.session_id)
        .where(StudySession.user_id == user_id, StudySessionCard.answer_id == answer_id)
    )
    row = db_session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def places_still_open(db_session: Session, user_id: int, session_id: int, n: int) -> int:
    """Return how many places a session has whose place `n` still waits; 0 when it does not.

    Only of somebody who can sign in: a guest cannot come back.
    """
    waits = (
        select(StudySessionCard.n)
        .join(StudySession, StudySession.id == StudySessionCard.session_id)
        .join(User, User.id == StudySession.user_id)
        .where(
            User.id == user_id,
            User.is_guest.is_(False),
            StudySession.id == session_id,
            StudySession.ended_at.is_(None),
            StudySessionCard.n == n,
            StudySessionCard.answer_id.is_(None),
        )
        .exists()
    )
    query = select(func.count()).where(StudySessionCard.session_id == session_id, waits)
    return db_session.scalar(query) or 0
