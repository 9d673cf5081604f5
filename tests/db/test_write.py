"""How transactions begin and end, and who may write."""

from contextlib import suppress
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.models.accounts import User
from tests.factories import NOON
from tests.services.study_room import acting

READING = {"GET", "HEAD", "OPTIONS"}


def guest(name: str) -> User:
    return User(is_guest=True, name=name, prefs={}, created_at=NOON)


def names(app: Flask) -> list[str]:
    with acting(app, write.Mode.READ) as session:
        return sorted(session.scalars(select(User.name)))


def watch(app: Flask) -> list[str]:
    """Return a list that fills with every statement sent, BEGIN included."""
    seen: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    return seen


def test_each_route_has_the_mode_of_its_method(app: Flask, client: FlaskClient) -> None:
    """Walk the URL map: POST may write, GET may not, and nothing else exists."""
    seen: dict[tuple[str, str], write.Mode] = {}

    def note(**_values: object) -> str:
        from flask import request  # noqa: PLC0415

        seen[request.endpoint or "", request.method] = write.current_mode()
        return ""

    app.config["WTF_CSRF_ENABLED"] = False
    routes = []
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        app.view_functions[rule.endpoint] = note
        url = urls.build(rule.endpoint, dict.fromkeys(rule.arguments, "1"))
        routes += [(rule.endpoint, method, url) for method in sorted(rule.methods or ())]
    for endpoint, method, url in routes:
        client.open(url, method=method)
        if method == "OPTIONS":
            continue  # answered before any view
        expected = write.Mode.READ if method in READING else write.Mode.WRITE
        assert seen[endpoint, method] is expected, (endpoint, method)
    methods = {method for _, method, _ in routes}
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}
    assert write.current_mode() is write.Mode.READ, "the mode ends with the request"


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (write.Mode.WRITE, ["BEGIN IMMEDIATE"]),
        (write.Mode.READ, ["BEGIN"]),
        (write.Mode.SINGLE, []),
    ],
)
def test_the_mode_decides_how_a_transaction_begins(
    app: Flask, mode: write.Mode, expected: list[str]
) -> None:
    seen = watch(app)
    with acting(app, mode) as session:
        session.scalar(select(User.id))
        session.scalar(select(User.id))
    assert [line for line in seen if line.startswith("BEGIN")] == expected
    assert not seen[0].startswith("SELECT") or not expected, "begun before the first statement"


@pytest.mark.db
def test_a_reading_transaction_cannot_write(app: Flask) -> None:
    with acting(app, write.Mode.READ) as session, pytest.raises(DBAPIError):
        session.execute(insert(User), [{"is_guest": True, "prefs": {}, "created_at": NOON}])
    assert names(app) == []
    for mode in (write.Mode.WRITE, write.Mode.SINGLE, write.Mode.WRITE):
        with acting(app, mode) as session:
            session.add(guest(f"by {mode.value}"))
            session.commit()
    assert len(names(app)) == 3, "the connection can write again"


@pytest.mark.db
def test_a_page_that_tries_to_write_fails_and_leaves_nothing(
    app: Flask, client: FlaskClient
) -> None:
    def view() -> str:
        db_session.add(guest("Mallory"))
        db_session.commit()
        return "stored"

    app.add_url_rule("/writes-on-get", view_func=view)
    response = client.get("/writes-on-get")
    assert response.status_code == 500
    assert "Traceback" not in response.text
    assert names(app) == []
    assert_idle(app)


@pytest.mark.db
@pytest.mark.parametrize("fault", [ValueError("a bug"), KeyboardInterrupt()])
def test_a_request_that_fails_leaves_no_row_and_no_transaction(
    app: Flask, client: FlaskClient, fault: BaseException
) -> None:
    def view() -> NoReturn:
        db_session.add(guest("Mallory"))
        db_session.flush()
        assert db_session.scalar(select(func.count()).select_from(User)) == 1
        raise fault

    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/fails", view_func=view, methods=["POST"])
    if isinstance(fault, Exception):
        assert client.post("/fails").status_code == 500
    else:
        with pytest.raises(KeyboardInterrupt):
            client.post("/fails")
    assert names(app) == []
    assert_idle(app)
    with acting(app) as session:
        session.add(guest("Alice"))
        session.commit()
    assert names(app) == ["Alice"]


@pytest.mark.db
def test_a_database_error_in_a_request_still_gives_a_page(app: Flask, client: FlaskClient) -> None:
    def view() -> NoReturn:
        db_session.add(guest("Mallory"))
        db_session.flush()
        db_session.execute(insert(User), [{"is_guest": None, "prefs": {}, "created_at": NOON}])
        raise AssertionError("not reached")

    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/breaks", view_func=view, methods=["POST"])
    response = client.post("/breaks")
    assert response.status_code == 500
    assert "went wrong on our side" in response.text
    assert "IntegrityError" not in response.text
    assert names(app) == []
    assert_idle(app)


def assert_idle(app: Flask) -> None:
    """Every connection is back in its pool, so no transaction is open."""
    with app.app_context():
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0


@pytest.mark.parametrize("end", ["commit", "rollback", "fault", "nothing"])
def test_however_a_transaction_ends_the_gate_opens(app: Flask, end: str) -> None:
    def fail() -> NoReturn:
        raise OSError(end)

    with suppress(OSError), acting(app) as session:
        session.add(guest(end))
        session.flush()
        ends = {"commit": session.commit, "rollback": session.rollback, "fault": fail}
        ends.get(end, str)()
    gate = write.Gate(gate_path(app))
    gate.acquire()  # would wait for ever if it were closed
    gate.release()
    assert names(app) == ["commit"] * (end == "commit")


def test_the_gate_opens_when_a_transaction_cannot_begin(app: Flask) -> None:
    with app.app_context():
        event.listen(db.engine, "connect", do_not_wait)
        stranger = db.engine.raw_connection()
        assert stranger.driver_connection
        stranger.driver_connection.execute("BEGIN IMMEDIATE")  # not through the gate
    with acting(app) as session, pytest.raises(OperationalError, match="locked"):
        session.scalar(select(User.id))
    stranger.driver_connection.execute("ROLLBACK")
    stranger.close()
    with acting(app) as session:
        session.add(guest("Alice"))
        session.commit()
    assert names(app) == ["Alice"]
    assert_idle(app)


def do_not_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout = 0")


def gate_path(app: Flask) -> Any:
    path = app.config["SETTINGS"].sqlite_path
    return path.with_name(path.name + ".gate")


def test_sqlite_is_set_up_to_lose_nothing(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
