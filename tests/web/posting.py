"""An app that can send mail, and the mailbox that it reaches."""

from dataclasses import replace

from flask import Flask

from quizapp.app import create_app
from quizapp.cli.worker import send_due
from quizapp.config import MailServer, Settings
from quizapp.core.letters import Site
from tests.mail_peer import Mailbox

ADDRESS = "https://quiz.example.org"
NEW = "another row of plain words"


class Post:
    """An app that can send mail, and the mailbox that it reaches."""

    def __init__(self, app: Flask, server: MailServer, mailbox: Mailbox) -> None:
        self.app, self.server, self.mailbox = app, server, mailbox

    def deliver(self) -> int:
        """Send what waits; return how many mails were sent."""
        with self.app.app_context():
            settings: Settings = self.app.config["SETTINGS"]
            site = Site(settings.app_name, settings.address)
            return send_due(self.server, site, self.app.config["CLOCK"], 5)[0]


def with_mail(app: Flask, server: MailServer) -> Flask:
    """Return the app as it is with a mail server, on the same database."""
    settings: Settings = app.config["SETTINGS"]
    made = create_app(replace(settings, mail=server, address=ADDRESS))
    made.config["CLOCK"] = app.config["CLOCK"]
    return made
