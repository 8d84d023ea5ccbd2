"""Incoming updates."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    PARKED = "parked"


class InboxUpdate(Base):
    """A raw update, stored before it is confirmed to Telegram; its JSON is erased once it is done."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_state_update", "state", "update_id"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_key: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
