"""Outgoing messages, and the files that Telegram knows already."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Lane(StrEnum):
    ANSWER = "answer"
    NOTICE = "notice"


class OutboxState(StrEnum):
    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    UNCLEAR = "unclear"
    FAILED = "failed"
    EXPIRED = "expired"
    DROPPED = "dropped"


UNLISTED = text(
    "listed_at IS NULL AND CASE WHEN kind = 'admin_alarm' THEN 0 WHEN state IN ('expired', 'unclear', 'failed') THEN 1"
    " WHEN state = 'dropped' AND substr(error, 1, 7) = 'blocked' THEN 1 ELSE 0 END = 1"
)
"""Undelivered messages not yet listed for the admins; queries use the same text, so that the index applies."""
LISTED = text("listed_at IS NOT NULL")
ANSWERS = text("kind = 'answer'")


class OutboxMessage(Base):
    """One message to one account: an answer (a rendered screen) or a notice (rendered when it is sent).

    The unique `key` makes enqueuing idempotent. State `dropped`: the notice was no longer true when it was to be sent.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_queue", "state", "lane", "not_before", "id"),
        Index(
            "ix_outbox_broadcast",
            "broadcast_id",
            "state",
            sqlite_where=text("broadcast_id IS NOT NULL"),
            postgresql_where=text("broadcast_id IS NOT NULL"),
        ),
        Index("ix_outbox_unlisted", "id", sqlite_where=UNLISTED, postgresql_where=UNLISTED),
        Index("ix_outbox_listed", "listed_at", sqlite_where=LISTED, postgresql_where=LISTED),
        Index("ix_outbox_answers", "created_at", sqlite_where=ANSWERS, postgresql_where=ANSWERS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    lane: Mapped[Lane]
    kind: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]]
    """Of an answer: the screen and the message it may edit. Of a notice: ids and version."""
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    unclear_attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    message_id: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    """When it was added to the admins' list of undelivered messages."""
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcast.id"))


class UploadedFile(Base):
    """Telegram's id of a file sent before, so that the same bytes are not uploaded again."""

    __tablename__ = "uploaded_file"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(200))
