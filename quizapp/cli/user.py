"""`flask user`: make accounts and reset passwords, for the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from quizapp.adapters import clock
from quizapp.config import Settings
from quizapp.core.access import Role
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.accounts import create_user
from quizapp.services.emails import set_email
from quizapp.services.errors import ServiceError
from quizapp.services.leaving import delete_leavers
from quizapp.services.passwords import reset_password
from quizapp.services.second_factors import reset_factor

group = AppGroup("user", help="Make accounts and reset passwords.")
NO_MAIL = (
    "No mail server is set (QUIZAPP_MAIL): whoever forgets a password has to ask you, and you "
    "run `flask user reset-password`."
)
password_option = click.option(
    "--password",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="15 characters or more.",
)


@contextmanager
def refusals_explained() -> Iterator[None]:
    """Write, and turn what a service refuses into one line."""
    try:
        with write.mode(write.Mode.WRITE):
            yield
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault


@group.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="learner")
@password_option
def create(email: str, role: str, password: str) -> None:
    """Make an account for EMAIL."""
    settings: Settings = current_app.config["SETTINGS"]
    with refusals_explained():
        create_user(
            db_session,
            email,
            password,
            role=Role(role),
            zone=settings.default_zone,
            now=clock.now(),
            site=settings.app_name,
        )
    click.echo(f"{role} {email} can sign in now.")
    if settings.mail is None:
        click.echo(NO_MAIL)


@group.command("change-email")
@click.argument("email")
@click.argument("new")
def change_email(email: str, new: str) -> None:
    """Give the account of EMAIL the address NEW."""
    with refusals_explained():
        address = set_email(db_session, email, new)
    click.echo(f"The account of {email} is now that of {address}.")


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
    site = current_app.config["SETTINGS"].app_name
    with refusals_explained():
        reset_password(db_session, email, password, site=site)
    click.echo(f"{email} can sign in with the new password. All its browsers are signed out.")


@group.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Ask EMAIL for the password alone again: phone and recovery codes are gone."""
    with refusals_explained():
        reset_factor(db_session, email)
    click.echo(f"{email} can sign in with the password alone.")
