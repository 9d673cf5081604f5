"""The log: answers that stand (not undone, not replaced by "I guessed"), and edits of items."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, literal, select
from sqlalchemy.orm import Session, aliased

from quizapp.core.bank.revision import ChangeClass
from quizapp.core.deck import DeckMode
from quizapp.core.scheduling.rating import Rating
from quizapp.core.scheduling.replay import Edit, EditChange, Event
from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.study import Card, CardEdit, Review, StudySession, StudySessionCard

_Later = aliased(Review)


@cache
def stands() -> ColumnElement[bool]:
    """The condition on `Review` that the answer stands."""
    # SELECT 1 and IS NOT NULL let SQLite answer from the partial index alone. Without them it
    # reads all answers of the user, for each answer of the user.
    reversed_by = select(literal(1)).where(
        _Later.user_id == Review.user_id,
        _Later.reverses == Review.answer_id,
        _Later.reverses.is_not(None),
    )
    return Review.rating.is_not(None) & ~reversed_by.exists()


@cache
def is_current(answer: Any = Review) -> ColumnElement[bool]:
    """The condition on `Review` (or an alias) that its key has not been corrected since."""
    newer = aliased(ItemRevision)
    corrected = select(literal(1)).where(
        newer.item_id == answer.item_id,
        newer.no > answer.revision,
        newer.change == ChangeClass.KEY,
    )
    return ~corrected.exists()


@cache
def is_told() -> ColumnElement[bool]:
    """The condition on `Review` that its learner may know how it went: it is of no test under way.

    Such a test (`SessionRow.is_sealed`) says nothing of its answers, and lists must not either.
    """
    under_way = (
        select(literal(1))
        .select_from(StudySession)
        .join(StudySessionCard, StudySessionCard.session_id == StudySession.id)
        .where(
            StudySession.id == Review.session_id,
            StudySession.user_id == Review.user_id,
            StudySession.source == DeckMode.TEST,
            StudySession.ended_at.is_(None),
            StudySessionCard.answer_id.is_(None),
        )
    )
    return ~under_way.exists()


def is_card_of_answer() -> ColumnElement[bool]:
    """The condition that joins `Card` to the `Review` of the same learner, item and part."""
    return and_(
        Card.user_id == Review.user_id,
        Card.item_id == Review.item_id,
        Card.part == Review.part,
    )


def outcome(score: float, *, is_right: bool) -> str:
    """Return how an answer went: "ok", "part" or "no"."""
    return "ok" if is_right else "part" if score > 0 else "no"


EVENT_COLUMNS = (
    Review.answer_id,
    Review.rating,
    Review.is_right,
    Review.study_on,
    Review.answered_at,
    Review.counts_for_memory,
)


EDIT_COLUMNS = (CardEdit.change, CardEdit.at, CardEdit.study_on)


@dataclass(frozen=True, slots=True)
class CardKey:
    user_id: int
    item_id: int
    part: str


def event(row: Row[*tuple[Any, ...]]) -> Event:
    """Return the replay event of a row that begins with `EVENT_COLUMNS`."""
    return Event(
        answer_id=row.answer_id,
        rating=Rating(row.rating),
        is_right=row.is_right,
        study_on=row.study_on,
        answered_at=row.answered_at,
        counts_for_memory=row.counts_for_memory,
    )


def edit(row: Row[*tuple[Any, ...]]) -> Edit:
    """Return the replay edit of a row that begins with `EDIT_COLUMNS`."""
    return Edit(EditChange(row.change), row.at, row.study_on)


def card_events(db_session: Session, key: CardKey) -> list[Event | Edit]:
    """Return the standing answers of one card, and the edits that moved it."""
    answers = select(*EVENT_COLUMNS).where(
        Review.user_id == key.user_id,
        Review.item_id == key.item_id,
        Review.part == key.part,
        stands(),
    )
    edits = select(*EDIT_COLUMNS).where(
        CardEdit.user_id == key.user_id,
        CardEdit.item_id == key.item_id,
        CardEdit.part == key.part,
    )
    return [
        *(event(row) for row in db_session.execute(answers)),
        *(edit(row) for row in db_session.execute(edits)),
    ]
