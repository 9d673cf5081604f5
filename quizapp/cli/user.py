"""`flask user`: make accounts and reset passwords, for the operator."""

import click
from flask import current_app
from flask.cli import AppGroup

from quizapp.adapters import clock
from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.accounts import create_user, reset_password
from quizapp.services.errors import ServiceError
from quizapp.services.leaving import delete_leavers

group = AppGroup("user", help="Make accounts and reset passwords.")
password_option = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="15 characters or more.",
)


@group.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="learner")
@password_option
def create(email: str, role: str, password: str) -> None:
    """Make an account for EMAIL."""
    zone = current_app.config["SETTINGS"].default_zone
    try:
        with write.mode(write.Mode.WRITE):
            create_user(db_session, email, password, role=Role(role), zone=zone, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{role} {email} can sign in now.")


@group.command("delete-leavers")
def leavers() -> None:
    """Delete the accounts whose owners asked for it a week ago or longer."""
    with write.mode(write.Mode.WRITE):
        count = delete_leavers(db_session, now=clock.now())
    click.echo(f"{count} {'account' if count == 1 else 'accounts'} deleted.")


@group.command("reset-password")
@click.argument("email")
@password_option
def reset(email: str, password: str) -> None:
    """Set a new password for EMAIL and end its login sessions."""
    try:
        with write.mode(write.Mode.WRITE):
            reset_password(db_session, email, password)
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{email} can sign in with the new password. All its browsers are signed out.")
