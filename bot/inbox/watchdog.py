"""A press that does not end ends the process: the next one counts it, goes on with the others and parks it in time."""

import asyncio
import faulthandler
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.pause import pause

log = structlog.get_logger()

PRESS_SECONDS = 20.0
CHECK_SECONDS = 1.0
EXIT_CODE = 1


def end_process() -> None:
    """End the process at once, as kill -9 does; the log gets where each thread stands."""
    faulthandler.dump_traceback()
    os._exit(EXIT_CODE)


class Watchdog:
    """Knows the presses in hand and ends the process when one is `limit` seconds old.

    While the loop runs, its check does it. When a press keeps the loop or Python's lock, a timer of C does, which each
    check sets again. Without presses no timer runs: a process that was frozen meanwhile goes on.
    """

    def __init__(
        self,
        limit: float = PRESS_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        end: Callable[[], None] = end_process,
    ) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._end = end
        self._begun: dict[int, float] = {}
        """When each press in hand has begun, the oldest first."""
        self._lock = threading.Lock()
        self._is_running = False
        self._is_armed = False

    @contextmanager
    def in_hand(self, number: int) -> Iterator[None]:
        """Watch a press whose transaction has begun; from any thread."""
        with self._lock:
            self._begun[number] = self._monotonic()
            if self._is_running and not self._is_armed:
                self._arm()
        try:
            yield
        finally:
            with self._lock:
                del self._begun[number]

    async def run(self, stop: asyncio.Event) -> None:
        """Check once a second. The timer still runs afterwards, for presses that are finished while the bot stops."""
        self._is_running = True
        while not stop.is_set():
            self.check()
            await pause(CHECK_SECONDS, stop)

    def check(self) -> None:
        """End the process if the oldest press is too old, otherwise set the timer again or stop it."""
        with self._lock:
            number, since = next(iter(self._begun.items()), (0, None))
            if since is None:
                self.close()
                return
            seconds = self._monotonic() - since
            if seconds < self._limit:
                self._arm()
                return
        log.critical("a press does not end, the process does", number=number, seconds=round(seconds, 1))
        self._end()

    def close(self) -> None:
        """Stop the timer."""
        faulthandler.cancel_dump_traceback_later()
        self._is_armed = False

    def _arm(self) -> None:
        faulthandler.dump_traceback_later(self._limit + CHECK_SECONDS, exit=True)
        self._is_armed = True
