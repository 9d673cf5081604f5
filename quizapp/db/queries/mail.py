"""Mails that were not sent yet, for the operator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.db.models.mail import Outbox


@dataclass(frozen=True, slots=True)
class MailRow:
    outbox_id: int
    kind: str
    tries: int
    given_up_at: datetime | None
    fault: str


def waiting_mails(db_session: Session) -> list[MailRow]:
    """Return what waits to be sent or was given up, oldest first. It names nobody."""
    columns = (Outbox.id, Outbox.kind, Outbox.tries, Outbox.given_up_at, Outbox.fault)
    return [MailRow(*row) for row in db_session.execute(select(*columns).order_by(Outbox.id))]
