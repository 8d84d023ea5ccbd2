"""A Bot API without a network: every call is answered at once, or after a given time."""

import asyncio
import itertools
import random
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import EditMessageText, GetMe, SendDocument, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Document, Message, User

MESSAGES = (SendMessage, EditMessageText, SendDocument)


class InstantSession(BaseSession):
    """aiogram's session for the bot and for a peer; `latency` returns the seconds a call takes.

    `newest` is the bot's last message in each chat, `arrived` the moments (monotonic seconds) at which messages
    reached the other end, `on_message` hears of each.
    """

    def __init__(self, latency: Callable[[], float] | None = None) -> None:
        super().__init__()
        self.newest: dict[int, int] = defaultdict(lambda: 1)
        self.arrived: list[float] = []
        self.on_message: Callable[[int, TelegramMethod[Any]], None] = lambda _chat, _method: None
        self.on_toast: Callable[[TelegramMethod[Any]], None] = lambda _method: None
        self._latency = latency
        self._numbers = itertools.count(1_000)

    def next_message(self) -> int:
        """Return the number of a message that a person writes."""
        return next(self._numbers)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        del bot, timeout
        if self._latency is None:
            return cast(TelegramType, self._answer(method))
        seconds = self._latency()
        before = random.uniform(0, seconds)
        await asyncio.sleep(before)
        answer = self._answer(method)
        await asyncio.sleep(seconds - before)
        return cast(TelegramType, answer)

    def _answer(self, method: TelegramMethod[Any]) -> Any:
        if isinstance(method, GetMe):
            return User(id=42, is_bot=True, first_name="Centrik", username="centrik_test_bot")
        if not isinstance(method, MESSAGES):
            self.on_toast(method)
            return True
        self.arrived.append(time.monotonic())
        chat = int(method.chat_id or 0)
        number = int(method.message_id or 0) if isinstance(method, EditMessageText) else next(self._numbers)
        self.newest[chat] = max(self.newest[chat], number)
        document = (
            Document(file_id=f"file{number}", file_unique_id=f"u{number}") if isinstance(method, SendDocument) else None
        )
        shown = Message.model_construct(
            message_id=number, date=datetime.now(UTC), chat=Chat(id=chat, type="private"), document=document
        )
        self.on_message(chat, method)
        return shown

    async def close(self) -> None: ...

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Yield nothing: no benchmark downloads a file."""
        return
        yield b""
