"""Headers, cookies, and error pages that tell nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask, abort
from werkzeug.test import TestResponse

from quizapp.app import create_app
from quizapp.db.base import db
from quizapp.db.models.accounts import User
from quizapp.services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.conftest import settings_for
from tests.factories import NOON, FakeClock
from tests.services.study_room import StudyRoom
from tests.web.test_bad_input import routes
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]
# Pages that anybody may read; every other one asks to sign in.
OPEN = {"/", "/login", "/register", "/banks", "/banks/small", "/banks/small.md", "/settings"}
OPEN |= {"/help", "/help/keys", "/help/accessibility", "/patterns", "/offline", "/sw.js"}
OPEN |= {"/items/small/s-1", "/concepts", "/health", "/ready"}
OPEN |= {"/login/forgot", "/contact", "/terms", "/privacy"}
OPEN |= {"/cohorts/join"}  # what one is invited to, before an account is asked for
LEADING_ON = {
    "/reset/1",
    "/email/1",
    "/join/1",
    "/cohorts/join/1",
}  # puts a link's token into the cookie
LEADING_BACK = {"/login/code": "/login"}  # without a password that was right
# Open to all, but there is none to see; or not for them, and not said to be there.
NOT_THERE = {"/favicon.ico", "/exams/small", "/reset", "/email", "/join", "/admin"}


@pytest.fixture
def room(app: Flask, clock: FakeClock) -> StudyRoom:
    return StudyRoom(app, clock)


@pytest.fixture
def behind_https(app: Flask, tmp_path: Path) -> Flask:
    """The app as it is behind HTTPS."""
    settings = settings_for(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path)
    made = create_app(replace(settings, secure_cookies=True))
    made.config["CLOCK"] = app.config["CLOCK"]
    return made


def assert_guarded(response: TestResponse, path: str) -> None:
    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff", path
    assert headers["Referrer-Policy"] == "same-origin", path
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "unsafe" not in policy
    assert "*" not in policy
    for part in ("script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy, path
    assert "form-action 'self'" in policy
    if response.data and (response.mimetype or "").startswith("text/"):
        assert "charset=utf-8" in headers["Content-Type"].replace('"', ""), path
    assert "Werkzeug" not in headers.get("Server", "")


def static_paths(browser: Visitor) -> list[str]:
    page = browser.get("/")
    found = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    base = next(iter(found)).split("/")[2]
    return [*sorted(found), f"/static/{base}/icons/icons.svg", f"/static/{base}/nothing.css"]


def test_every_answer_has_the_headers(app: Flask, signed_in: SignIn) -> None:
    app.add_url_rule("/fails", view_func=fail)
    alice = signed_in("Alice")
    alice.start()
    for path in routes(app, "GET"):
        assert_guarded(alice.client.get(path), path)
        assert_guarded(alice.client.head(path), path)
        assert_guarded(alice.client.put(path), path)
    for path in routes(app, "POST"):
        assert_guarded(alice.client.post(path), path)
    for path in ("/nowhere", "/static/x", "/static/../app.py", "/banks/nowhere", "/study/999"):
        assert_guarded(alice.client.get(path), path)
    assert_guarded(alice.client.get("/fails"), "/fails")


def test_static_files_have_them_too(visitor: Visitor) -> None:
    for path in static_paths(visitor):
        response = visitor.client.get(path)
        assert_guarded(response, path)
        if response.status_code == 200:
            assert "immutable" in response.headers["Cache-Control"], path
        response.close()


def test_behind_https_everything_is_said_to_stay_so(behind_https: Flask) -> None:
    browser = Visitor(behind_https)
    paths = [*routes(behind_https, "GET"), "/nowhere", *static_paths(browser)]
    for path in paths:
        response = browser.client.get(path, base_url="https://localhost")
        assert "max-age=" in response.headers["Strict-Transport-Security"], path
        response.close()


def test_without_https_it_is_not(visitor: Visitor) -> None:
    assert "Strict-Transport-Security" not in visitor.client.get("/").headers


def test_the_cookie_is_out_of_reach(app: Flask, behind_https: Flask) -> None:
    for made, prefix in ((app, ""), (behind_https, "__Host-")):
        response = made.test_client().get("/", base_url="https://localhost")
        [cookie] = response.headers.getlist("Set-Cookie")
        assert cookie.startswith(f"{prefix}alliance=")
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
        assert ("Secure" in parts) == bool(prefix)
        assert not any(part.startswith("Domain") for part in parts)


def test_personal_pages_are_not_kept_by_caches(app: Flask, signed_in: SignIn) -> None:
    alice = signed_in("Alice")
    for path in routes(app, "GET"):
        if not path.startswith("/static"):
            assert alice.client.get(path).headers["Cache-Control"] == "no-store", path


def test_nobody_is_asked_to_sign_in_or_served(app: Flask, room: StudyRoom) -> None:
    for path in routes(app, "GET"):
        response = app.test_client().get(path)
        if path in LEADING_ON:
            assert response.location == path.rpartition("/")[0], path
        elif path in LEADING_BACK:
            assert response.location == LEADING_BACK[path], path
        elif path in OPEN or path.startswith("/static"):
            assert response.status_code == 200, path
        elif path not in NOT_THERE and "/images/" not in path:
            assert response.status_code == 302, path
            assert (response.location or "").startswith("/login?next="), path
        response.close()
    assert room.rows(User) == 0


def test_nobody_sends_anything(app: Flask, room: StudyRoom) -> None:
    browser = Visitor(app)
    for path in routes(app, "POST"):
        browser.get("/login")
        response = browser.send(path)
        assert response.status_code in {302, 303, 409, 410, 422}, path
        if response.status_code == 302:
            assert (response.location or "").startswith("/login"), path
    assert room.rows(User) == 0


def fail() -> NoReturn:
    db.session.add(User(is_guest=True, name="half done", prefs={}, created_at=NOON))
    raise RuntimeError("the secret is 4711")


FAULTS: tuple[tuple[BaseException, int], ...] = (
    (RuntimeError("the secret is 4711"), 500),
    (ZeroDivisionError("4711"), 500),
    (KeyError("4711"), 500),
    (RecursionError("4711"), 500),
    (NotFound("It is not there."), 404),
    (NotAllowed("It is not yours."), 403),
    (Conflict("It changed."), 409),
    (Invalid("It cannot be."), 400),
)


@pytest.mark.parametrize(("fault", "status"), FAULTS)
@pytest.mark.parametrize("testing", [True, False])
def test_no_error_page_shows_a_stack_trace(
    app: Flask,
    signed_in: SignIn,
    fault: BaseException,
    status: int,
    testing: bool,  # noqa: FBT001
) -> None:
    def view() -> NoReturn:
        raise fault

    app.testing = testing
    app.add_url_rule("/fails", view_func=view)
    alice = signed_in("Alice")
    response = alice.client.get("/fails")
    assert response.status_code == status
    assert_tells_nothing(response)
    if status == 500:
        assert "tell whoever runs this site this number" in response.text
    else:
        assert str(fault) in response.text


def assert_tells_nothing(response: TestResponse) -> None:
    for word in ("Traceback", "4711", "Error", "quizapp/", ".py", "sqlalchemy", "Werkzeug"):
        assert word not in response.text, word


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 418, 429])
def test_every_refusal_is_a_page(app: Flask, visitor: Visitor, status: int) -> None:
    app.add_url_rule("/fails", view_func=lambda: abort(status))
    response = visitor.client.get("/fails")
    assert 400 <= response.status_code < 500
    assert "<h1>" in response.text
    assert_tells_nothing(response)


@pytest.mark.db
def test_a_fault_in_a_form_leaves_nothing_behind(app: Flask, room: StudyRoom) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/fails", view_func=fail, methods=["POST"])
    response = app.test_client().post("/fails")
    assert response.status_code == 500
    assert_tells_nothing(response)
    assert room.rows(User) == 0


def test_a_fault_of_the_error_page_is_still_no_stack_trace(
    app: Flask, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is gone: not even who is asking can be looked up."""

    def gone(*_rest: object) -> NoReturn:
        raise OSError("4711: disk")

    alice = signed_in("Alice")
    app.testing = False
    monkeypatch.setattr("quizapp.web.login.viewer_by_session", gone)
    response = alice.client.get("/today")
    assert response.status_code == 500
    assert "That went wrong on our side." in response.text
    assert_tells_nothing(response)
    assert_guarded(response, "/today")
