"""Cards: the cache of the log. One step on, or replayed from all that stands; nothing commits."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from quizapp.core.scheduling.replay import CardState, Event, is_late, replay, step
from quizapp.db.base import table_of
from quizapp.db.models.study import Card, ItemMark, Review
from quizapp.db.queries.log import CardKey, card_events, stands

STATE_FIELDS = tuple(field.name for field in fields(CardState))
_CARD = table_of(Card)
STATE_COLUMNS = tuple(_CARD.c[name] for name in STATE_FIELDS)
_MARK = table_of(ItemMark)
# A card that is made anew is set aside when its item is.
_suspended_at = select(_MARK.c.suspended_at).where(
    _MARK.c.user_id == bindparam("mark_user_id"), _MARK.c.item_id == bindparam("mark_item_id")
)
_INSERT_CARD = insert(_CARD).values(suspended_at=_suspended_at.scalar_subquery())
_THE_CARD = update(_CARD).where(
    _CARD.c.user_id == bindparam("key_user_id"),
    _CARD.c.item_id == bindparam("key_item_id"),
    _CARD.c.part == bindparam("key_part"),
)
_UPDATE_CARD = _THE_CARD.values(
    {name: bindparam(name) for name in (*STATE_FIELDS, "taught_revision")}
)
_MOVE_CARD = _THE_CARD.values({name: bindparam(name) for name in STATE_FIELDS})


def next_state(
    db_session: Session, key: CardKey, state: CardState | None, event: Event
) -> CardState:
    """Return the card's state after `event`: one step, or a replay when it came late."""
    if state is not None and is_late(state, event):
        after = replay([*card_events(db_session, key), event])
    else:
        after = step(state, event)
    if after is None:
        raise ValueError("an answer that does not count for memory cannot make a card")
    return after


def write_card(
    db_session: Session, key: CardKey, state: CardState, revision: int, *, is_new: bool
) -> None:
    """Store the state of a card, leaving everything else about it alone."""
    write_cards(db_session, [(key, state, revision, is_new)])


def write_cards(db_session: Session, cards: Sequence[tuple[CardKey, CardState, int, bool]]) -> None:
    """Store many cards at once: (key, state, revision, whether it is new)."""
    made, moved = [], []
    for key, state, revision, is_new in cards:
        values = _values(state) | {"taught_revision": revision}
        if is_new:
            keys = {"user_id": key.user_id, "item_id": key.item_id, "part": key.part}
            mark = {"mark_user_id": key.user_id, "mark_item_id": key.item_id}
            made.append(values | keys | mark)
        else:
            moved.append(values | _where(key))
    connection = db_session.connection()  # many rows at once, and no objects to keep in step
    if made:
        connection.execute(_INSERT_CARD, made)
    if moved:
        connection.execute(_UPDATE_CARD, moved)


def move_cards(db_session: Session, states: Sequence[tuple[CardKey, CardState]]) -> None:
    """Store the states of cards that an edit has moved, nobody having been taught meanwhile."""
    connection = db_session.connection()  # many rows at once, and no objects to keep in step
    connection.execute(_MOVE_CARD, [_values(state) | _where(key) for key, state in states])


def _values(state: CardState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in STATE_FIELDS}


def _where(key: CardKey) -> dict[str, int | str]:
    return {"key_user_id": key.user_id, "key_item_id": key.item_id, "key_part": key.part}


def restore_card(db_session: Session, key: CardKey) -> CardState | None:
    """Recompute a card from its log after an answer was taken back; without any answer it goes."""
    state = replay(card_events(db_session, key))
    where = (Card.user_id == key.user_id, Card.item_id == key.item_id, Card.part == key.part)
    if state is None:
        db_session.execute(delete(_CARD).where(*where))
        return None
    revision = db_session.scalar(
        select(Review.revision)
        .where(
            Review.user_id == key.user_id,
            Review.item_id == key.item_id,
            Review.part == key.part,
            stands(),
        )
        .order_by(Review.answered_at.desc(), Review.answer_id.desc())
        .limit(1)
    )
    exists = db_session.scalar(select(Card.reps).where(*where)) is not None
    write_card(db_session, key, state, revision or 1, is_new=not exists)
    return state
