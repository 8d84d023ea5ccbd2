"""Screens as calls of the Bot API: the only module that knows both."""

from dataclasses import dataclass, replace
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
)

from bot.messenger import Attachment, Limits, MessageId
from bot.telegram.arrival import message_id
from screens.screen import Button, Screen, plain_text

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
LIMITS = Limits(caption=1024, toast=200)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without validation of the batch: one unreadable update must not stop the rest."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Formatting:
    """The features of a screen to try: Telegram may refuse mark-up, new fields of buttons, a remembered file id."""

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
    """Whether a refused edit says that the message looks like this already."""
    return "message is not modified" in reason


def is_lost(reason: str) -> bool:
    """Whether a refused edit says that the message can no longer be edited, so that a new one must be sent."""
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
    """Whether a 400 means the same as a 403: the chat does not exist or is closed."""
    return any(words in reason for words in ("chat not found", "user is deactivated", "PEER_ID_INVALID"))


def send(
    chat_id: int, screen: Screen, attachment: Attachment | None, formatting: Formatting
) -> TelegramMethod[Message]:
    """Return a new message with everything the screen has."""
    keyboard = _inline_keyboard(screen, formatting) or _reply_keyboard(screen)
    text, mode = _text(screen, formatting)
    if attachment is None:
        return SendMessage(
            chat_id=chat_id,
            text=text,
            parse_mode=mode,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    known_id = attachment.file_id if formatting.cached else None
    document = known_id or BufferedInputFile(attachment.content, attachment.name)
    return SendDocument(
        chat_id=chat_id, document=document, caption=text or None, parse_mode=mode, reply_markup=keyboard
    )


def sent(message: Any) -> tuple[MessageId | None, str | None]:
    """Return the ids of a sent message and of its file; an unreadable message comes as raw JSON."""
    if isinstance(message, Message):
        file_id = message.document.file_id if message.document else None
        return MessageId(str(message.message_id), message.message_id), file_id
    raw = message if isinstance(message, dict) else {}
    return message_id(raw), (raw.get("document") or {}).get("file_id")


def edit(chat_id: int, message_id: str, screen: Screen, formatting: Formatting) -> EditMessageText:
    text, mode = _text(screen, formatting)
    return EditMessageText(
        chat_id=chat_id,
        message_id=int(message_id),
        text=text,
        parse_mode=mode,
        reply_markup=_inline_keyboard(screen, formatting),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def remove_buttons(chat_id: int, message_id: str) -> EditMessageReplyMarkup:
    """Remove the buttons of a message that is no longer the current screen."""
    return EditMessageReplyMarkup(chat_id=chat_id, message_id=int(message_id))


def toast(query_id: str, text: str | None) -> AnswerCallbackQuery:
    return AnswerCallbackQuery(callback_query_id=query_id, text=text[: LIMITS.toast] if text else None)


def _text(screen: Screen, formatting: Formatting) -> tuple[str, str | None]:
    return (screen.text, "HTML") if formatting.html else (plain_text(screen.text), None)


def _inline_keyboard(screen: Screen, formatting: Formatting) -> InlineKeyboardMarkup | None:
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


def _reply_keyboard(screen: Screen) -> ReplyKeyboardMarkup | None:
    if screen.reply_keyboard is None:
        return None
    rows = [[KeyboardButton(text=label) for label in row] for row in screen.reply_keyboard]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
