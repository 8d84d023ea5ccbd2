"""Health of the running bot, and the last alarms to the admins."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Heartbeat(Base):
    """Health of the bot, written at every tick. One row, id 1; counts start at zero with every start."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    awake_since: Mapped[datetime]
    """No tick has been missed since then; messages older than this waited while the bot was down."""
    ticked_at: Mapped[datetime]
    held: Mapped[int] = mapped_column(default=0)
    """Number of times Telegram asked to wait (429)."""
    longest_wait: Mapped[int] = mapped_column(default=0)
    """Longest wait, in seconds, that Telegram has asked for since the previous tick."""
    longest_away: Mapped[int] = mapped_column(default=0)
    """Longest time, in seconds, for which updates could not be stored since the previous tick."""
    dropped: Mapped[int] = mapped_column(default=0)
    """Updates dropped as flood of one account or chat."""
    stopped_at: Mapped[datetime | None]
    """When the bot stopped in good order; None while it runs, and after it was killed."""


class LastAlarm(Base):
    """The last alarm of one kind that was sent to the admins."""

    __tablename__ = "alarm_told"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    told_at: Mapped[datetime]
