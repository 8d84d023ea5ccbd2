"""One message on its way to a chat: the decision whether it is sent now, and what came of it. All pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.messenger import Attachment, MessageId, Outcome
from bot.outbox.parts import parts
from bot.outbox.rows import PlacedScreen
from bot.telegram.methods import LIMITS
from models import Lane
from screens.screen import Screen
from services.notices import Postponed

CLAIM_VALIDITY = timedelta(seconds=10)
"""A claimed message that waits longer for its slot is checked again before it is sent."""


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A row of the outbox that is due, and what its account tells about the chat.

    `live`: the message with the current screen's buttons; `newest_order`: that of the newest message known.
    """

    id: int
    account_id: int
    lane: Lane
    kind: str
    payload: dict[str, Any]
    expires_at: datetime | None
    chat_id: int
    blocked_at: datetime | None
    live: str | None
    newest_order: int | None


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
    kind: str
    screen: Screen
    attachment: Attachment | None
    edit: MessageId | None
    live: str | None
    takes_over: bool
    good_until: datetime
    in_place: bool = False
    following: tuple[Screen, ...] = ()


@dataclass(frozen=True, slots=True)
class Expired:
    """The message would come too late."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The chat is closed: the person has blocked the bot."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The notice no longer holds."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The message is to be sent now; its file is not loaded yet."""

    delivery: Delivery


Decision = Expired | Blocked | Postponed | Gone | Ready


def decide(message: DueMessage, view: PlacedScreen | Postponed | None, now: datetime) -> Decision:
    """Decide what becomes of a message. `view`: what it shows now, None for a notice that no longer holds."""
    if (end := hopeless(message, now)) is not None:
        return end
    if view is None:
        return Gone()
    if isinstance(view, Postponed):
        return view
    screen, *following = parts(view.screen, LIMITS)
    return Ready(
        Delivery(
            row_id=message.id,
            account_id=message.account_id,
            chat_id=message.chat_id,
            lane=message.lane,
            kind=message.kind,
            screen=screen,
            attachment=None,
            edit=editable_message(view, message.newest_order or 0),
            live=message.live,
            takes_over=screen.file is None and not view.aside,
            good_until=min(now + CLAIM_VALIDITY, message.expires_at or datetime.max.replace(tzinfo=UTC)),
            in_place=view.in_place,
            following=tuple(following),
        )
    )


def hopeless(message: DueMessage, now: datetime) -> Expired | Blocked | None:
    """Return the end of a message whose view is not even needed."""
    if message.expires_at is not None and message.expires_at <= now:
        return Expired()
    return Blocked() if message.blocked_at is not None else None


def editable_message(view: PlacedScreen, newest_order: int) -> MessageId | None:
    """Return the pressed message if this screen can replace it and nothing newer stands below it."""
    screen = view.screen
    if view.pressed is None or screen.fresh or screen.reply_keyboard is not None or screen.file is not None:
        return None
    return view.pressed if view.in_place or view.pressed.order >= newest_order else None


def is_overtaken(earlier: PlacedScreen, later: PlacedScreen) -> bool:
    """Return whether the later of two queued answers makes the earlier needless: both only edit the same message."""
    if earlier.pressed is None or earlier.pressed != later.pressed:
        return False
    if later.in_place and not earlier.in_place:
        return False  # the answer may become a new message, which the edit of the old one does not replace
    screens = earlier.screen, later.screen
    return not any(screen.file or screen.reply_keyboard or screen.fresh for screen in screens)


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """Result of one attempt to send a claimed message."""

    delivery: Delivery
    outcome: Outcome
