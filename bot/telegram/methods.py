"""Screens as Telegram's methods and Telegram's updates as plain facts: the only room that knows both."""

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    Update,
)

from bot.telegram.attachment import Attachment
from screens.screen import Button, Screen

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
_TAG = re.compile(r"<[^<>]*>")


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without validation of the batch: one update that cannot be read must not stop the rest."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the transport needs to know of an update from a private chat.

    `press`: the message that the answer may edit; `message_id`: the newest message it tells of;
    `blocked`: the person has blocked the bot (True) or let it in again (False).
    """

    chat_id: int
    message_id: int | None = None
    press: int | None = None
    query_id: str | None = None
    blocked: bool | None = None


def incoming(update: Update) -> Incoming | None:
    """None for what needs no answer: groups, channels, other bots, kinds of update nobody asked for."""
    if (message := update.message) is not None:
        if message.chat.type != "private" or message.from_user is None or message.from_user.is_bot:
            return None
        return Incoming(message.chat.id, message.message_id)
    if (query := update.callback_query) is not None:
        if query.message is None or query.message.chat.type != "private":
            return None
        editable = isinstance(query.message, Message) and query.message.text is not None
        shown = query.message.message_id
        return Incoming(query.message.chat.id, shown, shown if editable else None, query.id)
    if (change := update.my_chat_member) is not None and change.chat.type == "private":
        return Incoming(change.chat.id, blocked=change.new_chat_member.status in {"kicked", "left"})
    return None


@dataclass(frozen=True, slots=True)
class Formatting:
    """How much of a screen is tried: Telegram may refuse mark-up, new fields of buttons, a remembered file."""

    html: bool = True
    modern: bool = True
    cached: bool = True


def simpler(formatting: Formatting, screen: Screen, reason: str) -> Formatting | None:
    """Return the formatting to try after a refusal with this description; None if nothing simpler would help."""
    if is_shown(reason) or is_lost(reason) or is_unreachable(reason):
        return None
    if "can't parse entities" in reason:
        return replace(formatting, html=False) if formatting.html else None
    if "file identifier" in reason or "file_id" in reason or "FILE_REFERENCE" in reason:
        return replace(formatting, cached=False) if formatting.cached else None
    modern = any(button.style or button.copy for row in screen.rows for button in row)
    return replace(formatting, modern=False) if modern and formatting.modern else None


def is_shown(reason: str) -> bool:
    """Whether a refusal to edit says that the message is the wanted one already."""
    return "message is not modified" in reason


def is_lost(reason: str) -> bool:
    """Whether a refusal to edit says that the message can be edited no more: then a new one is sent."""
    return any(
        words in reason
        for words in (
            "message to edit not found",
            "message can't be edited",
            "no text in the message to edit",
            "MESSAGE_ID_INVALID",
            "message identifier is not specified",
        )
    )


def is_unreachable(reason: str) -> bool:
    """A 400 that means what a 403 means: nobody is there."""
    return any(words in reason for words in ("chat not found", "user is deactivated", "PEER_ID_INVALID"))


def send(
    chat_id: int, screen: Screen, attachment: Attachment | None, formatting: Formatting
) -> TelegramMethod[Message]:
    """A new message with everything the screen has."""
    keyboard = _inline(screen, formatting) or _menu(screen)
    text, mode = _text(screen, formatting)
    if attachment is None:
        return SendMessage(
            chat_id=chat_id,
            text=text,
            parse_mode=mode,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    known = attachment.file_id if formatting.cached else None
    document = known or BufferedInputFile(attachment.content, attachment.name)
    return SendDocument(
        chat_id=chat_id, document=document, caption=text or None, parse_mode=mode, reply_markup=keyboard
    )


def sent(message: Any) -> tuple[int | None, str | None]:
    """The id of a sent message and of its file; a message that could not be read whole comes as raw JSON."""
    if isinstance(message, Message):
        return message.message_id, message.document.file_id if message.document else None
    raw = message if isinstance(message, dict) else {}
    return raw.get("message_id"), (raw.get("document") or {}).get("file_id")


def edit(chat_id: int, message_id: int, screen: Screen, formatting: Formatting) -> EditMessageText:
    text, mode = _text(screen, formatting)
    return EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=text,
        parse_mode=mode,
        reply_markup=_inline(screen, formatting),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def remove_buttons(chat_id: int, message_id: int) -> EditMessageReplyMarkup:
    """Take the buttons from a message that is no longer the current screen."""
    return EditMessageReplyMarkup(chat_id=chat_id, message_id=message_id)


def toast(query_id: str, text: str | None) -> AnswerCallbackQuery:
    return AnswerCallbackQuery(callback_query_id=query_id, text=text[:TOAST_LIMIT] if text else None)


def parts(screen: Screen) -> list[Screen]:
    """A file whose text does not fit into a caption follows its text as a second message."""
    if screen.file is None or _length(as_plain(screen.text)) <= CAPTION_LIMIT:
        return [screen]
    return [Screen(screen.text, fresh=True), replace(screen, text="", toast=None)]


def as_plain(html: str) -> str:
    """What a person would read of an HTML text."""
    return unescape(_TAG.sub("", html))


def _length(text: str) -> int:
    """Telegram counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _text(screen: Screen, formatting: Formatting) -> tuple[str, str | None]:
    return (screen.text, "HTML") if formatting.html else (as_plain(screen.text), None)


def _inline(screen: Screen, formatting: Formatting) -> InlineKeyboardMarkup | None:
    rows = [
        [_button(button, formatting) for button in row if formatting.modern or not button.copy] for row in screen.rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row]) if any(rows) else None


def _button(button: Button, formatting: Formatting) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.text,
        callback_data=button.wish,
        url=button.url,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        style=button.style if formatting.modern else None,
    )


def _menu(screen: Screen) -> ReplyKeyboardMarkup | None:
    if screen.reply_keyboard is None:
        return None
    rows = [[KeyboardButton(text=label) for label in row] for row in screen.reply_keyboard]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
