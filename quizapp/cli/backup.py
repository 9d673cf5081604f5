"""`flask backup` and `flask restore`: a copy of the database made, or put back."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.adapters.sqlite_files import Contents
from quizapp.config import Settings
from quizapp.services.backups import back_up, restore
from quizapp.services.errors import ServiceError

ON_POSTGRESQL = {
    "backup": (
        "This is SQLite's. For PostgreSQL:"
        " pg_dump --format=custom --file=alliance.dump alliance (docs/operating.md)."
    ),
    "restore": (
        "This is SQLite's. For PostgreSQL:"
        " pg_restore --clean --if-exists --dbname=alliance alliance.dump (docs/operating.md)."
    ),
}


@click.command("backup")
@with_appcontext
def backup() -> None:
    """Copy the database into the instance folder's backups/, while the app runs."""
    settings, database = _settings_and_database("backup")
    try:
        result = back_up(database, settings.backup_dir, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    made = result.backup
    click.echo(f"{made.path} ({made.size / 1_000_000:.1f} MB): {found(result.contents)}")
    if result.dropped:
        click.echo(f"Dropped for their age: {result.dropped}")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    help="Another instance folder than the one of the settings.",
)
@click.option("--replace", is_flag=True, help="Replace the database there; it is kept beside.")
@with_appcontext
def restore_command(file: Path, into: Path | None, *, replace: bool) -> None:
    """Make FILE, a backup, the database of a stopped app; checked first."""
    _, database = _settings_and_database("restore")
    if into is not None:
        database = into.resolve() / "quizapp.sqlite"
    try:
        result = restore(file, database, replaces=replace, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{database}: {found(result.contents)}")
    if result.aside:
        click.echo(f"What was there before is {result.aside}")
    click.echo("`make run` applies the migrations it may still need, and serves it.")


def found(contents: Contents) -> str:
    """Say what a database holds."""
    newest = contents.newest_answer
    parts = [
        _counted(contents.people, "person", "people"),
        _counted(contents.guests, "guest", "guests"),
        _counted(contents.answers, "answer", "answers"),
        f"the newest of {newest:%Y-%m-%d %H:%M} UTC" if newest else "none yet",
    ]
    return f"{', '.join(parts)}; revision {contents.revision}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _settings_and_database(command: str) -> tuple[Settings, Path]:
    settings: Settings = current_app.config["SETTINGS"]
    if settings.sqlite_path is None:
        raise click.ClickException(ON_POSTGRESQL[command])
    return settings, settings.sqlite_path
