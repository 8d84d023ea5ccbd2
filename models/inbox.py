"""Incoming updates."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    PARKED = "parked"


ENDED = text("done_at IS NOT NULL")


class InboxUpdate(Base):
    """A raw update, stored before it is confirmed to its messenger; its JSON is erased once it is done.

    Numbers follow the order of arrival and are never given twice.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("messenger", "key"),
        Index("ix_inbox_state_number", "state", "number"),
        Index("ix_inbox_done_at", "done_at", sqlite_where=ENDED, postgresql_where=ENDED),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    messenger: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(64))
    """The messenger's own id of the update."""
    chat_key: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
