"""`flask user`: accounts and passwords, for the operator."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.models.accounts import LoginSession, User
from tests.factories import PASSWORD, Person
from tests.services.study_room import acting
from tests.web.visitor import Visitor


def run(app: Flask, *words: str, typed: str = "") -> Result:
    return app.test_cli_runner().invoke(args=["user", *words], input=typed)


def users(app: Flask) -> dict[str | None, str]:
    with acting(app, write.Mode.READ) as session:
        return {row.email: row.role for row in session.scalars(select(User))}


@pytest.mark.db
@pytest.mark.parametrize("role", list(Role))
def test_create_makes_an_account_that_can_sign_in(app: Flask, role: Role) -> None:
    result = run(app, "create", "Ed@example.org", "--role", role.value, "--password", PASSWORD)
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert users(app) == {"ed@example.org": role.value}
    Visitor(app).sign_in(Person(1, "ed@example.org"))


def test_the_password_is_asked_for_twice_and_not_shown(app: Flask) -> None:
    result = run(app, "create", "ed@example.org", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    assert users(app) == {"ed@example.org": "learner"}
    result = run(app, "create", "bob@example.org", typed=f"{PASSWORD}\nnot the same\n")
    assert result.exit_code == 1
    assert "bob@example.org" not in users(app)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("create", "no address", "--password", PASSWORD), "not a whole e-mail address"),
        (("create", "ed@example.org", "--password", "short"), "Make it 15 or more"),
        (("create", "ed@example.org", "--role", "king", "--password", PASSWORD), "'king'"),
        (("reset-password", "nobody@example.org", "--password", PASSWORD), "no account"),
        (("create",), "EMAIL"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(app: Flask, words: tuple[str, ...], says: str) -> None:
    result = run(app, *words)
    assert result.exit_code != 0
    assert says in result.output
    assert "Traceback" not in result.output
    assert users(app) == {}


def test_an_address_is_taken_once(app: Flask) -> None:
    run(app, "create", "ed@example.org", "--password", PASSWORD)
    result = run(app, "create", "ED@example.org", "--password", PASSWORD)
    assert result.exit_code == 1
    assert "already" in result.output
    assert len(users(app)) == 1


def test_a_reset_password_signs_every_browser_out(app: Flask) -> None:
    run(app, "create", "ed@example.org", "--password", PASSWORD)
    browser = Visitor(app)
    browser.sign_in(Person(1, "ed@example.org"))
    new = "another row of plain words"
    result = run(app, "reset-password", "ed@example.org", "--password", new)
    assert result.exit_code == 0, result.output
    assert browser.client.get("/today").status_code == 302
    with acting(app, write.Mode.READ) as session:
        assert session.scalars(select(LoginSession)).all() == []
    Visitor(app).sign_in(Person(1, "ed@example.org", new))
