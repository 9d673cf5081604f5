"""Databases, app and clock for every room's tests.

Each test gets a database of its own: a copy of one that was migrated once (ADR 0005). What the
app commits is committed, so locks, gates and constraints are the real ones.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings

from quizapp.adapters import passwords
from quizapp.app import create_app
from quizapp.config import ROOT, Settings
from quizapp.db.base import db
from tests.compiled import share_addresses, share_compiled
from tests.factories import FakeClock, load_text
from tests.postgres import PostgresTemplates

# How long an example takes says more of the machine than of the code: no property has a deadline.
hypothesis_settings.register_profile("no-deadline", deadline=None)
hypothesis_settings.load_profile("no-deadline")

SECRET = "a secret of thirty-two characters or more"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-looks", action="store_true", help="axe: every page at both sizes in both schemes"
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their parameter: a zip holds its time, and workers must agree on names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash passwords in a moment, where what a guess costs is not what is tested.

    Servers that tests start as processes of their own hash as they do outside.
    """
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(1, 8, 1)
        patch.setattr(passwords, "hasher", quick)
        patch.setattr(passwords, "of_nobody", quick.hash("nobody has this password"))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_apps() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        share_addresses(patch)
        yield


@pytest.fixture
def costly_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords as outside of the tests."""
    monkeypatch.setattr(passwords, "hasher", passwords.COSTLY)
    monkeypatch.setattr(passwords, "of_nobody", passwords.COSTLY.hash("nobody has this password"))


def settings_for(url: str, folder: Path) -> Settings:
    return Settings(
        secret_key=SECRET,
        database_url=url,
        instance_dir=folder,
        content_dir=ROOT / "content",
        is_testing=True,
    )


def fill(url: str, folder: Path) -> None:
    """Migrate the empty database at `url` and load the small bank."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        load_text()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    path = folder / "quizapp.sqlite"
    fill(f"sqlite:///{path}", folder)
    return path


@pytest.fixture(scope="session")
def postgres_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresTemplates]:
    templates = PostgresTemplates(tmp_path_factory.mktemp("postgres"), fill)
    yield templates
    templates.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests marked `db` on both databases."""
    if "database_url" in metafunc.fixturenames:
        on_both = metafunc.definition.get_closest_marker("db") is not None
        kinds = ["sqlite", "postgresql"] if on_both else ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of this test's own, migrated, with the small bank in it."""
    if getattr(request, "param", "sqlite") == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "quizapp.sqlite"
        shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        return
    templates: PostgresTemplates = request.getfixturevalue("postgres_templates")
    with templates.database() as url:
        yield url


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Flask]:
    app = share_compiled(create_app(settings_for(database_url, tmp_path)))
    app.config["CLOCK"] = clock
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
