"""`flask demo`: a database to look around in."""

import click
from flask import current_app
from flask.cli import AppGroup

from quizapp.adapters import clock
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.demo import PASSWORD, DemoResult, DemoScale, seed_demo
from quizapp.services.errors import ServiceError

group = AppGroup("demo", help="Fill an empty database with made-up people.")
USUAL = DemoScale()


@group.command("seed")
@click.option("--days", type=click.IntRange(1, 365), default=USUAL.days, show_default=True)
@click.option("--learners", type=click.IntRange(0, 500), default=USUAL.learners, show_default=True)
@click.option("--seed", type=int, default=USUAL.seed, show_default=True)
def seed(days: int, learners: int, seed: int) -> None:
    """Make up learners with weeks of answers. Refuses a database that has people."""
    zone = current_app.config["SETTINGS"].default_zone
    try:
        with write.mode(write.Mode.WRITE):
            scale = DemoScale(days, learners, seed)
            result = seed_demo(db_session, scale, zone=zone, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    for line in _lines(result):
        click.echo(line)


def _lines(result: DemoResult) -> list[str]:
    return [
        (
            f"Made up: {result.learners} learners and an educator, {result.sessions} sessions,"
            f" {result.answers} answers, {result.cards} cards,"
            f" from {result.first_on} to {result.last_on}."
        ),
        f"Sign in with the password: {PASSWORD}",
        *(f"  {email}  {what}" for email, what in result.sign_ins),
        "Nobody in it is real. Do not let others use this database: its password is known.",
    ]
