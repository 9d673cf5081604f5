"""The declarative base, the engine handle and the types every table uses."""

import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, MetaData, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

log = logging.getLogger(__name__)
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite has no time zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and shape
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[dict[str, Any]]: JSON,
        list[list[Any]]: JSON,
    }


def table_of(model: type[Base]) -> Table:
    """The table of `model`, for the statements of the hot routes, which need no objects."""
    return cast("Table", model.__table__)


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})

# The session of the request (or command) that runs; made at first use, dropped at its end.
db_session = cast("Session", db.session)


def drop_session(fault: BaseException | None) -> None:
    """Drop the session at the end of its context; a connection that broke is given up.

    What was made before is not spoiled by it: a page was read, an answer committed.
    """
    del fault
    try:
        db.session.remove()
    except DBAPIError as broken:
        log.warning("a connection broke after its work was done: %s", broken.orig)
        with suppress(DBAPIError):
            db.session().invalidate()
        db.session.registry.clear()
