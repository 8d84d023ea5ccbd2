"""Presses of inline buttons and the bot's answers: one for each press, within a time limit."""

from typing import Any

from sandbox.calls.call import Call
from sandbox.calls.errors import bad_request
from sandbox.telegram.chats import Chat, Press, Toast
from sandbox.telegram.state import State

TOAST_LIMIT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def press(state: State, chat: Chat, message_id: int, data: str) -> dict[str, Any]:
    """Register a press and return its callback_query; a deleted message is inaccessible (date 0), as in Telegram."""
    _drop_expired(state)
    state.press_count += 1
    query_id = str(state.press_count * 4_294_967_311 + chat.account.id)
    state.presses[query_id] = Press(query_id, chat, message_id, data, state.clock.monotonic())
    message = chat.find(message_id)
    stub = {"chat": chat.account.as_chat(), "message_id": message_id, "date": 0}
    return {
        "id": query_id,
        "from": chat.account.as_user(),
        "message": stub if message is None else message.as_json(),
        "chat_instance": str(chat.account.id * 7919),
        "data": data,
    }


async def answer_callback_query(state: State, call: Call) -> Any:
    _drop_expired(state)
    pressed = state.presses.get(call.text("callback_query_id"))
    if pressed is None:
        raise bad_request(TOO_OLD)
    text = call.text("text")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.text("url"):
        raise bad_request("URL_INVALID")
    del state.presses[pressed.query_id]
    chat = pressed.chat
    state.note_change(chat)
    now = state.clock.wall()
    chat.toasts.append(Toast(text, call.flag("show_alert"), pressed.message_id, now, chat.revision))
    return True


def unanswered_presses(state: State, chat: Chat) -> dict[int, str]:
    """Return buttons of this chat that still show a spinner: message id to callback data."""
    _drop_expired(state)
    return {pressed.message_id: pressed.data for pressed in state.presses.values() if pressed.chat is chat}


def _drop_expired(state: State) -> None:
    """Drop presses that can no longer be answered; they are kept in the order of their times."""
    now = state.clock.monotonic()
    while state.presses:
        oldest = next(iter(state.presses.values()))
        if now - oldest.at <= state.answer_seconds:
            return
        del state.presses[oldest.query_id]
