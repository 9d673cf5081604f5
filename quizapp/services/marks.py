"""What a learner keeps about an item: a flag, a note, why it was missed, that it is set aside.

The mark is the truth. That an item is set aside is repeated on the learner's cards, where the
queue looks; cards come and go with the log (see `services.cards`), the mark stays.
"""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from quizapp.core.analysis.misses import MissReason
from quizapp.db.base import table_of
from quizapp.db.models.study import Card, ItemMark
from quizapp.db.queries.marks import known_item
from quizapp.services.errors import Invalid, NotFound
from quizapp.services.recording import lock_learner

LONGEST_NOTE = 2_000  # characters
_MARK = table_of(ItemMark)
_NOTHING = {"flagged_at": None, "note": "", "noted_at": None, "suspended_at": None, "reason": ""}


def flag_item(
    db_session: Session, user_id: int, slug: str, ref: str, *, is_flagged: bool, now: datetime
) -> None:
    """Flag an item, or take the flag away; doing it again changes nothing.

    Raises NotFound when there is no such item.
    """
    item_id = find_item(db_session, user_id, slug, ref)
    _mark(db_session, user_id, item_id, flagged_at=now if is_flagged else None)
    db_session.commit()


def save_note(
    db_session: Session, user_id: int, slug: str, ref: str, text: str, *, now: datetime
) -> None:
    """Keep the learner's note on an item; an empty one takes it away.

    Raises NotFound when there is no such item, Invalid when the note is too long.
    """
    note = plain_lines(text)
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"The note has {len(note)} characters; {LONGEST_NOTE} fit. Shorten it.")
    item_id = find_item(db_session, user_id, slug, ref)
    # Only the words were meant: a note that is saved anew counts as written now.
    _mark(db_session, user_id, item_id, note=note, noted_at=now if note else None)
    db_session.commit()


def say_why_missed(db_session: Session, user_id: int, slug: str, ref: str, reason: str) -> None:
    """Keep why the learner missed an item; an empty reason takes it away.

    Raises NotFound when there is no such item, Invalid for a reason that is not offered.
    """
    if reason and reason not in set(MissReason):
        raise Invalid("Choose one of the reasons.")
    _mark(db_session, user_id, find_item(db_session, user_id, slug, ref), reason=reason)
    db_session.commit()


def suspend_item(db_session: Session, user_id: int, slug: str, ref: str, *, now: datetime) -> None:
    """Set an item aside: none of its cards is asked until it is brought back.

    Its history stays. Raises NotFound when there is no such item.
    """
    _set_aside(db_session, user_id, find_item(db_session, user_id, slug, ref), now)
    db_session.commit()


def bring_back_item(db_session: Session, user_id: int, slug: str, ref: str) -> None:
    """Ask an item again that was set aside, on the days its cards were due anyway.

    Raises NotFound when there is no such item.
    """
    _set_aside(db_session, user_id, find_item(db_session, user_id, slug, ref), None)
    db_session.commit()


def find_item(db_session: Session, user_id: int, slug: str, ref: str) -> int:
    """Return the id of an item that the learner may mark, or raise NotFound."""
    item_id = known_item(db_session, user_id, slug, ref)
    if item_id is None:
        raise NotFound("There is no such question.")
    return item_id


def plain_lines(text: str) -> str:
    """Return what was typed with line ends as one character and nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def adopt_marks(db_session: Session, guest_id: int, user_id: int) -> None:
    """Move a guest's marks into an account; no commit.

    What either has flagged is flagged. The account's note wins unless it is empty. Of two
    suspensions the newer one holds.
    """
    rows = db_session.execute(select(_MARK).where(_MARK.c.user_id == guest_id)).all()
    for row in rows:
        brought = dict(row._mapping) | {"user_id": user_id}  # noqa: SLF001 - documented accessor
        kept = _kept(db_session, user_id, row.item_id)
        _write(db_session, brought | (_joined(brought, kept) if kept else {}))
    for row in rows:
        mirror_mark(db_session, user_id, row.item_id)


def mirror_mark(db_session: Session, user_id: int, item_id: int) -> None:
    """Repeat on the learner's cards of an item whether it is set aside; no commit."""
    aside = select(_MARK.c.suspended_at).where(
        _MARK.c.user_id == user_id, _MARK.c.item_id == item_id
    )
    db_session.execute(
        update(table_of(Card))
        .where(Card.user_id == user_id, Card.item_id == item_id)
        .values(suspended_at=aside.scalar_subquery())
    )


def _set_aside(db_session: Session, user_id: int, item_id: int, at: datetime | None) -> None:
    # An answer that makes a card meanwhile would not see the mark, nor be seen by the update.
    lock_learner(db_session, user_id)
    _mark(db_session, user_id, item_id, suspended_at=at)
    mirror_mark(db_session, user_id, item_id)


def _mark(db_session: Session, user_id: int, item_id: int, **values: object) -> None:
    """Set some columns of a mark in one statement, whoever else does so at the same time.

    A flag or a suspension that stands keeps its day.
    """
    keeps = {
        name: func.coalesce(_MARK.c[name], value)
        for name, value in values.items()
        if name in {"flagged_at", "suspended_at"} and value is not None
    }
    _write(
        db_session,
        {"user_id": user_id, "item_id": item_id, **_NOTHING, **values},
        {**values, **keeps},
    )


def _write(
    db_session: Session, values: dict[str, object], changes: dict[str, object] | None = None
) -> None:
    is_sqlite = db_session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    statement = insert(_MARK).values(values)
    names = ("user_id", "item_id")
    rest = {name: value for name, value in values.items() if name not in names}
    db_session.execute(statement.on_conflict_do_update(index_elements=names, set_=changes or rest))


def _kept(db_session: Session, user_id: int, item_id: int) -> dict[str, object]:
    query = select(_MARK).where(_MARK.c.user_id == user_id, _MARK.c.item_id == item_id)
    row = db_session.execute(query).one_or_none()
    return dict(row._mapping) if row else {}  # noqa: SLF001 - documented accessor


def _joined(brought: dict[str, object], kept: dict[str, object]) -> dict[str, object]:
    noted = kept if kept["note"] else brought
    return {
        "flagged_at": kept["flagged_at"] or brought["flagged_at"],
        "note": noted["note"],
        "noted_at": noted["noted_at"],
        "suspended_at": _newer(kept["suspended_at"], brought["suspended_at"]),
        "reason": kept["reason"] or brought["reason"],
    }


def _newer(one: object, other: object) -> datetime | None:
    times = [at for at in (one, other) if isinstance(at, datetime)]
    return max(times, default=None)
