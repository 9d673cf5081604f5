"""What the log says of requests: who, which route, what came of it; and nothing that was typed."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from flask import Flask

from quizapp.adapters.json_log import REQUESTS, JsonLines
from quizapp.db.base import db
from quizapp.db.models.accounts import User
from tests.factories import NOON, PASSWORD, make_person
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]
NUMBER = re.compile(r"([0-9A-F]{4}-){2}[0-9A-F]{4}")
EVIL = "Mallory\r\n\x1b[2J\u2028{}"


class Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    @property
    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written]

    def events(self) -> list[str]:
        return [line["event"] for line in self.read if line["event"] != "request"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    lines, ours = Lines(), logging.getLogger("quizapp")
    before = ours.level, REQUESTS.level
    ours.addHandler(lines)
    ours.setLevel(logging.INFO)
    REQUESTS.setLevel(logging.INFO)
    yield lines
    ours.removeHandler(lines)
    ours.setLevel(before[0])
    REQUESTS.setLevel(before[1])


def test_sign_ins_and_refusals_are_logged_without_secrets(app: Flask, lines: Lines) -> None:
    alice, browser = make_person(app, "Alice"), Visitor(app)
    browser.get("/login")
    for email in (alice.email, alice.email.upper(), "somebody@example.org"):
        browser.send("/login", email=email, password="not the right one")
    browser.sign_in(alice)
    browser.get("/settings")
    browser.send("/logout")
    browser.client.post("/login", data={"email": alice.email, "password": PASSWORD})
    assert lines.events() == [
        "sign-in refused",
        "sign-in refused",
        "sign-in refused",
        "password accepted",
        "signed out",
        "request refused",
    ]
    tries = [line for line in lines.read if "account" in line]
    first, second, other, signed_in = tries[:4]
    assert first["account"] == second["account"] == signed_in["account"] != other["account"]
    assert (first["user"], signed_in["user"]) == (None, alice.user_id)
    everything = "\n".join(lines.written)
    for secret in (PASSWORD, "not the right one", "alice", "somebody", browser.cookie()):
        assert secret not in everything.lower()


def test_an_answer_and_a_name_are_not_in_the_log(signed_in: SignIn, lines: Lines) -> None:
    alice = signed_in("Alice")
    alice.get("/settings")
    alice.send("/settings", name=EVIL, tz="UTC", day_start_hour=4, new_per_day=5, minutes_a_day=20)
    sid = alice.start()
    options = alice.question(sid)
    token = alice.token()
    alice.answer_next(sid)
    alice.get("/banks?q=private+words", 200)
    everything = "\n".join(lines.written)
    assert everything.isascii()
    assert len(everything.splitlines()) == len(lines.written)
    for words in ("Mallory", token, "private", *options, *options.values()):
        assert words not in everything
    routes = {line["route"] for line in lines.read}
    assert {"/settings", "/study/<int:sid>", "/banks"} <= routes
    assert all(line["ms"] >= 0 for line in lines.read if line["event"] == "request")


def test_every_answer_has_its_number(app: Flask, lines: Lines) -> None:
    browser = Visitor(app)
    numbers = []
    for path in ("/", "/nowhere", "/today", "/health"):
        response = browser.client.get(path, headers={"X-Request-ID": "forged\u2028"})
        numbers.append(response.headers["X-Request-ID"])
    assert len(set(numbers)) == 4
    assert all(NUMBER.fullmatch(number) for number in numbers)
    assert [line["request"] for line in lines.read] == numbers


def test_the_number_of_a_fault_is_on_its_page_and_in_the_log(
    app: Flask, signed_in: SignIn, lines: Lines
) -> None:
    def fail() -> NoReturn:
        db.session.add(User(is_guest=False, email=EVIL, name="hunter2", prefs={}, created_at=NOON))
        db.session.add(User(is_guest=False, email=EVIL, name="hunter2", prefs={}, created_at=NOON))
        db.session.flush()
        raise AssertionError

    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/fails", view_func=fail, methods=["POST"])
    response = signed_in("Alice").client.post("/fails")
    number = response.headers["X-Request-ID"]
    assert f'<b class="num">{number}</b>' in response.text
    [fault] = [line for line in lines.read if line["event"] == "fault"]
    assert fault["request"] == number
    assert fault["fault"]["types"] == ["IntegrityError", "IntegrityError"]
    assert "hunter2" not in "\n".join(lines.written)
    assert "Mallory" not in "\n".join(lines.written)
