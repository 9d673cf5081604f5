"""`flask bank stats`: which questions need a look, as first answers of learners say."""

import csv
import sys
from collections.abc import Sequence
from datetime import datetime

import click
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.core.analysis.item_findings import Finding, findings, option_names, sentence, trouble
from quizapp.core.analysis.item_stats import FEWEST, ItemStatistics
from quizapp.core.analysis.item_table import HEAD, cells_of
from quizapp.db.base import db, db_session
from quizapp.db.queries.item_analysis import (
    ItemFiguresRow,
    bank_ids,
    item_figures,
    live_bodies,
)
from quizapp.services.errors import ServiceError
from quizapp.services.item_analysis import refresh_summaries


@click.command("stats")
@click.argument("bank")
@click.option("--csv", "is_csv", is_flag=True, help="All figures, as a table.")
@with_appcontext
def stats(bank: str, *, is_csv: bool) -> None:
    """Count the first answers to BANK anew, and say which questions need a look, the worst first.

    Nothing is told of questions with fewer than ten learners.
    """
    try:
        learners = refresh_summaries(db_session, bank, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    rows = item_figures(db_session, bank_ids(db_session)[bank])
    found = [(row, findings(row.figures) if row.figures else []) for row in rows]
    found.sort(key=lambda one: trouble(one[1], one[0].figures))
    if is_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(HEAD)
        writer.writerows(cells_of(row.ref, row.kind, row.n, row.figures) for row, _ in found)
        return
    click.echo(f"{bank}: first answers of {learners} learners")
    _tell(found)


def count_every_bank(now: datetime) -> int:
    """Count the first answers to every bank; return how many banks there are."""
    slugs = list(bank_ids(db_session))
    for slug in slugs:
        refresh_summaries(db_session, slug, now=now)
        db.session.remove()
    return len(slugs)


def _tell(found: Sequence[tuple[ItemFiguresRow, list[Finding]]]) -> None:
    bodies = live_bodies(db_session, [row.item_id for row, _ in found])
    for row, wrong in found:
        if row.figures is None:
            continue
        click.echo(f"{row.ref}: {_figures(row.figures)}")
        names = option_names(bodies[row.item_id]["options"])
        for one in wrong:
            click.echo(f"    {sentence(one, names)}")
    few = [row for row, _ in found if row.figures is None]
    if few:
        listed = ", ".join(f"{row.ref} ({row.n})" for row in few)
        click.echo(f"too few answers, below {FEWEST} learners: {listed}")


def _figures(figures: ItemStatistics) -> str:
    low, high = figures.facility_interval
    told = f"{figures.n} learners, right {figures.facility:.0%} ({low:.0%} to {high:.0%})"
    around = figures.r_interval
    if figures.r is not None and around is not None:
        told += f", r {figures.r:.2f} ({around[0]:.2f} to {around[1]:.2f})"
    return f"{told}, median {figures.median_seconds:.0f} s"
