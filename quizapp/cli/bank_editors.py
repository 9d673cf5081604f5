"""`flask bank editor`: who may change a bank from the browser."""

import click
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.editors import EDITOR, set_editor
from quizapp.services.errors import ServiceError


@click.command("editor")
@click.argument("bank")
@click.argument("email")
@click.option("--owner", "role", flag_value="owner", help="May also say who else may.")
@with_appcontext
def editor(bank: str, email: str, role: str | None) -> None:
    """Let the educator with the address EMAIL change BANK."""
    try:
        with write.mode(write.Mode.WRITE):
            set_editor(db_session, bank, email, role or EDITOR, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{email} can change {bank} now.")
