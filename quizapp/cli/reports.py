"""`flask bank reports` and `flask bank settle`: what learners say is wrong, and the answer."""

import textwrap

import click
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.core.report import ReportOutcome
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.db.queries.marks import OpenReportRow, open_reports
from quizapp.services.errors import ServiceError
from quizapp.services.reports import settle_report


@click.command("reports")
@click.argument("bank", required=False, default="")
@with_appcontext
def reports(bank: str) -> None:
    """List the open reports on BANK, or on all banks, oldest first; nobody is named."""
    rows = open_reports(db_session, bank)
    for row in rows:
        click.echo(_lines(row))
    click.echo(f"{len(rows)} open")


@click.command("settle")
@click.argument("report_id", metavar="ID", type=int)
@click.option("--because", required=True, help="What became of it; the learner reads it.")
@click.option(
    "--as",
    "outcome",
    type=click.Choice(list(ReportOutcome)),
    default=ReportOutcome.ANSWERED,
    help="Whether the question was fixed, the learner answered, or the report declined.",
)
@with_appcontext
def settle(report_id: int, because: str, outcome: str) -> None:
    """Close the report ID with a reason."""
    try:
        with write.mode(write.Mode.WRITE):
            settle_report(db_session, report_id, because, outcome=outcome, now=clock.now())
    except ServiceError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"report {report_id}: settled")


def _lines(row: OpenReportRow) -> str:
    where = f"{row.bank_slug}/{row.ref}, revision {row.revision}"
    lines = [f"{row.report_id}  {row.created_at:%Y-%m-%d}  {where}: {row.reason}"]
    if row.chosen:
        lines.append("answered: " + "; ".join(choice["text"] for choice in row.chosen))
    lines += row.text.splitlines()
    return lines[0] + "".join(f"\n{textwrap.indent(line, '    ')}" for line in lines[1:])
