"""One message on its way to a chat: the decision whether it is sent now, and what came of it. All pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.messenger import Attachment, MessageId, Outcome
from bot.outbox.parts import parts
from bot.outbox.rows import PlacedScreen
from bot.telegram.methods import LIMITS
from models import Account, Lane, OutboxMessage
from screens.screen import Screen
from services.notices import Postponed

CLAIM_VALIDITY = timedelta(seconds=10)
"""A claimed message that waits longer for its slot is checked again before it is sent."""


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


def decide(row: OutboxMessage, account: Account, view: PlacedScreen | Postponed | None, now: datetime) -> Decision:
    """Decide what becomes of a row that is due. `view`: what it shows now, None for a notice that no longer holds."""
    if (end := hopeless(row, account, now)) is not None:
        return end
    if view is None:
        return Gone()
    if isinstance(view, Postponed):
        return view
    screen, *following = parts(view.screen, LIMITS)
    return Ready(
        Delivery(
            row_id=row.id,
            account_id=account.id,
            chat_id=account.external_id,
            lane=row.lane,
            screen=screen,
            attachment=None,
            edit=editable_message(view, account),
            live=account.live_message_id,
            takes_over=screen.file is None and not view.aside,
            good_until=min(now + CLAIM_VALIDITY, row.expires_at or datetime.max.replace(tzinfo=UTC)),
            in_place=view.in_place,
            following=tuple(following),
        )
    )


def hopeless(row: OutboxMessage, account: Account, now: datetime) -> Expired | Blocked | None:
    """Return the end of a row whose view is not even needed."""
    if row.expires_at is not None and row.expires_at <= now:
        return Expired()
    return Blocked() if account.blocked_at is not None else None


def editable_message(view: PlacedScreen, account: Account) -> MessageId | None:
    """Return the pressed message if this screen can replace it and nothing newer stands below it."""
    screen = view.screen
    if view.pressed is None or screen.fresh or screen.reply_keyboard is not None or screen.file is not None:
        return None
    newest = 0 if view.in_place else account.newest_message_order or 0
    return view.pressed if view.pressed.order >= newest else None


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
