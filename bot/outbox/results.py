"""Writing down what came of an attempt: the row, the chat's current screen, a chat that moved or was closed."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from bot.messenger import MessageId, OutcomeStatus
from bot.outbox import files
from bot.outbox.delivery import Delivery, DeliveryResult
from bot.outbox.notices import Notices
from bot.outbox.rows import enqueue_following, finish, finish_unclear, release
from models import Account, Broadcast, OutboxMessage, OutboxState
from services.notices import BLOCKED

FOLLOWS_CHAT = "moved"
"""The stored error of a message that is sent again to the new id of its chat."""


def mark(db: Session, result: DeliveryResult, notices: Notices, bot_id: int, now: datetime) -> None:
    """Write the result of one attempt, unless the row has ended meanwhile."""
    delivery, outcome = result.delivery, result.outcome
    row = db.get_one(OutboxMessage, delivery.row_id)
    if row.state is not OutboxState.SENDING:
        return
    match outcome.status:
        case OutcomeStatus.SENT:
            row.message_id, row.sent_at = outcome.message.text if outcome.message else None, now
            finish(row, OutboxState.SENT)
            enqueue_following(db, row, delivery.following, now)
            _note_shown(db, result)
            if outcome.file_id is not None and delivery.attachment is not None:
                files.remember(db, bot_id, delivery.attachment.sha256, outcome.file_id)
        case OutcomeStatus.AGAIN:
            release(row)
        case OutcomeStatus.HELD:
            row.attempts -= 1
            release(row)
        case OutcomeStatus.UNCLEAR:
            finish_unclear(row, notices, outcome.reason)
        case OutcomeStatus.REFUSED:
            finish(row, OutboxState.FAILED, outcome.reason)
        case OutcomeStatus.MOVED:
            _move(db, row, outcome.moved_to or delivery.chat_id, now)
        case OutcomeStatus.UNREACHABLE:
            _close_chat(db, row.account_id, now)
            finish(row, OutboxState.DROPPED, f"{BLOCKED}: {outcome.reason}")
        case OutcomeStatus.GONE:
            finish(row, OutboxState.DROPPED, "message gone")
            _move_progress(db, delivery, None)


def newest(order: int) -> Any:
    """An SQL value: the greater of the account's newest message and this one, whichever transaction writes first."""
    known = func.coalesce(Account.newest_message_order, 0)
    return case((known > order, known), else_=order)


def _move(db: Session, row: OutboxMessage, chat_id: int, now: datetime) -> None:
    """Give the account its chat's new id, where messages are numbered anew, and send the message there once.

    If another account has that id already, this one is closed: nobody gets a message twice, or somebody else's.
    """
    account = db.get_one(Account, row.account_id)
    same_chat = Account.messenger == account.messenger, Account.external_id == chat_id, Account.id != account.id
    if db.scalar(select(Account.id).where(*same_chat)) is not None:
        _close_chat(db, account.id, now)
        finish(row, OutboxState.DROPPED, f"{BLOCKED}: the chat moved to a known one")
        return
    account.external_id, account.live_message_id, account.newest_message_order = chat_id, None, None
    if row.error == FOLLOWS_CHAT:
        finish(row, OutboxState.FAILED, "moved twice")
    else:
        row.error = FOLLOWS_CHAT
        release(row)


def _close_chat(db: Session, account_id: int, now: datetime) -> None:
    """Drop everything queued for a person who blocked the bot or is gone; any message of theirs reopens the chat."""
    db.get_one(Account, account_id).blocked_at = now
    queued = OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.NEW
    for row in db.scalars(select(OutboxMessage).where(*queued)):
        finish(row, OutboxState.DROPPED, BLOCKED)


def _note_shown(db: Session, result: DeliveryResult) -> None:
    shown, delivery = result.outcome.message, result.delivery
    if shown is None:
        return
    values: dict[str, Any] = {"newest_message_order": newest(shown.order)}
    if delivery.takes_over:
        values["live_message_id"] = shown.text if delivery.screen.rows else None
    db.execute(update(Account).where(Account.id == delivery.account_id).values(values))
    if not delivery.in_place:
        _move_progress(db, delivery, shown)


def _move_progress(db: Session, delivery: Delivery, message: MessageId | None) -> None:
    """Note the message in its author's chat that shows a broadcast's progress from now on."""
    if delivery.screen.follows is not None:
        own = Broadcast.id == delivery.screen.follows, Broadcast.author_id == delivery.account_id
        values = {"message_id": message and message.text, "message_order": message and message.order}
        db.execute(update(Broadcast).where(*own).values(values))
