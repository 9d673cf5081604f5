"""Mails that wait to be sent, and the links in those that were."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.base import Base


class Outbox(Base):
    """A mail to be written and sent. It holds no secret: a link's token is made when it is sent.

    A mail that was sent has no row any more.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(254))
    # The account that it is about; none where only the sending may find out whether there is one.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # when it is tried next
    tries: Mapped[int] = mapped_column(default=0)
    given_up_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(200), default="")  # what the server said last


class AccountToken(Base):
    """What a link or a half-finished sign-in proves, once. Only the token's hash is here."""

    __tablename__ = "account_tokens"
    __table_args__ = (Index(None, "user_id"),)

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(254), default="")  # that the link was sent to
    expires_at: Mapped[datetime]
