"""What the study pages show: a session's places, and the question at one of them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Text, and_, bindparam, case, cast, select
from sqlalchemy.orm import Session

from quizapp.core.bank.model import Status
from quizapp.core.deck import DeckMode
from quizapp.core.scheduling.memory import Memory
from quizapp.db.models.banks import Bank, Concept, Item, ItemRevision
from quizapp.db.models.study import Card, ItemMark, Review, StudySession, StudySessionCard
from quizapp.db.queries.log import is_current, outcome, stands


class PlaceRow(NamedTuple):  # a page of a session makes dozens: twice as fast as a dataclass
    """One place of a session; `outcome` is None until it is answered."""

    n: int
    item_id: int
    part: str
    repeat_of: int | None
    answer_id: str | None
    outcome: str | None
    is_served: bool  # False once its item was withdrawn or set aside, or its gap taken away


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session. Of the places not answered, `places` has only those that can be asked."""

    session_id: int
    source: str
    started_on: date
    ended_at: datetime | None
    places: tuple[PlaceRow, ...]

    @property
    def next_place(self) -> PlaceRow | None:
        """The first place not yet answered."""
        return next((place for place in self.places if place.answer_id is None), None)

    @property
    def misses(self) -> dict[tuple[int, str], None]:
        """The cards (item id, part) that were missed, each once, in order."""
        missed = (
            place for place in self.places if place.outcome in {"no", "part"} and place.is_served
        )
        return dict.fromkeys((place.item_id, place.part) for place in missed)

    @property
    def is_sealed(self) -> bool:
        """Whether it is a test under way, which says nothing of its answers before its end."""
        is_open = self.ended_at is None and self.next_place is not None
        return is_open and self.source == DeckMode.TEST

    @property
    def can_undo(self) -> bool:
        return any(place.answer_id for place in self.places)


@dataclass(frozen=True, slots=True)
class ShownItemRow:
    """A question as it is put to a learner, with that learner's memory of it."""

    item_id: int
    ref: str
    bank_slug: str
    concept: str  # short title, empty when unknown
    revision: int
    body: dict[str, Any]
    memory: Memory | None
    lapsed_on: date | None
    due_on: date | None  # None too while it is set aside
    lapses: int
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as it was given."""

    answer_id: str
    item_id: int
    part: str
    revision: int
    shown: list[str]
    chosen: list[dict[str, Any]]
    is_right: bool
    score: float
    confidence: str | None
    rating: int
    answered_at: datetime
    study_on: date
    is_fast: bool


_is_aside = ItemMark.suspended_at.is_not(None)
_SESSION = (
    select(
        StudySession.source,
        StudySession.started_on,
        StudySession.ended_at,
        StudySessionCard.n,
        StudySessionCard.item_id,
        StudySessionCard.part,
        StudySessionCard.repeat_of,
        StudySessionCard.answer_id,
        StudySessionCard.outcome,
        # The parts that are asked: as text, since most items have the same.
        case((_is_aside | (Item.status != Status.LIVE), "[]"), else_=cast(Item.parts, Text)),
    )
    .join(StudySessionCard, StudySessionCard.session_id == StudySession.id)
    .join(Item, Item.id == StudySessionCard.item_id)
    .outerjoin(
        ItemMark,
        and_(ItemMark.user_id == StudySession.user_id, ItemMark.item_id == Item.id),
    )
    .where(StudySession.id == bindparam("session_id"), StudySession.user_id == bindparam("user_id"))
    .order_by(StudySessionCard.n)
)
_ITEM_COLUMNS = (
    Item.id,
    Item.ref,
    Bank.slug,
    Concept.short,
    ItemRevision.no,
    ItemRevision.body,
    Card.stability,
    Card.difficulty,
    Card.last_on,
    Card.lapsed_on,
    Card.due_on,
    Card.lapses,
    ItemMark.flagged_at,
    ItemMark.suspended_at,
)
_ITEM = (
    select(*_ITEM_COLUMNS)
    .select_from(Item)
    .join(Bank, Bank.id == Item.bank_id)
    .join(ItemRevision, ItemRevision.item_id == Item.id)
    .outerjoin(Concept, Concept.slug == Item.concept)
    .outerjoin(
        Card,
        and_(
            Card.item_id == Item.id,
            Card.user_id == bindparam("user_id"),
            Card.part == bindparam("part"),
        ),
    )
    .outerjoin(
        ItemMark,
        and_(ItemMark.item_id == Item.id, ItemMark.user_id == bindparam("user_id")),
    )
    .where(Item.id == bindparam("item_id"))
)
_LIVE_ITEM = _ITEM.where(ItemRevision.no == Item.live_revision)
_OLD_ITEM = _ITEM.where(ItemRevision.no == bindparam("revision"))


def session_by_id(db_session: Session, user_id: int, session_id: int) -> SessionRow | None:
    """Return the learner's session with its places in order, or None."""
    rows = (
        db_session.connection()
        .execute(_SESSION, {"session_id": session_id, "user_id": user_id})
        .all()
    )
    if not rows:
        return None
    source, started_on, ended_at, *_ = rows[0]
    places = (
        PlaceRow(n, item_id, part, repeat_of, answer_id, outcome, part in _read_parts(asked))
        for _, _, _, n, item_id, part, repeat_of, answer_id, outcome, asked in rows
    )
    return SessionRow(
        session_id,
        source,
        started_on,
        ended_at,
        places=tuple(place for place in places if place.answer_id or place.is_served),
    )


@lru_cache(maxsize=1_000)
def _read_parts(written: str) -> frozenset[str]:
    """Return the parts of an item from the column's text."""
    return frozenset(json.loads(written))


def shown_item(
    db_session: Session, user_id: int, item_id: int, part: str, revision: int | None = None
) -> ShownItemRow | None:
    """Return an item as it is now (or was at `revision`) with the learner's memory of `part`."""
    params = {"user_id": user_id, "item_id": item_id, "part": part}
    connection = db_session.connection()
    if revision is None:
        row = connection.execute(_LIVE_ITEM, params).one_or_none()
    else:
        row = connection.execute(_OLD_ITEM, params | {"revision": revision}).one_or_none()
    if row is None:
        return None
    memory = Memory(row.stability, row.difficulty, row.last_on) if row.last_on else None
    return ShownItemRow(
        item_id=row.id,
        ref=row.ref,
        bank_slug=row.slug,
        concept=row.short or "",
        revision=row.no,
        body=row.body,
        memory=memory,
        lapsed_on=row.lapsed_on,
        due_on=None if row.suspended_at else row.due_on,
        lapses=row.lapses or 0,
        is_flagged=row.flagged_at is not None,
    )


def answer_by_id(db_session: Session, user_id: int, answer_id: str) -> AnswerRow | None:
    """Return one answer of the learner, standing or not."""
    query = select(
        Review.answer_id,
        Review.item_id,
        Review.part,
        Review.revision,
        Review.shown,
        Review.chosen,
        Review.is_right,
        Review.score,
        Review.confidence,
        Review.rating,
        Review.answered_at,
        Review.study_on,
        Review.is_fast,
    ).where(Review.user_id == user_id, Review.answer_id == answer_id, Review.rating.is_not(None))
    row = db_session.execute(query).one_or_none()
    return AnswerRow(*row) if row else None


def trail(db_session: Session, user_id: int, item_id: int, part: str, last: int = 6) -> list[str]:
    """Return "ok", "part" or "no" for a card's last answers to its present key, oldest first."""
    query = (
        select(Review.is_right, Review.score)
        .where(
            Review.user_id == user_id,
            Review.item_id == item_id,
            Review.part == part,
            stands(),
            is_current(),
        )
        .order_by(Review.answered_at.desc(), Review.answer_id.desc())
        .limit(last)
    )
    rows = db_session.execute(query).all()
    return [outcome(row.score, is_right=row.is_right) for row in reversed(rows)]


def open_session(db_session: Session, user_id: int, today: date) -> SessionRow | None:
    """Return the learner's open session of this study day with something left, or None."""
    query = select(StudySession.id).where(
        StudySession.user_id == user_id,
        StudySession.ended_at.is_(None),
        StudySession.started_on == today,
    )
    session_id = db_session.scalar(query)
    found = session_by_id(db_session, user_id, session_id) if session_id else None
    return found if found and found.next_place else None
