"""A person's screen as plain data, the same in this process and over HTTP."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.presses import unanswered_presses
from sandbox.telegram.profile import commands_for
from sandbox.telegram.state import State

Json = dict[str, Any]


@dataclass(frozen=True)
class SeenFile:
    """A file of a message. `kind` is document or photo; over HTTP `data` is fetched when the chat is read."""

    file_id: str
    name: str
    mime: str
    size: int
    kind: str
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class SeenMessage:
    """A message. `text` is plain, `html` formatted; `buttons` are rows of labels, `keys` the same rows with all fields
    of each button; `date` is unix seconds."""

    message_id: int
    from_bot: bool
    text: str
    html: str
    date: int
    buttons: list[list[str]]
    keys: list[list[Json]]
    edited: bool
    deleted: bool
    revision: int
    file: SeenFile | None = None
    reply_to: int | None = None
    extra: Json = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label in row]

    def answers(self, acted_at: int, fragment: str) -> bool:
        """Whether the bot sent or changed this after the change `acted_at`, with `fragment` in text or file name."""
        name = self.file.name if self.file else ""
        return self.from_bot and self.revision > acted_at and (fragment in self.text or fragment in name)


@dataclass(frozen=True)
class SeenToast:
    """The answer to a press; `alert` shows it in a window."""

    text: str
    alert: bool
    message_id: int
    revision: int


def message_view(message: Message) -> Json:
    file = message.file
    return {
        "message_id": message.message_id,
        "from_bot": message.is_outgoing,
        "text": message.text,
        "html": message.html,
        "date": message.date,
        "keys": message.rows,
        "edited": message.edit_date is not None,
        "deleted": message.deleted,
        "revision": message.revision,
        "reply_to": message.reply_to.message_id if message.reply_to else None,
        "extra": {name: value for name, value in message.extra.items() if isinstance(value, dict | str)},
        "file": file
        and {
            "file_id": file.file_id,
            "name": file.name,
            "mime": file.mime,
            "size": len(file.data),
            "kind": file.kind,
        },
    }


def chat_view(state: State, chat: Chat) -> Json:
    """Return everything on the person's screen, including commands and spinners."""
    account = chat.account
    language = account.language_code
    texts = state.profile_texts
    return {
        "person": account.as_user(),
        "bot": {
            "name": texts["name", ""],
            "username": state.username,
            "description": texts.get(("description", language)) or texts.get(("description", ""), ""),
        },
        "started": chat.started,
        "blocked": chat.blocked,
        "messages": [message_view(message) for message in chat.visible],
        "keyboard": chat.reply_rows,
        "placeholder": str(chat.keyboard.value.get("input_field_placeholder") or "") if chat.keyboard else "",
        "toasts": [
            {"text": toast.text, "alert": toast.alert, "message_id": toast.message_id, "revision": toast.revision}
            for toast in chat.toasts
            if toast.text
        ],
        "waiting": unanswered_presses(state, chat),
        "typing": state.clock.monotonic() < chat.typing_until,
        "commands": commands_for(state, account.id, language),
        "opened": chat.opened,
        "copied": chat.copied,
        "revision": state.revision,
    }


def message_from_view(view: Json, data: bytes = b"") -> SeenMessage:
    """Return a message from its view; `data` is the content of its file."""
    file = view["file"]
    keys: list[list[Json]] = view["keys"]
    return SeenMessage(
        message_id=view["message_id"],
        from_bot=view["from_bot"],
        text=view["text"],
        html=view["html"],
        date=view["date"],
        buttons=[[str(key["text"]) for key in row] for row in keys],
        keys=keys,
        edited=view["edited"],
        deleted=view["deleted"],
        revision=view["revision"],
        file=SeenFile(**file, data=data) if file else None,
        reply_to=view["reply_to"],
        extra=view["extra"],
    )
