"""Methods that edit and delete messages of the bot."""

from typing import Any

from sandbox.calls.call import Call
from sandbox.calls.errors import bad_request
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.sending import media_parameters, read_caption, read_text
from sandbox.telegram.state import State
from sandbox.texts.keyboards import ReplyMarkup, read_markup

DELETABLE_SECONDS = 48 * 3600
DELETE_LIMIT = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


async def edit_message_text(state: State, call: Call) -> Any:
    chat, message = _editable(state, call)
    if message.file is not None or not message.text:
        raise bad_request("there is no text in the message to edit")
    text, entities = read_text(call)
    return _edit(state, chat, message, text=text, entities=entities, markup=_read_inline_markup(call))


async def edit_message_caption(state: State, call: Call) -> Any:
    chat, message = _editable(state, call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    text, entities = read_caption(call)
    return _edit(state, chat, message, text=text, entities=entities, markup=_read_inline_markup(call))


async def edit_message_media(state: State, call: Call) -> Any:
    chat, message = _editable(state, call)
    inner = media_parameters(call)
    text, entities = read_caption(inner)
    kind = "document" if "document" in inner.params else "photo"
    stored = state.files.resolve(inner.text(kind), call.files, kind)
    return _edit(state, chat, message, text=text, entities=entities, file=stored, markup=_read_inline_markup(call))


async def edit_message_reply_markup(state: State, call: Call) -> Any:
    chat, message = _editable(state, call)
    return _edit(state, chat, message, markup=_read_inline_markup(call))


async def delete_message(state: State, call: Call) -> Any:
    chat = state.writable_chat(call)
    message_id = _message_id(call)
    message = chat.find(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if state.clock.wall() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    _delete(state, chat, message)
    return True


async def delete_messages(state: State, call: Call) -> Any:
    chat = state.writable_chat(call)
    given = call.json_value("message_ids", "can't parse message_ids JSON object")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > DELETE_LIMIT:
        raise bad_request("too many message identifiers specified")
    for message_id in given:
        message = chat.find(int(message_id))
        if message is not None and state.clock.wall() - message.date <= DELETABLE_SECONDS:
            _delete(state, chat, message)
    return True


def _delete(state: State, chat: Chat, message: Message) -> None:
    message.deleted = True
    state.note_change(chat, message)


def _message_id(call: Call) -> int:
    message_id = call.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    return message_id


def _editable(state: State, call: Call) -> tuple[Chat, Message]:
    chat = state.writable_chat(call)
    message = chat.find(_message_id(call))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.is_outgoing or (message.markup is not None and message.markup.kind != "inline_keyboard"):
        raise bad_request("message can't be edited")
    return chat, message


def _read_inline_markup(call: Call) -> ReplyMarkup | None:
    markup = read_markup(call)
    if markup is not None and markup.kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    return markup


def _edit(state: State, chat: Chat, message: Message, **changes: Any) -> Any:
    before = message.content()
    kept = {name: getattr(message, name) for name in changes}
    for name, value in changes.items():
        setattr(message, name, value)
    if message.content() == before:
        for name, value in kept.items():
            setattr(message, name, value)
        raise bad_request(NOT_MODIFIED)
    if set(changes) != {"markup"}:
        message.edit_date = int(state.clock.wall())
    state.note_change(chat, message)
    return message.as_json()
