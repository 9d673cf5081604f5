"""The first answer of somebody who has no account: it makes a guest and starts a session."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.learner import Learner
from quizapp.core.scheduling.queue import interleave, plan_day
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Review
from quizapp.db.queries.banks import revision_body_of
from quizapp.db.queries.queue import new_candidates
from quizapp.services.errors import Conflict, NotFound
from quizapp.services.recording import Given, Shown, load_place, open_session
from quizapp.services.signin import add_login_session
from quizapp.services.storing import store_answer

SESSION_CARDS = 5  # the landing question and four more


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is known of a guest before the first answer."""

    zone: str
    day_start_hour: int
    prefs: dict[str, Any]
    agent: str


@dataclass(frozen=True, slots=True)
class LandingResult:
    """Where the guest's verdict is; `token` signs the guest's browser in."""

    token: str
    session_id: int
    n: int


def answer_landing(
    db_session: Session, newcomer: Newcomer, shown: Shown, given: Given, *, now: datetime
) -> LandingResult:
    """Make a guest, open a session that begins with the landing question, store the answer.

    The same page sent twice finds the guest that the first made. Raises Invalid when `given` is
    no answer (then there is no guest either), NotFound when the question is gone.
    """
    key = hashlib.sha256(shown.answer_id.encode()).hexdigest()
    if db_session.scalar(select(User.id).where(User.guest_key == key)) is not None:
        return _same_again(db_session, key, shown, newcomer.agent, now)
    if not revision_body_of(db_session, shown.item_id, shown.revision):
        raise NotFound("This question is no longer here. Reload the page for another one.")
    guest = User(
        is_guest=True,
        guest_key=key,
        zone=newcomer.zone,
        day_start_hour=newcomer.day_start_hour,
        prefs=newcomer.prefs,
        created_at=now,
    )
    db_session.add(guest)
    try:
        db_session.flush()
    except IntegrityError:  # the same page was sent twice at once, and the other one was first
        db_session.rollback()
        return _same_again(db_session, key, shown, newcomer.agent, now)
    learner = Learner(guest.id, guest.zone, guest.day_start_hour)
    session_id = open_session(
        db_session, learner, _first_cards(db_session, learner, shown, now), "landing", now
    )
    placed = replace(shown, user_id=guest.id, session_id=session_id, n=1)
    store_answer(db_session, learner, placed, given, load_place(db_session, placed), now)
    token = add_login_session(db_session, guest.id, newcomer.agent, now)
    db_session.commit()
    return LandingResult(token, session_id, 1)


def _first_cards(
    db_session: Session, learner: Learner, shown: Shown, now: datetime
) -> list[tuple[int, str]]:
    first = (shown.item_id, shown.part)
    others = [
        card for card in new_candidates(db_session, learner.user_id) if card.key[0] != first[0]
    ]
    planned = plan_day(
        [],
        others,
        today=learner.study_on(now),
        budget_seconds=None,
        new_limit=SESSION_CARDS - 1,
        studied_today=frozenset(),
    )
    return [first, *(card.key for card in interleave(planned))]


def _same_again(
    db_session: Session, key: str, shown: Shown, agent: str, now: datetime
) -> LandingResult:
    query = (
        select(Review.user_id, Review.session_id)
        .join(User, User.id == Review.user_id)
        .where(User.guest_key == key, Review.answer_id == shown.answer_id)
    )
    row = db_session.execute(query).one_or_none()
    if row is None or row.session_id is None:
        raise Conflict("This answer was taken back. Start again from the first page.")
    token = add_login_session(db_session, row.user_id, agent, now)
    db_session.commit()
    return LandingResult(token, row.session_id, 1)
