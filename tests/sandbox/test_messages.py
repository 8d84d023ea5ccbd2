"""Sending, editing and deleting messages, with Telegram's conditions and answers."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.session import SandboxSession
from tests.sandbox.manual_time import ManualTime

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
NO = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Нет", callback_data="no")]])


async def test_a_person_who_never_pressed_start_cannot_be_written_to(bot: Bot, telegram: Telegram) -> None:
    silent = telegram.person("Пётр")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(silent.id, "Здравствуйте")
    assert silent.chat == []


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
        await bot.send_message(5, "Здравствуйте")


async def test_a_blocked_bot_gets_403_until_it_is_unblocked(bot: Bot, nina: Person, telegram: Telegram) -> None:
    sent = await bot.send_message(nina.id, "а")
    telegram.updates.take_all()
    await nina.blocks_bot()
    for call in (bot.send_message(nina.id, "б"), bot.edit_message_text("в", None, nina.id, sent.message_id)):
        with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
            await call
    await nina.unblocks_bot()
    await bot.send_message(nina.id, "г")
    statuses = [
        (update.body["old_chat_member"]["status"], update.body["new_chat_member"]["status"])
        for update in telegram.updates.take_all()
    ]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_start_after_a_block_unblocks_first(nina: Person, telegram: Telegram) -> None:
    await nina.blocks_bot()
    telegram.updates.take_all()
    await nina.types("/start")
    assert [update.kind for update in telegram.updates.take_all()] == ["my_chat_member", "message"]


async def test_a_deleted_account_is_deactivated(bot: Bot, nina: Person) -> None:
    nina.deletes_account()
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await bot.send_message(nina.id, "а")


async def test_an_edit_changes_text_and_buttons_and_is_marked_as_edited(
    bot: Bot, nina: Person, manual_time: ManualTime
) -> None:
    sent = await bot.send_message(nina.id, "Записать?", reply_markup=YES)
    manual_time.wall += 60
    edited = await bot.edit_message_text("<b>Записаны</b>", chat_id=nina.id, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert edited.edit_date == int(manual_time.wall)
    screen = nina.screen
    assert (screen.text, screen.buttons, screen.edited) == ("Записаны", [], True)
    assert len(nina.chat) == 2


async def test_an_edit_without_change_is_refused(bot: Bot, nina: Person) -> None:
    sent = await bot.send_message(nina.id, "<b>Да</b>", reply_markup=YES)
    where: dict[str, Any] = {"chat_id": nina.id, "message_id": sent.message_id}
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message content and reply"):
        await bot.edit_message_text("<b>Да</b> ", **where, reply_markup=YES)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(**where, reply_markup=YES)
    await bot.edit_message_reply_markup(**where, reply_markup=NO)
    await bot.edit_message_text("Да", **where, reply_markup=NO)
    await bot.edit_message_reply_markup(**where)
    assert nina.screen.buttons == []


async def test_only_messages_of_the_bot_without_a_reply_keyboard_can_be_edited(bot: Bot, nina: Person) -> None:
    menu = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Меню")]])
    with_menu = await bot.send_message(nina.id, "а", reply_markup=menu)
    for message_id in (with_menu.message_id, nina.chat[0].message_id):
        with pytest.raises(TelegramBadRequest, match="message can't be edited"):
            await bot.edit_message_text("б", chat_id=nina.id, message_id=message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("б", chat_id=nina.id, message_id=99)


async def test_a_text_has_no_caption_to_edit(bot: Bot, nina: Person) -> None:
    sent = await bot.send_message(nina.id, "а")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=nina.id, message_id=sent.message_id, caption="б")


async def test_a_deleted_message_leaves_the_screen_but_not_the_history(bot: Bot, nina: Person) -> None:
    sent = await bot.send_message(nina.id, "а")
    await bot.delete_message(nina.id, sent.message_id)
    assert [message.text for message in nina.chat] == ["/start"]
    assert [(message.text, message.deleted) for message in nina.history] == [("/start", False), ("а", True)]
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(nina.id, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("б", chat_id=nina.id, message_id=sent.message_id)


async def test_a_message_older_than_two_days_cannot_be_deleted(bot: Bot, nina: Person, manual_time: ManualTime) -> None:
    sent = await bot.send_message(nina.id, "а")
    manual_time.wall += 48 * 3600 + 1
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(nina.id, sent.message_id)
    await bot.delete_messages(nina.id, [sent.message_id])
    assert nina.screen.text == "а"


async def test_messages_are_dated_by_the_sandbox_clock(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.clock.set(1_800_000_000)
    sent = await bot.send_message(nina.id, "а")
    assert sent.date.timestamp() == 1_800_000_000
    telegram.clock.advance(3600)
    await nina.types("б")
    assert nina.chat[-1].date == 1_800_003_600


async def test_an_unknown_method_is_refused_with_a_warning(bot: Bot, nina: Person, telegram: Telegram) -> None:
    with pytest.raises(TelegramNotFound):
        await bot.send_dice(nina.id)
    assert telegram.journal.warnings == ["sendDice: the sandbox has no such method"]


async def test_a_wrong_token_is_unauthorized(telegram: Telegram) -> None:
    session = SandboxSession(telegram)
    with pytest.raises(TelegramUnauthorizedError):
        await Bot("43:OTHER", session=session).get_me()
    await session.close()


async def test_get_me_and_get_chat_return_the_accounts(bot: Bot, nina: Person) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (42, "centrik_demo_bot", True)
    chat = await bot.get_chat(nina.id)
    assert (chat.type, chat.first_name) == ("private", "Нина")


async def test_typing_shows_for_five_seconds(bot: Bot, nina: Person, manual_time: ManualTime) -> None:
    await bot.send_chat_action(nina.id, "typing")
    assert nina.view["typing"]
    manual_time.monotonic += 5
    assert not nina.view["typing"]
    with pytest.raises(TelegramBadRequest, match="wrong parameter action in request"):
        await bot.send_chat_action(nina.id, "thinking")


async def test_updates_have_the_shape_that_telegram_gives_them(nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await nina.types("/events@centrik_demo_bot сегодня", reply_to=nina.chat[0].message_id)
    await nina.sends({"sticker": {"file_id": "x"}})
    await nina.edits(nina.chat[1].message_id, "Передумала")
    typed, sticker, edited = telegram.updates.take_all()
    assert typed.body["from"] == {"id": nina.id, "is_bot": False, "first_name": "Нина", "language_code": "ru"}
    assert typed.body["chat"] == {"id": nina.id, "type": "private", "first_name": "Нина"}
    assert typed.body["reply_to_message"]["text"] == "/start"
    assert typed.body["entities"][0] == {"type": "bot_command", "offset": 0, "length": 24}
    assert sticker.body["sticker"] == {"file_id": "x"}
    assert (edited.kind, edited.body["text"]) == ("edited_message", "Передумала")


async def test_namesakes_are_two_people(telegram: Telegram) -> None:
    first, second = telegram.person("Нина"), telegram.person("Нина")
    assert first.id != second.id
    assert telegram.person(id=first.id) is first


async def test_a_long_text_is_sent_in_parts_and_an_empty_one_not_at_all(nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await nina.types("ы" * 5000)
    assert [len(update.body["text"]) for update in telegram.updates.take_all()] == [4096, 904]
    with pytest.raises(AssertionError, match="no empty message"):
        await nina.types(" ")
