"""/health says that the process is up; /ready that it can serve."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from quizapp.app import create_app
from quizapp.db import write
from quizapp.db.base import db
from tests.conftest import settings_for
from tests.services.study_room import acting
from tests.web.page_client import counted_statements


@pytest.mark.db
def test_a_served_app_is_up_and_ready(client: FlaskClient) -> None:
    for path, says in (("/health", "ok"), ("/ready", "ready")):
        response = client.get(path)
        assert (response.status_code, response.text) == (200, f"{says}\n")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers


def test_being_up_asks_nothing_of_the_database(app: Flask, client: FlaskClient) -> None:
    with counted_statements(app) as statements:
        assert client.get("/health").status_code == 200
    assert statements == []


def older(app: Flask) -> None:
    with acting(app) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        session.commit()


def unmigrated(app: Flask) -> None:
    with acting(app) as session:
        session.execute(text("DROP TABLE alembic_version"))
        session.commit()


@pytest.mark.db
@pytest.mark.parametrize("spoil", [older, unmigrated])
def test_with_migrations_pending_it_is_not_ready(
    app: Flask, client: FlaskClient, spoil: Callable[[Flask], None]
) -> None:
    spoil(app)
    response = client.get("/ready")
    assert (response.status_code, response.text) == (503, "not ready: migrations are pending\n")
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/x.sqlite", "postgresql+psycopg://h2@127.0.0.1:1/x"]
)
def test_without_its_database_it_is_up_and_not_ready(tmp_path: Path, url: str) -> None:
    app = create_app(settings_for(url, tmp_path))
    client = app.test_client()
    response = client.get("/ready")
    assert (response.status_code, response.text) == (
        503,
        "not ready: the database cannot be reached\n",
    )
    assert client.get("/health").status_code == 200
    with app.app_context(), write.mode(write.Mode.READ):
        db.engine.dispose()
