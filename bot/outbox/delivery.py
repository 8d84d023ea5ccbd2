"""One message on its way to a chat, and what came of sending it: plain data between the rows and the sender."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.telegram.attachment import Attachment
from models import Lane
from screens.screen import Screen


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed message, ready to be sent.

    `edit`: the message to change; None sends a new one. `live`: the message with the current screen's buttons.
    `takes_over`: this message becomes the current screen (notices, files and asides never do). `in_place`: only an
    edit will do, wherever the message stands in the chat; nothing is sent instead. After `good_until` the message must
    be checked again before it is sent. `following` is queued when this message has arrived, never before.
    """

    row_id: int
    account_id: int
    chat_id: int
    lane: Lane
    screen: Screen
    attachment: Attachment | None
    edit: int | None
    live: int | None
    takes_over: bool
    good_until: datetime
    in_place: bool = False
    following: tuple[Screen, ...] = ()


class DeliveryStatus(Enum):
    """The end of one attempt. Metrics use the names in lower case.

    `AGAIN`: it certainly did not arrive. `HELD`: nothing was sent (429, or claimed too long ago), which counts as no
    attempt. `UNCLEAR`: it may have arrived. `GONE`: the message to edit in place no longer exists.
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
class DeliveryResult:
    """`file_id`: Telegram's id of the uploaded file. `moved_to`: the chat's new id."""

    delivery: Delivery
    status: DeliveryStatus
    message_id: int | None = None
    file_id: str | None = None
    moved_to: int | None = None
    reason: str = ""
