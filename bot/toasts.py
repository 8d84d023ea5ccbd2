"""Answers to presses: sent after the commit, not stored, outside the lanes; a loss harms nobody."""

import asyncio
from html import escape

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest, TelegramRetryAfter

from bot import crash, telegram
from bot.pace import Pace
from screens.screen import Screen

PATIENCE = 1.0
"""Seconds after which a press gets a blank answer: the button stops spinning, the reason comes as a message."""
REQUEST_SECONDS = 10

log = structlog.get_logger()


class Toasts:
    """Every press is answered once: with its toast or, when that takes too long, with nothing."""

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace
        self._open: dict[str, asyncio.TimerHandle | None] = {}
        self._calls: set[asyncio.Task[None]] = set()

    def expect(self, query_id: str) -> None:
        """A press has arrived: after a second without an answer a blank one goes."""
        if query_id not in self._open:
            self._open[query_id] = asyncio.get_running_loop().call_later(PATIENCE, self.answer, query_id)

    def reserve(self, query_id: str) -> bool:
        """Whether a toast can still be shown; if so, no blank answer goes before it."""
        if query_id not in self._open:
            return False
        self._stop_timer(query_id)
        self._open[query_id] = None
        return True

    def answer(self, query_id: str, text: str | None = None) -> None:
        """Answer a press that nothing has answered yet."""
        if query_id in self._open:
            self._stop_timer(query_id)
            del self._open[query_id]
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
        timer = self._open[query_id]
        if timer is not None:
            timer.cancel()

    async def _send(self, query_id: str, text: str | None) -> None:
        crash.passes("toast-sending")
        try:
            await self._bot(telegram.toast(query_id, text), request_timeout=REQUEST_SECONDS)
            crash.passes("toast-sent")
        except TelegramBadRequest:
            return  # too old: what the press did stands
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("press not answered", error=type(error).__name__)


def spoken(screen: Screen) -> Screen:
    """The screen with its toast as words, for when no toast can be shown."""
    if not screen.toast:
        return screen
    words = escape(screen.toast, quote=False)
    if not screen.text and screen.file is None:
        return Screen(words, fresh=True)
    return Screen(f"{words}\n\n{screen.text}", screen.rows, screen.menu, screen.file, None, screen.fresh)
