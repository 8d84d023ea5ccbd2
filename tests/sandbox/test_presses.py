"""A press is answered once and in time, and the person who pressed sees the answer."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Update

from sandbox.local import Telegram
from sandbox.person import Person
from tests.sandbox.manual_time import ManualTime

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


async def press(bot: Bot, nina: Person, telegram: Telegram) -> dict[str, Any]:
    telegram.updates.take_all()
    await bot.send_message(nina.id, "Точно?", reply_markup=YES)
    await nina.presses("Да")
    [update] = telegram.updates.take_all()
    assert update.kind == "callback_query"
    return update.body


async def test_the_person_who_pressed_sees_the_answer(bot: Bot, nina: Person, telegram: Telegram) -> None:
    query = await press(bot, nina, telegram)
    assert list(nina.view["waiting"].values()) == ["yes"]
    await bot.answer_callback_query(query["id"], text="Готово", show_alert=True)
    assert [(toast.text, toast.alert) for toast in nina.toasts] == [("Готово", True)]
    assert nina.view["waiting"] == {}


async def test_a_blank_answer_only_stops_the_spinner(bot: Bot, nina: Person, telegram: Telegram) -> None:
    query = await press(bot, nina, telegram)
    await bot.answer_callback_query(query["id"])
    assert (nina.toasts, nina.view["waiting"]) == ([], {})


async def test_a_press_is_answered_once(bot: Bot, nina: Person, telegram: Telegram) -> None:
    query = await press(bot, nina, telegram)
    await bot.answer_callback_query(query["id"])
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is inv"):
        await bot.answer_callback_query(query["id"], text="Ещё раз")
    assert nina.toasts == []


async def test_a_late_answer_is_too_old(bot: Bot, nina: Person, telegram: Telegram, manual_time: ManualTime) -> None:
    query = await press(bot, nina, telegram)
    manual_time.monotonic += 15.5
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query["id"], text="Готово")


async def test_a_jump_of_the_calendar_makes_no_answer_late(bot: Bot, nina: Person, telegram: Telegram) -> None:
    query = await press(bot, nina, telegram)
    telegram.clock.advance(24 * 3600)
    await bot.answer_callback_query(query["id"], text="Готово")
    assert nina.toasts[0].text == "Готово"


async def test_an_answer_has_at_most_200_characters(bot: Bot, nina: Person, telegram: Telegram) -> None:
    query = await press(bot, nina, telegram)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query["id"], text="ы" * 201)
    await bot.answer_callback_query(query["id"], text="ы" * 200)


async def test_a_press_on_a_deleted_message_has_an_inaccessible_message(
    bot: Bot, nina: Person, telegram: Telegram
) -> None:
    query = await press(bot, nina, telegram)
    await bot.delete_message(nina.id, query["message"]["message_id"])
    await nina.presses_data(query["message"]["message_id"], "yes")
    [update] = telegram.updates.take_all()
    parsed = Update.model_validate(update.as_json())
    assert parsed.callback_query is not None
    assert type(parsed.callback_query.message).__name__ == "InaccessibleMessage"


async def test_any_data_can_be_forged(nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await nina.presses_data(nina.chat[0].message_id, "admin:1")
    assert telegram.updates.take_all()[0].body["data"] == "admin:1"
