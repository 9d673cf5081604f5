"""Who has to wait before the next sign-in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from quizapp.db import write
from quizapp.db.base import db
from quizapp.db.models.accounts import LoginTries


@dataclass(frozen=True, slots=True)
class TriesRow:
    failures: int
    open_at: datetime  # when the next one may be made
    known_at: datetime | None  # when one fit last


def tries_by_key(keys: Collection[str]) -> dict[str, TriesRow]:
    """Return what was counted under each key, read outside of any transaction."""
    query = select(
        LoginTries.key, LoginTries.failures, LoginTries.open_at, LoginTries.known_at
    ).where(LoginTries.key.in_(keys))
    with write.mode(write.Mode.SINGLE), db.engine.connect() as connection:
        return {row.key: TriesRow(*row[1:]) for row in connection.execute(query)}
