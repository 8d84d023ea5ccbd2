"""Updates as Telegram sends them: a person presses a button or types a text in a private chat."""

import itertools
import time
from typing import Any

Raw = dict[str, Any]

BOT = {"id": 42, "is_bot": True, "first_name": "Centrik"}
_numbers = itertools.count(1)


def press(chat: int, message: int, data: str) -> Raw:
    """Return the press of a button below the bot's `message`."""
    number = next(_numbers)
    shown = {"message_id": message, "date": int(time.time()), "chat": _chat(chat), "from": BOT, "text": "…"}
    query = {"id": f"q{number}", "from": _person(chat), "chat_instance": "1", "message": shown, "data": data}
    return {"update_id": number, "callback_query": query}


def typed(chat: int, message: int, text: str) -> Raw:
    """Return a text that becomes the person's `message`."""
    number = next(_numbers)
    shown: Raw = {"message_id": message, "date": int(time.time()), "chat": _chat(chat), "from": _person(chat)}
    shown["text"] = text
    if text.startswith("/"):
        shown["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"update_id": number, "message": shown}


def _chat(chat: int) -> Raw:
    return {"id": chat, "type": "private", "first_name": "Anna"}


def _person(chat: int) -> Raw:
    return {"id": chat, "is_bot": False, "first_name": "Anna", "language_code": "ru"}
