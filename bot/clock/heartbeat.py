"""The heartbeat row: state that the bot holds in memory, written at every tick for alarms and `centrik doctor`."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.inbox.queue import Inbox
from bot.pace import Pace
from models import Heartbeat

SLEEP_GAP = timedelta(minutes=1)
"""A longer time between two ticks means that the machine slept or that its clock was moved."""


class Pulse:
    """The state in memory that the heartbeat shows, read on the loop at the beginning of every tick."""

    def __init__(self, inbox: Inbox, pace: Pace) -> None:
        self._inbox = inbox
        self._pace = pace
        self._started: datetime | None = None
        self._awake_since: datetime | None = None
        self._last: datetime | None = None

    def beat(self, now: datetime) -> Heartbeat:
        """Return the row of this moment."""
        if self._last is None or not timedelta(0) <= now - self._last <= SLEEP_GAP:
            self._awake_since = now
        self._started = self._started or now
        self._last = now
        return Heartbeat(
            id=1,
            started_at=self._started,
            awake_since=self._awake_since or now,
            ticked_at=now,
            held=self._pace.times_limited,
            longest_wait=int(self._pace.take_longest_wait()),
            longest_away=int(self._inbox.outage.take_longest()),
            dropped=self._inbox.dropped.total(),
            stopped_at=None,
        )


def write_heartbeat(db: Session, heartbeat: Heartbeat) -> None:
    db.merge(heartbeat)


def note_start(db: Session, now: datetime) -> bool:
    """Note that the bot runs; return whether the one before was killed."""
    heartbeat = db.get(Heartbeat, 1)
    if heartbeat is None:
        db.add(Heartbeat(id=1, started_at=now, awake_since=now, ticked_at=now))
        return False
    was_killed = heartbeat.stopped_at is None
    heartbeat.stopped_at = None
    return was_killed


def note_stop(db: Session, now: datetime) -> None:
    """Note that the bot stops in good order."""
    db.execute(update(Heartbeat).values(stopped_at=now))
