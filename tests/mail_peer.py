"""Mail servers for the tests: one that takes mails, one that refuses, one that never replies."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from quizapp.config import MailServer

SENDER = "alliance@example.org"


@dataclass
class Mailbox:
    """What a server took in; `refusal` is said to every mail instead, while it is set."""

    refusal: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail, or refuse it."""
        del server, session
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    def text(self) -> str:
        """Return the text of the mail that came last."""
        return str(self.mails[-1].get_content())

    def link(self, begin: str) -> str:
        """Return the path of the link in the last mail, which starts with `begin`."""
        [line] = [line for line in self.text().splitlines() if line.startswith(f"{begin}/")]
        return line.removeprefix(begin)


class _AnyPort(Controller):
    """Takes the port that the system gives it."""

    def _trigger_server(self) -> None:
        sockets: list[socket.socket] = getattr(self.server, "sockets", [])
        self.port = sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[MailServer]:
    """Run a server that hands what it gets to `mailbox`."""
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield MailServer("smtp+plain", "127.0.0.1", controller.port, SENDER)
    finally:
        controller.stop()


@contextmanager
def silent_server() -> Iterator[MailServer]:
    """Run a server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield MailServer("smtp+plain", "127.0.0.1", listening.getsockname()[1], SENDER)
