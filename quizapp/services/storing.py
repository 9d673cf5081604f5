"""Storing one answer: the steps shared by the study session and the landing page."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.deck import DeckMode
from quizapp.core.learner import Learner
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import CardState, Event
from quizapp.db.base import table_of
from quizapp.db.models.study import StudySessionCard
from quizapp.db.queries.log import CardKey
from quizapp.services.cards import next_state, write_card
from quizapp.services.errors import Conflict
from quizapp.services.judging import judge
from quizapp.services.quick import as_check, is_quick, repeats_quick
from quizapp.services.recording import (
    Given,
    Judged,
    Place,
    Shown,
    review_values,
    write_review,
)

CORRECTED = (
    "This question was corrected while you had it open, so your answer was not stored. "
    "Here is the question as it is now."
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

    Raises Invalid when `given` is no answer, Conflict when this answer was taken back before or
    the question was corrected since it was shown.
    """
    if place.is_corrected:
        raise Conflict(CORRECTED)
    judged = judge(place.body, given)
    # A clock that was set back must not put an answer before the one it follows.
    at = now
    if place.state is not None and place.state.last_answered_at >= now:
        at = place.state.last_answered_at + timedelta(microseconds=1)
    values = review_values(learner, shown, given, judged, place, now) | {"answered_at": at}
    values |= _pace_of(db_session, shown, place, values)
    try:
        write_review(db_session, values)
    except IntegrityError as error:
        raise Conflict("This answer was taken back. Here is the question again.") from error
    key = CardKey(learner.user_id, shown.item_id, shown.part)
    event = Event(
        shown.answer_id,
        Rating(values["rating"]),
        judged.is_right,
        values["study_on"],
        at,
        values["counts_for_memory"],
    )
    state = next_state(db_session, key, place.state, event)
    write_card(db_session, key, state, shown.revision, is_new=place.state is None)
    set_answer(db_session, shown.session_id, shown.n, shown.answer_id, judged.outcome)
    if _asks_again(place, values, state):
        _add_repeat(db_session, shown)
    return judged


def _pace_of(
    db_session: Session, shown: Shown, place: Place, values: dict[str, Any]
) -> dict[str, Any]:
    """Return whether the answer was too fast, and what follows where that is what is checked."""
    is_repeat = place.repeat_of is not None
    is_check = (
        is_repeat
        and place.state is not None  # without a memory there is nothing to stand
        and repeats_quick(db_session, shown.user_id, shown.session_id, shown.n)
    )
    pace = {"is_fast": (is_check or not is_repeat) and is_quick(place.body, values)}
    return pace | (as_check(values | pace) if is_check else {})


def _asks_again(place: Place, values: dict[str, Any], state: CardState) -> bool:
    """Tell whether a card comes once more at the end of the session.

    One that was answered too fast does, and one rated Again, that one once a day at most; in a
    test none does, as that would tell.
    """
    if place.repeat_of is not None or place.source == DeckMode.TEST:
        return False
    if values["is_fast"]:
        return True
    was_missed_before = place.state is not None and place.state.lapsed_on == state.lapsed_on
    return values["rating"] == Rating.AGAIN and not was_missed_before


def _add_repeat(db_session: Session, shown: Shown) -> None:
    params = {
        "session_id": shown.session_id,
        "item_id": shown.item_id,
        "part": shown.part,
        "repeat_of": shown.n,
    }
    db_session.connection().execute(_ADD_REPEAT, params)


def set_answer(
    db_session: Session, session_id: int, n: int, answer_id: str | None, outcome: str | None
) -> None:
    where = {"key_session_id": session_id, "key_n": n}
    db_session.connection().execute(
        _SET_ANSWER, where | {"answer_id": answer_id, "outcome": outcome}
    )
