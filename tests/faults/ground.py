"""Where faults are made: sites of their own, each a copy of a migrated database with a bank."""

import itertools
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from quizapp.app import create_app
from quizapp.config import ROOT
from quizapp.db.base import db
from tests.conftest import SECRET, settings_for
from tests.db.live_app import LiveApp
from tests.factories import BANK, load_text
from tests.postgres import PostgresTemplates

QUESTIONS = 60
SWITCHED = "tests.faults.serving"


class Scale(StrEnum):
    """How long a fault is tried: as part of all tests, or by `make faults`."""

    SHORT = "short"
    FULL = "full"


def many_questions() -> str:
    """Return a bank of true/false questions on as many concepts."""
    head, rest = BANK.split("## [s-1]", 1)
    one = rest[rest.index("## [s-2]") : rest.index("## [s-3]")]
    # Long enough for the item check, or the questions would be drafts.
    one = one.replace("One idea for", "It is one idea, meant for")
    first = rest[: rest.index("## [s-2]")]
    items = (
        one.replace("[s-2] Reach", f"[s-{n}] Reach {n}").replace("every", f"every {n}.")
        for n in range(2, QUESTIONS + 2)
    )
    return f"{head}## [s-1]{first}{''.join(items)}"


def fill(url: str, folder: Path) -> None:
    """Migrate the empty database at `url` and load the bank."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        load_text(many_questions())
        db.engine.dispose()


@dataclass(frozen=True)
class Site:
    """A database of one fault's own, and the servers on it."""

    folder: Path
    url: str

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def database(self) -> Path:
        """The file of a site on SQLite."""
        return self.instance / "quizapp.sqlite"

    @property
    def switches(self) -> Path:
        return self.folder / "switches"

    def turn(self, switch: str, to: str) -> None:
        """Set a switch of the servers that have some; all at once, never half written."""
        unfinished = self.switches / f"{switch}.part"
        unfinished.write_text(to)
        unfinished.replace(self.switches / switch)

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """Yield the app on this database, for a look at what is stored."""
        app = create_app(settings_for(self.url, self.instance))
        yield app
        with app.app_context():
            db.engine.dispose()

    @contextmanager
    def server(
        self,
        module: str = "quizapp",
        *,
        root: Path = ROOT,
        listening: socket.socket | None = None,
        **settings: str,
    ) -> Iterator[LiveApp]:
        """Yield a server that serves; on the socket `listening`, if there is one already."""
        settings |= {"QUIZAPP_DATABASE": self.url, "FAULT_SWITCHES": str(self.switches)}
        content = self.folder / "content"
        content.mkdir(exist_ok=True)
        live = LiveApp(
            self.instance,
            content,
            SECRET,
            listening=listening,
            module=module,
            root=root,
            **settings,
        )
        try:
            live.wait_until_it_serves()
            yield live
        finally:
            live.stop()


class Ground:
    """Makes sites below a folder; what it started ends with `close`.

    It starts a PostgreSQL server unless it is `lent` one, whose template may have any bank.
    """

    def __init__(self, folder: Path, lent: PostgresTemplates | None = None) -> None:
        self.folder = folder
        self._lent = lent
        self._own: PostgresTemplates | None = None
        self._numbers = itertools.count(1)

    @cached_property
    def template(self) -> Path:
        """A migrated SQLite file with the bank in it."""
        folder = self.folder / "template"
        folder.mkdir()
        path = folder / "quizapp.sqlite"
        fill(f"sqlite:///{path}", folder)
        return path

    @property
    def postgres(self) -> PostgresTemplates:
        """A PostgreSQL server whose template is migrated."""
        if self._lent:
            return self._lent
        self._own = self._own or PostgresTemplates(self.folder, fill)
        return self._own

    def new_folder(self) -> Path:
        """Return a folder that nobody uses."""
        folder = self.folder / f"site-{next(self._numbers)}"
        for part in ("instance", "switches"):
            (folder / part).mkdir(parents=True)
        return folder

    @contextmanager
    def site(self) -> Iterator[Site]:
        """Yield a site on SQLite."""
        folder = self.new_folder()
        site = Site(folder, f"sqlite:///{folder / 'instance' / 'quizapp.sqlite'}")
        shutil.copyfile(self.template, site.database)
        yield site

    @contextmanager
    def postgres_site(self, *, is_durable: bool = False) -> Iterator[Site]:
        """Yield a site on PostgreSQL; one that `is_durable` loses no commit when it crashes."""
        with self.postgres.database(is_durable=is_durable) as url:
            site = Site(self.new_folder(), url)
            if self._lent:
                with site.app() as app, app.app_context():
                    load_text(many_questions())
            yield site

    def close(self) -> None:
        if self._own:
            self._own.close()


@contextmanager
def ground_in(folder: Path) -> Iterator[Ground]:
    """Yield a ground below `folder`."""
    with closing(Ground(folder)) as ground:
        yield ground
