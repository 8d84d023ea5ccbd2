"""Limits of keyboards, and presses of visible buttons."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox.local import Telegram
from sandbox.person import Person


def inline(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


def key(text: str, data: str = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data or f"d:{text}"[:30])


def take_updates(telegram: Telegram) -> list[dict[str, Any]]:
    return [update.as_json() for update in telegram.updates.take_all()]


async def test_callback_data_has_64_bytes(bot: Bot, nina: Person) -> None:
    await bot.send_message(nina.id, "а", reply_markup=inline([key("да", "ы" * 32)]))
    with pytest.raises(TelegramBadRequest, match="Bad Request: BUTTON_DATA_INVALID"):
        await bot.send_message(nina.id, "а", reply_markup=inline([key("да", "ы" * 32 + "a")]))


async def test_a_row_has_8_buttons_and_a_keyboard_100(bot: Bot, nina: Person, telegram: Telegram) -> None:
    row = [key(str(number)) for number in range(8)]
    await bot.send_message(nina.id, "а", reply_markup=inline(*[row] * 12, row[:4]))
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(nina.id, "а", reply_markup=inline([*row, key("9")]))
    assert telegram.journal.warnings[-1] == "sendMessage: row 1 of the keyboard has 9 buttons, 8 are allowed"
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(nina.id, "а", reply_markup=inline(*[row] * 12, row[:5]))
    assert telegram.journal.warnings[-1] == "sendMessage: the keyboard has 101 buttons, 100 are allowed"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton(text="да"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton(text=" ", callback_data="x"), "inline keyboard button text must be non-empty"),
        (InlineKeyboardButton(text="да", url="http://localhost/x"), "Wrong HTTP URL"),
        (InlineKeyboardButton(text="да", url="нет"), "Wrong HTTP URL"),
        (InlineKeyboardButton(text="да", callback_data="x", style="pink"), "invalid button style specified"),
        (InlineKeyboardButton(text="да", callback_data="x", url="https://a.example"), "BUTTON_TYPE_INVALID"),
        (InlineKeyboardButton(text="да", copy_text=CopyTextButton(text="я" * 257)), "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_invalid_buttons_are_refused(bot: Bot, nina: Person, button: InlineKeyboardButton, reason: str) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(nina.id, "а", reply_markup=inline([button]))


async def test_an_unknown_field_of_a_button_is_reported(telegram: Telegram, nina: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "да", "callback_data": "x", "color": "red"}]]}
    params = {"chat_id": nina.id, "text": "а", "reply_markup": markup}
    status, body = await telegram.answer(telegram.token, "sendMessage", params)
    assert (status, "unknown field color in InlineKeyboardButton" in body) == (400, True)


async def test_new_kinds_of_buttons_reach_the_screen(bot: Bot, nina: Person) -> None:
    await bot.send_message(
        nina.id,
        "Семинар",
        reply_markup=inline(
            [InlineKeyboardButton(text="Записаться", callback_data="up", style="success")],
            [InlineKeyboardButton(text="Мест нет", disabled=DisabledButton())],
            [InlineKeyboardButton(text="Номер", copy_text=CopyTextButton(text="26-0001"))],
            [InlineKeyboardButton(text="Поделиться", switch_inline_query="ev_1")],
            [InlineKeyboardButton(text="Карта", url="https://t.me/centrik_demo_bot?start=ev_1")],
        ),
    )
    assert nina.screen.buttons == [["Записаться"], ["Мест нет"], ["Номер"], ["Поделиться"], ["Карта"]]
    assert nina.screen.keys[0][0]["style"] == "success"
    assert nina.screen.keys[1][0]["disabled"] == {}
    await nina.presses("Номер")
    assert nina.copied == ["26-0001"]
    await nina.presses("Мест нет")
    await nina.presses("Поделиться")
    assert nina.opened == ["switch_inline_query:ev_1"]


async def test_a_link_to_the_bot_presses_its_start(bot: Bot, nina: Person, telegram: Telegram) -> None:
    take_updates(telegram)
    link = "https://t.me/centrik_demo_bot?start=ev_1"
    await bot.send_message(nina.id, "а", reply_markup=inline([InlineKeyboardButton(text="Открыть", url=link)]))
    await nina.presses("Открыть")
    [update] = take_updates(telegram)
    assert update["message"]["text"] == "/start ev_1"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    with pytest.raises(AssertionError, match="payload"):
        await nina.opens(f"https://t.me/centrik_demo_bot?start={'a' * 65}")
    await nina.opens("https://zar.example/")
    assert take_updates(telegram) == []


async def test_a_press_takes_the_newest_button_with_the_label(bot: Bot, nina: Person, telegram: Telegram) -> None:
    take_updates(telegram)
    await bot.send_message(nina.id, "старое", reply_markup=inline([key("Да", "old")]))
    newer = await bot.send_message(nina.id, "новое", reply_markup=inline([key("Да", "new"), key("Да, но", "but")]))
    await nina.presses("Да")
    [update] = take_updates(telegram)
    query = update["callback_query"]
    assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == ("new", newer.message_id, nina.id)
    assert query["message"]["reply_markup"]["inline_keyboard"][0][1]["callback_data"] == "but"


async def test_part_of_a_label_is_enough_if_it_matches_one_button(bot: Bot, nina: Person, telegram: Telegram) -> None:
    take_updates(telegram)
    rows = [[key("✅ Записаться", "up"), key("Отменить запись", "off")], [key("Отменить всё", "all")]]
    await bot.send_message(nina.id, "а", reply_markup=inline(*rows))
    await nina.presses("Записаться")
    assert take_updates(telegram)[0]["callback_query"]["data"] == "up"
    with pytest.raises(AssertionError, match="may mean «Отменить запись», «Отменить всё»"):
        await nina.presses("Отменить")


async def test_a_missing_label_is_reported_with_the_visible_ones(bot: Bot, nina: Person) -> None:
    gone = await bot.send_message(nina.id, "а", reply_markup=inline([key("Старая")]))
    await bot.send_message(nina.id, "б", reply_markup=inline([key("Новая")]))
    await bot.delete_message(nina.id, gone.message_id)
    with pytest.raises(AssertionError, match="no button «Старая»; visible labels: «Новая»"):
        await nina.presses("Старая")


async def test_the_reply_keyboard_sends_its_labels(bot: Bot, nina: Person, telegram: Telegram) -> None:
    take_updates(telegram)
    menu = ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text="Мероприятия"), KeyboardButton(text="Моя карта")]],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder="Выберите",
    )
    await bot.send_message(nina.id, "Меню", reply_markup=menu)
    assert nina.keyboard == [["Мероприятия", "Моя карта"]]
    await bot.send_message(nina.id, "Карточка", reply_markup=inline([key("Мероприятия", "inline")]))
    await nina.presses("Мероприятия")
    await nina.presses("Моя карта")
    first, second = take_updates(telegram)
    assert first["callback_query"]["data"] == "inline"
    assert second["message"]["text"] == "Моя карта"
    await bot.send_message(nina.id, "Убрано", reply_markup=ReplyKeyboardRemove())
    assert nina.keyboard == []


async def test_a_one_time_keyboard_hides_after_a_press(bot: Bot, nina: Person) -> None:
    once = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]], one_time_keyboard=True)
    await bot.send_message(nina.id, "Точно?", reply_markup=once)
    await nina.presses("Да")
    assert nina.keyboard == []


async def test_empty_rows_and_an_empty_keyboard_are_dropped(bot: Bot, nina: Person) -> None:
    await bot.send_message(nina.id, "а", reply_markup=inline([], [key("Да")]))
    assert nina.screen.buttons == [["Да"]]
    await bot.send_message(nina.id, "б", reply_markup=inline())
    assert nina.screen.buttons == []
