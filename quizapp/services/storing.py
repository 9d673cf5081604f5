"""Storing one answer: the steps shared by the study session and the landing page."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import CardState, Event
from quizapp.db.base import table_of
from quizapp.db.models.study import StudySessionCard
from quizapp.db.queries.log import CardKey
from quizapp.services.cards import next_state, write_card
from quizapp.services.errors import Conflict
from quizapp.services.recording import (
    Given,
    Judged,
    Place,
    Shown,
    judge,
    review_values,
    write_review,
)

_PLACE = table_of(StudySessionCard)
_SET_ANSWER = (
    update(_PLACE)
    .where(_PLACE.c.session_id == bindparam("key_session_id"), _PLACE.c.n == bindparam("key_n"))
    .values(answer_id=bindparam("answer_id"), outcome=bindparam("outcome"))
)
_last = select(func.max(_PLACE.c.n) + 1).where(_PLACE.c.session_id == bindparam("session_id"))
_ADD_REPEAT = insert(_PLACE).from_select(
    ["session_id", "n", "item_id", "part", "repeat_of"],
    select(
        bindparam("session_id", type_=_PLACE.c.session_id.type),
        _last.scalar_subquery(),
        bindparam("item_id", type_=_PLACE.c.item_id.type),
        bindparam("part", type_=_PLACE.c.part.type),
        bindparam("repeat_of", type_=_PLACE.c.repeat_of.type),
    ),
)


def store_answer(
    db_session: Session,
    learner: Learner,
    shown: Shown,
    given: Given,
    place: Place,
    now: datetime,
) -> Judged:
    """Judge an answer, append it to the log, move its card on and mark its place; no commit.

    Raises Invalid when `given` is no answer, Conflict when this answer was taken back before.
    """
    judged = judge(place.body, given)
    # A clock that was set back must not put an answer before the one it follows.
    at = now
    if place.state is not None and place.state.last_answered_at >= now:
        at = place.state.last_answered_at + timedelta(microseconds=1)
    values = review_values(learner, shown, given, judged, place, now) | {"answered_at": at}
    try:
        write_review(db_session, values)
    except IntegrityError as error:
        raise Conflict("This answer was taken back. Here is the question again.") from error
    key = CardKey(learner.user_id, shown.item_id, shown.part)
    event = Event(shown.answer_id, judged.rating, judged.is_right, values["study_on"], at)
    state = next_state(db_session, key, place.state, event)
    write_card(db_session, key, state, shown.revision, is_new=place.state is None)
    set_answer(db_session, shown.session_id, shown.n, shown.answer_id, judged.outcome)
    if _asks_again(place, judged, state):
        _add_repeat(db_session, shown)
    return judged


def _asks_again(place: Place, judged: Judged, state: CardState) -> bool:
    """A card rated Again comes once more at the end of the session, once a day at most."""
    if judged.rating is not Rating.AGAIN or place.repeat_of is not None:
        return False
    return place.state is None or place.state.lapsed_on != state.lapsed_on


def _add_repeat(db_session: Session, shown: Shown) -> None:
    params = {
        "session_id": shown.session_id,
        "item_id": shown.item_id,
        "part": shown.part,
        "repeat_of": shown.n,
    }
    db_session.execute(_ADD_REPEAT, params)


def set_answer(
    db_session: Session, session_id: int, n: int, answer_id: str | None, outcome: str | None
) -> None:
    where = {"key_session_id": session_id, "key_n": n}
    db_session.execute(_SET_ANSWER, where | {"answer_id": answer_id, "outcome": outcome})
