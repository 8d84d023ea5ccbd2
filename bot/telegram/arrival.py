"""Reading Telegram's JSON into an Arrival: the only place that knows its fields."""

from datetime import UTC, datetime
from typing import Any

from aiogram.types import Update
from pydantic import ValidationError

from bot.messenger import Arrival, MessageId

TELEGRAM = "telegram"
"""The messenger's name in the database."""
MAX_ID = 2**63 - 1
"""The greatest number a database can store."""
LEFT_STATUSES = ("kicked", "left")


def read(raw: Any) -> Arrival | None:
    """Return None for anything without a usable id. Fields of a wrong type count as missing: see `unreadable`."""
    number = _dict(raw).get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > MAX_ID:
        return None
    message, query, change = (_dict(raw.get(name)) for name in ("message", "callback_query", "my_chat_member"))
    fields: dict[str, Any] = {}
    if raw.get("message") is not None:
        fields = _typed(message)
    elif raw.get("callback_query") is not None:
        fields = _pressed(query)
    elif _is_private(change):
        has_left = _dict(change.get("new_chat_member")).get("status") in LEFT_STATUSES
        fields = {"is_for_us": True, "chat": _id(change["chat"]), "blocked": has_left}
    if "chat" not in fields:
        fields["chat"] = _chat(raw)
    return Arrival(
        messenger=TELEGRAM,
        key=str(number),
        raw=raw,
        sender=_sender(raw),
        sent_at=_moment(message.get("date")),
        press=_text(query.get("id")),
        language=_text(_dict((query or message).get("from")).get("language_code")),
        **fields,
    )


def unreadable(arrival: Arrival) -> str:
    """Return the places and kinds of the errors of an update that cannot be read, without what people typed."""
    try:
        Update.model_validate(arrival.raw)
    except ValidationError as error:
        return "; ".join(sorted({f"{'.'.join(map(str, each['loc'][:4]))}:{each['type']}" for each in error.errors()}))
    return "chat.id:unusable" if arrival.is_for_us and not arrival.chat else ""


def _typed(message: dict[str, Any]) -> dict[str, Any]:
    """Return what only a message of a person in a private chat has."""
    person = _dict(message.get("from"))
    if not _is_private(message) or not person or person.get("is_bot"):
        return {}
    return {
        "is_for_us": True,
        "chat": _id(message["chat"]),
        "text": _text(message.get("text")) or "",
        "caption": _text(message.get("caption")) or "",
        "message": message_id(message),
    }


def _pressed(query: dict[str, Any]) -> dict[str, Any]:
    """Return what only a press in a private chat has."""
    shown = _dict(query.get("message"))
    if not _is_private(shown):
        return {}
    shown_id = message_id(shown)
    is_editable = bool(shown.get("date")) and _text(shown.get("text")) is not None  # no date: not accessible any more
    return {
        "is_for_us": True,
        "chat": _id(shown["chat"]),
        "wish": _text(query.get("data")) or "",
        "message": shown_id,
        "editable": shown_id if is_editable else None,
    }


def _is_private(holder: dict[str, Any]) -> bool:
    return bool(_dict(holder.get("chat")).get("type") == "private")


def message_id(message: dict[str, Any]) -> MessageId | None:
    number = message.get("message_id")
    return MessageId(str(number), number) if isinstance(number, int) else None


def _chat(raw: dict[str, Any]) -> int:
    """Return the chat whose order must be kept, or 0."""
    for body in raw.values():
        holder = _dict(body)
        shown = _dict(holder.get("message"))
        for place in (holder.get("chat"), shown.get("chat"), holder.get("from"), holder.get("user")):
            if number := _id(place):
                return number
    return 0


def _id(holder: Any) -> int:
    number = _dict(holder).get("id")
    return int(number) if isinstance(number, int) and abs(number) <= MAX_ID else 0


def _sender(raw: dict[str, Any]) -> int:
    for body in raw.values():
        number = _dict(_dict(body).get("from")).get("id")
        if isinstance(number, int) and not isinstance(number, bool):
            return number
    return _chat(raw)


def _moment(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OverflowError, ValueError, OSError):
        return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
