"""Files in both directions: uploads, reused identifiers, downloads."""

import struct
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument
from aiohttp import ClientResponseError

from sandbox.local import Telegram
from sandbox.person import Person

PDF = BufferedInputFile(b"%PDF-1.7 certificate", "сертификат.pdf")
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480)


async def test_a_document_arrives_with_its_name_and_bytes(bot: Bot, nina: Person) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ещё раз", callback_data="x")]])
    message = await bot.send_document(nina.id, PDF, caption="<b>Ваш</b> сертификат", reply_markup=markup)
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("сертификат.pdf", "application/pdf")
    assert (message.caption, nina.screen.text) == ("Ваш сертификат", "Ваш сертификат")
    [file] = nina.files
    assert (file.name, file.data, file.size) == ("сертификат.pdf", PDF.data, len(PDF.data))
    assert nina.screen.file == file
    assert nina.screen.buttons == [["Ещё раз"]]


async def test_a_known_identifier_sends_the_file_again(bot: Bot, nina: Person) -> None:
    message = await bot.send_document(nina.id, PDF)
    assert message.document is not None
    await bot.send_document(nina.id, message.document.file_id)
    assert [file.data for file in nina.files] == [PDF.data, PDF.data]
    with pytest.raises(TelegramBadRequest, match="Bad Request: wrong file identifier/HTTP URL specified"):
        await bot.send_document(nina.id, "BQAC-unknown")


async def test_a_photo_cannot_be_sent_as_a_document(bot: Bot, nina: Person) -> None:
    message = await bot.send_photo(nina.id, BufferedInputFile(PNG, "график.png"), caption="График")
    assert message.photo is not None
    assert (message.photo[-1].width, message.photo[-1].height) == (640, 480)
    assert nina.screen.file is not None
    assert nina.screen.file.kind == "photo"
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(nina.id, message.photo[-1].file_id)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(nina.id, BufferedInputFile(b"not an image", "x.png"))


async def test_empty_and_huge_files_are_refused(bot: Bot, nina: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(nina.id, BufferedInputFile(b"", "пусто.pdf"))
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(nina.id, BufferedInputFile(bytes((50 << 20) + 1), "много.bin"))


async def test_a_file_from_a_person_can_be_downloaded(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await nina.sends_file("список.xlsx", b"PK rows", "Список учителей")
    [update] = telegram.updates.take_all()
    assert update.body["caption"] == "Список учителей"
    file = await bot.get_file(update.body["document"]["file_id"])
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None
    assert content.read() == b"PK rows"
    with pytest.raises(ClientResponseError, match="404"):
        await bot.download_file("documents/none.pdf")


async def test_files_over_20_megabytes_cannot_be_downloaded(bot: Bot, nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await nina.sends_file("огромный.xlsx", bytes((20 << 20) + 1))
    [update] = telegram.updates.take_all()
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(update.body["document"]["file_id"])
    with pytest.raises(TelegramBadRequest, match="wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("none")


async def test_a_photo_from_a_person_has_its_dimensions(nina: Person, telegram: Telegram) -> None:
    telegram.updates.take_all()
    await nina.sends_photo(PNG, "Зал")
    [update] = telegram.updates.take_all()
    assert update.body["photo"][0]["width"] == 640


async def test_captions_and_media_can_be_edited(bot: Bot, nina: Person) -> None:
    message = await bot.send_document(nina.id, PDF, caption="готовлю")
    where: dict[str, Any] = {"chat_id": nina.id, "message_id": message.message_id}
    await bot.edit_message_caption(**where, caption="готово")
    assert nina.screen.text == "готово"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("готово", **where)
    media = InputMediaDocument(media=BufferedInputFile(b"%PDF second", "второй.pdf"), caption="<i>второй</i>")
    await bot.edit_message_media(media, **where)
    screen = nina.screen
    assert screen.file is not None
    assert (screen.file.name, screen.html) == ("второй.pdf", "<i>второй</i>")
