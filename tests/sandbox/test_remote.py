"""A person over HTTP acts and sees as in the same process; the sandbox runs as a process of its own."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from sandbox.local import Telegram
from sandbox.remote import RemoteTelegram
from sandbox.web.server import SandboxServer

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


@pytest.fixture
async def remote(telegram: Telegram) -> AsyncIterator[RemoteTelegram]:
    async with SandboxServer(telegram) as server, RemoteTelegram(server.url) as remote:
        yield remote


async def test_a_remote_person_sees_what_a_local_person_sees(
    bot: Bot, telegram: Telegram, remote: RemoteTelegram
) -> None:
    nina = await remote.person("Нина", last_name="Агеева", id=77)
    local = telegram.person(id=77)
    await nina.types("/start")
    menu = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Меню")]])
    await bot.send_message(77, "<b>Добрый день</b>", reply_markup=menu)
    await bot.send_document(77, BufferedInputFile(b"%PDF", "карта.pdf"), caption="Карта", reply_markup=YES)
    assert await nina.chat == local.chat
    assert await nina.screen == local.screen
    assert await nina.labels == local.labels == ["Да", "Меню"]
    assert await nina.keyboard == local.keyboard
    [file] = await nina.files
    assert (file.name, file.data) == ("карта.pdf", b"%PDF")


async def test_every_action_reaches_the_bot(bot: Bot, telegram: Telegram, remote: RemoteTelegram) -> None:
    nina = await remote.person("Нина")
    await nina.types("/start")
    await bot.send_message(nina.id, "Меню", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]]))
    await bot.send_message(nina.id, "?", reply_markup=YES)
    await nina.presses("Да")
    await nina.presses_key("Да")
    await nina.presses_data(1, "forged")
    await nina.opens("https://t.me/centrik_demo_bot?start=v_1")
    await nina.sends_file("список.xlsx", b"PK", "Список")
    await nina.sends({"sticker": {"file_id": "x"}})
    await nina.edits(1, "/help")
    await nina.blocks_bot()
    await nina.unblocks_bot()
    await remote.emit_raw({"odd": {}})
    updates = telegram.updates.take_all()
    sent = [update.body.get("text") or update.body.get("data") or update.body.get("caption") for update in updates]
    assert sent[:6] == ["/start", "yes", "Да", "forged", "/start v_1", "Список"]
    assert updates[6].body["sticker"] == {"file_id": "x"}
    assert [update.kind for update in updates[7:]] == ["edited_message", "my_chat_member", "my_chat_member", "odd"]
    assert (await nina.view)["blocked"] is False


async def test_sees_waits_for_edits_and_answers_of_the_bot(bot: Bot, remote: RemoteTelegram) -> None:
    nina = await remote.person("Нина")
    await nina.types("/start")
    sent = await bot.send_message(nina.id, "Готово")
    await nina.types("ещё")
    waiting = asyncio.create_task(nina.sees("Готово", seconds=5))
    await bot.edit_message_text("Готово снова", chat_id=nina.id, message_id=sent.message_id, reply_markup=YES)
    assert (await waiting).text == "Готово снова"
    await nina.presses("Да")
    [query] = [update.callback_query for update in await bot.get_updates() if update.callback_query]
    assert query is not None
    await bot.answer_callback_query(query.id, text="Записали")
    assert (await nina.sees_toast("Записали")).alert is False
    with pytest.raises(AssertionError, match=r"did not see «Нет» in time(.|\n)*Готово снова(.|\n)*labels: Да"):
        await nina.sees("Нет", seconds=0.01)


async def test_an_impossible_action_fails_with_its_reason(remote: RemoteTelegram) -> None:
    nina = await remote.person("Нина")
    with pytest.raises(AssertionError, match="no button «Записаться»; visible labels: none"):
        await nina.presses("Записаться")
    with pytest.raises(AssertionError, match="first_name is needed"):
        await remote.person("")
    with pytest.raises(AssertionError, match="no person 5"):
        await remote.get("chat", {"person": "5"})
    with pytest.raises(AssertionError, match="text is needed"):
        await remote.post("say", {"person": nina.id})


async def test_faults_clock_and_journal_work_over_http(bot: Bot, remote: RemoteTelegram) -> None:
    nina = await remote.person("Нина")
    await nina.types("/start")
    await remote.set_clock(1_800_000_000)
    await remote.advance(60)
    await remote.elapse(60)
    await remote.add_fault("429", method="sendMessage", retry_after=2)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(nina.id, "а")
    await remote.clear_faults()
    sent = await bot.send_message(nina.id, "б")
    assert sent.date.timestamp() == 1_800_000_120
    calls = await remote.journal("sendMessage", nina.id)
    assert [(call["code"], call["accepted"], call["fault"]) for call in calls] == [(429, False, "429"), (200, True, "")]
    assert await remote.journal(after=calls[-1]["number"]) == []
    assert await remote.warnings() == []


async def test_the_sandbox_process_exits_with_0_on_sigterm() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    url = (await asyncio.wait_for(program.stdout.readline(), 15)).decode().strip()
    async with RemoteTelegram(url) as remote:
        nina = await remote.person("Нина")
        await nina.types("/start")
        assert [message.text for message in await nina.chat] == ["/start"]
    program.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(program.wait(), 10) == 0
