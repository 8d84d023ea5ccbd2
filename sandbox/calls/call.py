"""One call as it arrives: the parameters that a method knows and the reading of their values."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.calls.errors import bad_request

_CHAT = ("business_connection_id", "chat_id")
_SENDING = (
    *_CHAT, "message_thread_id", "direct_messages_topic_id", "disable_notification", "protect_content",
    "allow_paid_broadcast", "message_effect_id", "suggested_post_parameters", "reply_parameters", "reply_markup",
)  # fmt: skip
_EDITING = (*_CHAT, "message_id", "inline_message_id", "reply_markup")
_CAPTION = ("caption", "parse_mode", "caption_entities")
_COMMANDS = ("scope", "language_code")

# Every method that the sandbox knows, with its parameters of Bot API 10.3.
PARAMETERS: dict[str, frozenset[str]] = {
    method: frozenset(names)
    for method, names in {
        "getMe": (),
        "logOut": (),
        "close": (),
        "getUpdates": ("offset", "limit", "timeout", "allowed_updates"),
        "setWebhook": (
            "url", "certificate", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates",
            "secret_token",
        ),
        "deleteWebhook": ("drop_pending_updates",),
        "getWebhookInfo": (),
        "sendMessage": (*_SENDING, "text", "parse_mode", "entities", "link_preview_options"),
        "sendDocument": (*_SENDING, *_CAPTION, "document", "thumbnail", "disable_content_type_detection"),
        "sendPhoto": (*_SENDING, *_CAPTION, "photo", "show_caption_above_media", "has_spoiler"),
        "sendChatAction": (*_CHAT, "message_thread_id", "action"),
        "editMessageText": (*_EDITING, "text", "parse_mode", "entities", "link_preview_options"),
        "editMessageCaption": (*_EDITING, *_CAPTION, "show_caption_above_media"),
        "editMessageMedia": (*_EDITING, "media"),
        "editMessageReplyMarkup": _EDITING,
        "deleteMessage": ("chat_id", "message_id"),
        "deleteMessages": ("chat_id", "message_ids"),
        "answerCallbackQuery": ("callback_query_id", "text", "show_alert", "url", "cache_time"),
        "getFile": ("file_id",),
        "getChat": ("chat_id",),
        "setMyCommands": (*_COMMANDS, "commands"),
        "getMyCommands": _COMMANDS,
        "deleteMyCommands": _COMMANDS,
        "setMyName": ("name", "language_code"),
        "setMyDescription": ("description", "language_code"),
        "setMyShortDescription": ("short_description", "language_code"),
    }.items()
}  # fmt: skip
_CANONICAL_METHODS = {name.lower(): name for name in PARAMETERS}


def canonical_method(method: str) -> str | None:
    """Return the documented spelling of a method, given in any case; None when the sandbox has no such method."""
    return _CANONICAL_METHODS.get(method.lower())


@dataclass(frozen=True)
class UploadedFile:
    name: str
    data: bytes


@dataclass
class Call:
    """A method with its parameters: strings of a form or values of a JSON body."""

    method: str
    params: dict[str, Any]
    files: dict[str, UploadedFile]
    strict: bool = True
    warnings: list[str] = field(default_factory=list)

    def report(self, warning: str) -> None:
        """Note something that Telegram would ignore; in strict mode refuse the call."""
        self.warnings.append(warning)
        if self.strict:
            raise bad_request(warning)

    def unknown_parameters(self) -> list[str]:
        return sorted(set(self.params) - PARAMETERS[self.method])

    def text(self, name: str) -> str:
        value = self.params.get(name)
        return "" if value is None else value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; anything else counts as absent, as on the real server."""
        try:
            return int(str(self.params.get(name, default)))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in ("true", "yes", "1")

    def json_value(self, name: str, refusal: str) -> Any:
        """Return a JSON value, given as text or within a JSON body; None when absent, ApiError(`refusal`) otherwise."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(refusal) from error

    @property
    def chat_id(self) -> int | None:
        value = self.params.get("chat_id")
        try:
            return int(str(value))
        except ValueError:
            return None
