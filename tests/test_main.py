"""`python -m quizapp`: what it prepares, what it refuses, and that it serves."""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask_migrate import downgrade

from quizapp import __main__ as program
from quizapp.config import ROOT, MailServer, Settings
from quizapp.db.base import db
from quizapp.db.schema import MIGRATIONS, known_revisions


def settings_in(folder: Path, port: int = 8000, host: str = "127.0.0.1") -> Settings:
    return Settings(
        secret_key="x" * 32,
        database_url=f"sqlite:///{folder / 'quizapp.sqlite'}",
        instance_dir=folder,
        content_dir=folder / "content",
        host=host,
        port=port,
    )


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


def test_the_secret_is_long_private_and_stays(tmp_path: Path) -> None:
    instance = tmp_path / "new" / "instance"
    program.write_secret(instance)
    path = instance / "secret_key"
    secret = path.read_text()
    program.write_secret(instance)
    assert path.read_text() == secret
    assert len(secret.strip()) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_of_the_operator_is_not_written_down(tmp_path: Path) -> None:
    env = {"QUIZAPP_SECRET": "y" * 40, "QUIZAPP_INSTANCE": str(tmp_path)}
    assert program.read_settings(env).secret_key == "y" * 40
    assert list(tmp_path.iterdir()) == []


def test_an_instance_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(program.CannotStart, match=re.escape(str(tmp_path / "file"))):
        program.write_secret(tmp_path / "file" / "instance")


def test_a_taken_port_says_what_to_do(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        with pytest.raises(program.CannotStart, match=f"make run PORT={port + 1}"):
            program.check_addresses(settings_in(tmp_path, port))


@pytest.mark.parametrize("host", ["192.0.2.1", "not-a-host.invalid"])
def test_a_host_that_is_elsewhere_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(program.CannotStart, match=f"HOST {host} is no address"):
        program.check_addresses(settings_in(tmp_path, free_port(), host))


def test_a_migration_is_preceded_by_a_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(tmp_path)
    app = program.prepare(settings)
    with app.app_context():
        downgrade(directory=str(MIGRATIONS))
        db.engine.dispose()
    capsys.readouterr()
    program.prepare(settings)
    said = capsys.readouterr().out
    [backup] = (tmp_path / "backups").glob("*.sqlite")
    assert backup.stem.endswith(f"-{known_revisions()[-2]}")
    assert f"Backup: {backup}" in said
    with closing(sqlite3.connect(backup)) as copy:
        revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == (known_revisions()[-2],)


def test_no_migration_without_its_backup(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    app = program.prepare(settings)
    with app.app_context():
        downgrade(directory=str(MIGRATIONS))
        db.engine.dispose()
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(program.CannotStart, match="No backup was made"):
        program.prepare(settings)
    with closing(sqlite3.connect(tmp_path / "quizapp.sqlite")) as database:
        revision = database.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == (known_revisions()[-2],)


def test_migrations_run_once_with_a_backup_only_where_there_is_something_to_lose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(tmp_path)
    program.prepare(settings)
    first = capsys.readouterr().out
    program.prepare(settings)
    second = capsys.readouterr().out
    assert re.search(r"Database: \d+ migrations? applied", first)
    assert "Backup" not in first + second
    assert "Database: up to date" in second


def test_a_database_of_newer_code_is_left_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    program.prepare(settings)
    with closing(sqlite3.connect(tmp_path / "quizapp.sqlite")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(program.CannotStart, match="newer than this code"):
        program.prepare(settings)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "quizapp.sqlite").write_text("not a database, but long enough to look into" * 9)
    with pytest.raises(program.CannotStart, match=r"quizapp\.sqlite"):
        program.prepare(settings_in(tmp_path))


@contextmanager
def served(instance: Path, port: int) -> Iterator[list[str]]:
    """Run the program until it serves; yields the lines it printed. Ctrl+C at the end."""
    env = {**os.environ, "QUIZAPP_INSTANCE": str(instance), "PORT": str(port)}
    env |= {"QUIZAPP_DAILY": "no"}
    process = subprocess.Popen(
        [sys.executable, "-m", "quizapp"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    lines: list[str] = []
    try:
        for line in process.stdout or ():
            lines.append(line)
            if "Serving on" in line:
                yield lines
                break
        process.send_signal(signal.SIGINT)
        process.communicate()
        assert process.returncode == 0, lines
    finally:
        watchdog.cancel()
        process.kill()


@pytest.mark.slow
def test_it_serves_and_a_second_run_starts_at_once(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, port) as lines:
        assert lines[-1] == f"  Serving on http://127.0.0.1:{port} (Ctrl+C stops)\n"
        assert any("Secret: written" in line for line in lines)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.status == 200
    assert stat.S_IMODE((tmp_path / "quizapp.sqlite").stat().st_mode) == 0o600
    with served(tmp_path, port) as lines:
        assert not any("Secret" in line or "applied" in line for line in lines)


def test_the_start_says_whether_there_is_mail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with program.mails_sent(settings_in(tmp_path)):
        assert "flask user reset-password" in capsys.readouterr().out
    mail = MailServer("smtp+plain", "127.0.0.1", 9, "alliance@example.org")
    with program.mails_sent(replace(settings_in(tmp_path), mail=mail)) as worker:
        assert "Mail: sent by 127.0.0.1" in capsys.readouterr().out
        assert worker is not None
    assert worker.returncode is not None, "the worker ends with the server"
