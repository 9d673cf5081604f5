"""How many statements a page takes, and that none of them reads a big table whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from quizapp.core.learner import Learner
from quizapp.db import write
from quizapp.db.base import db
from quizapp.db.models.accounts import User
from tests.factories import make_person
from tests.services.big_shelf import copy_item, owe
from tests.services.study_room import acting
from tests.web.visitor import Visitor

BIG = {"reviews", "cards", "item_revisions", "study_session_cards", "study_sessions", "users"}
BIG |= {"login_sessions", "bank_loads"}
MOST_FOR_ANSWER, MOST_FOR_QUESTION = 6, 4
Sent = list[tuple[str, Any]]


@contextmanager
def sending(app: Flask) -> Iterator[Sent]:
    """Collect the statements that are sent meanwhile, without BEGIN and the like."""
    sent: Sent = []

    def note(_c: Any, _u: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.split(maxsplit=1)[0] not in {"BEGIN", "COMMIT", "ROLLBACK"}:
            sent.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def alice(app: Flask) -> Visitor:
    """Alice, signed in, with 60 missed questions and as many due."""
    browser = Visitor(app)
    browser.sign_in(make_person(app, "Alice"))
    owe_more(app, 60)
    return browser


def owe_more(app: Flask, number: int, *, first: int = 0) -> None:
    with acting(app) as session:
        user = session.scalars(select(User)).one()
        who = Learner(user.id, user.zone, user.day_start_hour)
        owe(session, who, copy_item(session, number, first=first))
        session.commit()


def test_an_answer_takes_few_statements(app: Flask, alice: Visitor) -> None:
    sid = alice.start()
    for _ in range(3):
        with sending(app) as asked:
            options = alice.question(sid)
        assert len(asked) <= MOST_FOR_QUESTION, [line for line, _ in asked]
        with sending(app) as answered:
            assert alice.answer(sid, next(iter(options.values()))).status_code == 303
        assert len(answered) <= MOST_FOR_ANSWER, [line for line, _ in answered]


def test_who_asks_is_looked_up_by_keys_and_planned_once(app: Flask, alice: Visitor) -> None:
    with sending(app) as sent:
        alice.get("/today")
    ((statement, parameters),) = [one for one in sent if "login_sessions" in one[0]]
    assert "reports.status = 'open'" in statement, "bound, SQLite would plan it anew each time"
    scanned = [step.split()[1] for step in plan(app, statement, parameters) if "SCAN" in step]
    assert set(scanned) <= {"content_state", "reports"}, "of reports only those that are open"


@pytest.mark.parametrize("url", ["/missed", "/missed?page=2", "/missed?order=often", "/today"])
def test_lists_take_the_same_however_long_they_are(app: Flask, alice: Visitor, url: str) -> None:
    with sending(app) as few:
        alice.get(url)
    owe_more(app, 200, first=1000)
    with sending(app) as many:
        alice.get(url)
    assert len(many) == len(few)
    assert len(few) <= 18


def test_no_page_reads_a_big_table_whole(app: Flask, alice: Visitor) -> None:
    sid = alice.start()
    with sending(app) as sent:
        for url in ("/today", "/missed", "/missed?order=due&concept=c1", "/progress", "/banks"):
            alice.get(url)
        options = alice.question(sid)
        response = alice.answer(sid, next(iter(options.values())))
        alice.get(response.location)
        alice.send(f"/study/{sid}/undo")
        alice.get(f"/study/{sid}/done")
        alice.start()
        alice.send("/study", practice="missing")
    assert len(sent) > 60
    whole = {
        f"{step}  in  {statement[:300]}"
        for statement, parameters in sent
        for step in plan(app, statement, parameters)
        if reads_whole(step)
    }
    assert whole == set()


@pytest.mark.parametrize(
    "step",
    [
        "SCAN reviews",
        "SCAN reviews_1",
        "SCAN cards USING INDEX x",
        "SEARCH reviews_1 USING PRIMARY KEY (user_id=?)",
    ],
)
def test_the_check_sees_a_scan(step: str) -> None:
    assert reads_whole(step)
    assert not reads_whole("SEARCH reviews USING PRIMARY KEY (user_id=?)")
    assert not reads_whole("SEARCH reviews_1 USING INDEX x (user_id=? AND reverses=?)")
    assert not reads_whole("SCAN anon_1")


def plan(app: Flask, statement: str, parameters: Any) -> list[str]:
    """Return the steps by which SQLite would run the statement."""
    if statement.split(maxsplit=1)[0] == "INSERT" and "SELECT" not in statement:
        return []
    with app.app_context(), write.mode(write.Mode.SINGLE), db.engine.connect() as connection:
        values = parameters[0] if isinstance(parameters, list) else parameters
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in rows]


def reads_whole(step: str) -> bool:
    """Tell whether the step goes through a table that grows.

    Going through all answers of a learner is fine, but not again for each of those answers.
    """
    words = step.split()
    table = words[1].rstrip("_0123456789")
    is_again = words[1].startswith("reviews_") and step.endswith("PRIMARY KEY (user_id=?)")
    return is_again or (words[0] == "SCAN" and table in BIG)
