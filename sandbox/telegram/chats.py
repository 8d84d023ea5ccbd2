"""The private chat of a person with the bot: account, messages, reply keyboard, presses and their answers."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.files import StoredFile
from sandbox.texts.entities import Entity, to_html
from sandbox.texts.keyboards import ReplyMarkup, Rows

Json = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """A person's account; its id is also the id of the private chat."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "ru"

    def as_user(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        filled = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **filled}

    def as_chat(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username}
        filled = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "type": "private", "first_name": self.first_name, **filled}


@dataclass
class Message:
    """A message. Dates are unix seconds; `revision` is the number of its last visible change."""

    message_id: int
    account: Account
    sender: Json
    date: int
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    file: StoredFile | None = None
    markup: ReplyMarkup | None = None
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)
    edit_date: int | None = None
    deleted: bool = False
    revision: int = 0

    @property
    def is_outgoing(self) -> bool:
        """Whether the bot sent it."""
        return bool(self.sender["is_bot"])

    @property
    def rows(self) -> Rows:
        return self.markup.rows if self.markup and self.markup.kind == "inline_keyboard" else []

    @property
    def html(self) -> str:
        return to_html(self.text, self.entities)

    def content(self) -> tuple[Any, ...]:
        """Return the parts that Telegram compares to decide that a message is not modified."""
        return self.text, self.entities, self.file.file_id if self.file else None, self.rows

    def as_json(self, *, with_reply: bool = True) -> Json:
        result: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.account.as_chat(),
            "date": self.date,
        }
        if self.edit_date is not None:
            result["edit_date"] = self.edit_date
        if self.reply_to is not None and with_reply:
            result["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        if self.file is not None:
            media = self.file.as_photo() if self.file.kind == "photo" else self.file.as_document()
            result[self.file.kind] = media
        names = ("caption", "caption_entities") if self.file is not None else ("text", "entities")
        if self.text:
            result[names[0]] = self.text
            if self.entities:
                result[names[1]] = self.entities
        if self.rows:
            result["reply_markup"] = {"inline_keyboard": self.rows}
        return {**result, **self.extra}


@dataclass(frozen=True)
class Toast:
    """The answer to a press: a fading line or, with `alert`, a window. `text` may be empty."""

    text: str
    alert: bool
    message_id: int
    at: float
    revision: int


@dataclass
class Chat:
    """A private chat; `opened` and `copied` are links and texts of pressed buttons."""

    account: Account
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    messages: list[Message] = field(default_factory=list)
    keyboard: ReplyMarkup | None = None
    keyboard_hidden: bool = False
    toasts: list[Toast] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    typing_until: float = 0.0
    revision: int = 0

    @property
    def visible(self) -> list[Message]:
        return [message for message in self.messages if not message.deleted]

    @property
    def reply_rows(self) -> Rows:
        """Rows of the reply keyboard, empty while it is hidden."""
        return self.keyboard.rows if self.keyboard and not self.keyboard_hidden else []

    def find(self, message_id: int) -> Message | None:
        """Return the message, None if it is deleted or unknown."""
        for message in reversed(self.messages):
            if message.message_id == message_id:
                return None if message.deleted else message
        return None

    def set_keyboard(self, markup: ReplyMarkup | None) -> None:
        """Show or remove the reply keyboard as the message just sent asks; other markups change nothing."""
        if markup is None or markup.kind in ("inline_keyboard", "force_reply"):
            return
        self.keyboard = markup if markup.kind == "keyboard" else None
        self.keyboard_hidden = False


@dataclass
class Press:
    """A callback query without an answer yet; `at` is on the monotonic clock."""

    query_id: str
    chat: Chat
    message_id: int
    data: str
    at: float
