"""Responses of a gateway in front of Telegram, over real HTTP."""

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import GetMe
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram.session import ApiSession


async def test_a_page_in_another_encoding_counts_as_an_unclear_response() -> None:
    async def page(_request: web.Request) -> web.Response:
        body = "<html>Шлюз не отвечает</html>".encode("cp1251")
        return web.Response(status=502, body=body, headers={"Content-Type": "text/html; charset=utf-8"})

    gateway = web.Application()
    gateway.router.add_route("*", "/{path:.*}", page)
    async with TestServer(gateway) as server:
        bot = Bot("42:TEST", session=ApiSession(str(server.make_url("")).rstrip("/")))
        with pytest.raises(ClientDecodeError):
            await bot(GetMe())
        await bot.session.close()
