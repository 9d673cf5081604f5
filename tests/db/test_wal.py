"""A large write-ahead log is emptied; where a reader forbids it, the operator is told once."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.db.wal import LogKeeper

LARGE, STEP = 200_000, 100_000
BLOB = b"x" * 50_000


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "some.sqlite"


@pytest.fixture
def keeper(database: Path) -> LogKeeper:
    return LogKeeper(database, large=LARGE, step=STEP)


@pytest.fixture
def writer(database: Path, keeper: LogKeeper) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 1000000")
        for pragma in keeper.pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE one (value BLOB)")
        yield connection


def write(writer: sqlite3.Connection, keeper: LogKeeper, times: int) -> None:
    for _ in range(times):
        writer.execute("INSERT INTO one VALUES (?)", (BLOB,))
        keeper.after_write(writer)


def log_size(database: Path) -> int:
    return database.with_name(database.name + "-wal").stat().st_size


def test_a_log_never_stays_large(
    database: Path, keeper: LogKeeper, writer: sqlite3.Connection
) -> None:
    sizes = []
    for _ in range(20):
        write(writer, keeper, 1)
        sizes.append(log_size(database))
    assert max(sizes) <= LARGE + len(BLOB) * 2
    assert sizes.count(0) >= 3


def test_one_reader_that_stays_is_told_of_as_the_log_grows(
    database: Path,
    keeper: LogKeeper,
    writer: sqlite3.Connection,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as reader,
        caplog.at_level(logging.WARNING),
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM one").fetchone()
        write(writer, keeper, 20)
        size = log_size(database)
        assert size > LARGE * 4, "nothing can bound it"
        told = [record.getMessage() for record in caplog.records]
        assert 2 <= len(told) <= (size - LARGE) // STEP + 1, "not at every answer"
        assert "some.sqlite-wal" in told[0]
        reader.execute("ROLLBACK")
    write(writer, keeper, 4)
    assert log_size(database) <= LARGE + len(BLOB) * 2, "emptied as soon as the reader is gone"


def test_a_log_in_use_or_missing_is_left_alone(
    database: Path, keeper: LogKeeper, writer: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(9):
        writer.execute("INSERT INTO one VALUES (?)", (BLOB,))
    writer.execute("BEGIN")
    writer.execute("INSERT INTO one VALUES (?)", (BLOB,))
    keeper.after_write(writer)
    assert log_size(database) > LARGE
    assert writer.in_transaction
    writer.execute("ROLLBACK")
    LogKeeper(database.with_name("none.sqlite")).after_write(writer)
    assert caplog.records == []
    keeper.after_write(writer)
    assert log_size(database) == 0
