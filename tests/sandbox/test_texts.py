"""Formatted texts: entities and limits in UTF-16 units, refusals of malformed HTML."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, LinkPreviewOptions, MessageEntity, ReplyParameters

from sandbox.local import Telegram
from sandbox.person import Person


async def test_html_becomes_entities_in_utf16_units(bot: Bot, nina: Person) -> None:
    message = await bot.send_message(nina.id, "🎓🎓 <b>Семинар <i>Игра</i></b> &lt;3")
    assert message.text == "🎓🎓 Семинар Игра <3"
    assert [(e.type, e.offset, e.length) for e in message.entities or []] == [("bold", 5, 12), ("italic", 13, 4)]
    assert nina.screen.text == message.text
    assert nina.screen.html == "🎓🎓 <b>Семинар <i>Игра</i></b> &lt;3"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<a href="https://zarechinsk.example/plan">план</a>', '<a href="https://zarechinsk.example/plan">план</a>'),
        ("<blockquote expandable>мало\nмного</blockquote>", "<blockquote expandable>мало\nмного</blockquote>"),
        ("<blockquote>цитата</blockquote>", "<blockquote>цитата</blockquote>"),
        ("<s>а</s><u>б</u><code>в</code>", "<s>а</s><u>б</u><code>в</code>"),
        ('<span class="tg-spoiler">тайна</span>', "<tg-spoiler>тайна</tg-spoiler>"),
        ('<pre><code class="language-python">x</code></pre>', "<pre>x</pre>"),
        ("&#1044;&#x430;&copy;", "Да&amp;copy;"),
        ("<b></b>пусто", "пусто"),
        ('<tg-time unix="1790000000" format="f">завтра</tg-time>', "завтра"),
    ],
)
async def test_the_screen_shows_the_formatting_that_telegram_supports(
    bot: Bot, nina: Person, source: str, expected: str
) -> None:
    await bot.send_message(nina.id, source)
    assert nina.screen.html == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("Жду <в 10:00>", 'Unsupported start tag "в" at byte offset 7'),
        ("<p>текст</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>текст", 'Can\'t find end tag corresponding to start tag "b"'),
        ("текст</b>", "Unexpected end tag at byte offset 10"),
        ("<b><i>текст</b></i>", 'Unmatched end tag at byte offset 16, expected "</i>", found "</b>"'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=https://x.ru>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="https://x.ru>x</a>', "Unclosed start tag at byte offset 0"),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
async def test_malformed_html_is_refused_in_the_words_of_telegram(
    bot: Bot, nina: Person, source: str, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await bot.send_message(nina.id, source)
    assert refusal.value.message == f"Bad Request: can't parse entities: {reason}"


async def test_4096_units_pass_and_one_more_is_too_long(bot: Bot, nina: Person) -> None:
    await bot.send_message(nina.id, "<b>" + "ы" * 4096 + "</b>")
    await bot.send_message(nina.id, "🎓" * 2048)
    for text in ("ы" * 4097, "🎓" * 2048 + "ы"):
        with pytest.raises(TelegramBadRequest, match="Bad Request: message is too long"):
            await bot.send_message(nina.id, text)


async def test_a_caption_has_1024_units(bot: Bot, nina: Person) -> None:
    file = BufferedInputFile(b"%PDF", "a.pdf")
    await bot.send_document(nina.id, file, caption="<i>" + "ы" * 1024 + "</i>")
    with pytest.raises(TelegramBadRequest, match="Bad Request: message caption is too long"):
        await bot.send_document(nina.id, file, caption="ы" * 1025)


async def test_an_empty_text_is_refused(bot: Bot, nina: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message text is empty"):
        await bot.send_message(nina.id, "")
    with pytest.raises(TelegramBadRequest, match="Bad Request: text must be non-empty"):
        await bot.send_message(nina.id, " \n ")


async def test_surrounding_spaces_and_direction_marks_are_dropped(bot: Bot, nina: Person) -> None:
    message = await bot.send_message(nina.id, "\n Аге\u202eева <b>Нина\x00</b> \n")
    assert message.text == "Агеева Нина"
    assert [(e.type, e.offset, e.length) for e in message.entities or []] == [("bold", 7, 4)]


async def test_links_commands_and_addresses_are_detected(bot: Bot, nina: Person) -> None:
    message = await bot.send_message(nina.id, "План: https://zar.example/plan, меню /events, почта imc@zar.example")
    found = {e.type: e.extract_from(message.text or "") for e in message.entities or []}
    assert found == {"url": "https://zar.example/plan", "bot_command": "/events", "email": "imc@zar.example"}


async def test_entities_can_be_given_instead_of_html(bot: Bot, nina: Person) -> None:
    entity = MessageEntity(type="bold", offset=0, length=2)
    message = await bot.send_message(nina.id, "<b>", parse_mode=None, entities=[entity])
    assert message.text == "<b>"
    assert nina.screen.html == "<b>&lt;b</b>&gt;"


async def test_parse_modes_other_than_html_are_refused(bot: Bot, nina: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(nina.id, "*x*", parse_mode="MarkdownV2")


async def test_a_reply_shows_what_it_replies_to(bot: Bot, nina: Person) -> None:
    first = await bot.send_message(nina.id, "раз")
    reply = await bot.send_message(nina.id, "два", reply_parameters=ReplyParameters(message_id=first.message_id))
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "раз"
    assert nina.screen.reply_to == first.message_id
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(nina.id, "три", reply_parameters=ReplyParameters(message_id=999))
    await bot.send_message(
        nina.id, "три", reply_parameters=ReplyParameters(message_id=999, allow_sending_without_reply=True)
    )


async def test_known_options_pass_and_unknown_ones_are_reported(bot: Bot, nina: Person, telegram: Telegram) -> None:
    await bot.send_message(
        nina.id,
        "тихо",
        disable_notification=True,
        protect_content=True,
        message_effect_id="5104841245755180586",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert telegram.journal.warnings == []
    status, body = await telegram.answer(
        telegram.token, "sendMessage", {"chat_id": nina.id, "text": "а", "disable_web_page_preview": True}
    )
    assert (status, telegram.journal.warnings) == (
        400,
        ["sendMessage: unknown parameter disable_web_page_preview"],
    ), body
    telegram.strict = False
    status, _ = await telegram.answer(telegram.token, "sendmessage", {"chat_id": nina.id, "text": "а", "colour": 1})
    assert status == 200
    assert telegram.journal.warnings[-1] == "sendMessage: unknown parameter colour"
