"""A SQLite instance copied to a real PostgreSQL database: every type, resumed, compared, served."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, insert, text

from quizapp.adapters.file_lock import FileLock
from quizapp.app import create_app
from quizapp.db import write
from quizapp.db.base import Base, db
from quizapp.services.backups import BACKGROUND_LOCK
from quizapp.services.database_copy import Progress, TableResult, copy_database
from quizapp.services.errors import Conflict, Invalid
from tests.db.full_database import ROWS, empty_tables, fill_tables
from tests.factories import FakeClock, make_person
from tests.postgres import PostgresTemplates
from tests.services.study_room import StudyRoom
from tests.web.visitor import Visitor

ANSWER = text("SELECT answered_at, is_right, score, study_on FROM reviews WHERE user_id = 2")
ADD_SESSION = text(
    "INSERT INTO study_sessions (user_id, source, started_on, started_at)"
    " VALUES (1, 'study', '2026-11-28', now()) RETURNING id"
)
COUNT = text("SELECT changes FROM learner_changes WHERE user_id = 1")


class Killed(Exception):  # noqa: N818
    """Stands for the end of the process."""


@pytest.fixture
def target(postgres_templates: PostgresTemplates) -> Iterator[str]:
    """A database that was migrated and has no rows, which is as good as one without tables."""
    with postgres_templates.database() as url:
        with there(url) as connection:
            connection.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)}"))
        yield url


@pytest.fixture
def full(app: Flask) -> Flask:
    """The app on a SQLite database with rows in every table."""
    with app.app_context(), write.mode(write.Mode.WRITE), db.engine.begin() as connection:
        empty_tables(connection)
        fill_tables(connection)
    return app


@contextmanager
def there(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def copied(app: Flask, to: str, killed_after: int = 0) -> list[TableResult]:
    """Copy in transactions of two rows; die after so many of them, where it is said."""
    batches = 0

    def tell(progress: Progress) -> None:
        nonlocal batches
        batches += progress.step == "copying"
        if killed_after and batches == killed_after:
            raise Killed

    with app.app_context():
        return copy_database(db.engine, app.config["SETTINGS"], to, tell, at_once=2)


def test_every_table_and_type_arrives_equal(full: Flask, target: str) -> None:
    results = copied(full, target)
    assert {one.name for one in results} == set(Base.metadata.tables)
    assert all(one.is_equal and one.here.rows == ROWS for one in results)
    with there(target) as connection:
        row = connection.execute(ANSWER).one()
        assert [str(one) for one in row] == [
            "2026-11-02 23:59:59.123456+00:00",
            "False",
            "0.5",
            "2026-11-02",
        ]
        assert connection.scalar(text("SELECT data FROM bank_images WHERE bank_id = 3"))[0] == 2


def test_new_rows_get_new_numbers_and_are_counted(full: Flask, target: str) -> None:
    copied(full, target)
    with there(target) as connection:
        assert connection.scalar(ADD_SESSION) == ROWS + 1
    with there(target) as connection, full.app_context():
        assert connection.scalar(COUNT) == db.session.scalar(COUNT) + 1
        db.session.remove()


@pytest.mark.parametrize("batches", [9, 73])
def test_an_interrupted_copy_goes_on(full: Flask, target: str, batches: int) -> None:
    with pytest.raises(Killed):
        copied(full, target, killed_after=batches)
    done: list[Progress] = []
    with full.app_context():
        results = copy_database(db.engine, full.config["SETTINGS"], target, done.append)
    assert all(one.is_equal for one in results)
    first = next(one for one in done if one.step == "copying")
    tables = len(Base.metadata.tables)
    assert first.total == tables * ROWS - batches // 2 * ROWS - batches % 2 * 2, "no more than that"


def test_a_row_that_differs_is_found(full: Flask, target: str) -> None:
    def spoil(progress: Progress) -> None:
        if progress.step == "comparing" and progress.done == ROWS:
            with there(target) as connection:
                connection.execute(text("UPDATE cards SET lapses = lapses + 1 WHERE user_id = 3"))

    with full.app_context():
        results = copy_database(db.engine, full.config["SETTINGS"], target, spoil)
    assert [one.name for one in results if not one.is_equal] == ["cards"]


def test_a_column_that_loses_something_ends_the_command_with_1(full: Flask, target: str) -> None:
    with there(target) as connection:
        connection.execute(
            text("ALTER TABLE cards ALTER COLUMN last_answered_at TYPE timestamptz(3)")
        )
    result = full.test_cli_runner().invoke(args=["copy-database", "--to", target])
    assert result.exit_code == 1
    assert "These differ: cards." in result.output
    [line] = [one for one in result.output.splitlines() if one.startswith("cards ")]
    assert line.split()[1:3] == ["3", "3"]
    assert line.endswith("DIFFERS")
    assert result.output.count(" equal\n") == len(Base.metadata.tables) - 1


def test_a_whole_copy_is_compared_again_and_refused_once_it_was_used(
    full: Flask, target: str
) -> None:
    copied(full, target)
    assert all(one.is_equal for one in copied(full, target))
    with there(target) as connection:
        connection.execute(text("DELETE FROM reports WHERE id = 2"))
    with pytest.raises(Conflict, match="Its rows of reports"):
        copied(full, target)


def test_a_database_with_other_data_is_refused_and_kept(
    full: Flask, postgres_templates: PostgresTemplates
) -> None:
    with postgres_templates.database() as url:
        with pytest.raises(Conflict, match="Give an empty database"):
            copied(full, url)
        with there(url) as connection:
            assert connection.scalar(text("SELECT slug FROM banks")) == "small"
    with postgres_templates.database(is_empty=True) as url:
        with there(url) as connection:
            connection.execute(text("CREATE TABLE wages (id int)"))
        with pytest.raises(Conflict, match="other tables: wages"):
            copied(full, url)
        with there(url) as connection:
            connection.execute(text("DROP TABLE wages"))
            connection.execute(text("CREATE TABLE alembic_version (version_num text)"))
            connection.execute(text("INSERT INTO alembic_version VALUES ('0003')"))
        with pytest.raises(Conflict, match=r"another revision \(0003\)"):
            copied(full, url)


def test_it_is_refused_while_the_app_runs(full: Flask, target: str) -> None:
    served = FileLock(full.config["SETTINGS"].instance_dir / BACKGROUND_LOCK)
    assert served.try_acquire()
    with pytest.raises(Conflict, match="Stop the app first"):
        copied(full, target)
    served.release()


def test_a_target_that_is_none_is_named_without_its_password(full: Flask) -> None:
    with pytest.raises(Invalid, match="postgresql://user@host/name"):
        copied(full, "mysql://root:hunter2@host/x")
    with pytest.raises(Invalid) as refused:
        copied(full, "postgresql://root:hunter2@127.0.0.1:1/x?connect_timeout=2")
    assert "hunter2" not in str(refused.value)


def test_texts_of_any_script_keep_their_order(full: Flask, target: str) -> None:
    """Keys that a language and their bytes order differently.

    The server of the tests knows no order but that of bytes, so it is asked for by name as well.
    """
    slugs = ["a", "B", "ä", "Z", "z-1", "z1", "日本", "\U0001f600", "ﬀ", "-", "_"]
    with full.app_context(), write.mode(write.Mode.WRITE), db.engine.begin() as connection:
        concepts = Base.metadata.tables["concepts"]
        rows = [{"slug": one, "title": "", "short": "", "parent": ""} for one in slugs]
        connection.execute(insert(concepts), rows)
    ordered = []

    def note(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if connection.dialect.name == "postgresql" and "FROM concepts ORDER BY" in statement:
            ordered.append(statement.partition("ORDER BY ")[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.raises(Killed):
            copied(full, target, killed_after=5)
        results = {one.name: one for one in copied(full, target)}
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert results["concepts"].is_equal
    assert results["concepts"].here.rows == ROWS + len(slugs)
    assert len(ordered) >= 3
    assert all(one.startswith('concepts.slug COLLATE "C"') for one in ordered), ordered


def test_the_app_goes_on_where_it_was(
    app: Flask, clock: FakeClock, postgres_templates: PostgresTemplates
) -> None:
    """Alice answers, the app moves to PostgreSQL, and her browser is still signed in."""
    alice = make_person(app, "Alice")
    browser = Visitor(app)
    browser.sign_in(alice)
    sid = browser.start()
    assert browser.answer_next(sid).status_code == 303
    with postgres_templates.database(is_empty=True) as url:
        result = app.test_cli_runner().invoke(args=["copy-database", "--to", url])
        assert result.exit_code == 0, result.output
        assert "reviews                         1            1" in result.output
        assert "100 %" in result.output
        moved = create_app(replace(app.config["SETTINGS"], database_url=url))
        moved.config["CLOCK"] = clock
        there = Visitor(moved)
        there.client.set_cookie(app.config["SESSION_COOKIE_NAME"], browser.cookie())
        assert there.answer_next(sid).status_code == 303
        Visitor(moved).sign_in(alice)
        room = StudyRoom(moved, clock)
        assert room.cards_differing() == 0
        with moved.app_context():
            assert db.session.scalar(text("SELECT count(*) FROM reviews")) == 2
            db.session.remove()
            db.engine.dispose()
