"""The bot as `centrik run` starts it, with a Bot API that answers at once, and people who press its buttons."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram.methods import TelegramMethod

from benchmarks import updates
from benchmarks.session import InstantSession
from bot.app import App, Tuning, create_app
from bot.clock.ticks import Tick
from bot.inbox.flood import Flood
from bot.pace import Pace
from bot.running import serve
from bot.settings import Settings
from tests.builders import NOW, ZONE

ANSWER_SECONDS = 60
TOKEN, SECRET = "42:TEST", "benchmark"


class RunningClock:
    """NOW when it is made, and running from then on."""

    def __init__(self) -> None:
        self._offset = NOW - timedelta(seconds=time.monotonic())

    def now(self) -> datetime:
        return self._offset + timedelta(seconds=time.monotonic())


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a bot; by themselves nothing is limited, and no tick runs."""

    ticks: tuple[Tick, ...] = ()
    pace: Pace = field(default_factory=lambda: Pace(per_second=1_000_000, for_answers=0, burst=1_000_000))
    flood: Flood = field(default_factory=lambda: Flood(limit=1_000_000))
    tuning: Tuning = field(default_factory=Tuning)


def build_bot(url: str, session: InstantSession, limits: Limits | None = None) -> App:
    """Build a bot that takes its updates from a webhook; nothing is started."""
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url="http://127.0.0.1:1",
        database_url=url,
        timezone=ZONE,
        web_port=free_port(),
        public_url="http://127.0.0.1",
        webhook_secret=SECRET,
    )
    limits = limits or Limits()
    return create_app(
        settings,
        session=session,
        clock=RunningClock(),
        pace=limits.pace,
        flood=limits.flood,
        ticks=limits.ticks,
        tuning=limits.tuning,
    )


@asynccontextmanager
async def running_bot(url: str, session: InstantSession, limits: Limits | None = None) -> AsyncIterator[App]:
    """Run the bot with its loops and its webhook."""
    app, stop = build_bot(url, session, limits), asyncio.Event()
    await app.start()
    serving = asyncio.create_task(serve(app, stop))
    try:
        yield app
    finally:
        stop.set()
        await serving
        await app.close()


def free_port() -> int:
    """Return a port of the loopback address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class People:
    """People with phones: `press` and `type` return when the whole answer has arrived."""

    app: App
    session: InstantSession
    _awaited: dict[int, tuple[int, asyncio.Future[None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session.on_message = self._on_message

    async def press(self, chat: int, data: str, messages: int = 1) -> None:
        """Press a button of the newest message and wait for so many messages."""
        await self._do(chat, updates.press(chat, self.session.newest[chat], data), messages)

    async def type(self, chat: int, text: str, messages: int = 1) -> None:
        await self._do(chat, updates.typed(chat, self.session.next_message(), text), messages)

    async def _do(self, chat: int, raw: updates.Raw, messages: int) -> None:
        answered = asyncio.get_running_loop().create_future()
        self._awaited[chat] = messages, answered
        await self.app.inbox.store([raw])
        async with asyncio.timeout(ANSWER_SECONDS):
            await answered

    def _on_message(self, chat: int, _method: TelegramMethod[Any]) -> None:
        left, answered = self._awaited.pop(chat, (0, None))
        if answered is None:
            return
        if left > 1:
            self._awaited[chat] = left - 1, answered
        elif not answered.done():
            answered.set_result(None)


async def closed_loop(calls: Iterable[Callable[[], Awaitable[None]]], clients: int) -> None:
    """Let so many clients make the calls, each the next one when its last has ended."""
    waiting = iter(calls)

    async def client() -> None:
        for call in waiting:
            await call()

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())
