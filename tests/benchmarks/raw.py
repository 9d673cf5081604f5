"""What the disk and the database can do at most, for the rates of the app to be held against."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

BLOCK = b"x" * 4096
CARDS = 40_000
SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE card (id INTEGER PRIMARY KEY, stability REAL, due INTEGER);
CREATE TABLE review (id INTEGER PRIMARY KEY, card INTEGER, rating INTEGER, at INTEGER);
CREATE INDEX review_card ON review (card, at);
"""


def times_a_second(action: Callable[[], object], seconds: float) -> float:
    """Return how often an action can be done in a second."""
    began, times = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < seconds:
        action()
        times += 1
    return times / took


def syncs_a_second(folder: Path, seconds: float) -> float:
    """Return how often four kilobytes can be written and synced."""
    handle = os.open(folder / "synced", os.O_RDWR | os.O_CREAT)
    sync = getattr(os, "fdatasync", os.fsync)

    def write() -> None:
        os.pwrite(handle, BLOCK, 0)
        sync(handle)

    try:
        return times_a_second(write, seconds)
    finally:
        os.close(handle)


def transactions_a_second(folder: Path, seconds: float) -> float:
    """Return how many bare answers SQLite stores, each on the disk before the next begins."""
    path = folder / "raw.sqlite"
    is_new = not path.exists()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if is_new:
            connection.executescript(SCHEMA)
            cards = ((n, 1.0, n) for n in range(CARDS))
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO card VALUES (?, ?, ?)", cards)
            connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = FULL")
        numbers = iter(range(10**9))

        def answer() -> None:
            n = next(numbers)
            card = n * 7919 % CARDS
            run = connection.execute
            run("BEGIN IMMEDIATE")
            run("SELECT stability, due FROM card WHERE id = ?", (card,)).fetchone()
            run("UPDATE card SET stability = stability + 1, due = ? WHERE id = ?", (n, card))
            run("INSERT INTO review (card, rating, at) VALUES (?, 3, ?)", (card, n))
            run("COMMIT")

        return times_a_second(answer, seconds)
