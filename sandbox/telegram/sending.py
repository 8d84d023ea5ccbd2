"""Methods that send texts, files and the "typing" status."""

import json
from typing import Any

from sandbox.calls.call import Call
from sandbox.calls.errors import bad_request
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.files import DOWNLOAD_LIMIT_BYTES
from sandbox.telegram.state import State
from sandbox.texts.entities import CAPTION_LIMIT, ENTITY_LIMIT, TEXT_LIMIT, Entity, check_length, read_formatted
from sandbox.texts.keyboards import read_markup

_CHAT_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
TYPING_SECONDS = 5.0


def read_text(call: Call) -> tuple[str, list[Entity]]:
    if not call.text("text"):
        raise bad_request("message text is empty")
    text, entities = _read_with_entities(call, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    check_length(text, TEXT_LIMIT, "message")
    return text, entities


def read_caption(call: Call) -> tuple[str, list[Entity]]:
    text, entities = _read_with_entities(call, "caption", "caption_entities")
    check_length(text, CAPTION_LIMIT, "message caption")
    return text, entities


def _read_with_entities(call: Call, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    given = call.json_value(entities_name, "can't parse entities JSON object")
    marked = given if isinstance(given, list) else None
    text, entities = read_formatted(call.text(name), call.text("parse_mode"), marked)
    if len(entities) > ENTITY_LIMIT:
        call.warnings.append(f"{len(entities)} entities, Telegram keeps the first {ENTITY_LIMIT}")
    return text, entities[:ENTITY_LIMIT]


async def send_message(state: State, call: Call) -> Any:
    chat = state.writable_chat(call)
    text, entities = read_text(call)
    return _send(state, call, chat, text=text, entities=entities)


async def send_document(state: State, call: Call) -> Any:
    return _send_file(state, call, "document")


async def send_photo(state: State, call: Call) -> Any:
    return _send_file(state, call, "photo")


def _send_file(state: State, call: Call, field: str) -> Any:
    chat = state.writable_chat(call)
    text, entities = read_caption(call)
    stored = state.files.resolve(call.text(field), call.files, field)
    return _send(state, call, chat, text=text, entities=entities, file=stored)


def _send(state: State, call: Call, chat: Chat, **content: Any) -> Any:
    markup = read_markup(call)
    message = state.add_message(
        chat,
        sender=state.bot_user,
        **content,
        markup=markup,
        reply_to=_replied_message(call, chat),
        extra={
            **({"has_protected_content": True} if call.flag("protect_content") else {}),
            **({"effect_id": call.text("message_effect_id")} if call.text("message_effect_id") else {}),
        },
    )
    chat.set_keyboard(markup)
    chat.typing_until = 0.0
    return message.as_json()


def _replied_message(call: Call, chat: Chat) -> Message | None:
    parameters = call.json_value("reply_parameters", "can't parse reply parameters JSON object")
    if not parameters:
        return None
    if not isinstance(parameters, dict):
        raise bad_request("object expected as reply parameters")
    found = chat.find(int(parameters.get("message_id") or 0))
    if found is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


async def send_chat_action(state: State, call: Call) -> Any:
    chat = state.writable_chat(call)
    if call.text("action").lower() not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = state.clock.monotonic() + TYPING_SECONDS
    state.note_change(chat)
    return True


async def get_file(state: State, call: Call) -> Any:
    stored = state.files.by_id(call.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > DOWNLOAD_LIMIT_BYTES:
        raise bad_request("file is too big")
    size = len(stored.data)
    ids = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return {**ids, "file_size": size, "file_path": stored.path}


def media_parameters(call: Call) -> Call:
    """Return the call with the fields of its `media` object as its own parameters."""
    media = call.json_value("media", "can't parse input media JSON object")
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
