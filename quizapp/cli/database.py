"""`flask copy-database`: an instance moved from SQLite to PostgreSQL."""

import time
from collections.abc import Sequence

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp.config import Settings
from quizapp.db.base import db
from quizapp.services.database_copy import Progress, TableResult, copy_database
from quizapp.services.errors import ServiceError

SECONDS_A_LINE = 1.0


@click.command("copy-database")
@click.option("--to", required=True, metavar="URL", help="Like postgresql://user@host/alliance.")
@with_appcontext
def copy_database_command(to: str) -> None:
    """Copy the SQLite database of a stopped app to an empty PostgreSQL database; compare all rows.

    Run again after an interruption, it goes on. Ends with 1 where a row differs.
    """
    settings: Settings = current_app.config["SETTINGS"]
    click.echo("Nothing can be written to the SQLite database meanwhile.")
    try:
        tables = copy_database(db.engine, settings, to, Told())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    for line in table_lines(tables):
        click.echo(line)
    differing = [table.name for table in tables if not table.is_equal]
    if differing:
        raise click.ClickException(
            f"These differ: {', '.join(differing)}. Use the copy for nothing."
        )
    click.echo("Every row is equal. Name the copy in QUIZAPP_DATABASE and keep the same secret.")


class Told:
    """Prints how far it is: a line a second, and the last of each step."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        is_last = progress.done == progress.total
        if time.monotonic() < self._next and not is_last:
            return
        self._next = time.monotonic() + SECONDS_A_LINE
        share = progress.done * 100 // (progress.total or 1)
        click.echo(
            f"{progress.step} {progress.table}: {progress.done:,} of {progress.total:,} rows"
            f" in all, {share} %"
        )


def table_lines(tables: Sequence[TableResult]) -> list[str]:
    """Return a line a table: rows and checksums here and there, and whether they are equal."""
    lines = [f"{'table':20} {'rows here':>12} {'rows there':>12}  checksums"]
    lines += [
        f"{one.name:20} {one.here.rows:12,} {one.there.rows:12,}  "
        f"{one.here.checksum[:16]} {one.there.checksum[:16]} "
        f"{'equal' if one.is_equal else 'DIFFERS'}"
        for one in tables
    ]
    return lines
