"""How migrations run: on the app's own engine or one that is handed in, online only.

SQLite needs care. A batch migration drops and recreates a table; with foreign keys on, dropping
a parent deletes every child row by its ON DELETE CASCADE, silently. So foreign keys are off
while a migration runs, everything is checked before COMMIT, and one broken row stops it all.
"""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine

from quizapp.db import write
from quizapp.db.base import Base, UtcDateTime


class BrokenRows(RuntimeError):  # noqa: N818 - reads as what it is where it is raised
    """A migration left rows that point to nothing; it was rolled back."""


def run() -> None:
    """Run the migrations that were asked for."""
    handed: Engine | None = context.config.attributes.get("engine")
    engine: Engine = handed or current_app.extensions["migrate"].db.engine
    if engine.dialect.name == "sqlite":
        run_on_sqlite(engine)
        return
    with write.mode(write.Mode.WRITE), engine.connect() as connection:
        migrate(connection, is_batch=False)


def run_on_sqlite(engine: Engine) -> None:
    """Migrate with foreign keys off, and commit only when no row is left hanging."""
    with write.mode(write.Mode.SINGLE), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        # A rebuilt table is renamed while triggers of others name it.
        connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            migrate(connection, is_batch=True)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise BrokenRows(f"rows that point to nothing: {broken[:5]}")  # noqa: TRY301
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def render_item(kind: str, item: object, autogen: object) -> str | Literal[False]:
    """Write our own column types into migrations as what the database sees of them."""
    del autogen
    is_ours = kind == "type" and isinstance(item, UtcDateTime)
    return "sa.DateTime(timezone=True)" if is_ours else False


def migrate(connection: Connection, *, is_batch: bool) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=is_batch,
        compare_type=True,
        render_item=render_item,
        transactional_ddl=not is_batch,  # on SQLite the transaction is ours
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations run on the database itself: leave out --sql.")
run()
