"""Presses of inline buttons and the bot's answers to them: each is answered once, and in time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.calls import Call
from sandbox.chats import Chat, Toast
from sandbox.errors import bad_request

if TYPE_CHECKING:
    from sandbox.core import Telegram

ANSWER_SECONDS = 15.0
TOAST_LIMIT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Press:
    """A callback query that waits for its answer; `at` is on the monotonic clock."""

    query_id: str
    chat: Chat
    message_id: int
    data: str
    at: float


def pressed(telegram: "Telegram", chat: Chat, message_id: int, data: str) -> tuple[Press, dict[str, Any]]:
    """A press and the callback_query it sends. A deleted message comes as inaccessible (date 0), as in Telegram."""
    _forget_old(telegram)
    telegram.press_count += 1
    query_id = str(telegram.press_count * 4_294_967_311 + chat.account.id)
    press = Press(query_id, chat, message_id, data, telegram.clock.monotonic())
    telegram.presses[query_id] = press
    message = chat.find(message_id)
    stub = {"chat": chat.account.as_chat(), "message_id": message_id, "date": 0}
    body = {
        "id": query_id,
        "from": chat.account.as_user(),
        "message": stub if message is None else message.as_json(),
        "chat_instance": str(chat.account.id * 7919),
        "data": data,
    }
    return press, body


async def answer_callback_query(telegram: "Telegram", call: Call) -> Any:
    _forget_old(telegram)
    press = telegram.presses.get(call.text("callback_query_id"))
    if press is None:
        raise bad_request(TOO_OLD)
    text = call.text("text")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.text("url"):
        raise bad_request("URL_INVALID")
    del telegram.presses[press.query_id]
    chat = press.chat
    telegram.changed(chat)
    now = telegram.clock.wall()
    chat.toasts.append(Toast(text, call.flag("show_alert"), press.message_id, now, chat.revision))
    return True


def waiting(telegram: "Telegram", chat: Chat) -> dict[int, str]:
    """Buttons of this chat that still show a spinner: message id to callback data."""
    _forget_old(telegram)
    return {press.message_id: press.data for press in telegram.presses.values() if press.chat is chat}


def _forget_old(telegram: "Telegram") -> None:
    """Drop presses that can no longer be answered; they are kept in the order of their times."""
    now = telegram.clock.monotonic()
    while telegram.presses:
        oldest = next(iter(telegram.presses.values()))
        if now - oldest.at <= telegram.answer_seconds:
            return
        del telegram.presses[oldest.query_id]
