"""`flask study`: prove that every card follows from the log."""

import click
from flask.cli import AppGroup

from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.services.study_log import check_cards, rebuild_cards

group = AppGroup("study", help="Look after learners' cards.")


@group.command("rebuild")
@click.option("--check", is_flag=True, help="Only compare; exit with 1 where a card differs.")
def rebuild(*, check: bool) -> None:
    """Recompute every card from the answers in the log."""
    if check:
        result = check_cards(db_session)
    else:
        with write.mode(write.Mode.WRITE):
            result = rebuild_cards(db_session)
    done = "differ" if check else "rebuilt"
    click.echo(f"{result.answers} answers, {result.cards} cards, {len(result.differing)} {done}")
    if check and result.differing:
        raise SystemExit(1)
