"""What an attacker tries around the pages: foreign forms, forged headers, odd text everywhere."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.adapters.passwords import hash_password
from quizapp.db.models.accounts import LoginSession
from tests.factories import FakeClock, make_person
from tests.services.study_room import StudyRoom
from tests.web.test_bad_input import routes
from tests.web.visitor import Visitor

SignIn = Callable[[str], Visitor]
NAMES = ("page", "state", "order", "words", "most", "status", "bank", "seen", "about", "next")
FIELDS = ("name", "note", "text", "reason", "minutes", "exam_on", "target", "option", "token", "do")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "rubbish"])
def test_a_form_of_another_site_is_refused(signed_in: SignIn, app: Flask, site: str) -> None:
    alice = signed_in("Alice")
    alice.get("/settings")
    for path in routes(app, "POST"):
        headers = {"Sec-Fetch-Site": site}
        sent = alice.client.post(path, data={"csrf_token": alice.csrf}, headers=headers)
        assert sent.status_code == 400, path
    assert alice.client.get("/settings", headers={"Sec-Fetch-Site": site}).status_code == 200
    own = {"csrf_token": alice.csrf}
    same = alice.client.post("/logout", data=own, headers={"Sec-Fetch-Site": "same-origin"})
    assert same.status_code == 303


def test_forwarded_headers_are_not_believed(signed_in: SignIn, app: Flask) -> None:
    alice = signed_in("Alice")
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "host=evil.example;proto=https",
        "X-Original-URL": "/evil",
    }
    for path in routes(app, "GET"):
        response = alice.client.get(path, headers=forged)
        assert "evil.example" not in response.text + str(response.headers), path
        assert '"/evil' not in response.text, path
        assert "https://" not in (response.location or ""), path


def test_nothing_of_the_folder_is_served(app: Flask, visitor: Visitor) -> None:
    assert not app.debug
    for path in ("/.git/config", "/.env", "/instance/secret_key", "/static/", "/static/css/"):
        assert visitor.client.get(path).status_code == 404, path
    for path in ("/static/..%2f..%2fconfig.py", "/static/%2e%2e/config.py", "/console", "/metrics"):
        assert visitor.client.get(path).status_code in {400, 404}, path


@pytest.mark.usefixtures("costly_hashes")
def test_passwords_are_hashed_with_the_parameters_that_were_decided() -> None:
    assert hash_password("a sentence of words").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_no_code_evaluates_templates_or_sql_of_users() -> None:
    for path in Path("quizapp").rglob("*.py"):
        text = path.read_text()
        ways = {"render_template_string", "from_string(", "pickle", "yaml.load(", "eval("}
        # What a process of our own sends back, of a bank that it has read and checked.
        for way in ways - ({"pickle"} if path.name in {"child.py", "foreign_child.py"} else set()):
            assert way not in text, (path, way)
        assert 'text(f"' not in text, path


@pytest.mark.slow
def test_any_text_in_any_field_is_no_fault(app: Flask, clock: FakeClock) -> None:
    room, alice = StudyRoom(app, clock), Visitor(app)
    alice.sign_in(make_person(app, "Alice"))
    alice.get("/settings")
    pages = [path for path in routes(app, "GET") if not path.startswith("/static")]
    forms = sorted(set(routes(app, "POST")) - {"/logout"})
    odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)

    @settings(max_examples=4, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries(dict.fromkeys((*NAMES, *FIELDS), odd)))
    def send(sent: dict[str, str]) -> None:
        for path in pages:
            response = alice.client.get(f"{path}?{urlencode(sent)}")
            assert response.status_code < 500, (path, sent)
            response.close()
        for path in forms:
            response = alice.client.post(path, data=sent | {"csrf_token": alice.csrf})
            assert response.status_code < 500, (path, sent)

    send()
    assert room.rows(LoginSession) == 1
