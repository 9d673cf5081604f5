"""`python -m quizapp`, behind `make run`: secret, backup, migrations, content/, then the server."""

import gc

if __name__ == "__main__":
    gc.disable()  # what is loaded here stays: looking for garbage in it takes a sixth of the start

import errno
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from quizapp import __version__
from quizapp.adapters import clock, json_log
from quizapp.adapters.metrics import LOOPBACK
from quizapp.app import create_app
from quizapp.cli.bank import load_files
from quizapp.config import ROOT, BadSettings, Settings, load_settings
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.schema import MIGRATIONS, current_revision, known_revisions
from quizapp.server import Server, say
from quizapp.services.backups import back_up
from quizapp.services.errors import ServiceError
from quizapp.services.leaving import delete_leavers


class CannotStart(Exception):  # noqa: N818 - reads as what it is where it is raised
    """The app cannot be served; the message says why and what to do."""


def main() -> int:
    """Prepare everything and serve until stopped. Returns the exit code."""
    os.umask(0o077)  # the secret, the database and its backups are for this user alone
    print(f"Alliance {__version__}", flush=True)
    try:
        settings = read_settings(os.environ)
        check_addresses(settings)
        app = prepare(settings)
    except (CannotStart, BadSettings) as fault:
        print(f"Cannot start: {fault}", file=sys.stderr)
        return 1
    json_log.configure(settings.log, settings.log_dir)
    if settings.log_dir:
        say(f"Log: {shown(settings.log_dir)}")
    gc.freeze()  # nor in the processes that are forked, which share more memory for it
    gc.enable()
    with mails_sent(settings):
        Server(app, settings).run()
    return 0


@contextmanager
def mails_sent(settings: Settings) -> Iterator[subprocess.Popen[bytes] | None]:
    """Have `flask worker` run beside the server; without a mail server say what that means."""
    if settings.mail is None:
        say("Mail: no server (QUIZAPP_MAIL); forgotten passwords: flask user reset-password")
        yield None
        return
    say(f"Mail: sent by {settings.mail.host} (flask worker)")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--with-parent"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as worker:  # noqa: S603
        try:
            yield worker
        finally:
            worker.terminate()


def read_settings(env: Mapping[str, str]) -> Settings:
    """Return the settings of `env`; where there is no secret yet, one is written first."""
    if not env.get("QUIZAPP_SECRET"):
        write_secret((ROOT / env.get("QUIZAPP_INSTANCE", "instance")).resolve())
    settings = load_settings(env)
    if not settings.is_sqlite and find_spec("psycopg") is None:
        raise CannotStart(
            "PostgreSQL needs its driver: .venv/bin/python -m pip install"
            " --require-hashes -r requirements-postgresql.txt"
        )
    if settings.limits != "memory" and find_spec("redis") is None:
        raise CannotStart(
            "Redis needs its driver: .venv/bin/python -m pip install"
            " --require-hashes -r requirements-redis.txt"
        )
    return settings


def write_secret(instance: Path) -> None:
    """Write `instance`/secret_key, readable by this user alone, unless it is there."""
    path = instance / "secret_key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as fault:
        raise CannotStart(f"{instance} cannot be written to ({fault.strerror}).") from fault
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
    say(f"Secret: written to {shown(path)}")


def check_addresses(settings: Settings) -> None:
    """Raise `CannotStart` when an address is taken or none of this machine's."""
    if not os.environ.get("LISTEN_FDS"):  # else systemd listens, and hands the socket over
        check_address(settings.host, settings.port)
    if settings.metrics_port:
        check_address(LOOPBACK, settings.metrics_port, "QUIZAPP_METRICS_PORT")


def check_address(host: str, port: int, setting: str = "PORT") -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except PermissionError as fault:
        raise CannotStart(
            f"port {port} is for the administrator: make run {setting}=8000."
        ) from fault
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"port {port} on {host} is in use."
                f" Stop what uses it, or take another: make run {setting}={port + 1}."
            ) from fault
        raise CannotStart(f"HOST {host} is no address of this machine.") from fault


def prepare(settings: Settings) -> Flask:
    """Bring the database up to date, load the banks and return the app, fit to be forked."""
    app = create_app(settings)
    with app.app_context(), database_faults_explained(settings):
        migrate(settings)
        load_content(settings)
        with write.mode(write.Mode.WRITE):
            delete_leavers(db_session, now=clock.now())
        db.engine.dispose()
    return app


@contextmanager
def database_faults_explained(settings: Settings) -> Iterator[None]:
    """Turn what a database refuses into one line."""
    try:
        yield
    except ServiceError as fault:
        raise CannotStart(str(fault)) from fault
    except (SQLAlchemyError, sqlite3.Error) as fault:
        reason = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        where = shown(settings.sqlite_path) if settings.sqlite_path else "PostgreSQL"
        raise CannotStart(
            f"the database ({where}) says: {reason.rstrip('.')}. See docs/operating.md."
        ) from fault


@dataclass(frozen=True)
class Pending:
    """The migrations that the database has not had, oldest first."""

    current: str | None
    revisions: tuple[str, ...]


def pending_migrations(settings: Settings) -> Pending:
    """Compare the database with migrations/. Makes no database file."""
    newest_last = known_revisions()
    path = settings.sqlite_path
    if path and not path.exists():
        return Pending(None, newest_last)
    with db.engine.connect() as connection:
        current = current_revision(connection)
    if current is None:
        return Pending(None, newest_last)
    if current not in newest_last:
        raise CannotStart(
            f"the database is newer than this code (revision {current})."
            " Update the code, or see docs/operating.md on restoring a backup."
        )
    return Pending(current, newest_last[newest_last.index(current) + 1 :])


def migrate(settings: Settings) -> None:
    """Apply pending migrations, after a backup where there is something to lose."""
    pending = pending_migrations(settings)
    if not pending.revisions:
        say("Database: up to date")
        return
    if settings.sqlite_path and pending.current:
        made = back_up(
            settings.sqlite_path,
            settings.backup_dir,
            now=clock.now(),
            before_revision=pending.current,
        )
        say(f"Backup: {shown(made.backup.path)}")
    upgrade(directory=str(MIGRATIONS))
    count = len(pending.revisions)
    say(f"Database: {count} migration{'' if count == 1 else 's'} applied")


def load_content(settings: Settings) -> None:
    """Load the bank files of content/. A faulty one is reported and changes nothing."""
    folder, here = settings.content_dir, Path.cwd()
    if not folder.is_dir():
        say(f"Banks: no folder {shown(folder)}, so none are loaded")
        return
    refused = load_files([folder.relative_to(here) if folder.is_relative_to(here) else folder], say)
    if refused:
        say(f"Banks: {refused} not loaded for the reasons above; the others are served")


def shown(path: Path) -> str:
    """`path` as a reader in the project folder would write it."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


if __name__ == "__main__":
    sys.exit(main())
