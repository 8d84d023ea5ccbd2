"""The way to the Bot API: whether a request ever left is known only when connecting has a limit of its own."""

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

CONNECT_SECONDS = 5
CONNECTIONS = 300
"""More than the answers to presses, the messages and the poll together may use: none of them waits for another."""

METHODS: tuple[type[TelegramMethod[Any]], ...] = (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    GetRawUpdates,
    SendDocument,
    SendMessage,
)
RESPONSES = tuple(Response[method.__returning__] for method in METHODS)  # type: ignore[name-defined]  # built by aiogram
"""Held for the life of the program: what nobody holds, aiogram builds anew for every call (8 ms of processor time)."""


class ApiSession(AiohttpSession):
    """aiogram's session with a separate time limit for connecting; a page in another encoding is an unclear answer."""

    def __init__(self, address: str) -> None:
        super().__init__(limit=CONNECTIONS, api=TelegramAPIServer.from_base(address))

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        limit: Any = ClientTimeout(total=self.timeout if timeout is None else timeout, sock_connect=CONNECT_SECONDS)
        try:
            return await super().make_request(bot, method, limit)
        except UnicodeDecodeError as error:
            raise ClientDecodeError("the answer is not UTF-8", error, None) from error
