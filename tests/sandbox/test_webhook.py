"""Delivery to a webhook: the secret, the order in each chat, retries until an update is accepted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from sandbox.local import Telegram
from sandbox.person import Person

SECRET = "tajna_42-x"


class Receiver:
    """A web server in place of the bot; gives `answers` in turn, then 200."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.secrets: set[str] = set()
        self.answers: list[web.Response] = []
        self.arrived = asyncio.Condition()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        update: dict[str, Any] = await request.json()
        message = update.get("message", {})
        async with self.arrived:
            self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
            self.messages.append((message["from"]["first_name"], message["text"]))
            self.arrived.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait_for(self, count: int) -> list[tuple[str, str]]:
        """Wait for `count` messages; return names and texts of all."""
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: len(self.messages) >= count)
        return self.messages


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
def petr(telegram: Telegram) -> Person:
    return telegram.person("Пётр")


async def test_updates_are_sent_with_the_secret(bot: Bot, petr: Person, receiver: Receiver) -> None:
    await petr.types("до")
    await bot.set_webhook(receiver.url, secret_token=SECRET)
    await petr.types("после")
    assert await receiver.wait_for(2) == [("Пётр", "до"), ("Пётр", "после")]
    assert receiver.secrets == {SECRET}
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (receiver.url, 40)


async def test_a_refused_update_is_repeated_before_later_ones(
    bot: Bot, telegram: Telegram, petr: Person, receiver: Receiver
) -> None:
    telegram.webhook.pause = 0.01
    receiver.answers = [web.Response(status=500), web.Response(status=503)]
    await bot.set_webhook(receiver.url)
    await petr.types("первое")
    await petr.types("второе")
    names = [text for _, text in await receiver.wait_for(4)]
    assert names == ["первое", "первое", "первое", "второе"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_failing_chat_does_not_delay_another(
    bot: Bot, telegram: Telegram, petr: Person, receiver: Receiver
) -> None:
    telegram.webhook.pause = 60
    receiver.answers = [web.Response(status=500), web.Response(status=500)]
    await bot.set_webhook(receiver.url)
    await petr.types("застряло")
    await receiver.wait_for(2)
    await telegram.person("Нина").types("прошло")
    assert (await receiver.wait_for(3))[-1] == ("Нина", "прошло")
    assert (await bot.get_webhook_info()).pending_update_count >= 1


async def test_retry_after_is_honored(bot: Bot, telegram: Telegram, petr: Person, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "3600"})]
    await bot.set_webhook(receiver.url)
    await petr.types("позже")
    await receiver.wait_for(1)
    await telegram.person("Нина").types("сейчас")
    assert await receiver.wait_for(2) == [("Пётр", "позже"), ("Нина", "сейчас")]


async def test_updates_not_accepted_by_a_webhook_are_left_for_polling(bot: Bot, petr: Person) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await petr.types("никто не слышит")
    await bot.delete_webhook()
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "никто не слышит"


async def test_pending_updates_can_be_dropped(bot: Bot, petr: Person, receiver: Receiver) -> None:
    await petr.types("старое")
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    await petr.types("новое")
    assert await receiver.wait_for(1) == [("Пётр", "новое")]


async def test_a_method_in_the_answer_is_run(bot: Bot, petr: Person, receiver: Receiver) -> None:
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": petr.id, "text": "В ответе"})]
    await bot.set_webhook(receiver.url)
    await petr.types("/start")
    assert (await petr.sees("В ответе")).text == "В ответе"


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://zar.example/hook", None, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://zar.example/hook", "с пробелом", "secret token contains unallowed characters"),
        ("https://zar.example/hook", "x" * 257, "secret token is too long"),
    ],
)
async def test_a_bad_webhook_is_refused(bot: Bot, url: str, secret: str | None, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)
