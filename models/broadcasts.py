"""Words of the staff to many people at once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Big


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
    """A text on its way to everybody of an audience who had an account when it was sent.

    Each receiver gets one row of the outbox that names the broadcast, a batch at a time in the order of account ids;
    `reached_id` is the last account that has one, `last_id` the last that gets one. What became of them is counted
    from those rows.
    """

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[AudienceKind]
    chosen: Mapped[list[str]]
    """Codes of posts or statuses, the one id of an organization or an event; empty for everybody."""
    state: Mapped[BroadcastState] = mapped_column(default=BroadcastState.RUNNING, index=True)
    people: Mapped[int]
    """How many receivers were counted when it was sent; at the end, how many there were."""
    reached_id: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[int]
    written_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Whoever cannot be told until then is not told any more; a pause starts the time anew."""
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the author was given the numbers it ended with."""
    message_id: Mapped[int | None] = mapped_column(Big)
    """The message in the author's chat that goes on showing the progress."""
    shown: Mapped[str] = mapped_column(String(120), default="")
    """The numbers that message last showed: it is edited only when they have changed."""
    shown_times: Mapped[int] = mapped_column(default=0)
