"""Which tables make a learner's record, and how a value of theirs is written and read."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, String, Table
from sqlalchemy.types import TypeDecorator

from quizapp.core.record import BadRecord
from quizapp.db.base import Base, table_of
from quizapp.db.models.exams import Attempt, AttemptItem
from quizapp.db.models.plans import ExamPlan, Forecast
from quizapp.db.models.study import (
    CardEdit,
    Correction,
    Deck,
    ItemMark,
    Report,
    Review,
    StudySession,
    StudySessionCard,
)
from quizapp.services.record_shapes import SHAPES

# Numbers of this database, told otherwise or not at all.
HIDDEN: Final = frozenset({"id", "user_id", "session_id", "attempt_id", "item_id"})
REVISIONS: Final = frozenset({"revision", "old_revision"})


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of entries of a record: its table, and the entries below each."""

    model: type[Base]
    below: str = ""  # name of the list that an entry holds
    below_model: type[Base] | None = None
    below_key: str = ""  # the column that points to the entry

    @property
    def table(self) -> Table:
        return table_of(self.model)


PARTS: Final[Mapping[str, Part]] = {
    "sessions": Part(StudySession, "cards", StudySessionCard, "session_id"),
    "attempts": Part(Attempt, "items", AttemptItem, "attempt_id"),
    "answers": Part(Review),
    "edits": Part(CardEdit),
    "corrections": Part(Correction),
    "marks": Part(ItemMark),
    "reports": Part(Report),
    "plans": Part(ExamPlan),
    "forecasts": Part(Forecast),
    "decks": Part(Deck),
}
SINCE: Final[Mapping[str, int]] = {"decks": 2}  # the version of the file that first had them
# Fields that files before some version lack, and what they are then.
FIELDS_SINCE: Final[Mapping[str, tuple[int, Mapping[str, Any]]]] = {
    "reports": (3, {"outcome": "", "heard_at": None}),
}
OF_USER: Final = (
    "name",
    "zone",
    "day_start_hour",
    "new_per_day",
    "minutes_a_day",
    "prefs",
    "accommodations",
)


def columns_of(table: Table) -> list[Column[Any]]:
    """Return the columns that a record tells as they are."""
    return [column for column in table.columns if column.name not in HIDDEN | REVISIONS]


def written(value: Any) -> Any:
    """Return a value of a column as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def read(column: Column[Any], entry: Mapping[str, Any], where: str) -> Any:
    """Return the value of a column from an entry. Raises BadRecord with the place."""
    if column.name not in entry:
        raise BadRecord(f"{where}: “{column.name}” is missing. Export the record once more.")
    value = entry[column.name]
    if value is None and column.nullable:
        return None
    try:
        found = _reader(column)(value)
        for name in (column.name, f"{column.table.name}.{column.name}"):
            SHAPES.get(name, bool)(value)
    except (TypeError, ValueError) as error:
        raise BadRecord(
            f"{where}: “{column.name}” cannot be {str(value)[:40]!r}. Export the record once more."
        ) from error
    return found


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    kind: Any = column.type
    kind = kind.impl if isinstance(kind, TypeDecorator) else kind
    if isinstance(kind, String):
        return lambda value: _text(value, kind.length)
    readers: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (DateTime, _moment),
        (Date, date.fromisoformat),
        (Boolean, lambda value: _exactly(value, bool)),
        (Integer, _whole),
        (Float, _figure),
        (JSON, lambda value: _exactly(value, list, dict)),
    )
    return next(reader for one, reader in readers if isinstance(kind, one))


def _exactly(value: Any, *kinds: type) -> Any:
    if type(value) not in kinds:
        raise TypeError(f"{value!r} is of another type")
    return value


def _whole(value: Any) -> int:
    number: int = _exactly(value, int)
    if abs(number) >= 2**31:
        raise ValueError("a number that no column holds")
    return number


def _figure(value: Any) -> float:
    figure = float(_exactly(value, int, float))
    if not math.isfinite(figure):
        raise ValueError("no number")
    return figure


def _text(value: Any, longest: int | None) -> str:
    text: str = _exactly(value, str)
    if "\0" in text or (longest is not None and len(text) > longest):
        raise ValueError("a text that no column holds")
    return text


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_exactly(value, str))
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
