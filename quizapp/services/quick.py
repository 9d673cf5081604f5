"""Right answers that came faster than the question can be read: asked once more (ADR 0012)."""

from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.bank.length import words_to_read
from quizapp.core.bank.model import SELF_GRADED_KINDS, Kind
from quizapp.core.scheduling.rating import Rating, is_too_fast, rating_of_repeat
from quizapp.db.models.study import Review, StudySessionCard

_First = aliased(StudySessionCard)
_QUICK_FIRST = (
    select(Review.answer_id)
    .select_from(StudySessionCard)
    .join(
        _First,
        (_First.session_id == StudySessionCard.session_id)
        & (_First.n == StudySessionCard.repeat_of),
    )
    .join(Review, Review.answer_id == _First.answer_id)
    .where(
        Review.user_id == bindparam("user_id", type_=Integer),
        StudySessionCard.session_id == bindparam("session_id", type_=Integer),
        StudySessionCard.n == bindparam("n", type_=Integer),
        Review.is_fast,
        Review.rating == int(Rating.GOOD),
    )
)


def repeats_quick(db_session: Session, user_id: int, session_id: int, n: int) -> bool:
    """Tell whether place `n` asks again because the first answer was right, but too fast."""
    params = {"user_id": user_id, "session_id": session_id, "n": n}
    return db_session.scalar(_QUICK_FIRST, params) is not None


def is_quick(body: dict[str, Any], values: dict[str, Any]) -> bool:
    """Tell whether the log row `values` is right without a word on how sure, but too fast."""
    return (
        Kind(body["kind"]) not in SELF_GRADED_KINDS
        and values["is_right"]
        and values["confidence"] is None
        and is_too_fast(values["ms"], words_to_read(body))
    )


def as_check(values: dict[str, Any]) -> dict[str, Any]:
    """Return what changes in a log row when it answers a question asked again for being quick."""
    rating, counts = rating_of_repeat(Rating(values["rating"]), is_fast=values["is_fast"])
    return {"rating": int(rating), "counts_for_memory": counts}
