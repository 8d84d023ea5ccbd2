"""The methods by which a bot writes: texts, files, "typing"."""

import json
from typing import TYPE_CHECKING, Any

from sandbox.calls import Call
from sandbox.chats import Chat, Message
from sandbox.entities import CAPTION_LIMIT, ENTITY_LIMIT, TEXT_LIMIT, Entity, formatted, limited
from sandbox.errors import bad_request
from sandbox.files import DOWNLOAD_LIMIT, StoredFile
from sandbox.keyboards import read_markup

if TYPE_CHECKING:
    from sandbox.core import Telegram

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
TYPING_SECONDS = 5.0


def read_text(call: Call) -> tuple[str, list[Entity]]:
    if not call.text("text"):
        raise bad_request("message text is empty")
    text, entities = _formatted(call, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    limited(text, TEXT_LIMIT, "message")
    return text, entities


def read_caption(call: Call) -> tuple[str, list[Entity]]:
    text, entities = _formatted(call, "caption", "caption_entities")
    limited(text, CAPTION_LIMIT, "message caption")
    return text, entities


def _formatted(call: Call, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    given = call.value(entities_name, "can't parse entities JSON object")
    text, entities = formatted(call.text(name), call.text("parse_mode"), given if isinstance(given, list) else None)
    if len(entities) > ENTITY_LIMIT:
        call.warnings.append(f"{len(entities)} entities, Telegram keeps the first {ENTITY_LIMIT}")
    return text, entities[:ENTITY_LIMIT]


async def send_message(telegram: "Telegram", call: Call) -> Any:
    chat = telegram.writable(call)
    text, entities = read_text(call)
    return _send(telegram, call, chat, text, entities, None)


async def send_document(telegram: "Telegram", call: Call) -> Any:
    return _send_file(telegram, call, "document")


async def send_photo(telegram: "Telegram", call: Call) -> Any:
    return _send_file(telegram, call, "photo")


def _send_file(telegram: "Telegram", call: Call, field: str) -> Any:
    chat = telegram.writable(call)
    text, entities = read_caption(call)
    stored = telegram.files.given(call.text(field), call.files, field)
    return _send(telegram, call, chat, text, entities, stored)


def _send(
    telegram: "Telegram", call: Call, chat: Chat, text: str, entities: list[Entity], stored: StoredFile | None
) -> Any:
    markup = read_markup(call)
    message = telegram.add_message(
        chat,
        sender=telegram.bot_user,
        text=text,
        entities=entities,
        file=stored,
        markup=markup,
        reply_to=_replied(call, chat),
        extra={
            **({"has_protected_content": True} if call.flag("protect_content") else {}),
            **({"effect_id": call.text("message_effect_id")} if call.text("message_effect_id") else {}),
        },
    )
    chat.show_keyboard(markup)
    chat.typing_until = 0.0
    return message.as_json()


def _replied(call: Call, chat: Chat) -> Message | None:
    parameters = call.value("reply_parameters", "can't parse reply parameters JSON object")
    if not parameters:
        return None
    if not isinstance(parameters, dict):
        raise bad_request("object expected as reply parameters")
    found = chat.find(int(parameters.get("message_id") or 0))
    if found is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


async def send_chat_action(telegram: "Telegram", call: Call) -> Any:
    chat = telegram.writable(call)
    if call.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = telegram.clock.monotonic() + TYPING_SECONDS
    telegram.changed(chat)
    return True


async def get_file(telegram: "Telegram", call: Call) -> Any:
    stored = telegram.files.by_id(call.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    size = len(stored.data)
    ids = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return {**ids, "file_size": size, "file_path": stored.path}


def media_parameters(call: Call) -> Call:
    """The call as if the fields of its `media` object were its own parameters."""
    media = call.value("media", "can't parse input media JSON object")
    if not isinstance(media, dict) or media.get("type") not in ("document", "photo"):
        raise bad_request("can't parse InputMedia: unsupported type")
    inner = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in media.items()
        if name in ("caption", "parse_mode", "caption_entities")
    }
    source = str(media.get("media", ""))
    return Call(
        call.method, {**call.params, **inner, str(media["type"]): source}, call.files, call.strict, call.warnings
    )
