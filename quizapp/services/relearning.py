"""What edits of items do to the cards of those who learned them, and who is told.

An edit is a row beside the answers (`card_edits`), so that cards still follow from the log.
Nothing here commits; `load_bank` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import func, insert, literal, null, select, update
from sqlalchemy.orm import Session

from quizapp.core.bank.retaught import change_of_part
from quizapp.core.bank.revision import ChangeClass
from quizapp.core.scheduling.replay import CardState, Edit, EditChange, edited
from quizapp.core.scheduling.study_day import study_day
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.banks import ItemRevision
from quizapp.db.models.study import Card, CardEdit, Correction, Review
from quizapp.db.queries.log import CardKey, stands
from quizapp.services.cards import STATE_COLUMNS, STATE_FIELDS, move_cards

_CARD = table_of(Card)


@dataclass(frozen=True, slots=True)
class ItemEdit:
    """An item's change from one body to the next, its revision `revision`."""

    item_id: int
    revision: int
    change: ChangeClass
    old: dict[str, Any]
    new: dict[str, Any]


def edit_cards(db_session: Session, edits: Iterable[ItemEdit], now: datetime) -> None:
    """Move every card of the edited items, and add what moved it to the log."""
    moving = {
        edit.item_id: edit
        for edit in edits
        if edit.change in {ChangeClass.KEY, ChangeClass.MATERIAL}
    }
    if not moving:
        return
    query = (
        select(_CARD.c.user_id, _CARD.c.item_id, _CARD.c.part, *STATE_COLUMNS)
        .add_columns(User.zone, User.day_start_hour)
        .join(User, User.id == _CARD.c.user_id)
        .where(_CARD.c.item_id.in_(moving))
    )
    today = cache(study_day)
    logged: list[dict[str, Any]] = []
    states: list[tuple[CardKey, CardState]] = []
    for row in db_session.execute(query):
        edit = moving[row.item_id]
        key = CardKey(row.user_id, row.item_id, row.part)
        state = CardState(**{name: getattr(row, name) for name in STATE_FIELDS})
        change = EditChange(change_of_part(edit.change, edit.old, edit.new, row.part))
        # A clock that was set back must not put an edit before the answer that it follows.
        at = max(now, state.last_answered_at)
        on = today(now, row.zone, row.day_start_hour)
        states.append((key, edited(state, Edit(change, at, on))))
        logged.append(
            {
                "user_id": key.user_id,
                "item_id": key.item_id,
                "part": key.part,
                "revision": edit.revision,
                "change": change,
                "at": at,
                "study_on": on,
            }
        )
    if logged:
        db_session.execute(insert(table_of(CardEdit)), logged)
        move_cards(db_session, states)


def adopt_edits(db_session: Session, guest_id: int, user_id: int) -> None:
    """Move a guest's edits and corrections into an account; no commit.

    What both have is kept once, as the account has it.
    """
    for model, own in (
        (CardEdit, (CardEdit.item_id, CardEdit.part, CardEdit.revision)),
        (Correction, (Correction.item_id, Correction.revision)),
    ):
        kept = select(*own).where(model.user_id == user_id)
        known = {tuple(row) for row in db_session.execute(kept)}
        brought = db_session.execute(select(*own).where(model.user_id == guest_id)).all()
        for row in brought:
            if tuple(row) in known:
                continue
            same = [column == value for column, value in zip(own, row, strict=True)]
            moved = update(model).where(model.user_id == guest_id, *same).values(user_id=user_id)
            db_session.execute(moved.execution_options(synchronize_session=False))


def tell_learners(db_session: Session, load_id: int, now: datetime) -> dict[int, int]:
    """Note a correction for everybody with a standing answer to a key that this load corrects.

    Returns how many are told, by item id.
    """
    told = (
        select(
            Review.user_id,
            Review.item_id,
            ItemRevision.no,
            func.max(Review.revision),
            literal(now, type_=table_of(Correction).c.created_at.type),
            null(),
        )
        .join(ItemRevision, ItemRevision.item_id == Review.item_id)
        .where(
            ItemRevision.load_id == load_id,
            ItemRevision.change == ChangeClass.KEY,
            Review.revision < ItemRevision.no,
            stands(),
        )
        .group_by(Review.user_id, Review.item_id, ItemRevision.no)
    )
    columns = ["user_id", "item_id", "revision", "old_revision", "created_at", "seen_at"]
    db_session.execute(insert(table_of(Correction)).from_select(columns, told))
    counts = (
        select(Correction.item_id, func.count())
        .join(
            ItemRevision,
            (ItemRevision.item_id == Correction.item_id) & (ItemRevision.no == Correction.revision),
        )
        .where(ItemRevision.load_id == load_id)
        .group_by(Correction.item_id)
    )
    return {row[0]: row[1] for row in db_session.execute(counts)}
