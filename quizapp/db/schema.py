"""Which migrations there are, and which one a database has had last."""

from functools import cache
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
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


def migrate_to_newest(engine: Engine) -> None:
    """Apply the migrations that the database of `engine`, which need not be the app's, lacks."""
    config = Config(attributes={"engine": engine})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, "head")


def unready_because(db_session: Session) -> str:
    """Return why pages cannot be served from the database, or nothing when they can."""
    try:
        current = current_revision(db_session.connection())
    except SQLAlchemyError:
        return "the database cannot be reached"
    return "" if current == known_revisions()[-1] else "migrations are pending"
