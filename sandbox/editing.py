"""The methods by which a bot changes or takes back what it wrote."""

from typing import TYPE_CHECKING, Any

from sandbox.calls import Call
from sandbox.chats import Chat, Message
from sandbox.errors import bad_request
from sandbox.keyboards import Markup, read_markup
from sandbox.sending import media_parameters, read_caption, read_text

if TYPE_CHECKING:
    from sandbox.core import Telegram

DELETABLE_SECONDS = 48 * 3600
DELETE_LIMIT = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


async def edit_message_text(telegram: "Telegram", call: Call) -> Any:
    chat, message = _editable(telegram, call)
    if message.file is not None or not message.text:
        raise bad_request("there is no text in the message to edit")
    text, entities = read_text(call)
    return _edit(telegram, chat, message, text=text, entities=entities, markup=_inline(call))


async def edit_message_caption(telegram: "Telegram", call: Call) -> Any:
    chat, message = _editable(telegram, call)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    text, entities = read_caption(call)
    return _edit(telegram, chat, message, text=text, entities=entities, markup=_inline(call))


async def edit_message_media(telegram: "Telegram", call: Call) -> Any:
    chat, message = _editable(telegram, call)
    inner = media_parameters(call)
    text, entities = read_caption(inner)
    kind = "document" if "document" in inner.params else "photo"
    stored = telegram.files.given(inner.text(kind), call.files, kind)
    return _edit(telegram, chat, message, text=text, entities=entities, file=stored, markup=_inline(call))


async def edit_message_reply_markup(telegram: "Telegram", call: Call) -> Any:
    chat, message = _editable(telegram, call)
    return _edit(telegram, chat, message, markup=_inline(call))


async def delete_message(telegram: "Telegram", call: Call) -> Any:
    chat = telegram.writable(call)
    message_id = _message_id(call)
    message = chat.find(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if telegram.clock.wall() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    _delete(telegram, chat, message)
    return True


async def delete_messages(telegram: "Telegram", call: Call) -> Any:
    chat = telegram.writable(call)
    given = call.value("message_ids", "can't parse message_ids JSON object")
    if not isinstance(given, list) or not given:
        raise bad_request("message identifiers are not specified")
    if len(given) > DELETE_LIMIT:
        raise bad_request("too many message identifiers specified")
    for message_id in given:
        message = chat.find(int(message_id))
        if message is not None and telegram.clock.wall() - message.date <= DELETABLE_SECONDS:
            _delete(telegram, chat, message)
    return True


def _delete(telegram: "Telegram", chat: Chat, message: Message) -> None:
    message.deleted = True
    telegram.changed(chat, message)


def _message_id(call: Call) -> int:
    message_id = call.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    return message_id


def _editable(telegram: "Telegram", call: Call) -> tuple[Chat, Message]:
    chat = telegram.writable(call)
    message = chat.find(_message_id(call))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.outgoing or (message.markup is not None and message.markup.kind != "inline_keyboard"):
        raise bad_request("message can't be edited")
    return chat, message


def _inline(call: Call) -> Markup | None:
    markup = read_markup(call)
    if markup is not None and markup.kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    return markup


def _edit(telegram: "Telegram", chat: Chat, message: Message, **changes: Any) -> Any:
    before = message.content()
    kept = {name: getattr(message, name) for name in changes}
    for name, value in changes.items():
        setattr(message, name, value)
    if message.content() == before:
        for name, value in kept.items():
            setattr(message, name, value)
        raise bad_request(NOT_MODIFIED)
    if set(changes) != {"markup"}:
        message.edit_date = int(telegram.clock.wall())
    telegram.changed(chat, message)
    return message.as_json()
