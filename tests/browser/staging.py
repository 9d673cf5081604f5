"""Puts a stage up: a database of its own, served."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from quizapp.cli.bank import load_files
from quizapp.config import ROOT, MailServer
from quizapp.db.models.banks import Bank
from tests.browser.live_server import LiveServer
from tests.browser.people import writing
from tests.browser.stage import Stage
from tests.conftest import settings_for
from tests.factories import FakeClock


@contextmanager
def full_stage(template: Path, folder: Path) -> Iterator[Stage]:
    """The banks of content/ beside the small one."""
    with _served(template, folder) as server:
        said: list[str] = []
        with server.app.app_context():
            assert not load_files([ROOT / "content"], said.append), said
        yield Stage(server.app, server.clock, server.url)


@contextmanager
def bare_stage(template: Path, folder: Path) -> Iterator[Stage]:
    """An instance without any bank, which can send mail."""
    mail = MailServer("smtp+plain", "127.0.0.1", 9, "alliance@example.org")
    with _served(template, folder, mail=mail, address="http://127.0.0.1") as server:
        with writing(server.app) as session:
            session.execute(delete(Bank))
            session.commit()
        yield Stage(server.app, server.clock, server.url)


@contextmanager
def _served(template: Path, folder: Path, **changes: Any) -> Iterator[LiveServer]:
    """Serve a copy of `template`; it may forget in a power cut, which is faster."""
    path = folder / "quizapp.sqlite"
    shutil.copyfile(template, path)
    settings = replace(settings_for(f"sqlite:///{path}", folder), sqlite_sync="NORMAL", **changes)
    server = LiveServer(settings, FakeClock())
    server.start()
    yield server
    server.stop()
