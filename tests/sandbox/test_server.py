"""The Bot API over HTTP, used by aiogram and by a plain HTTP client."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument

from sandbox.calls.faults import Fault
from sandbox.local import Telegram
from sandbox.web.server import PAGE, SandboxServer

PDF = BufferedInputFile(b"%PDF-1.7 certificate", "сертификат.pdf")


@pytest.fixture
async def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with SandboxServer(telegram) as server:
        yield server.url


@pytest.fixture
async def bot(url: str, telegram: Telegram) -> AsyncIterator[Bot]:
    async with AiohttpSession(api=TelegramAPIServer.from_base(url)) as session:
        yield Bot(telegram.token, session=session)


@pytest.fixture
async def http(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url) as session:
        yield session


async def test_a_whole_conversation_works_over_http(bot: Bot, telegram: Telegram) -> None:
    nina = telegram.person("Нина")
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await nina.types("/start")
    [update] = await poll
    assert update.message is not None
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
    sent = await bot.send_message(update.message.chat.id, "<b>Точно?</b>", parse_mode="HTML", reply_markup=markup)
    poll = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=20))
    await nina.presses("Да")
    [update] = await poll
    assert update.callback_query is not None
    await bot.answer_callback_query(update.callback_query.id, text="Хорошо")
    await bot.edit_message_text("Записаны", chat_id=nina.id, message_id=sent.message_id)
    assert (nina.screen.text, nina.screen.buttons, nina.toasts[0].text) == ("Записаны", [], "Хорошо")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("Записаны", chat_id=nina.id, message_id=sent.message_id)


async def test_files_go_both_ways_over_http(bot: Bot, telegram: Telegram) -> None:
    nina = telegram.person("Нина")
    await nina.sends_file("список.xlsx", b"PK rows")
    message = await bot.send_document(nina.id, PDF, caption="Готово")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    downloaded = await bot.download(update.message.document)
    assert downloaded is not None
    assert downloaded.read() == b"PK rows"
    assert nina.files[0].data == PDF.data
    assert nina.files[0].name == "сертификат.pdf"
    media = InputMediaDocument(media=BufferedInputFile(b"%PDF 2", "второй.pdf"))
    await bot.edit_message_media(media, chat_id=nina.id, message_id=message.message_id)
    assert nina.files[0].name == "второй.pdf"


async def test_faults_work_over_http(bot: Bot, telegram: Telegram) -> None:
    nina = telegram.person("Нина")
    await nina.types("/start")
    expected: list[tuple[Fault, type[Exception]]] = [
        (Fault("429", retry_after=3), TelegramRetryAfter),
        (Fault("drop_before"), TelegramNetworkError),
        (Fault("drop_after"), TelegramNetworkError),
    ]
    for fault, error in expected:
        telegram.faults.add(fault)
        with pytest.raises(error):
            await bot.send_message(nina.id, fault.kind)
    assert [message.text for message in nina.chat] == ["/start", "drop_after"]


async def test_a_gateway_page_is_html(http: aiohttp.ClientSession, telegram: Telegram) -> None:
    telegram.faults.add(Fault("502-html"))
    async with http.post("/bot42:TEST/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await response.text()


@pytest.mark.parametrize("encoding", ["json", "form", "query"])
async def test_parameters_may_be_json_form_or_query(
    http: aiohttp.ClientSession, telegram: Telegram, encoding: str
) -> None:
    nina = telegram.person("Нина")
    await nina.types("/start")
    as_text = {"chat_id": str(nina.id), "text": encoding, "reply_markup": '{"keyboard": [["Да"]]}'}
    as_json = {"chat_id": nina.id, "text": encoding, "reply_markup": {"keyboard": [["Да"]]}}
    arguments: dict[str, dict[str, Any]] = {
        "json": {"json": as_json},
        "form": {"data": as_text},
        "query": {"params": as_text},
    }
    async with http.post("/bot42:TEST/sendMessage", **arguments[encoding]) as response:
        assert (await response.json())["ok"]
    assert (nina.screen.text, nina.keyboard) == (encoding, [["Да"]])


@pytest.mark.parametrize(
    ("path", "body", "status", "description"),
    [
        ("/bot43:X/getMe", b"{}", 401, "Unauthorized"),
        ("/bot42:TEST/getCoffee", b"{}", 404, "Not Found: method not found"),
        ("/bot42:TEST/sendMessage", b"{", 400, "Bad Request: can't parse JSON object"),
        ("/bot42:TEST/sendMessage", b"[]", 400, "Bad Request: can't parse JSON object"),
        ("/bot42:TEST/sendMessage", b"{}", 400, "Bad Request: chat_id is empty"),
        ("/bot42:TEST/GETME", b"", 200, None),
    ],
)
async def test_refusals_have_their_code_and_description(
    http: aiohttp.ClientSession, path: str, body: bytes, status: int, description: str | None
) -> None:
    async with http.post(path, data=body, headers={"Content-Type": "application/json"}) as response:
        answer = await response.json()
    assert (response.status, answer.get("description")) == (status, description)


async def test_a_file_needs_the_token_and_the_right_path(http: aiohttp.ClientSession, telegram: Telegram) -> None:
    nina = telegram.person("Нина")
    await nina.sends_file("список.xlsx", b"PK rows")
    for path, status in (
        ("/file/bot42:TEST/documents/file_1.xlsx", 200),
        ("/file/bot42:TEST/documents/none.xlsx", 404),
        ("/file/bot43:X/documents/file_1.xlsx", 401),
    ):
        async with http.get(path) as response:
            assert response.status == status


async def test_the_page_loads_nothing_from_outside(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as response:
        assert response.status == 200
        assert "Песочница" in await response.text()
    for file in sorted(PAGE.iterdir()):
        async with http.get(f"/page/{file.name}") as response:
            source = await response.text()
        for address in ("https://", "http://", "//cdn"):
            rest = source.replace("http://www.w3.org/2000/svg", "").replace("^(https?://t", "")
            assert address not in rest, f"{file.name} names an address outside"


async def test_a_taken_port_is_an_error(url: str) -> None:
    with pytest.raises(OSError, match="address already in use"):
        await SandboxServer(Telegram(), port=int(url.rpartition(":")[2])).start()
