"""What the running bot tells of itself, and what the admins have been told of it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Heartbeat(Base):
    """What the bot last told of itself, at every tick. One row, id 1; counts begin anew with each start."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    awake_since: Mapped[datetime]
    """Since then no tick was missed: what waited longer waited for a bot that was not there."""
    ticked_at: Mapped[datetime]
    held: Mapped[int] = mapped_column(default=0)
    """How often Telegram asked to wait (429)."""
    longest_wait: Mapped[int] = mapped_column(default=0)
    """The longest time, in seconds, that Telegram asked for since the tick before."""
    longest_away: Mapped[int] = mapped_column(default=0)
    """The longest time, in seconds, for which updates could not be stored since the tick before."""
    dropped: Mapped[int] = mapped_column(default=0)
    """Updates not heard: too many from one account or one chat."""


class AlarmTold(Base):
    """When the admins last heard of one kind of trouble."""

    __tablename__ = "alarm_told"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    told_at: Mapped[datetime]
