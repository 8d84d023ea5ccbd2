"""The source of the bot's time: the machine, or a rehearsal's clock that can be moved."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import rehearsal
from bot.database.engine import Database
from bot.logs import describe_error
from bot.pause import pause

log = structlog.get_logger()

POLL_SECONDS = 0.2


class Clock(Protocol):
    """`now` is aware and in UTC."""

    def now(self) -> datetime: ...


class MachineClock:
    """The time of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class RehearsalClock:
    """A clock that begins at CLOCK_START on a new database and can be moved; its offset survives restarts."""

    def __init__(self, database: Database, start: datetime) -> None:
        self._database = database
        self._start = start
        self._offset = start - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def load(self) -> None:
        """Take the offset from the database, or store one that begins at the start."""
        self._offset = await self._database.run(rehearsal.ensure_offset, self._start)

    async def watch(self, on_move: Callable[[], None], stop: asyncio.Event) -> None:
        """Call `on_move` after each time that the clock was moved from outside."""
        while not stop.is_set():
            try:
                offset = await self._database.read(rehearsal.offset)
                if offset is not None and offset != self._offset:
                    self._offset = offset
                    on_move()
            except SQLAlchemyError as error:
                log.error("clock unavailable", error=describe_error(error))
            await pause(POLL_SECONDS, stop)
