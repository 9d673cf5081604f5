"""A learner's whole record: given away as a file, and taken in again by a fresh account."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from quizapp.core.record import FORMAT, VERSION, owner_mark, write_record
from quizapp.db.base import table_of
from quizapp.db.models.accounts import User
from quizapp.db.record_names import Names, names_of
from quizapp.services.record_tables import OF_USER, PARTS, REVISIONS, Part, columns_of, written

Entry = dict[str, Any]


def export_record(db_session: Session, user_id: int) -> str:
    """Return everything that is kept of a learner, as text. Reads only."""
    user = db_session.get_one(User, user_id)
    rows = {name: _rows(db_session, part, user_id) for name, part in PARTS.items()}
    below = {name: _below(db_session, part, rows[name]) for name, part in PARTS.items()}
    names = names_of(db_session, _item_ids(rows, below))
    record: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "owner": owner_mark(user.email),
        "learner": {name: getattr(user, name) for name in OF_USER},
    }
    places: dict[int, int] = {}  # session id → its place in the file
    for name, part in PARTS.items():
        entries = [(row, _entry(part, row, below[name], names, places)) for row in rows[name]]
        entries.sort(key=lambda pair: json.dumps(pair[1], sort_keys=True))
        record[name] = [entry for _, entry in entries]
        if name == "sessions":
            places = {row.id: place for place, (row, _) in enumerate(entries)}
    return write_record(record)


def _rows(db_session: Session, part: Part, user_id: int) -> Sequence[Row[Any]]:
    return db_session.execute(select(part.table).where(part.table.c.user_id == user_id)).all()


def _below(db_session: Session, part: Part, rows: Sequence[Row[Any]]) -> dict[int, list[Row[Any]]]:
    """Return the rows below each row, in their order."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    if part.below_model is None:
        return found
    table = table_of(part.below_model)
    key = table.c[part.below_key]
    ids = {row.id for row in rows}
    for row in db_session.execute(select(table).where(key.in_(ids)).order_by(key, table.c.n)):
        found[getattr(row, part.below_key)].append(row)
    return found


def _item_ids(
    rows: dict[str, Sequence[Row[Any]]], below: dict[str, dict[int, list[Row[Any]]]]
) -> set[int]:
    every = [row for some in rows.values() for row in some]
    every += [row for some in below.values() for those in some.values() for row in those]
    ids = {row.item_id for row in every if "item_id" in row._fields}
    return ids | {one[0] for row in rows["forecasts"] for one in row.recall}


def _entry(
    part: Part,
    row: Row[Any],
    below: dict[int, list[Row[Any]]],
    names: Names,
    places: dict[int, int],
) -> Entry:
    entry = _plain(part.table, row, names)
    if "session_id" in part.table.c and part.below_key != "session_id":
        entry["session"] = places.get(row.session_id)
    if part.below_model is not None:
        table = table_of(part.below_model)
        entry[part.below] = [_plain(table, one, names) for one in below[row.id]]
    if "recall" in part.table.c:
        entry["recall"] = [
            [names.item_names[item_id], *rest]
            for item_id, *rest in row.recall
            if item_id in names.item_names
        ]
    return entry


def _plain(table: Table, row: Row[Any], names: Names) -> Entry:
    entry = {column.name: written(getattr(row, column.name)) for column in columns_of(table)}
    if "item_id" in table.c:
        entry["item"] = names.item_names[row.item_id]
        for name in REVISIONS & set(table.c.keys()):
            entry[name] = names.revision_names[row.item_id, getattr(row, name)]
    return entry
