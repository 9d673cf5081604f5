"""Sends one mail by SMTP, and says whether a refusal is for good."""

import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Final

from quizapp.config import MailServer
from quizapp.core.letters import Letter

SECONDS: Final = 20.0  # that a server may take for each reply
_FOR_GOOD: Final = 500  # replies from here on


class NotSent(Exception):  # noqa: N818 - reads as what it is where it is raised
    """The server did not take the mail; `is_final` when another try would end the same."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


def send_mail(
    server: MailServer,
    name: str,
    letter: Letter,
    to: str,
    *,
    at: datetime,
    seconds: float = SECONDS,
) -> None:
    """Send `letter` to the address `to` in the name of `name`; raise NotSent."""
    try:
        message = _message(server, name, letter, to, at)
        with _connected(server, seconds) as smtp:
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(message, server.sender, [to])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        raise NotSent(_said(code, said), is_final=code >= _FOR_GOOD) from refusal
    except smtplib.SMTPAuthenticationError as refusal:
        # The operator can mend a password; the mail is not at fault.
        raise NotSent(_said(refusal.smtp_code, refusal.smtp_error), is_final=False) from refusal
    except smtplib.SMTPResponseException as refusal:
        is_final = refusal.smtp_code >= _FOR_GOOD
        raise NotSent(_said(refusal.smtp_code, refusal.smtp_error), is_final=is_final) from refusal
    except (ValueError, smtplib.SMTPNotSupportedError) as fault:
        raise NotSent(f"This address cannot be written to: {fault}", is_final=True) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise NotSent(str(fault) or type(fault).__name__, is_final=False) from fault


def _message(server: MailServer, name: str, letter: Letter, to: str, at: datetime) -> EmailMessage:
    """Return the mail. Raises ValueError where a line break would get into its head."""
    message = EmailMessage()
    message["From"] = Address(name, addr_spec=server.sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that no absence notice comes back
    message.set_content(letter.text)
    return message


def _connected(server: MailServer, seconds: float) -> smtplib.SMTP:
    # Its own name is not looked up: that can take longer than all the rest.
    own_name = server.sender.rpartition("@")[2]
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            server.host, server.port, own_name, timeout=seconds, context=context
        )
    smtp = smtplib.SMTP(server.host, server.port, own_name, timeout=seconds)
    if server.scheme == "smtp":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException) as fault:
            smtp.close()
            # The operator can mend it; nothing goes out in the clear meanwhile.
            raise NotSent(f"No TLS: {fault}", is_final=False) from fault
    return smtp


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"
