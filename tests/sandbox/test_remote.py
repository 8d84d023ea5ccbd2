"""A person over HTTP acts and sees as in the process; the sandbox runs as a program of its own."""

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
async def far(telegram: Telegram) -> AsyncIterator[RemoteTelegram]:
    async with SandboxServer(telegram) as serving, RemoteTelegram(serving.url) as far:
        yield far


async def test_actions_and_sights_are_those_of_the_process(bot: Bot, telegram: Telegram, far: RemoteTelegram) -> None:
    nina = await far.person("Нина", last_name="Агеева", id=77)
    near = telegram.person(id=77)
    await nina.types("/start")
    menu = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Меню")]])
    await bot.send_message(77, "<b>Добрый день</b>", reply_markup=menu)
    await bot.send_document(77, BufferedInputFile(b"%PDF", "карта.pdf"), caption="Карта", reply_markup=YES)
    assert await nina.chat == near.chat
    assert await nina.screen == near.screen
    assert await nina.labels == near.labels == ["Да", "Меню"]
    assert await nina.keyboard == near.keyboard
    [file] = await nina.files
    assert (file.name, file.data) == ("карта.pdf", b"%PDF")


async def test_every_action_reaches_the_bot(bot: Bot, telegram: Telegram, far: RemoteTelegram) -> None:
    nina = await far.person("Нина")
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
    await far.emit_raw({"odd": {}})
    updates = telegram.updates.take_all()
    said = [update.body.get("text") or update.body.get("data") or update.body.get("caption") for update in updates]
    assert said[:6] == ["/start", "yes", "Да", "forged", "/start v_1", "Список"]
    assert updates[6].body["sticker"] == {"file_id": "x"}
    assert [update.kind for update in updates[7:]] == ["edited_message", "my_chat_member", "my_chat_member", "odd"]
    assert (await nina.view)["blocked"] is False


async def test_what_the_bot_shows_is_waited_for(bot: Bot, far: RemoteTelegram) -> None:
    nina = await far.person("Нина")
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


async def test_what_a_person_cannot_do_fails_with_the_reason(far: RemoteTelegram) -> None:
    nina = await far.person("Нина")
    with pytest.raises(AssertionError, match="no button «Записаться»; visible labels: none"):
        await nina.presses("Записаться")
    with pytest.raises(AssertionError, match="first_name is needed"):
        await far.person("")
    with pytest.raises(AssertionError, match="no person 5"):
        await far.get("chat", {"person": "5"})
    with pytest.raises(AssertionError, match="text is needed"):
        await far.post("say", {"person": nina.id})


async def test_faults_clock_and_journal_are_within_reach(bot: Bot, far: RemoteTelegram) -> None:
    nina = await far.person("Нина")
    await nina.types("/start")
    await far.set_clock(1_800_000_000)
    await far.advance(60)
    await far.elapse(60)
    await far.add_fault("429", method="sendMessage", retry_after=2)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(nina.id, "а")
    await far.clear_faults()
    sent = await bot.send_message(nina.id, "б")
    assert sent.date.timestamp() == 1_800_000_120
    calls = await far.journal("sendMessage", nina.id)
    assert [(call["code"], call["accepted"], call["fault"]) for call in calls] == [(429, False, "429"), (200, True, "")]
    assert await far.journal(after=calls[-1]["number"]) == []
    assert await far.warnings() == []


async def test_the_sandbox_is_a_program_that_ends_politely() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    url = (await asyncio.wait_for(program.stdout.readline(), 15)).decode().strip()
    async with RemoteTelegram(url) as far:
        nina = await far.person("Нина")
        await nina.types("/start")
        assert [message.text for message in await nina.chat] == ["/start"]
    program.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(program.wait(), 10) == 0
