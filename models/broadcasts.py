"""Texts of the staff to many people at once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class BroadcastState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class AudienceKind(StrEnum):
    ALL = "all"
    POSTS = "posts"
    STATUSES = "statuses"
    ORGANIZATION = "organization"
    EVENT = "event"


class Broadcast(Base):
    """A text sent to everybody of an audience who had an account when it was written.

    Each receiver gets one row of the outbox, enqueued a batch at a time in the order of account ids. Results are
    counted from those rows.
    """

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[AudienceKind]
    chosen: Mapped[list[str]]
    """Codes of posts or statuses, or the id of one organization or event; empty for everybody."""
    state: Mapped[BroadcastState] = mapped_column(default=BroadcastState.RUNNING, index=True)
    people: Mapped[int]
    """Number of receivers: expected when it starts, actual once it has ended."""
    reached_id: Mapped[int] = mapped_column(default=0)
    """Last account whose row is enqueued."""
    last_id: Mapped[int]
    """Last account to enqueue."""
    written_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Rows not sent by then expire; resuming after a pause sets a new time."""
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the author was sent the final numbers."""
    message_id: Mapped[str | None] = mapped_column(String(64))
    """Message in the author's chat that shows the progress."""
    message_order: Mapped[int | None] = mapped_column(BigInteger)
    """Its place among the chat's messages: later ones have greater orders."""
    shown: Mapped[str] = mapped_column(String(120), default="")
    """Numbers last shown there; the message is edited only when they change."""
    shown_times: Mapped[int] = mapped_column(default=0)
