"""What readiness is worked out from: items with what is remembered of them, and the log."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from quizapp.core.analysis.evidence import Answer, CardLog
from quizapp.core.scheduling.memory import Memory
from quizapp.core.scheduling.replay import Edit
from quizapp.db.catalog import catalog, chance_by_luck
from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.study import CardEdit, Review
from quizapp.db.queries.log import EDIT_COLUMNS, EVENT_COLUMNS, edit, event, is_current, stands
from quizapp.db.queries.plan import memories_of


@dataclass(frozen=True, slots=True)
class RememberedRow:
    """A live item with the memory of each of its parts, None for one never answered.

    `sections` are those it belongs to; `guess` is the chance to be right by luck.
    """

    topic: str
    sections: tuple[str, ...]
    guess: float
    memories: tuple[Memory | None, ...]


@dataclass(frozen=True, slots=True)
class LogSizeRow:
    """Rows of a learner's log, undone answers and their undoing included.

    The log only grows, so its size says whether it has changed.
    """

    rows: int
    rows_before: int  # of study days before the one asked for


def remembered_items(db_session: Session, user_id: int) -> list[RememberedRow]:
    """Return every live item. Those set aside are among them: an exam asks such questions too."""
    memories = memories_of(db_session, user_id)
    return [
        RememberedRow(
            topic=item.topic,
            sections=item.sections,
            guess=item.guess,
            memories=tuple(memories.get((item.item_id, part)) for part in item.parts),
        )
        for item in catalog(db_session).by_bank
    ]


def log_size(db_session: Session, user_id: int, today: date) -> LogSizeRow:
    """Return how long a learner's log is."""
    before = func.count().filter(Review.study_on < today)
    row = db_session.execute(select(func.count(), before).where(Review.user_id == user_id)).one()
    return LogSizeRow(row[0], row[1])


def card_logs(db_session: Session, user_id: int, before: date | None = None) -> Iterator[CardLog]:
    """Yield the log of every card of a learner, of study days before `before` where one is given.

    Answers under a key that was corrected since are there, as the memory went through them, and
    marked.
    """
    query = (
        select(
            *EVENT_COLUMNS,
            Review.item_id,
            Review.part,
            Review.shown,
            Review.is_fast,
            ItemRevision.kind,
            is_current().label("is_current"),
        )
        .join(
            ItemRevision,
            and_(ItemRevision.item_id == Review.item_id, ItemRevision.no == Review.revision),
        )
        .where(Review.user_id == user_id, stands())
    )
    if before is not None:
        query = query.where(Review.study_on < before)
    edits = _edits(db_session, user_id)
    answers: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    for row in db_session.execute(query):
        guess = chance_by_luck(row.kind, len(row.shown))
        answer = Answer(event(row), guess, is_fast=row.is_fast, is_current=row.is_current)
        answers[(row.item_id, row.part)].append(answer)
    for key, given in answers.items():
        yield CardLog(given, edits.get(key, ()))


def _edits(db_session: Session, user_id: int) -> dict[tuple[int, str], list[Edit]]:
    query = select(*EDIT_COLUMNS, CardEdit.item_id, CardEdit.part)
    edits = defaultdict(list)
    for row in db_session.execute(query.where(CardEdit.user_id == user_id)):
        edits[(row.item_id, row.part)].append(edit(row))
    return edits
