"""A messenger as the bot sees it: plain data that its adapter, a folder beside this file, makes and takes."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any


@dataclass(frozen=True, slots=True)
class MessageId:
    """A message in a chat. Of two messages of one chat the newer has the greater `order`."""

    text: str
    order: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The greatest lengths the messenger takes, in UTF-16 units; a longer caption is sent before its file."""

    caption: int
    toast: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update of a messenger, read once when it arrives.

    `key`: unique within the messenger; an update that comes again has the same. `chat`: where the order is kept.
    `sender`: the account that caused it, in a group its member. Both are 0 if unknown. `sent_at`: when a message was
    written. `is_for_us`: a person wrote or pressed a button in a private chat, or blocked the bot there; everything
    else needs no answer.

    `press`: the id under which a pressed button is answered. `wish`: what the button asks for. `text`: what was typed;
    empty for a photo and the like. Each is None for another kind of update. `caption`: the words under a file.
    `message`: the newest message known from it. `editable`: the pressed message, if the answer may replace its text.
    `blocked`: the person has blocked the bot (True) or unblocked it (False). `language`: that of the phone, as a code.
    """

    messenger: str
    key: str
    raw: dict[str, Any]
    chat: int = 0
    sender: int = 0
    sent_at: datetime | None = None
    is_for_us: bool = False
    press: str | None = None
    wish: str | None = None
    text: str | None = None
    caption: str = ""
    message: MessageId | None = None
    editable: MessageId | None = None
    blocked: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """The file that goes with a message. `file_id`: the messenger's id of these bytes if this bot has sent them."""

    name: str
    content: bytes
    sha256: str
    file_id: str | None = None


class OutcomeStatus(Enum):
    """The end of one attempt to deliver. Metrics use the names in lower case.

    `AGAIN`: it certainly did not arrive. `HELD`: nothing was sent (the messenger or we asked to wait), which counts as
    no attempt. `UNCLEAR`: it may have arrived. `GONE`: the message to edit no longer exists.
    """

    SENT = auto()
    AGAIN = auto()
    HELD = auto()
    UNCLEAR = auto()
    UNREACHABLE = auto()
    REFUSED = auto()
    MOVED = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one attempt.

    `file_id`: the messenger's id of the uploaded file. `retry_after`: the seconds it asks to wait. `moved_to`: the
    chat's new id. `is_outage`: the messenger cannot be reached or is broken, for other messages as well.
    """

    status: OutcomeStatus
    message: MessageId | None = None
    file_id: str | None = None
    retry_after: float | None = None
    moved_to: int | None = None
    reason: str = ""
    is_outage: bool = False
