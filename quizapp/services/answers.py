"""Answering a question, and saying afterwards that it was a guess."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.db.base import table_of
from quizapp.db.models.study import Review, StudySession, StudySessionCard
from quizapp.db.queries.log import CardKey
from quizapp.services.cards import restore_card
from quizapp.services.errors import Conflict, NotFound
from quizapp.services.quick import as_check, repeats_quick
from quizapp.services.recording import (
    Given,
    Shown,
    check_open,
    load_place,
    lock_learner,
    write_review,
)
from quizapp.services.storing import set_answer, store_answer

_PLACE = table_of(StudySessionCard)


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """`is_repeated`: the same answer had been stored before, and nothing was stored now.

    `source` is that of the session.
    """

    session_id: int
    n: int
    answer_id: str
    is_right: bool
    source: str
    is_repeated: bool = False


def answer_item(
    db_session: Session, learner: Learner, shown: Shown, given: Given, *, now: datetime
) -> AnswerResult:
    """Store one answer and move its card on.

    The same `answer_id` again gives the same result and stores nothing. Raises NotFound when the
    place is not the learner's, Conflict when it was answered otherwise meanwhile, Invalid when
    `given` is no answer.
    """
    if shown.user_id != learner.user_id:
        raise NotFound("This question was shown to somebody else.")
    lock_learner(db_session, learner.user_id)
    place = load_place(db_session, shown)
    if place.answer_id == shown.answer_id:
        is_right = place.outcome == "ok"
        return AnswerResult(
            shown.session_id, shown.n, shown.answer_id, is_right, place.source, is_repeated=True
        )
    check_open(place, shown)
    judged = store_answer(db_session, learner, shown, given, place, now)
    db_session.commit()
    return AnswerResult(shown.session_id, shown.n, shown.answer_id, judged.is_right, place.source)


def mark_guessed(
    db_session: Session,
    learner: Learner,
    session_id: int,
    n: int,
    *,
    is_guess: bool,
    new_id: str,
    now: datetime,
) -> None:
    """Turn a right answer into a right guess, or back: a log row that replaces the other.

    Raises NotFound when there is no such answer, Conflict when it was not right.
    """
    lock_learner(db_session, learner.user_id)
    old = _standing_answer(db_session, learner.user_id, session_id, n)
    if not old["is_right"] or not old["chosen"]:
        raise Conflict("Only a right answer to a question with options can be a guess.")
    wanted = Confidence.GUESSING if is_guess else None
    if (old["confidence"] == Confidence.GUESSING) == is_guess:
        return
    rating = Rating.AGAIN if is_guess else Rating.GOOD
    changed = {
        "answer_id": new_id,
        "reverses": old["answer_id"],
        "confidence": wanted,
        "rating": int(rating),
        "received_at": now,
    }
    if repeats_quick(db_session, learner.user_id, session_id, n):
        changed |= as_check(old | changed)
    write_review(db_session, old | changed)
    set_answer(db_session, session_id, n, new_id, "ok")
    restore_card(db_session, CardKey(learner.user_id, old["item_id"], old["part"]))
    db_session.commit()


def undo_answer(
    db_session: Session, learner: Learner, session_id: int, *, new_id: str, now: datetime
) -> int:
    """Take back the session's last standing answer by a reversing row; return its place.

    Works after a restart and from the summary, as long as no newer session was started.
    Raises NotFound for another's session, Conflict when there is nothing left to take back.
    """
    lock_learner(db_session, learner.user_id)
    _check_unfinished(db_session, learner.user_id, session_id)
    n = _last_answered(db_session, session_id)
    if n is None:
        raise Conflict("There is no answer left to take back in this session.")
    old = _standing_answer(db_session, learner.user_id, session_id, n)
    changed = {
        "answer_id": new_id,
        "reverses": old["answer_id"],
        "rating": None,
        "received_at": now,
        "counts_for_memory": False,
    }
    write_review(db_session, old | changed)
    db_session.execute(
        delete(_PLACE).where(
            _PLACE.c.session_id == session_id,
            _PLACE.c.repeat_of == n,
            _PLACE.c.answer_id.is_(None),
        )
    )
    set_answer(db_session, session_id, n, None, None)
    restore_card(db_session, CardKey(learner.user_id, old["item_id"], old["part"]))
    db_session.commit()
    return n


def _check_unfinished(db_session: Session, user_id: int, session_id: int) -> None:
    """Raise NotFound when the session is not the learner's, Conflict when it is over."""
    query = select(StudySession).where(
        StudySession.id == session_id, StudySession.user_id == user_id
    )
    found = db_session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such session.")
    if found.ended_at is not None:
        raise Conflict("A newer session was started, so this one can no longer be changed.")


def _last_answered(db_session: Session, session_id: int) -> int | None:
    # Places are answered in their order; times could mislead where a clock was set back.
    query = select(func.max(_PLACE.c.n)).where(
        _PLACE.c.session_id == session_id, _PLACE.c.answer_id.is_not(None)
    )
    last: int | None = db_session.scalar(query)
    return last


def _standing_answer(db_session: Session, user_id: int, session_id: int, n: int) -> dict[str, Any]:
    """Return the log row behind a place, as values; NotFound when it is not answered."""
    table = table_of(Review)
    query = (
        select(*table.c)
        .join(_PLACE, _PLACE.c.answer_id == table.c.answer_id)
        .where(table.c.user_id == user_id, _PLACE.c.session_id == session_id, _PLACE.c.n == n)
    )
    row = db_session.execute(query).one_or_none()
    if row is None:
        raise NotFound("This question was not answered in this session.")
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor
