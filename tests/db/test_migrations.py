"""Migrations make what the models say, and lose no row on the way up or down."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.base import Base, db
from tests.db.full_database import ROWS, columns_of, empty_tables, fill_tables, reflect, signature

pytestmark = pytest.mark.db

# Made-up migrations that do what the real ones to come may do: rebuild a parent of every other
# table, so that a cascade would empty those; and leave a row that points to nothing.
REBUILD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9001", {down!r}
TABLES = ("users", "banks", "items", "study_sessions")

def recreate():
    return "always" if op.get_bind().dialect.name == "sqlite" else "never"

def upgrade():
    for table in TABLES:
        with op.batch_alter_table(table, recreate=recreate()) as batch:
            batch.add_column(sa.Column("made_up", sa.String(9), server_default="x"))

def downgrade():
    for table in TABLES:
        with op.batch_alter_table(table, recreate=recreate()) as batch:
            batch.drop_column("made_up")
"""
BREAK = """
from alembic import op

revision, down_revision = "9002", "9001"

def upgrade():
    op.execute("UPDATE users SET name = 'half done'")
    op.execute("UPDATE login_sessions SET user_id = 999")

def downgrade():
    pass
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of migrations/ with the made-up ones after the newest."""
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = ScriptDirectory(str(folder)).get_current_head()
    (folder / "versions" / "9001_rebuild.py").write_text(REBUILD.format(down=head))
    (folder / "versions" / "9002_break.py").write_text(BREAK)
    return folder


@contextmanager
def connected(app: Flask) -> Iterator[Connection]:
    with app.app_context(), write.mode(write.Mode.WRITE), db.engine.begin() as connection:
        yield connection


def migrate(app: Flask, move: Callable[..., None], scripts: Path, revision: str) -> None:
    with app.app_context():
        move(directory=str(scripts), revision=revision)


def test_the_migrated_schema_is_that_of_the_models(app: Flask) -> None:
    with connected(app) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_no_table_is_forgotten_when_rows_are_made(app: Flask, scripts: Path) -> None:
    migrate(app, downgrade, scripts, "base")
    migrate(app, upgrade, scripts, "9001")
    with connected(app) as connection:
        fill_tables(connection)
        counts = {
            name: one[0] for name, one in signature(connection, columns_of(connection)).items()
        }
    assert counts == dict.fromkeys(Base.metadata.tables, ROWS)


def test_every_migration_keeps_every_row(app: Flask, scripts: Path) -> None:
    """Take each step up, down and up on rows in every table of the schema before it."""
    steps = [
        (step.down_revision, step.revision)
        for step in ScriptDirectory(str(scripts)).walk_revisions("base", "9001")
    ]
    first, *later = reversed(steps)
    assert first[0] is None  # it finds no table; see the test below
    migrate(app, downgrade, scripts, "base")
    migrate(app, upgrade, scripts, first[1])
    for before, after in later:
        assert isinstance(before, str)
        with connected(app) as connection:
            empty_tables(connection)
            fill_tables(connection)
            columns = columns_of(connection)
            expected = signature(connection, columns)
        for move, target in ((upgrade, after), (downgrade, before), (upgrade, after)):
            migrate(app, move, scripts, target)
            with connected(app) as connection:
                there = columns_of(connection)
                kept = {
                    table: [name for name in names if name in there[table]]
                    for table, names in columns.items()
                }
                assert kept == columns, "a column that is dropped needs a test of its own"
                assert signature(connection, columns) == expected, (move.__name__, target)


def test_down_to_nothing_and_up_again_is_the_same_schema(app: Flask, scripts: Path) -> None:
    with connected(app) as connection:
        expected = shape(connection)
    migrate(app, downgrade, scripts, "base")
    with connected(app) as connection:
        assert columns_of(connection) == {}
    migrate(app, upgrade, scripts, ScriptDirectory(str(ROOT / "migrations")).get_heads()[0])
    with connected(app) as connection:
        assert shape(connection) == expected


def test_a_migration_that_breaks_rows_is_rolled_back(app: Flask, scripts: Path) -> None:
    migrate(app, upgrade, scripts, "9001")
    with connected(app) as connection:
        empty_tables(connection)
        fill_tables(connection)
        expected = signature(connection, columns_of(connection))
    with pytest.raises((SystemExit, IntegrityError)):  # a command ends with 1 and a log line
        migrate(app, upgrade, scripts, "9002")
    with connected(app) as connection:
        assert signature(connection, columns_of(connection)) == expected
        assert MigrationContext.configure(connection).get_current_revision() == "9001"
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def shape(connection: Connection) -> dict[str, Any]:
    """Return columns with types, and the names of indexes and constraints, of every table."""
    return {
        name: (
            {column.name: (str(column.type), column.nullable) for column in table.columns},
            sorted(str(index.name) for index in table.indexes),
            sorted(str(one.name) for one in table.constraints),
        )
        for name, table in reflect(connection).tables.items()
    }
