"""Tables copied from SQLite to PostgreSQL in the order of their keys, and both sides compared.

Rows are read as the app reads them; JSON alone is taken as its text, so that nothing in it can
change. Texts are ordered by their bytes on both sides. One row at a time is in memory, or a few.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    String,
    Table,
    Text,
    cast,
    collate,
    delete,
    func,
    inspect,
    literal,
    select,
    tuple_,
)

from quizapp.db.base import Base

MADE_BY_MIGRATIONS: Final = "content_state"  # the one table that is not empty once it is migrated
TOLD_EACH: Final = 1_000  # rows
_BYTES_FIRST: Final = {"sqlite": "BINARY", "postgresql": "C"}  # names of the order by bytes

Key = tuple[Any, ...]
Tell = Callable[[int], None]  # of so many rows more


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows there are, and a checksum over all their columns in the order of the keys."""

    rows: int
    checksum: str


def all_tables() -> Sequence[Table]:
    """Return every table of the app, each after those that it points to."""
    return Base.metadata.sorted_tables


def foreign_tables(connection: Connection) -> list[str]:
    """Return the tables of a database that are none of ours."""
    ours = {"alembic_version", *Base.metadata.tables}
    return sorted(set(inspect(connection).get_table_names()) - ours)


def count_rows(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def empty_if_fresh(connection: Connection) -> None:
    """Take out the row that migrations made, where nothing else is in the database."""
    first = Base.metadata.tables[MADE_BY_MIGRATIONS]
    if not any(last_key(connection, one) for one in all_tables() if one is not first):
        connection.execute(delete(first))


def last_key(connection: Connection, table: Table) -> Key | None:
    """Return the highest key of a table, or None where it is empty."""
    order = [one.desc() for one in _order(connection, table)]
    row = connection.execute(select(*table.primary_key).order_by(*order).limit(1)).first()
    return tuple(row) if row else None


def digest(connection: Connection, table: Table, tell: Tell, *, upto: Key | None = None) -> Digest:
    """Return the digest of a table, or of its rows with keys up to `upto`."""
    found, number = sha256(), 0
    for number, row in enumerate(_rows(connection, table, upto=upto), 1):
        found.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
        if number % TOLD_EACH == 0:
            tell(TOLD_EACH)
    tell(number % TOLD_EACH)
    return Digest(number, found.hexdigest())


def copy_rows(
    source: Connection, target: Engine, table: Table, tell: Tell, *, at_once: int
) -> None:
    """Copy the rows with keys above the highest that is there; each batch is a transaction.

    The target's triggers count changes, and are off: what they counted is copied as it is.
    """
    with target.connect() as there:
        after = last_key(there, table)
    rows = _rows(source, table, after=after)
    while first := next(rows, None):
        with target.begin() as there:
            number = _copy_batch(there, table, chain([first], islice(rows, at_once - 1)))
        tell(number)


def set_sequences(connection: Connection) -> None:
    """Let new rows have numbers above those that were copied; let the planner know the tables."""
    for table in all_tables():
        column = table.autoincrement_column
        if column is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, func.max(column))))
    connection.exec_driver_sql("ANALYZE")


def _copy_batch(there: Connection, table: Table, rows: Iterator[Any]) -> int:
    preparer, number = there.dialect.identifier_preparer, 0
    name = preparer.format_table(table)
    columns = ", ".join(preparer.quote(column.name) for column in table.columns)
    driver: Any = there.connection.driver_connection
    there.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    with driver.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
        for number, row in enumerate(rows, 1):  # noqa: B007 - the count
            copy.write_row(row)
    there.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    return number


def _rows(
    connection: Connection, table: Table, *, after: Key | None = None, upto: Key | None = None
) -> Iterator[Any]:
    query = select(*map(_as_read, table.columns)).order_by(*_order(connection, table))
    key = tuple_(*table.primary_key)
    if after:
        query = query.where(key > _values(table, after))
    if upto:
        query = query.where(key <= _values(table, upto))
    buffer = {"stream_results": True, "max_row_buffer": 5 if _has_files(table) else 500}
    return iter(connection.execute(query, execution_options=buffer))


def _as_read(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _has_files(table: Table) -> bool:
    """Tell whether a row may have megabytes."""
    return any(isinstance(column.type, LargeBinary | Text) for column in table.columns)


def _order(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    order = _BYTES_FIRST[connection.dialect.name]
    return [
        collate(column, order) if isinstance(column.type, String) else column
        for column in table.primary_key
    ]


def _values(table: Table, key: Key) -> ColumnElement[Any]:
    columns = table.primary_key.columns
    return tuple_(*(literal(value, one.type) for value, one in zip(key, columns, strict=True)))
