"""Answers to presses: sent after the commit, not stored, outside the lanes; a loss harms nobody."""

import asyncio
from html import escape

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest, TelegramRetryAfter

from bot import crash_points as crash
from bot.outbox.pace import Pace
from bot.telegram import methods as telegram
from screens.screen import Screen

BLANK_DELAY_SECONDS = 1.0
"""Seconds after which a press gets a blank answer: the button stops spinning, the reason comes as a message."""
STORE_TIMEOUT_SECONDS = 4.0
"""Seconds after which a press that could not be stored is told so."""
REQUEST_TIMEOUT_SECONDS = 10
PARALLEL_CALLS = 200
"""So many answers may be on their way: the rest wait, or the messages would find no connection."""
SLOT_TIMEOUT_SECONDS = 10.0
"""An answer that has waited so long for its turn is not sent any more: the button has stopped waiting by itself."""
REMEMBERED_PRESSES = 2000
"""So many answered presses are remembered: one that comes again is not answered again."""

log = structlog.get_logger()


class Toasts:
    """Every press is answered once: with its toast or, when that takes too long, with nothing."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace
        self._open: dict[str, asyncio.TimerHandle | None] = {}
        self._answered: dict[str, None] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(PARALLEL_CALLS)
        self._failing = False

    def arrived(self, query_id: str, excuse: str) -> None:
        """A press is to be stored: when that does not come about, it gets the excuse."""
        if query_id not in self._open and query_id not in self._answered:
            self._open[query_id] = asyncio.get_running_loop().call_later(
                STORE_TIMEOUT_SECONDS, self.answer, query_id, excuse
            )

    def expect(self, query_id: str) -> None:
        """A press is stored: after a second without an answer a blank one goes."""
        if query_id in self._answered or self._open.get(query_id, True) is None:
            return
        self._stop_timer(query_id)
        self._open[query_id] = asyncio.get_running_loop().call_later(BLANK_DELAY_SECONDS, self.answer, query_id)

    def forget(self, query_id: str) -> None:
        """The press was known before: whoever stored it has answered it."""
        self._stop_timer(query_id)
        self._open.pop(query_id, None)

    def reserve(self, query_id: str) -> bool:
        """Whether a toast can still be shown; if so, no blank answer goes before it."""
        if query_id not in self._open:
            return False
        self._stop_timer(query_id)
        self._open[query_id] = None
        return True

    def answer(self, query_id: str, text: str | None = None) -> None:
        """Answer a press that nothing has answered yet."""
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
        """Wait for the answers that are on their way."""
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
            async with asyncio.timeout(SLOT_TIMEOUT_SECONDS):
                await self._turns.acquire()
        except TimeoutError:
            self._note(f"{PARALLEL_CALLS} on their way")
            return
        try:
            await self._call(query_id, text)
        finally:
            self._turns.release()

    async def _call(self, query_id: str, text: str | None) -> None:
        crash.passes("toast-sending")
        try:
            await self._bot(telegram.toast(query_id, text), request_timeout=REQUEST_TIMEOUT_SECONDS)
            crash.passes("toast-sent")
        except TelegramBadRequest:
            pass  # too old: what the press did stands
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
            return
        except (TelegramAPIError, ClientDecodeError) as error:
            self._note(type(error).__name__)
            return
        self._failing = False

    def _note(self, error: str) -> None:
        """One line for each time that answers begin to fail, however many presses there are."""
        if not self._failing:
            log.info("presses not answered", error=error)
        self._failing = True


def spoken(screen: Screen) -> Screen:
    """The screen with its toast as words, for when no toast can be shown."""
    if not screen.toast:
        return screen
    words = escape(screen.toast, quote=False)
    if not screen.text and screen.file is None:
        return Screen(words, fresh=True)
    return Screen(f"{words}\n\n{screen.text}", screen.rows, screen.reply_keyboard, screen.file, None, screen.fresh)
