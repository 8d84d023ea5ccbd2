"""The heartbeat row: state that the bot holds in memory, written at every tick for alarms and `centrik doctor`."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.inbox.queue import Inbox
from bot.pace import Pace
from models import Heartbeat

SLEEP_GAP = timedelta(minutes=1)
"""A longer time between two ticks means that the machine slept or that its clock was moved."""


class HeartbeatWriter:
    """`write` is the first step of every tick."""

    def __init__(self, inbox: Inbox, pace: Pace) -> None:
        self._inbox = inbox
        self._pace = pace
        self._started: datetime | None = None
        self._awake_since: datetime | None = None
        self._last: datetime | None = None

    def write(self, db: Session, now: datetime) -> None:
        if self._last is None or not timedelta(0) <= now - self._last <= SLEEP_GAP:
            self._awake_since = now
        self._started = self._started or now
        self._last = now
        heartbeat = db.get(Heartbeat, 1) or Heartbeat(id=1)
        heartbeat.started_at, heartbeat.awake_since, heartbeat.ticked_at = self._started, self._awake_since or now, now
        heartbeat.held, heartbeat.longest_wait = self._pace.times_limited, int(self._pace.take_longest_wait())
        heartbeat.longest_away = int(self._inbox.outage.take_longest())
        heartbeat.dropped = self._inbox.dropped.total()
        db.add(heartbeat)
