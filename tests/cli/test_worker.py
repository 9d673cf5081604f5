"""`flask worker`: mails reach a real server, and come again where it refuses or is silent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest
from flask import Flask

from quizapp.cli.worker import send_due
from quizapp.config import MailServer
from quizapp.core.letters import Site
from quizapp.db import write
from quizapp.db.base import db_session
from quizapp.db.models.mail import AccountToken, Outbox
from quizapp.db.queries.mail import MailRow, waiting_mails
from quizapp.services.outbox import claim_letter
from quizapp.services.passwords import ask_reset
from tests.factories import FakeClock, make_person
from tests.mail_peer import SENDER, Mailbox, mail_server, silent_server
from tests.services.study_room import StudyRoom, acting

SITE = Site("Alliance", "https://quiz.example.org")


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[MailServer]:
    with mail_server(mailbox) as server:
        yield server


def ask(app: Flask, clock: FakeClock, *emails: str) -> None:
    for email in emails:
        with acting(app) as session:
            ask_reset(session, email, now=clock())


def send(app: Flask, clock: FakeClock, server: MailServer, seconds: float = 5) -> tuple[int, int]:
    with app.app_context():
        return send_due(server, SITE, clock, seconds)


def waiting(app: Flask) -> list[MailRow]:
    with acting(app, write.Mode.READ) as session:
        return waiting_mails(session)


@pytest.mark.db
def test_a_mail_reaches_the_server_once(
    app: Flask, clock: FakeClock, mailbox: Mailbox, server: MailServer
) -> None:
    alice, bob = make_person(app, "Alice"), make_person(app, "Bob")
    ask(app, clock, alice.email, "nobody@example.org", bob.email)
    assert send(app, clock, server) == (2, 0)
    assert mailbox.recipients == [[alice.email], [bob.email]]
    mail = mailbox.mails[0]
    assert (mail["To"], mail["From"]) == (alice.email, f"Alliance <{SENDER}>")
    assert mail["Subject"] == "Choose a new password (Alliance)"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == clock()
    assert mailbox.link(SITE.address + "/reset")
    assert waiting(app) == []
    assert send(app, clock, server) == (0, 0)


@pytest.mark.db
def test_a_refused_mail_comes_again_later_and_later(
    app: Flask, clock: FakeClock, mailbox: Mailbox, server: MailServer
) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    mailbox.refusal = "451 Come again later"
    assert send(app, clock, server) == (0, 1)
    waits = []
    for _ in range(4):
        before = clock()
        while send(app, clock, server) == (0, 0):
            clock.forward(minutes=1)
        waits.append((clock() - before) // timedelta(minutes=1))
    [row] = waiting(app)
    assert row.fault == "451 Come again later"
    assert waits == [1, 2, 4, 8]
    mailbox.refusal = ""
    clock.forward(hours=4)
    assert send(app, clock, server) == (1, 0)
    assert waiting(app) == []


def test_a_mail_that_is_refused_for_good_is_given_up(
    app: Flask, clock: FakeClock, mailbox: Mailbox, server: MailServer
) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    mailbox.refusal = "550 No such mailbox"
    assert send(app, clock, server) == (0, 1)
    [row] = waiting(app)
    assert row.given_up_at == clock()
    mailbox.refusal = ""
    clock.forward(days=2)
    assert send(app, clock, server) == (0, 0)
    clock.forward(days=30)
    send(app, clock, server)
    assert waiting(app) == [], "and forgotten"


def test_a_mail_is_given_up_after_a_day(
    app: Flask, clock: FakeClock, mailbox: Mailbox, server: MailServer
) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    mailbox.refusal = "451 Come again later"
    for _ in range(60):
        send(app, clock, server)
        clock.forward(hours=1)
    [row] = waiting(app)
    assert row.given_up_at is not None
    assert 8 <= row.tries <= 16


def test_a_server_that_never_replies_holds_up_nobody(app: Flask, clock: FakeClock) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    with silent_server() as silent:
        began = monotonic()
        assert send(app, clock, silent, seconds=0.3) == (0, 1)
        assert monotonic() - began < 10
    [row] = waiting(app)
    assert "timed out" in row.fault
    assert row.given_up_at is None


def test_a_server_that_is_not_there(
    app: Flask, clock: FakeClock, mailbox: Mailbox, server: MailServer
) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    with silent_server() as gone:
        pass
    assert send(app, clock, gone) == (0, 1)
    clock.forward(minutes=1)
    assert send(app, clock, server) == (1, 0)
    assert len(mailbox.mails) == 1


def test_no_mail_in_the_clear_where_tls_is_wanted(
    app: Flask, clock: FakeClock, mailbox: Mailbox, server: MailServer
) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    for scheme in ("smtp", "smtps"):
        assert send(app, clock, replace(server, scheme=scheme)) == (0, 1), scheme
        clock.forward(hours=4)
    assert mailbox.mails == []


@pytest.mark.db
def test_what_one_worker_sends_no_other_takes(app: Flask, clock: FakeClock) -> None:
    ask(app, clock, make_person(app, "Alice").email)
    with acting(app) as session:
        assert claim_letter(session, SITE, now=clock())
    with acting(app) as session:
        assert claim_letter(session, SITE, now=clock()) is None
    clock.forward(minutes=1)  # the first one was killed in the middle
    with acting(app) as session:
        assert claim_letter(session, SITE, now=clock())
    room = StudyRoom(app, clock)
    assert (room.rows(Outbox), room.rows(AccountToken)) == (1, 1)


def test_the_command_sends_what_is_due(app: Flask, mailbox: Mailbox, server: MailServer) -> None:
    make_person(app, "Alice")
    with acting(app):
        ask_reset(db_session, "alice@example.org", now=FakeClock()())
    result = app.test_cli_runner().invoke(args=["worker", "--list"])
    assert result.output.endswith("1  reset  waits  tries: 0\n1 mail.\n")
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], mail=server, address="https://quiz.example.org"
    )
    result = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert result.output == "1 sent, 0 not sent.\n", result.output
    assert len(mailbox.mails) == 1


def test_without_a_server_the_command_says_so(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["worker"])
    assert result.exit_code == 1
    assert "QUIZAPP_MAIL" in result.output
    assert "reset-password" in result.output
