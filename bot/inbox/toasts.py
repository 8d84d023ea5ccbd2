"""Answers to presses: sent after the commit, outside the lanes, never stored, since a loss does no harm."""

import asyncio
from dataclasses import dataclass
from html import escape

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest, TelegramRetryAfter

from bot import crash_points as crash
from bot.pace import Pace
from bot.telegram import methods as telegram
from screens.screen import Screen

BLANK_DELAY_SECONDS = 1.0
STORE_TIMEOUT_SECONDS = 4.0
SLOT_TIMEOUT_SECONDS = 10.0
REQUEST_TIMEOUT_SECONDS = 10
PARALLEL_CALLS = 200
"""Above it answers wait for a slot; without it messages would find no connection."""
REMEMBERED_PRESSES = 2000
"""Answered presses; one that comes again is not answered again."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ToastTimes:
    """Seconds. `blank_delay`: a press without a toast gets a blank answer then, so that its button stops spinning, and
    a later reason comes as a message. `store_timeout`: a press not stored by then gets an excuse. `slot_timeout`: an
    answer that waited this long for a slot is not sent, since the button has stopped spinning by itself."""

    blank_delay: float = BLANK_DELAY_SECONDS
    store_timeout: float = STORE_TIMEOUT_SECONDS
    slot_timeout: float = SLOT_TIMEOUT_SECONDS


class Toasts:
    """Answers every press once: with its toast or, if that takes too long, with nothing."""

    def __init__(
        self, bot: Bot, pace: Pace, times: ToastTimes = ToastTimes(), parallel_calls: int = PARALLEL_CALLS
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._times = times
        self._open: dict[str, asyncio.TimerHandle | None] = {}
        self._answered: dict[str, None] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(parallel_calls)
        self._is_failing = False

    def arrived(self, query_id: str, excuse: str) -> None:
        """Note a press that is about to be stored; it gets the excuse if that takes too long."""
        if query_id not in self._open and query_id not in self._answered:
            loop = asyncio.get_running_loop()
            self._open[query_id] = loop.call_later(self._times.store_timeout, self.answer, query_id, excuse)

    def expect(self, query_id: str) -> None:
        """Note a press that is stored; it gets a blank answer if its toast takes too long."""
        if query_id in self._answered or self._open.get(query_id, True) is None:
            return
        self._stop_timer(query_id)
        self._open[query_id] = asyncio.get_running_loop().call_later(self._times.blank_delay, self.answer, query_id)

    def forget(self, query_id: str) -> None:
        """Drop a press that was stored before, and answered by the process that stored it."""
        self._stop_timer(query_id)
        self._open.pop(query_id, None)

    def reserve(self, query_id: str) -> bool:
        """Return whether a toast can still be shown; if so, no blank answer goes before it."""
        if query_id not in self._open:
            return False
        self._stop_timer(query_id)
        self._open[query_id] = None
        return True

    def answer(self, query_id: str, text: str | None = None) -> None:
        """Answer a press that has no answer yet."""
        if query_id not in self._open:
            return
        self.forget(query_id)
        self._answered[query_id] = None
        if len(self._answered) > REMEMBERED_PRESSES:
            del self._answered[next(iter(self._answered))]
        task = asyncio.create_task(self._send(query_id, text))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def settle(self) -> None:
        """Wait for the answers in flight."""
        while self._calls:
            await asyncio.wait(self._calls)

    def close(self) -> None:
        for query_id in list(self._open):
            self._stop_timer(query_id)
        self._open.clear()
        for call in self._calls:
            call.cancel()

    def _stop_timer(self, query_id: str) -> None:
        timer = self._open.get(query_id)
        if timer is not None:
            timer.cancel()

    async def _send(self, query_id: str, text: str | None) -> None:
        try:
            async with asyncio.timeout(self._times.slot_timeout):
                await self._slots.acquire()
        except TimeoutError:
            self._note_failure("no free slot")
            return
        try:
            await self._call(query_id, text)
        finally:
            self._slots.release()

    async def _call(self, query_id: str, text: str | None) -> None:
        crash.passes("toast-sending")
        try:
            await self._bot(telegram.toast(query_id, text), request_timeout=REQUEST_TIMEOUT_SECONDS)
            crash.passes("toast-sent")
        except TelegramBadRequest:
            pass  # too old; the effect of the press stays
        except TelegramRetryAfter as error:
            self._pace.obey_retry_after(error.retry_after)
            return
        except (TelegramAPIError, ClientDecodeError) as error:
            self._note_failure(type(error).__name__)
            return
        self._is_failing = False

    def _note_failure(self, error: str) -> None:
        """Log one line each time answers begin to fail, however many presses there are."""
        if not self._is_failing:
            log.info("presses not answered", error=error)
        self._is_failing = True


def with_toast_as_text(screen: Screen) -> Screen:
    """Return the screen with its toast as text, for when no toast can be shown."""
    if not screen.toast:
        return screen
    words = escape(screen.toast, quote=False)
    if not screen.text and screen.file is None:
        return Screen(words, fresh=True)
    return Screen(f"{words}\n\n{screen.text}", screen.rows, screen.reply_keyboard, screen.file, None, screen.fresh)
