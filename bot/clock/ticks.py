"""Time enters here: the machine's clock or a rehearsal's, and the tick that lets the services look for what is due."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.job import Job
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.clock import rehearsal
from bot.database.engine import Database
from bot.inbox import rows as inbox_rows
from bot.logs import describe_error
from bot.outbox import broadcast_progress as progress
from bot.outbox import rows as outbox
from services.attendance.closing import finalize_due
from services.correspondence.broadcasts import run_broadcasts
from services.delivery.alarms import raise_alarms
from services.delivery.undelivered import mark_undelivered
from services.events.waiting_list import expire_offers
from services.recognition.card import delete_expired_prints
from services.reminders.run import run_reminders

log = structlog.get_logger()

TICK_SECONDS = 15
CLOCK_POLL_SECONDS = 0.2

Tick = Callable[[Session, datetime], None]

TICKS: tuple[Tick, ...] = (
    expire_offers,
    run_reminders,
    run_broadcasts,
    progress.show_progress,
    finalize_due,
    delete_expired_prints,
    mark_undelivered,
    raise_alarms,
    inbox_rows.purge,
    outbox.purge,
)
"""Each runs in a transaction of its own at every tick and must find nothing to do the second time. Nothing is purged
that the alarms have not seen."""


class Clock(Protocol):
    """Where the bot's time comes from; `now` is aware and in UTC."""

    def now(self) -> datetime: ...


class MachineClock:
    """The time of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class RehearsalClock:
    """A clock that began at CLOCK_START on a new database and can be moved on; its offset outlives restarts."""

    def __init__(self, database: Database, start: datetime) -> None:
        self._database = database
        self._start = start
        self._offset = start - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def wind(self) -> None:
        """Take the offset from the database; a new one begins at the start that the settings name."""
        self._offset = await self._database.run(rehearsal.wind, self._start)

    async def watch(self, moved: Callable[[], None], stop: asyncio.Event) -> None:
        """Notice that somebody moved the clock; `moved` is called after each change."""
        while not stop.is_set():
            try:
                offset = await self._database.read(rehearsal.offset)
                if offset is not None and offset != self._offset:
                    self._offset = offset
                    moved()
            except SQLAlchemyError as error:
                log.error("clock unavailable", error=describe_error(error))
            await asyncio.sleep(CLOCK_POLL_SECONDS)


async def keep_ticking(job: Job, stop: asyncio.Event) -> None:
    """APScheduler goes by the machine's clock: when that is set back, the next tick would be as far away."""
    while not stop.is_set():
        now = datetime.now(UTC)
        if job.next_run_time - now > timedelta(seconds=2 * TICK_SECONDS):
            log.warning("the machine's clock was set back")
            job.modify(next_run_time=now)
        try:
            await asyncio.wait_for(stop.wait(), TICK_SECONDS)
        except TimeoutError:
            continue


class Ticker:
    """Runs `beat` and then TICKS; a failing one is logged and harms no other."""

    def __init__(self, database: Database, now: Callable[[], datetime], beat: Tick) -> None:
        self.last: datetime | None = None
        self._database = database
        self._now = now
        self._beat = beat
        self._turn = asyncio.Lock()

    async def tick(self) -> None:
        async with self._turn:
            now = self._now()
            crash.passes("tick-begun")
            for tick in (self._beat, *TICKS):
                try:
                    await self._database.run(tick, now)
                    crash.passes("tick-worked")
                except Exception as error:  # noqa: BLE001 - one subject's fault must not stop the clock of the others
                    log.error("tick failed", tick=f"{tick.__module__}.{tick.__name__}", error=describe_error(error))
            self.last = now
            crash.passes("tick-done")

    def is_due(self) -> bool:
        """Whether the time of a tick has passed since the last one."""
        return self.last is None or self._now() - self.last >= timedelta(seconds=TICK_SECONDS)
