"""What a person sees, as plain data: the same shape for tests in the process and for clients over HTTP."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.chats import Chat, Message
from sandbox.presses import waiting
from sandbox.profile import commands_for

if TYPE_CHECKING:
    from sandbox.core import Telegram

Json = dict[str, Any]


@dataclass(frozen=True)
class SeenFile:
    """A file in a bubble. `kind` is document or photo; over HTTP `data` is fetched when the chat is read."""

    file_id: str
    name: str
    mime: str
    size: int
    kind: str
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Seen:
    """A bubble. `text` is plain, `html` the same with marks; `buttons` are rows of labels, `keys` the same rows with
    everything Telegram knows of each button; `date` is unix seconds."""

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
        """Whether the bot showed or changed this after the change `acted_at`, with `fragment` in text or file name."""
        name = self.file.name if self.file else ""
        return self.from_bot and self.revision > acted_at and (fragment in self.text or fragment in name)


@dataclass(frozen=True)
class SeenToast:
    """The answer to a press; `alert` is the kind with a window."""

    text: str
    alert: bool
    message_id: int
    revision: int


def message_view(message: Message) -> Json:
    file = message.file
    return {
        "message_id": message.message_id,
        "from_bot": message.outgoing,
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


def chat_view(telegram: "Telegram", chat: Chat) -> Json:
    """Everything on the person's screen, and what the phone around it knows (commands, spinners)."""
    account = chat.account
    language = account.language_code
    texts = telegram.texts
    return {
        "person": account.as_user(),
        "bot": {
            "name": texts["name", ""],
            "username": telegram.username,
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
        "waiting": waiting(telegram, chat),
        "typing": telegram.clock.monotonic() < chat.typing_until,
        "commands": commands_for(telegram, account.id, language),
        "opened": chat.opened,
        "copied": chat.copied,
        "revision": telegram.revision,
    }


def seen(view: Json, data: bytes = b"") -> Seen:
    """A bubble from its view; `data` is the content of its file."""
    file = view["file"]
    keys: list[list[Json]] = view["keys"]
    return Seen(
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
