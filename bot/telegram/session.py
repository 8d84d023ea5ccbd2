"""HTTP to the Bot API: a time limit for connecting of its own shows whether a request was ever sent."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.methods.base import Response, TelegramType
from aiohttp import ClientTimeout

from bot.telegram.methods import GetRawUpdates

CONNECT_TIMEOUT_SECONDS = 5
CONNECTION_LIMIT = 300
"""More than the answers to presses, the messages and the poll use together, so that none waits for another."""

METHODS: tuple[type[TelegramMethod[Any]], ...] = (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    GetRawUpdates,
    SendDocument,
    SendMessage,
)
RESPONSES = tuple(Response[method.__returning__] for method in METHODS)  # type: ignore[name-defined]  # built by aiogram
"""Held for the life of the program; otherwise aiogram builds each anew for every call (8 ms of processor time)."""


class ApiSession(AiohttpSession):
    """aiogram's session with a time limit for connecting; a response in another encoding raises ClientDecodeError."""

    def __init__(self, address: str) -> None:
        super().__init__(limit=CONNECTION_LIMIT, api=TelegramAPIServer.from_base(address))

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        limit: Any = ClientTimeout(
            total=self.timeout if timeout is None else timeout, sock_connect=CONNECT_TIMEOUT_SECONDS
        )
        try:
            return await super().make_request(bot, method, limit)
        except UnicodeDecodeError as error:
            raise ClientDecodeError("the answer is not UTF-8", error, None) from error
