"""Which migrations there are, and which one a database has had last."""

from functools import cache
from typing import Final

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from quizapp.config import ROOT

MIGRATIONS: Final = ROOT / "migrations"


@cache
def known_revisions() -> tuple[str, ...]:
    """Return the revisions of migrations/, oldest first."""
    script = ScriptDirectory(str(MIGRATIONS))
    return tuple(one.revision for one in script.walk_revisions())[::-1]


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database behind `connection`, or None."""
    return MigrationContext.configure(connection).get_current_revision()


def unready_because(db_session: Session) -> str:
    """Return why pages cannot be served from the database, or nothing when they can."""
    try:
        current = current_revision(db_session.connection())
    except SQLAlchemyError:
        return "the database cannot be reached"
    return "" if current == known_revisions()[-1] else "migrations are pending"
