"""What one person and the bot have said to each other: the account, its messages, its keyboard, its notices."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.entities import Entity, to_html
from sandbox.files import StoredFile
from sandbox.keyboards import Markup, Rows

Json = dict[str, Any]


@dataclass(frozen=True)
class Account:
    """A person as Telegram knows them; the id is also that of the private chat."""

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
    """One bubble. Dates are unix seconds; `revision` grows with every change a person could see."""

    message_id: int
    account: Account
    sender: Json
    date: int
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    file: StoredFile | None = None
    markup: Markup | None = None
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)
    edit_date: int | None = None
    deleted: bool = False
    revision: int = 0

    @property
    def outgoing(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.sender["is_bot"])

    @property
    def rows(self) -> Rows:
        return self.markup.rows if self.markup and self.markup.kind == "inline_keyboard" else []

    @property
    def html(self) -> str:
        return to_html(self.text, self.entities)

    def content(self) -> tuple[Any, ...]:
        """What two versions are compared by when Telegram decides that a message is not modified."""
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
    """The answer to a press: a line that fades, or (alert) a window to close. `text` may be empty."""

    text: str
    alert: bool
    message_id: int
    at: float
    revision: int


@dataclass
class Chat:
    """The private chat of one person with the bot."""

    account: Account
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    moved_to: int | None = None
    messages: list[Message] = field(default_factory=list)
    keyboard: Markup | None = None
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
        """The keyboard now in place of the phone's own."""
        return self.keyboard.rows if self.keyboard and not self.keyboard_hidden else []

    def find(self, message_id: int) -> Message | None:
        """The message, unless it is deleted or never was here."""
        for message in reversed(self.messages):
            if message.message_id == message_id:
                return None if message.deleted else message
        return None

    def show_keyboard(self, markup: Markup | None) -> None:
        """Put a reply keyboard up or away as the message just sent asks; other markups leave it as it is."""
        if markup is None or markup.kind in ("inline_keyboard", "force_reply"):
            return
        self.keyboard = markup if markup.kind == "keyboard" else None
        self.keyboard_hidden = False
