"""Writing down what came of an attempt: the row, the chat's current screen, a chat that moved or was closed."""

from datetime import datetime

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from bot.messenger import MessageId, OutcomeStatus
from bot.outbox import files
from bot.outbox.delivery import Delivery, DeliveryResult
from bot.outbox.notices import Notices
from bot.outbox.rows import ANSWER, enqueue_following, finish, finish_unclear, release
from models import Account, Broadcast, OutboxMessage, OutboxState
from models.base import table_of
from services.notices import BLOCKED

_outbox, _account = table_of(OutboxMessage), table_of(Account)
_SENT = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("row"), _outbox.c.state == OutboxState.SENDING)
    .values(
        state=OutboxState.SENT,
        message_id=bindparam("message"),
        sent_at=bindparam("at"),
        error="",
        owner=None,
        lease_until=None,
    )
)
_ANSWER_SENT = _SENT.values(payload={})
"""The text of an answer is erased with it."""
_known = func.coalesce(_account.c.newest_message_order, 0)
NOTE_NEWEST = update(_account).values(
    newest_message_order=case((_known > bindparam("order"), _known), else_=bindparam("order"))
)
"""Keep the greater of an account's newest message and `order`, whichever transaction writes first."""
_NOTE_NEWEST = NOTE_NEWEST.where(_account.c.id == bindparam("account"))
_TAKE_OVER = _NOTE_NEWEST.values(live_message_id=bindparam("live"))

FOLLOWS_CHAT = "moved"
"""The stored error of a message that is sent again to the new id of its chat."""


def mark(db: Session, result: DeliveryResult, notices: Notices, bot_id: int, now: datetime) -> None:
    """Write the result of one attempt, unless the row has ended meanwhile."""
    delivery, outcome = result.delivery, result.outcome
    if outcome.status is OutcomeStatus.SENT:
        _mark_sent(db, result, bot_id, now)
        return
    row = db.get_one(OutboxMessage, delivery.row_id)
    if row.state is not OutboxState.SENDING:
        return
    match outcome.status:
        case OutcomeStatus.AGAIN:
            release(db, row)
        case OutcomeStatus.HELD:
            row.attempts -= 1
            release(db, row)
        case OutcomeStatus.UNCLEAR:
            finish_unclear(db, row, notices, outcome.reason)
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


def _mark_sent(db: Session, result: DeliveryResult, bot_id: int, now: datetime) -> None:
    delivery, shown, file_id = result.delivery, result.outcome.message, result.outcome.file_id
    ended = _ANSWER_SENT if delivery.kind == ANSWER else _SENT
    values = {"row": delivery.row_id, "message": shown and shown.text, "at": now}
    if not db.connection().execute(ended, values).rowcount:
        return
    if delivery.following:
        enqueue_following(db, db.get_one(OutboxMessage, delivery.row_id), delivery.following, now)
    if shown is not None:
        _note_shown(db, delivery, shown)
    if file_id is not None and delivery.attachment is not None:
        files.remember(db, bot_id, delivery.attachment.sha256, file_id)


def _note_shown(db: Session, delivery: Delivery, shown: MessageId) -> None:
    values = {"account": delivery.account_id, "order": shown.order}
    if delivery.takes_over:
        db.connection().execute(_TAKE_OVER, values | {"live": shown.text if delivery.screen.rows else None})
    else:
        db.connection().execute(_NOTE_NEWEST, values)
    if not delivery.in_place:
        _move_progress(db, delivery, shown)


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
        release(db, row)


def _close_chat(db: Session, account_id: int, now: datetime) -> None:
    """Drop everything queued for a person who blocked the bot or is gone; any message of theirs reopens the chat."""
    db.get_one(Account, account_id).blocked_at = now
    queued = OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.NEW
    for row in db.scalars(select(OutboxMessage).where(*queued)):
        finish(row, OutboxState.DROPPED, BLOCKED)


def _move_progress(db: Session, delivery: Delivery, message: MessageId | None) -> None:
    """Note the message in its author's chat that shows a broadcast's progress from now on."""
    if delivery.screen.follows is not None:
        own = Broadcast.id == delivery.screen.follows, Broadcast.author_id == delivery.account_id
        values = {"message_id": message and message.text, "message_order": message and message.order}
        db.execute(update(Broadcast).where(*own).values(values))
