"""Opening the answers of a mock exam: from then on they count for memory, once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.core.scheduling.memory import MODEL
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import CardState, Event
from quizapp.db.base import table_of
from quizapp.db.models.banks import REPLACED, Item, ItemRevision
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.db.models.study import Card
from quizapp.db.queries.log import CardKey
from quizapp.services.attempt_steps import find_attempt, given_of, settle
from quizapp.services.cards import STATE_COLUMNS, STATE_FIELDS, next_state, write_cards
from quizapp.services.errors import Conflict
from quizapp.services.judging import judge
from quizapp.services.quick import is_quick
from quizapp.services.recording import LONGEST_ANSWER_MS, write_reviews

SOURCE = "mock"
_CARD = table_of(Card)
_Newer = aliased(ItemRevision)
# A correction came after the question was drawn: its answer was judged by the old key.
_is_corrected = or_(
    select(literal(1))
    .where(
        _Newer.item_id == AttemptItem.item_id,
        _Newer.no > AttemptItem.revision,
        _Newer.change == ChangeClass.KEY,
    )
    .exists(),
    Item.ref.contains(REPLACED),
)


@dataclass(frozen=True, slots=True)
class _Answered:
    item: AttemptItem
    body: dict[str, Any]
    saved_at: datetime


def open_answers(db_session: Session, learner: Learner, attempt_id: int, *, now: datetime) -> int:
    """Show the answers of an attempt that is over, and tell the memory of them.

    Each question that was answered gives one row of the log, at the time it was answered; return
    how many. Opening again changes nothing. A question whose key was corrected meanwhile is left
    out. Raises Conflict while the attempt runs.
    """
    attempt = find_attempt(db_session, learner.user_id, attempt_id)
    if not settle(attempt, now):
        raise Conflict("The answers open when the mock exam is finished.")
    if attempt.opened_at is not None:
        return 0
    attempt.opened_at = now
    answered = list(_answered(db_session, attempt_id))
    states = _states(db_session, learner.user_id, [one.item.item_id for one in answered])
    reviews = [_review(learner, attempt_id, one, now) for one in answered]
    cards = []
    for values in reviews:
        key = CardKey(learner.user_id, values["item_id"], "")
        old = states.get(key.item_id)
        state = next_state(db_session, key, old, _event(values))
        cards.append((key, state, values["revision"], old is None))
    write_reviews(db_session, reviews)
    write_cards(db_session, cards)
    db_session.commit()
    return len(reviews)


def adopt_attempts(db_session: Session, guest_id: int, user_id: int, now: datetime) -> None:
    """Move a guest's attempts into an account; no commit.

    Where both have one that runs, the account's goes on and the guest's ends.
    """
    query = select(Attempt).where(
        Attempt.user_id.in_((guest_id, user_id)), Attempt.ended_at.is_(None)
    )
    running = [one for one in db_session.scalars(query) if not settle(one, now)]
    if len(running) > 1:
        for one in running:
            if one.user_id == guest_id:
                one.ended_at, one.ending = now, "left"
    db_session.flush()
    db_session.execute(update(Attempt).where(Attempt.user_id == guest_id).values(user_id=user_id))


def _answered(db_session: Session, attempt_id: int) -> Iterator[_Answered]:
    query = (
        select(AttemptItem, ItemRevision.body)
        .join(Item, Item.id == AttemptItem.item_id)
        .join(
            ItemRevision,
            (ItemRevision.item_id == AttemptItem.item_id)
            & (ItemRevision.no == AttemptItem.revision),
        )
        .where(
            AttemptItem.attempt_id == attempt_id,
            AttemptItem.score.is_not(None),
            ~_is_corrected,
        )
        .order_by(AttemptItem.n)
    )
    for item, body in db_session.execute(query):
        if item.saved_at is not None:
            yield _Answered(item, body, item.saved_at)


def _states(db_session: Session, user_id: int, item_ids: Sequence[int]) -> dict[int, CardState]:
    query = select(_CARD.c.item_id, *STATE_COLUMNS).where(
        _CARD.c.user_id == user_id, _CARD.c.item_id.in_(item_ids), _CARD.c.part == ""
    )
    return {
        row.item_id: CardState(**{name: getattr(row, name) for name in STATE_FIELDS})
        for row in db_session.execute(query)
    }


def _review(learner: Learner, attempt_id: int, one: _Answered, now: datetime) -> dict[str, Any]:
    """Return the log row of an answer; its id hangs on its place alone."""
    item, judged = one.item, judge(one.body, given_of(one.item.given))
    values = {
        "user_id": learner.user_id,
        "answer_id": f"{SOURCE}-{attempt_id}-{item.n}",
        "item_id": item.item_id,
        "part": "",
        "revision": item.revision,
        "shown": list(item.shown),
        "chosen": judged.chosen,
        "is_right": judged.is_right,
        "score": judged.score,
        "confidence": None,
        "rating": int(judged.rating),
        "ms": min(int(item.seconds * 1000), LONGEST_ANSWER_MS),
        "answered_at": one.saved_at,
        "received_at": now,
        "study_on": learner.study_on(one.saved_at),
        "zone": learner.zone,
        "source": SOURCE,
        "session_id": None,
        "model": MODEL,
        "reverses": None,
        "counts_for_memory": True,
    }
    return values | {"is_fast": is_quick(one.body, values)}


def _event(values: dict[str, Any]) -> Event:
    return Event(
        values["answer_id"],
        Rating(values["rating"]),
        values["is_right"],
        values["study_on"],
        values["answered_at"],
        values["counts_for_memory"],
    )
