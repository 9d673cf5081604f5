"""A database that stores nothing: each page says so, keeps what was sent, and takes it later."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from quizapp.db import write
from quizapp.db.base import db
from quizapp.db.models.study import Review
from quizapp.db.outages import Outage, outage_of
from tests.factories import make_person
from tests.services.study_room import StudyRoom
from tests.web.html_checks import Document, html_faults
from tests.web.visitor import Visitor, options_of

UNAVAILABLE, SEE_OTHER = 503, 303
Break = Callable[[Any], None]


@pytest.fixture
def room(app: Flask) -> StudyRoom:
    return StudyRoom(app, app.config["CLOCK"])


@contextmanager
def every_connection(app: Flask, do: Break) -> Iterator[None]:
    """Do something to each connection that is made meanwhile; before and after there are others."""

    def connected(connection: Any, _record: object) -> None:
        do(connection)

    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", connected)
        yield
        event.remove(db.engine, "connect", connected)
        db.engine.dispose()


def read_only(connection: Any) -> None:
    connection.execute("PRAGMA query_only = ON")


def impatient(connection: Any) -> None:
    connection.execute("PRAGMA busy_timeout = 0")


@contextmanager
def held_by_another(app: Flask) -> Iterator[None]:
    path = app.config["SETTINGS"].sqlite_path
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def nothing_can_be_stored(app: Flask, outage: Outage) -> Iterator[None]:
    if outage is Outage.READ_ONLY:
        with every_connection(app, read_only):
            yield
    else:
        with every_connection(app, impatient), held_by_another(app):
            yield


@pytest.mark.parametrize("outage", [Outage.READ_ONLY, Outage.BUSY])
def test_an_answer_waits_in_the_page_and_is_stored_later(
    app: Flask, room: StudyRoom, outage: Outage
) -> None:
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    sid = browser.start()
    while not browser.question(sid):
        browser.answer_next(sid)
    before, token = room.rows(Review), browser.token()
    option = next(iter(options_of(browser.page).values()))
    with nothing_can_be_stored(app, outage):
        assert browser.client.get(f"/study/{sid}").status_code == 200, "reading goes on"
        response = browser.answer(sid, option, confidence="fairly")
        assert response.status_code == UNAVAILABLE
        assert int(response.headers["Retry-After"]) > 0
        assert "Nothing of what you just sent was stored" in response.text
        assert html_faults(Document(response.text)) == []
        assert browser.answer(sid, option, token=token).status_code == UNAVAILABLE
    assert room.rows(Review) == before
    assert f'action="/study/{sid}"' in response.text
    for name, value in {"token": token, "option": option, "confidence": "fairly"}.items():
        assert f'name="{name}" value="{value}"' in unescape(response.text)
    assert browser.answer(sid, option, token=token).status_code == SEE_OTHER
    assert room.rows(Review) == before + 1
    assert room.cards_differing() == 0


def test_the_first_answer_of_all_waits_too(app: Flask, room: StudyRoom) -> None:
    browser = Visitor(app)
    option = next(iter(options_of(browser.get("/")).values()))
    with nothing_can_be_stored(app, Outage.READ_ONLY):
        response = browser.send("/", token=browser.token(), option=option)
    assert response.status_code == UNAVAILABLE
    assert room.rows(Review) == 0
    assert browser.send("/", token=browser.token(), option=option).status_code == SEE_OTHER


def test_a_password_is_never_in_the_page(app: Flask) -> None:
    alice, browser = make_person(app, "Alice"), Visitor(app)
    browser.get("/login")
    with nothing_can_be_stored(app, Outage.READ_ONLY):
        response = browser.send("/login", email=alice.email, password=alice.password)
    assert response.status_code == UNAVAILABLE
    assert alice.password not in response.text
    assert "Send it again" not in response.text


def test_a_page_that_cannot_be_read_offers_itself_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    browser.get("/today")

    def away(*_arguments: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)

    monkeypatch.setattr("quizapp.web.login.viewer_by_session", away)
    response = browser.client.get("/today?x=1")
    assert response.status_code == UNAVAILABLE
    assert 'href="/today?x=1"' in response.text
    assert "cannot be reached" in response.text
    posted = browser.send("/study/1", token="t", option="a")
    assert posted.status_code == UNAVAILABLE
    assert "counted once" in posted.text
    assert 'name="option" value="a"' in posted.text
    browser.csrf = "of another day"
    assert browser.send("/study/1", token="t", option="a").status_code == UNAVAILABLE


def with_state(state: str | None, *, name: str = "OperationalError") -> DBAPIError:
    cause = type(name, (Exception,), {"sqlstate": state})()
    return DBAPIError("SELECT 1", {}, cause)


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (with_state("53100"), Outage.FULL),
        (with_state("53300"), Outage.BUSY),
        (with_state("57P03"), Outage.AWAY),
        (with_state("08006"), Outage.AWAY),
        (with_state(None), Outage.AWAY),
        (with_state("25006"), Outage.READ_ONLY),
        (with_state("40P01"), Outage.BUSY),
        (with_state("42P01"), None),
        (with_state(None, name="ProgrammingError"), None),
        (NoConnectionLeft(), Outage.BUSY),
        (ValueError(), None),
    ],
)
def test_what_postgresql_says(error: BaseException, outage: Outage | None) -> None:
    with write.mode(write.Mode.WRITE):
        assert outage_of(error) is outage


def test_a_page_that_is_read_and_writes_is_a_bug() -> None:
    error = with_state("25006")
    with write.mode(write.Mode.READ):
        assert outage_of(error) is None


@pytest.mark.db
def test_a_connection_that_breaks_after_its_work_spoils_no_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Visitor(app)
    browser.get("/")
    with app.app_context():
        dialect = db.engine.dialect

    def broken(_connection: object) -> None:
        raise sqlite3.OperationalError("gone")

    with monkeypatch.context() as fault:
        fault.setattr(dialect, "do_rollback", broken)
        fault.setattr(dialect.loaded_dbapi, "Error", sqlite3.Error)
        browser.get("/banks")
    browser.get("/banks")


def test_a_gate_that_cannot_be_opened_is_an_outage(app: Flask) -> None:
    gate = app.config["SETTINGS"].sqlite_path.with_name("quizapp.sqlite.gate")
    gate.mkdir()
    browser = Visitor(app)
    option = next(iter(options_of(browser.get("/")).values()))
    assert browser.send("/", token=browser.token(), option=option).status_code == UNAVAILABLE
    gate.rmdir()
    assert browser.send("/", token=browser.token(), option=option).status_code == SEE_OTHER
