"""Proving that every card follows from the log, and making it so."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.scheduling.replay import CardState, Edit, replay
from quizapp.db.base import table_of
from quizapp.db.models.study import Card, CardEdit, Review
from quizapp.db.queries.log import (
    EDIT_COLUMNS,
    EVENT_COLUMNS,
    CardKey,
    edit,
    event,
    stands,
)
from quizapp.services.cards import restore_card, write_cards
from quizapp.services.recording import lock_learner

_FIELDS = tuple(field.name for field in fields(CardState))


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """`differing` cards were not what their log says."""

    cards: int
    answers: int
    differing: tuple[CardKey, ...]


def check_cards(db_session: Session) -> RebuildResult:
    """Replay every card from the log and compare it with the stored one. Reads only."""
    stored = _stored_states(db_session)
    differing: list[CardKey] = []
    seen: set[CardKey] = set()
    answers = 0
    for card in _replayed(db_session):
        answers += card.answers
        seen.add(card.key)
        if stored.get(card.key) != card.state:
            differing.append(card.key)
    differing += [key for key in stored if key not in seen]
    return RebuildResult(len(stored), answers, tuple(differing))


def rebuild_cards(db_session: Session) -> RebuildResult:
    """Replay every card from the log and store what differs."""
    result = check_cards(db_session)
    lock_learner(db_session, *{key.user_id for key in result.differing})
    for key in result.differing:
        restore_card(db_session, key)
    db_session.commit()
    return result


def make_cards(db_session: Session, user_id: int) -> None:
    """Make the cards of a learner who has none from their log; no commit."""
    made = [
        (card.key, card.state, card.revision, True)
        for card in _replayed(db_session, user_id)
        if card.state is not None
    ]
    write_cards(db_session, made)


def _stored_states(db_session: Session) -> dict[CardKey, CardState]:
    table = table_of(Card)
    columns = [table.c[name] for name in _FIELDS]
    query = select(table.c.user_id, table.c.item_id, table.c.part, *columns)
    return {
        CardKey(row[0], row[1], row[2]): CardState(*tuple(row)[3:])
        for row in db_session.execute(query)
    }


@dataclass(frozen=True, slots=True)
class _Replayed:
    """A card as its log says it; `revision` is that of the newest answer."""

    key: CardKey
    answers: int
    state: CardState | None
    revision: int


def _replayed(db_session: Session, user_id: int | None = None) -> Iterator[_Replayed]:
    """Replay every card, or those of one learner."""
    query = (
        select(*EVENT_COLUMNS, Review.user_id, Review.item_id, Review.part, Review.revision)
        .where(stands())
        .order_by(Review.user_id, Review.item_id, Review.part, Review.answered_at, Review.answer_id)
    )
    if user_id is not None:
        query = query.where(Review.user_id == user_id)
    edits = _edits(db_session, user_id)
    rows = db_session.execute(query)
    for key, group in groupby(rows, lambda row: CardKey(row.user_id, row.item_id, row.part)):
        answers = list(group)
        state = replay([*(event(row) for row in answers), *edits.get(key, ())])
        yield _Replayed(key, len(answers), state, answers[-1].revision)


def _edits(db_session: Session, user_id: int | None) -> dict[CardKey, list[Edit]]:
    query = select(*EDIT_COLUMNS, CardEdit.user_id, CardEdit.item_id, CardEdit.part)
    if user_id is not None:
        query = query.where(CardEdit.user_id == user_id)
    edits = defaultdict(list)
    for row in db_session.execute(query):
        edits[CardKey(row.user_id, row.item_id, row.part)].append(edit(row))
    return edits
