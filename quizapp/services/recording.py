"""Steps that several study services share: what was put, what was answered, how it is stored.

Nothing here commits; the services do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from quizapp.core.bank.revision import ChangeClass
from quizapp.core.learner import Learner
from quizapp.core.scheduling.memory import MODEL
from quizapp.core.scheduling.rating import Confidence, Rating
from quizapp.core.scheduling.replay import CardState
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import REPLACED, Item, ItemRevision
from quizapp.db.models.study import Card, Review, StudySession, StudySessionCard
from quizapp.services.cards import STATE_COLUMNS, STATE_FIELDS
from quizapp.services.errors import Conflict, NotFound

LONGEST_ANSWER_MS = 3_600_000  # a page left open for longer says nothing about the answer

_Newer = aliased(ItemRevision)
_has_new_key = (
    select(literal(1))
    .where(
        _Newer.item_id == Item.id,
        _Newer.no > bindparam("revision"),
        _Newer.change == ChangeClass.KEY,
    )
    .correlate(Item)
    .exists()
)
_PLACE = (
    select(
        StudySessionCard.answer_id,
        StudySessionCard.outcome,
        StudySessionCard.repeat_of,
        StudySession.ended_at,
        StudySession.source,
        ItemRevision.body,
        or_(_has_new_key, Item.ref.contains(REPLACED)).label("is_corrected"),
        Card.user_id.label("card_user_id"),
        *STATE_COLUMNS,
    )
    .select_from(StudySession)
    .join(StudySessionCard, StudySessionCard.session_id == StudySession.id)
    .join(Item, Item.id == StudySessionCard.item_id)
    .join(
        ItemRevision,
        and_(
            ItemRevision.item_id == StudySessionCard.item_id,
            ItemRevision.no == bindparam("revision"),
        ),
    )
    .outerjoin(
        Card,
        and_(
            Card.user_id == StudySession.user_id,
            Card.item_id == StudySessionCard.item_id,
            Card.part == StudySessionCard.part,
        ),
    )
    .where(
        StudySession.id == bindparam("session_id"),
        StudySession.user_id == bindparam("user_id"),
        StudySessionCard.n == bindparam("n"),
        StudySessionCard.item_id == bindparam("item_id"),
        StudySessionCard.part == bindparam("part"),
    )
)
EDITS = 7_001  # the advisory lock that keeps answers and edits apart on PostgreSQL
# Not the strongest lock: adding rows that point to the user must not wait for it.
_LOCK = (
    select(User.id, func.pg_advisory_xact_lock_shared(EDITS))
    .where(User.id.in_(bindparam("user_ids", expanding=True)))
    .order_by(User.id)
    .with_for_update(key_share=True)
)
_INSERT_REVIEW = insert(table_of(Review))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page put to the learner, as its signed token says."""

    user_id: int
    session_id: int
    n: int
    item_id: int
    part: str
    revision: int
    order: tuple[str, ...]  # option ids as shown
    shown_at: datetime
    answer_id: str


@dataclass(frozen=True, slots=True)
class Given:
    """What came back: picks, an order, words, matches, or a rating where the learner grades.

    `options` are option ids, or the ids of all steps in the learner's order; `text` is what was
    typed; `matches` are (left id, right id).
    """

    options: tuple[str, ...] = ()
    confidence: Confidence | None = None
    rating: Rating | None = None
    text: str = ""
    matches: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a session with what is needed to answer it."""

    answer_id: str | None
    outcome: str | None
    repeat_of: int | None
    ended_at: datetime | None
    source: str
    body: dict[str, Any]
    is_corrected: bool  # since it was shown: another key, or another question under its id
    state: CardState | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer measured against the key of the revision that was shown."""

    chosen: list[dict[str, str]]
    is_right: bool
    score: float
    rating: Rating

    @property
    def outcome(self) -> str:
        if self.is_right:
            return "ok"
        return "part" if self.score else "no"


def lock_learner(db_session: Session, *user_ids: int) -> None:
    """Let nobody else change what these learners have studied until the transaction ends.

    On SQLite a writing transaction has the whole database to itself already. On PostgreSQL this
    has to be a statement of its own: one that waits for a lock and reads other tables too would
    see those as they were before it waited.
    """
    if db_session.get_bind().dialect.name != "sqlite":
        db_session.execute(_LOCK, {"user_ids": user_ids})


def hold_answers(db_session: Session) -> None:
    """Let no answer be under way until the transaction ends: what it is judged by is to change.

    Waits for those that are. To be called before the first row of an item is changed. On SQLite
    a writing transaction is alone already.
    """
    if db_session.get_bind().dialect.name != "sqlite":
        db_session.execute(select(func.pg_advisory_xact_lock(EDITS)))


def load_place(db_session: Session, shown: Shown) -> Place:
    """Return the place that `shown` names, or raise NotFound."""
    params = {
        "session_id": shown.session_id,
        "user_id": shown.user_id,
        "n": shown.n,
        "item_id": shown.item_id,
        "part": shown.part,
        "revision": shown.revision,
    }
    row = db_session.connection().execute(_PLACE, params).one_or_none()
    if row is None:
        raise NotFound("This question is not part of the session.")
    state = None
    if row.card_user_id is not None:
        state = CardState(**{name: getattr(row, name) for name in STATE_FIELDS})
    return Place(
        row.answer_id,
        row.outcome,
        row.repeat_of,
        row.ended_at,
        row.source,
        row.body,
        row.is_corrected,
        state,
    )


def check_open(place: Place, shown: Shown) -> None:
    """Raise Conflict unless the place still waits for this very answer."""
    if place.answer_id is not None:
        raise Conflict("This question was answered in another tab. Here is where you are now.")
    if place.ended_at is not None:
        raise Conflict("This session has ended. What you answered in it is kept.")
    if shown.answer_id == "":
        raise Conflict("This page is out of date.")


def review_values(
    learner: Learner, shown: Shown, given: Given, judged: Judged, place: Place, now: datetime
) -> dict[str, Any]:
    """Return the log row of an answer."""
    elapsed_ms = int((now - shown.shown_at).total_seconds() * 1000)
    return {
        "user_id": learner.user_id,
        "answer_id": shown.answer_id,
        "item_id": shown.item_id,
        "part": shown.part,
        "revision": shown.revision,
        "shown": list(shown.order),
        "chosen": judged.chosen,
        "is_right": judged.is_right,
        "score": judged.score,
        "confidence": given.confidence,
        "rating": int(judged.rating),
        "ms": min(max(elapsed_ms, 0), LONGEST_ANSWER_MS),
        "answered_at": now,
        "received_at": now,
        "study_on": learner.study_on(now),
        "zone": learner.zone,
        "source": place.source,
        "session_id": shown.session_id,
        "model": MODEL,
        "reverses": None,
        "counts_for_memory": True,
    }


def write_review(db_session: Session, values: dict[str, Any]) -> None:
    """Append one row to the log."""
    db_session.connection().execute(_INSERT_REVIEW, values)


def write_reviews(db_session: Session, rows: list[dict[str, Any]]) -> None:
    """Append many rows to the log."""
    if rows:
        db_session.execute(_INSERT_REVIEW, rows)


def open_session(
    db_session: Session,
    learner: Learner,
    keys: Iterable[tuple[int, str]],
    source: str,
    now: datetime,
) -> int:
    """End the learner's open session and open one with the cards `keys`; return its id."""
    lock_learner(db_session, learner.user_id)
    db_session.execute(
        update(StudySession)
        .where(StudySession.user_id == learner.user_id, StudySession.ended_at.is_(None))
        .values(ended_at=now)
    )
    opened = StudySession(
        user_id=learner.user_id,
        source=source,
        started_on=learner.study_on(now),
        started_at=now,
    )
    db_session.add(opened)
    db_session.flush()
    places = [
        {"session_id": opened.id, "n": n, "item_id": item_id, "part": part}
        for n, (item_id, part) in enumerate(keys, start=1)
    ]
    db_session.execute(insert(table_of(StudySessionCard)), places)
    return opened.id
