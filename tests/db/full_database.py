"""A database with rows in every table, and what it looks like before and after."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Table,
    column,
    insert,
    inspect,
    select,
    table,
)
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Float, Integer, LargeBinary

ROWS = 3
# Values where the type alone does not do; the n-th row gets the n-th of them.
SPECIAL: dict[str, tuple[Any, ...]] = {
    "users.role": ("learner", "educator", "admin"),
    "users.is_guest": (False, False, True),
    "items.status": ("live", "draft", "retired"),
    "item_revisions.no": (1, 1, 1),
    "bank_editors.role": ("owner", "editor", "editor"),
    "cohorts.days_a_week": (1, 7, None),
    "reviews.revision": (1, 1, 1),
    "reviews.rating": (1, 3, None),
    "reviews.score": (0.0, 0.5, 1.0),
    "card_edits.revision": (1, 1, 1),
    "card_edits.change": ("key", "material", "key"),
    "corrections.revision": (1, 1, 1),
    "reports.revision": (1, 1, 1),
    "reports.status": ("open", "settled", "open"),
    "exam_plans.outcome": ("", "passed", "failed"),
    "attempts.locked": (0, 1, 2),
    "attempts.ending": ("", "finished", "time"),
    "attempt_items.section": ("R", "C", "R"),
    "attempt_items.revision": (1, 1, 1),
    "attempt_items.score": (0.0, 0.5, None),
}


def reflect(connection: Connection) -> MetaData:
    """Return the tables as the database has them."""
    tables = MetaData()
    tables.reflect(connection)
    return tables


def empty_tables(connection: Connection) -> None:
    """Take every row out of every table that is there."""
    for one in reversed(reflect(connection).sorted_tables):
        if one.name != "alembic_version":
            connection.execute(one.delete())


def fill_tables(connection: Connection) -> None:
    """Put `ROWS` rows into every table that is there; each points to the same row of others."""
    for one in reflect(connection).sorted_tables:
        if one.name != "alembic_version":
            if one.name in {"content_state", "learner_changes"}:  # triggers put rows there
                connection.execute(one.delete())
            rows = [{c.name: _value(one, c, n) for c in one.columns} for n in range(ROWS)]
            connection.execute(insert(one), rows)


def _value(of: Table, column: Column[Any], n: int) -> Any:
    special = SPECIAL.get(f"{of.name}.{column.name}")
    if special:
        return special[n]
    kinds: tuple[tuple[type, Any], ...] = (
        (Boolean, n % 2 == 0),
        (Integer, n + 1),
        (Float, n + 0.1),
        (DateTime, datetime(2026, 11, n + 1, 23, 59, 59, 123456, tzinfo=UTC)),
        (Date, date(2026, 11, n + 1)),
        (LargeBinary, bytes(range(n, 256))),
        (JSON, {"text": f"“{n}” \\ ' \" ` 日本"}),
    )
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    length = getattr(column.type, "length", None) or 40
    return f"{column.name} {n} ' \" \\ `"[:length]


def signature(connection: Connection, columns: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Return for each table how many rows it has and a checksum over the given columns."""
    found = {}
    for name, wanted in columns.items():
        query: Any = select(*map(column, wanted)).select_from(table(name))  # as they are stored
        rows = sorted(repr(tuple(row)) for row in connection.execute(query))
        found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def columns_of(connection: Connection) -> dict[str, list[str]]:
    """Return the columns of every table but Alembic's own."""
    found = inspect(connection).get_multi_columns()
    return {
        name: [str(one["name"]) for one in columns]
        for (_, name), columns in found.items()
        if name != "alembic_version"
    }
