"""Inline and reply keyboards with the limits and refusals of the real server."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbox.calls.call import Call
from sandbox.calls.errors import bad_request

Button = dict[str, Any]
Rows = list[list[Button]]

ROW_LIMIT = 8
BUTTON_LIMIT = 100
REPLY_ROW_LIMIT = 12
REPLY_BUTTON_LIMIT = 300
CALLBACK_DATA_LIMIT_BYTES = 64
COPY_TEXT_LIMIT = 256

_STYLES = {"", "default", "primary", "success", "danger"}
_LOOK_FIELDS = {"text", "icon_custom_emoji_id", "style"}
_INLINE_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
}  # fmt: skip
_REPLY_ACTIONS = {
    "request_users", "request_chat", "request_managed_bot", "request_contact", "request_location", "request_poll",
    "web_app", "request_user",
}  # fmt: skip
_MARKUP_FIELDS = {
    "inline_keyboard": {"inline_keyboard"},
    "keyboard": {
        "keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective",
        "force_reply",
    },
    "remove_keyboard": {"remove_keyboard", "selective"},
    "force_reply": {"force_reply", "input_field_placeholder", "selective"},
}  # fmt: skip


@dataclass(frozen=True)
class ReplyMarkup:
    """`kind` is inline_keyboard, keyboard, remove_keyboard or force_reply; `rows` is empty for the last two."""

    kind: str
    rows: Rows
    value: dict[str, Any]


def read_markup(call: Call) -> ReplyMarkup | None:
    """Return the reply markup of a call, None when absent or empty; unknown fields become warnings of the call."""
    value = call.json_value("reply_markup", "can't parse reply keyboard markup JSON object")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    kind = next((name for name in ("keyboard", "inline_keyboard") if value.get(name)), None)
    if kind is None:
        kind = next((name for name in ("remove_keyboard", "force_reply") if value.get(name)), None)
        if kind is None:
            return None
        _report_unknown(call, value, _MARKUP_FIELDS[kind], "reply_markup")
        return ReplyMarkup(kind, [], value)
    _report_unknown(call, value, _MARKUP_FIELDS[kind], "reply_markup")
    rows = _rows(call, value[kind], kind)
    return ReplyMarkup(kind, rows, {**value, kind: rows})


def _rows(call: Call, given: Any, kind: str) -> Rows:
    owner = " of the InlineKeyboardMarkup" if kind == "inline_keyboard" else ""
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise bad_request(f'field "{kind}"{owner} must be an Array of Arrays')
    reader = _inline_button if kind == "inline_keyboard" else _reply_button
    rows = [[reader(call, button) for button in row] for row in given]
    rows = [row for row in rows if row]
    row_limit, limit = (ROW_LIMIT, BUTTON_LIMIT) if kind == "inline_keyboard" else (REPLY_ROW_LIMIT, REPLY_BUTTON_LIMIT)
    for number, row in enumerate(rows, start=1):
        if len(row) > row_limit:
            call.warnings.append(f"row {number} of the keyboard has {len(row)} buttons, {row_limit} are allowed")
            raise bad_request("reply markup is too long")
    if (count := sum(map(len, rows))) > limit:
        call.warnings.append(f"the keyboard has {count} buttons, {limit} are allowed")
        raise bad_request("reply markup is too long")
    return rows


def _report_unknown(call: Call, value: dict[str, Any], known: set[str], where: str) -> None:
    for name in sorted(set(value) - known):
        call.report(f"unknown field {name} in {where}")


def _inline_button(call: Call, given: Any) -> Button:
    if not isinstance(given, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    button = _read_look(given, "inline keyboard button")
    _report_unknown(call, given, _LOOK_FIELDS | _INLINE_ACTIONS, "InlineKeyboardButton")
    kinds = [name for name in _INLINE_ACTIONS if given.get(name) not in (None, False)]
    if not kinds or (kinds == ["callback_data"] and given["callback_data"] == ""):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        call.warnings.append(f"button {button['text']!r} has several actions: {', '.join(sorted(kinds))}")
        raise bad_request("BUTTON_TYPE_INVALID")
    kind = kinds[0]
    value = given[kind]
    if kind == "callback_data" and not 1 <= len(str(value).encode()) <= CALLBACK_DATA_LIMIT_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url" and not _is_link(str(value)):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if kind == "copy_text":
        copied = str(value.get("text", "")) if isinstance(value, dict) else ""
        if not 1 <= len(copied) <= COPY_TEXT_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if kind == "web_app" and not str((value or {}).get("url", "")).startswith("https://"):
        raise bad_request("inline keyboard button Web App URL is invalid: Only HTTPS links are allowed")
    return {**button, kind: value}


def _reply_button(call: Call, given: Any) -> Button:
    if isinstance(given, str):
        given = {"text": given}
    if not isinstance(given, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    _report_unknown(call, given, _LOOK_FIELDS | _REPLY_ACTIONS, "KeyboardButton")
    return {**given, **_read_look(given, "keyboard button")}


def _read_look(given: dict[str, Any], what: str) -> Button:
    text = given.get("text")
    if text is None:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(text, str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{what} text must be non-empty")
    if str(given.get("style") or "").lower() not in _STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")
    return {name: given[name] for name in ("text", "icon_custom_emoji_id", "style") if given.get(name)}


def _is_link(url: str) -> bool:
    if url.startswith(("tg://", "ton://")):
        return True
    parts = urlsplit(url if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", url) else f"http://{url}")
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in url
