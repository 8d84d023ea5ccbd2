"""The tick: every few seconds each service looks for what has become due."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog
from apscheduler.job import Job
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.clock.heartbeat import Pulse, write_heartbeat
from bot.database.engine import Database
from bot.inbox import rows as inbox_rows
from bot.logs import describe_error
from bot.outbox import rows as outbox_rows
from bot.outbox.broadcast_progress import show_progress
from bot.pause import pause
from services.attendance.closing import finalize_due
from services.correspondence.broadcasts import run_broadcasts
from services.delivery.alarms import raise_alarms
from services.delivery.undelivered import mark_undelivered
from services.events.waiting_list import expire_offers
from services.recognition.card import delete_expired_prints
from services.reminders.run import run_reminders

log = structlog.get_logger()

TICK_SECONDS = 15.0

T = TypeVar("T")
Tick = Callable[[Session, datetime], bool | None]
"""A tick with much to do does a part of it and returns True: it is run again at once, after the presses that wait."""

TICKS: tuple[Tick, ...] = (
    expire_offers,
    run_reminders,
    run_broadcasts,
    show_progress,
    finalize_due,
    delete_expired_prints,
    mark_undelivered,
    raise_alarms,
    inbox_rows.purge,
    outbox_rows.purge,
)
"""Each runs in transactions of its own and must find nothing to do when all is done. The purges come after the alarms,
which count the rows."""


class Ticker:
    """Writes the heartbeat, then runs the ticks; one that fails is logged and harms no other."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        pulse: Pulse,
        ticks: tuple[Tick, ...] = TICKS,
    ) -> None:
        self._database = database
        self._now = now
        self._pulse = pulse
        self._ticks = ticks
        self._last: datetime | None = None
        self._ticking = asyncio.Lock()

    async def tick(self) -> None:
        async with self._ticking:
            now = self._now()
            crash.passes("tick-begun")
            await self._try(write_heartbeat, self._pulse.beat(now))
            for tick in self._ticks:
                await self._try(tick, now)
            self._last = now
            crash.passes("tick-done")

    async def _try(self, tick: Callable[[Session, T], bool | None], argument: T) -> None:
        more = True
        try:
            while more:
                more = bool(await self._database.run(tick, argument))
                crash.passes("tick-worked")
        except Exception as error:  # noqa: BLE001 - one subject's fault must not stop the clock of the others
            log.error("tick failed", tick=f"{tick.__module__}.{tick.__name__}", error=describe_error(error))

    def is_due(self) -> bool:
        """Whether the time of a tick has passed since the last one."""
        return self._last is None or self._now() - self._last >= timedelta(seconds=TICK_SECONDS)


async def keep_ticking(job: Job, stop: asyncio.Event, tick_seconds: float = TICK_SECONDS) -> None:
    """Repair APScheduler's next tick: after the machine's clock is set back, it would be as far away as that step."""
    while not stop.is_set():
        now = datetime.now(UTC)
        if job.next_run_time - now > timedelta(seconds=2 * tick_seconds):
            log.warning("the machine's clock was set back")
            job.modify(next_run_time=now)
        await pause(tick_seconds, stop)
