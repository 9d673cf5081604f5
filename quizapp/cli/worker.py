"""`flask worker`: sends the mails that wait, for as long as it runs."""

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp.adapters import clock
from quizapp.adapters.mail import SECONDS, NotSent, send_mail
from quizapp.config import MailServer, Settings
from quizapp.core.letters import Site
from quizapp.db import write
from quizapp.db.base import db, db_session
from quizapp.db.queries.mail import waiting_mails
from quizapp.services.outbox import claim_letter, settle_letter

PAUSE = 2.0  # seconds between two looks
NO_SERVER = (
    "No mail server is set (QUIZAPP_MAIL), so nothing is sent. "
    "Forgotten passwords: flask user reset-password."
)


@click.command("worker")
@click.option("--once", is_flag=True, help="Send what is due now, and end.")
@click.option("--list", "lists", is_flag=True, help="Show what waits and why; send nothing.")
@click.option("--with-parent", is_flag=True, help="End with the process that started it.")
@with_appcontext
def worker(*, once: bool, lists: bool, with_parent: bool) -> None:
    """Send the mails that wait, and try again those that were refused."""
    settings: Settings = current_app.config["SETTINGS"]
    if lists:
        return _list()
    if settings.mail is None:
        raise click.ClickException(NO_SERVER)
    if once:
        sent, kept = send_due(settings.mail, Site(settings.app_name, settings.address))
        click.echo(f"{sent} sent, {kept} not sent.")
        return None
    return _run(settings, os.getppid() if with_parent else 0)


def send_due(
    server: MailServer,
    site: Site,
    now: Callable[[], datetime] = clock.now,
    seconds: float = SECONDS,
) -> tuple[int, int]:
    """Send what is due; return how many mails were sent and how many were not."""
    sent = kept = 0
    with write.mode(write.Mode.WRITE):
        while claimed := claim_letter(db_session, site, now=now()):
            fault, is_final = "", False
            try:
                send_mail(
                    server, site.name, claimed.letter, claimed.address, at=now(), seconds=seconds
                )
            except NotSent as refusal:
                fault, is_final = str(refusal), refusal.is_final
            settle_letter(db_session, claimed.outbox_id, now=now(), fault=fault, is_final=is_final)
            sent, kept = sent + (not fault), kept + bool(fault)
        db.session.remove()
    return sent, kept


def _run(settings: Settings, parent: int) -> None:
    """Look for mails until SIGTERM or Ctrl+C; the one under way is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if settings.mail is None:
        return
    site = Site(settings.app_name, settings.address)
    click.echo(f"Sending mails by {settings.mail.host}. Ctrl+C stops.")
    while not stop.is_set() and (not parent or os.getppid() == parent):
        try:
            send_due(settings.mail, site)
        except Exception as fault:  # noqa: BLE001 - the database may be away for a while
            db.session.remove()
            click.echo(f"Not now: {fault}", err=True)
        stop.wait(PAUSE)


def _list() -> None:
    rows = waiting_mails(db_session)
    for row in rows:
        what = f"given up {row.given_up_at:%Y-%m-%d %H:%M}" if row.given_up_at else "waits"
        click.echo(f"{row.outbox_id}  {row.kind}  {what}  tries: {row.tries}  {row.fault}".rstrip())
    click.echo(f"{len(rows)} {'mail' if len(rows) == 1 else 'mails'}.")
