"""What no page would send: too much, too little, forged, foreign, in the wrong shape."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from quizapp.db.models.accounts import LoginSession, User
from quizapp.db.models.study import Review, StudySession
from tests.factories import BANK, FakeClock, csrf_of, load_text, make_person
from tests.services.study_room import StudyRoom
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]
EVIL = (
    "<script>alert(1)</script>",
    "{{7*7}} {% raw %} ${7*7}",
    "'\"`\\ ' or 1=1; drop table users; --",
    "</textarea><img src=x onerror=alert(1)>",
    "\u202egnirts\u202c \ufeff \u2028 🙂 日本",
)
VALUES = {"sid": "1", "n": "1", "slug": "small", "bank": "small", "ref": "s-1", "topic": "keys"}
VALUES |= {"name": "app.css"}  # of an asset


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


def routes(app: Flask, method: str) -> list[str]:
    """Return a path for each route that takes `method`."""
    urls = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            values = {name: VALUES.get(name, "1") for name in rule.arguments}
            found.append(urls.build(rule.endpoint, values, method=method))
    return sorted(found)


def rows(room: StudyRoom) -> list[int]:
    return [room.rows(model) for model in (User, LoginSession, Review, StudySession)]


@pytest.mark.parametrize("csrf", ["", "forged", "IjEi.Z.x", None])
def test_no_form_works_without_its_csrf_token(
    signed_in: SignIn, room: StudyRoom, csrf: str | None
) -> None:
    alice = signed_in("Alice")
    before = rows(room)
    fields = {} if csrf is None else {"csrf_token": csrf}
    for path in routes(room.app, "POST"):
        response = alice.client.post(path, data={**fields, "email": "x", "minutes": "5"})
        assert response.status_code == 400, path
        assert "Nothing was stored" in response.text
    assert rows(room) == before
    assert "Today" in alice.get("/today"), "and she is still signed in"


def test_the_csrf_token_of_somebody_else_does_not_fit(signed_in: SignIn, room: StudyRoom) -> None:
    alice, bob = signed_in("Alice"), signed_in("Bob")
    bob.get("/settings")
    before = rows(room)
    for path in routes(room.app, "POST"):
        assert alice.client.post(path, data={"csrf_token": bob.csrf}).status_code == 400, path
    assert rows(room) == before


def test_ten_megabytes_are_too_much(signed_in: SignIn, room: StudyRoom) -> None:
    alice = signed_in("Alice")
    alice.get("/settings")
    before = rows(room)
    big = "x" * 10_000_000
    # Those that take a file in have limits of their own: test_record.py, test_uploading.py.
    files = {"/settings/data", "/teach/upload", "/teach/import"}
    for path in set(routes(room.app, "POST")) - files:
        response = alice.client.post(path, data={"csrf_token": alice.csrf, "option": big})
        assert response.status_code == 413, path
        assert "too much at once" in response.text
    many = {f"option{n}": "x" for n in range(300)}
    response = alice.client.post(
        "/settings", data=many | {"csrf_token": alice.csrf}, content_type="multipart/form-data"
    )
    assert response.status_code == 413
    assert rows(room) == before


def test_the_wrong_method_is_refused_everywhere(client: FlaskClient, app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        urls = app.url_map.bind("localhost")
        values = {name: VALUES.get(name, "1") for name in rule.arguments}
        path = urls.build(rule.endpoint, values)
        allowed = {
            method
            for other in app.url_map.iter_rules()
            if other.rule == rule.rule
            for method in other.methods or ()
        }
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - allowed:
            response = client.open(path, method=method)
            assert response.status_code in {400, 405}, (method, path)


QUERIES = (
    "page=0",
    "page=-5",
    "page=x",
    "page=1e9",
    "page=99999999999999999999999",
    "page=" + "9" * 5000,
    "page=1&page=2",
    "state=nothing&order=sideways&concept=" + "x" * 3000,
    "concept=%00",
    "concept=%ED%A0%80%FF%FE",
    "state[]=missing&order[$gt]=",
    "next=%00&saved=2&show",
    "=&&&==&%",
    "concept=" + quote("'\"`\\{{7*7}}<script>"),
    "concept=%25%27%20or%201%3D1",
)


@pytest.mark.db
def test_rubbish_in_the_query_is_no_fault(signed_in: SignIn) -> None:
    alice = signed_in("Alice")
    sid = alice.start()
    everything = "&".join(QUERIES)
    asked = [f"/missed?{query}" for query in QUERIES]
    asked += [f"/study/{sid}?show=%FF", "/settings?saved=1%00", "/banks?q=" + "x" * 9000]
    for path in ("/", "/today", "/progress", "/banks/small", "/settings/password", "/help"):
        asked.append(f"{path}?{everything}")
    for url in asked:
        response = alice.client.get(url)
        assert response.status_code in {200, 302, 400}, url[:80]
        assert "<script>alert" not in response.text
        assert "`\\{{7*7}}<" not in response.text


TEXTS = ("\x00", "a\x00b@example.org", "\ud800", "\ufffe", "é" * 5000, " ", "\r\nX: y", "%00", "-1")


@pytest.mark.db
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/login", ("email", "password")),
        ("/register", ("email", "password", "tz")),
        ("/settings", ("name", "tz", "day_start_hour", "new_per_day", "minutes_a_day", "theme")),
        ("/settings/password", ("current", "new")),
        ("/study", ("minutes", "practice", "concept", "extra")),
        ("/study/1", ("token", "option", "confidence", "grade")),
        ("/", ("token", "option", "tz")),
    ],
)
def test_rubbish_in_a_form_is_no_fault(
    signed_in: SignIn, room: StudyRoom, path: str, fields: tuple[str, ...]
) -> None:
    alice = signed_in("Alice")
    alice.get("/settings")
    usual = {"name": "Alice", "tz": "UTC", "day_start_hour": "4", "new_per_day": "5"}
    usual |= {"minutes_a_day": "20", "email": "x@example.org", "password": "x" * 20}
    users = room.rows(User)
    for field in fields:
        for text in TEXTS:
            room.clock.forward(minutes=20)  # so that nobody has to wait after a wrong password
            sent = usual | {field: text, "csrf_token": alice.csrf}
            body = "&".join(
                f"{name}={quote(value, errors='surrogatepass')}" for name, value in sent.items()
            )
            response = alice.client.post(
                path, data=body, content_type="application/x-www-form-urlencoded"
            )
            assert response.status_code in {303, 400, 404, 409, 422}, (field, text[:9])
            if path == "/login" and response.status_code == 303:
                alice.get("/settings")
    assert room.rows(User) == users
    assert room.rows(Review) == 0


def test_rubbish_in_the_cookie_is_nobody(app: Flask) -> None:
    name = app.config["SESSION_COOKIE_NAME"]
    for value in ("", "x", ".e", "eyJfdXNlcl9pZCI6IjEifQ.x.y", "\\x00", "a" * 3000, "%00"):
        client = app.test_client()
        client.set_cookie(name, value)
        assert client.get("/today").status_code == 302
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("evil", EVIL)
def test_a_name_is_shown_as_it_was_written(signed_in: SignIn, evil: str) -> None:
    alice = signed_in("Alice")
    alice.get("/settings")
    fields: dict[str, Any] = {"tz": "UTC", "day_start_hour": 4, "new_per_day": 5}
    response = alice.send("/settings", name=evil, minutes_a_day=20, **fields)
    assert response.status_code == 303
    for path in ("/settings", "/today"):
        assert_harmless(alice.get(path), evil)


@pytest.mark.parametrize("evil", EVIL)
def test_an_email_that_is_refused_is_shown_as_it_was_written(visitor: Visitor, evil: str) -> None:
    for path in ("/login", "/register"):
        visitor.get(path)
        response = visitor.send(path, email=evil, password="x" * 20)
        assert response.status_code == 422
        assert_harmless(response.text, evil)


@pytest.mark.parametrize("evil", EVIL[:4])
def test_a_bank_is_shown_as_it_was_written(app: Flask, visitor: Visitor, evil: str) -> None:
    text = BANK.replace("goals, tasks, bond", f"goals, tasks, bond {evil}")
    text = text.replace("title: A small bank", f"title: {quoted(evil)}")
    with app.app_context():
        result = load_text(text)
    if result.is_refused:
        return  # a bank may be told to write HTML otherwise
    for path in ("/", "/banks", "/banks/small"):
        page = visitor.get(path)
        assert "<script>alert" not in page
        assert "onerror=" not in page.replace("onerror=alert(1)&gt;", "")
        assert "49 " not in page


def assert_harmless(page: str, evil: str) -> None:
    """The text is on the page, as text."""
    assert str(escape(evil)) in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def quoted(text: str) -> str:
    return json.dumps(text)


def test_people_with_odd_names_can_sign_in(app: Flask) -> None:
    browser = Visitor(app)
    browser.sign_in(make_person(app, "o'brien+`quotes`&amp"))
    assert browser.get("/today")
    assert csrf_of(browser.get("/settings"))
