"""Sites with the banks of content/, and as many learners as are wanted, with weeks behind them."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, text

from quizapp.adapters.clock import now
from quizapp.adapters.passwords import hash_password
from quizapp.app import create_app
from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.base import db, db_session, table_of
from quizapp.db.models.accounts import User
from quizapp.db.models.study import Card, Review
from tests.benchmarks.history import copy_rows
from tests.benchmarks.pages import ZONE, fill_with_people, real_banks
from tests.conftest import settings_for
from tests.factories import PASSWORD
from tests.faults.ground import Site
from tests.postgres import DURABLE, PostgresTemplates

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def fill(url: str, folder: Path) -> None:
    """Migrate the empty database at `url`, load the banks and make up some people."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with write.mode(write.Mode.WRITE):
            fill_with_people(real_banks(), now())
            db.session.remove()
        db.engine.dispose()


def enrol(app: Flask, number: int) -> list[str]:
    """Make so many accounts and return their addresses; each has the past of one made-up person."""
    with app.app_context(), write.mode(write.Mode.WRITE):
        pasts = list(db_session.scalars(select(Card.user_id).distinct().order_by(Card.user_id)))
        password_hash = hash_password(PASSWORD)
        emails = [f"load-{n}@example.org" for n in range(number)]
        for n, email in enumerate(emails):
            user = User(
                email=email,
                name=f"Learner {n}",
                is_guest=False,
                password_hash=password_hash,
                zone=ZONE,
                day_start_hour=4,
                prefs={},
                created_at=now(),
            )
            db_session.add(user)
            db_session.flush()
            for model in (Review, Card) if pasts else ():
                copy_rows(table_of(model), pasts[n % len(pasts)], user.id)
        db_session.commit()
        # A database in use knows its tables; without this PostgreSQL reads them whole.
        db_session.execute(text("ANALYZE"))
        db_session.commit()
        db.session.remove()
    return emails


@contextmanager
def site_on(
    database: str, folder: Path, fill: Callable[[str, Path], None] = fill
) -> Iterator[Site]:
    """Yield a filled site that `make run` would serve, on a durable database."""
    for part in ("instance", "switches"):
        (folder / part).mkdir(parents=True)
    if database == SQLITE:
        site = Site(folder, f"sqlite:///{folder / 'instance' / 'quizapp.sqlite'}")
        fill(site.url, site.instance)
        yield site
        return
    with (
        tempfile.TemporaryDirectory() as work,
        closing(PostgresTemplates(Path(work), fill, DURABLE)) as templates,
        templates.database() as url,
    ):
        yield Site(folder, url)
