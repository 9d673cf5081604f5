"""Browsers without a browser: `page` checks what it fetches, `visitor` only reads and sends."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from quizapp.db.base import db
from tests.browser.stage import Stage
from tests.browser.staging import bare_stage, full_stage
from tests.factories import make_person
from tests.mail_peer import Mailbox, mail_server
from tests.web.page_client import PageClient
from tests.web.posting import Post, with_mail
from tests.web.visitor import Visitor


@pytest.fixture
def page(app: Flask) -> PageClient:
    """A browser that checks every page it fetches; nobody is signed in."""
    return PageClient(app)


@pytest.fixture(scope="session")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The banks of content/ with people on them. Tests only look, so all share it."""
    with full_stage(sqlite_template, tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture(scope="session")
def empty_stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """An instance without any bank."""
    with bare_stage(sqlite_template, tmp_path_factory.mktemp("empty")) as stage:
        yield stage


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser in which nobody is signed in."""
    return Visitor(app)


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], Visitor]:
    """Make somebody an account by name and return their browser, signed in."""

    def sign_in(name: str) -> Visitor:
        visitor = Visitor(app)
        visitor.sign_in(make_person(app, name))
        return visitor

    return sign_in


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    mailbox = Mailbox()
    with mail_server(mailbox) as server:
        made = with_mail(app, server)
        yield Post(made, server, mailbox)
        with made.app_context():
            db.engine.dispose()
