"""Messages out as rows: queued with the business, claimed before they are sent, marked by what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any

import structlog
from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from bot.logs import describe_error
from bot.outbox import files
from bot.outbox.notices import NOTICES
from bot.telegram import methods as telegram
from bot.telegram.attachment import Attachment
from models import Account, Broadcast, Lane, OutboxMessage, OutboxState
from screens.screen import Screen
from screens.texts import Say
from services.actors import language_of
from services.notices import BLOCKED, NoticeKind, Postponed

log = structlog.get_logger()

ANSWER = "answer"
CHAT_MOVED = "moved"
"""The error of a message that has followed its chat to a new id and is to be sent there."""
LEASE = timedelta(minutes=2)
CLAIM_VALIDITY = timedelta(seconds=10)
"""For so long a message may wait for its turn to leave; then it is looked at anew."""
ANSWER_RETENTION = timedelta(hours=48)
CLAIM_SCAN_LIMIT = 20
"""So many due messages are looked at in one transaction, so that no press waits long for its end."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message ready to be sent.

    `edit`: the message to change; None sends a new one. `live`: the message that holds the current screen's buttons;
    `takes_over`: this one becomes the current screen (notices, files and asides never do). `in_place`: only an edit
    will do, wherever the message stands; nothing is sent instead. From `good_until` on nobody knows whether it still
    holds.
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


class DeliveryStatus(Enum):
    """What came of one attempt. `HELD` (429, or its turn came too late) burns no attempt; `UNCLEAR`: nobody knows
    whether it arrived; `GONE`: the message to change in place is no longer there."""

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
    """`file_id` is what Telegram calls the file that was uploaded; `moved_to` the chat's new id."""

    delivery: Delivery
    status: DeliveryStatus
    message_id: int | None = None
    file_id: str | None = None
    moved_to: int | None = None
    reason: str = ""


def answer(
    db: Session,
    account_id: int,
    key: str,
    screens: Iterable[Screen],
    now: datetime,
    *,
    press: int | None = None,
    aside: bool = False,
    in_place: bool = False,
) -> None:
    """Owe these screens in this order; the first may edit the pressed message. `aside`: beside the current screen.

    `in_place`: the edit is made whatever stands below the message.
    """
    pieces = [part for screen in screens if screen.text or screen.file for part in telegram.parts(screen)]
    for number, screen in enumerate(pieces):
        payload = {"screen": screen.dump(), "press": press if number == 0 else None, "aside": aside}
        if in_place:
            payload["in_place"] = True
        db.add(_row(f"{key}:{number}", account_id, Lane.ANSWER, ANSWER, payload, now))
    db.flush()


def _row(key: str, account_id: int, lane: Lane, kind: str, payload: dict[str, Any], now: datetime) -> OutboxMessage:
    return OutboxMessage(
        key=key, account_id=account_id, lane=lane, kind=kind, payload=payload, not_before=now, created_at=now
    )


def _due(what: Any, lane: Lane, now: datetime, silent: set[int]) -> Any:
    """In the order of the index and of one lane: PostgreSQL reads all that was ever said for anything less."""
    mine = OutboxMessage.lane == lane, OutboxMessage.account_id.not_in(silent)
    due = OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before <= now
    return select(what).where(*due, *mine).order_by(OutboxMessage.not_before, OutboxMessage.id)


def any_due(db: Session, lanes: Iterable[Lane], now: datetime, silent: set[int]) -> bool:
    return any(db.scalar(_due(OutboxMessage.id, lane, now, silent).limit(1)) is not None for lane in lanes)


def claim(
    db: Session, lane: Lane, room: int, owner: str, bot_id: int, now: datetime, real_now: datetime, silent: set[int]
) -> tuple[list[Delivery], bool]:
    """Take up to `room` messages of this lane, one a chat and the oldest first; `silent` accounts wait.

    What no longer holds is dropped, what is too late is marked so; neither takes room. Also returns whether to look
    again at once: there is room, and more may be due than were looked at. `real_now` is the machine's time: leases do
    not follow a rehearsal's clock.
    """
    taken: list[Delivery] = []
    statement = _due(OutboxMessage, lane, now, silent).limit(CLAIM_SCAN_LIMIT).with_for_update(skip_locked=True)
    due = db.scalars(statement).all() if room > 0 else []
    lines: dict[int, list[OutboxMessage]] = defaultdict(list)
    for row in due:
        lines[row.account_id].append(row)
    for rows in lines.values():
        if len(taken) == room:
            break
        delivery = _first_that_holds(db, rows, bot_id, now)
        if delivery is None:
            continue
        row = db.get_one(OutboxMessage, delivery.row_id)
        row.state, row.owner, row.lease_until = OutboxState.SENDING, owner, real_now + LEASE
        row.attempts += 1
        taken.append(delivery)
    db.flush()
    return taken, len(due) == CLAIM_SCAN_LIMIT and len(taken) < room


def _first_that_holds(db: Session, rows: list[OutboxMessage], bot_id: int, now: datetime) -> Delivery | None:
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if following is not None and _is_overtaken(row, following):
            _end(row, OutboxState.DROPPED, "overtaken")
            continue
        try:
            with db.begin_nested():
                delivery = _parcel(db, row, bot_id, now)
        except Exception as error:  # noqa: BLE001 - a fault in one notice's screen must not hold back the others
            log.error("notice cannot be shown", kind=row.kind, row=row.id, error=describe_error(error))
            _end(row, OutboxState.FAILED, describe_error(error))
            continue
        if delivery is not None:
            return delivery
    return None


def _is_overtaken(row: OutboxMessage, following: OutboxMessage) -> bool:
    """Several queued edits of one message collapse into the last."""
    if row.kind != ANSWER or following.kind != ANSWER or not row.payload["press"]:
        return False
    if following.payload.get("in_place") and not row.payload.get("in_place"):
        return False  # the answer may become a new message, which the edit of the old one does not replace
    pure = not any(part.payload["screen"][name] for part in (row, following) for name in ("file", "menu", "fresh"))
    return pure and bool(row.payload["press"] == following.payload["press"])


def _parcel(db: Session, row: OutboxMessage, bot_id: int, now: datetime) -> Delivery | None:
    """None when the row has ended here."""
    if row.expires_at is not None and row.expires_at <= now:
        _end_untried(row, OutboxState.EXPIRED, "late")
        return None
    account = db.get_one(Account, row.account_id, options=[joinedload(Account.teacher)])
    if account.blocked_at is not None:
        _end(row, OutboxState.DROPPED, BLOCKED)
        return None
    say = Say(language_of(db, account))
    is_answer = row.kind == ANSWER
    if is_answer:
        screen = Screen.load(row.payload["screen"])
    else:
        shown = NOTICES[NoticeKind(row.kind)]
        view = shown.load(db, account, row.payload, now) if row.payload else None  # erased with the person
        if view is None:
            _end_untried(row, OutboxState.DROPPED, "no longer holds")
            return None
        if isinstance(view, Postponed):
            row.not_before = view.until
            return None
        screen, *rest = telegram.parts(shown.show(say, view))
        for part in rest:
            payload = {"screen": part.dump(), "press": None, "aside": True}
            db.add(_row(f"{row.key}:file", account.id, row.lane, ANSWER, payload, now))
    attachment = None if screen.file is None else files.attachment(db, say, screen.file, bot_id)
    press = row.payload["press"] if is_answer else None
    stays = screen.fresh or screen.reply_keyboard is not None or screen.file is not None
    in_place = is_answer and bool(row.payload.get("in_place"))
    newest = 0 if in_place else account.newest_message_id or 0
    return Delivery(
        row_id=row.id,
        account_id=account.id,
        chat_id=account.external_id,
        lane=row.lane,
        screen=screen,
        attachment=attachment,
        edit=press if press and not stays and press >= newest else None,
        live=account.live_message_id,
        takes_over=is_answer and screen.file is None and not row.payload["aside"],
        good_until=min(now + CLAIM_VALIDITY, row.expires_at or datetime.max.replace(tzinfo=UTC)),
        in_place=in_place,
    )


def _end(row: OutboxMessage, state: OutboxState, reason: str = "") -> None:
    row.state, row.error = state, reason[:300]
    row.owner = row.lease_until = None
    if row.kind == ANSWER:
        row.payload = {}


def _end_untried(row: OutboxMessage, state: OutboxState, reason: str) -> None:
    """It is not tried again; its author still reads that somebody may have got a broadcast with the first try."""
    perhaps_read = row.broadcast_id is not None and row.unclear_attempts > 0
    _end(row, OutboxState.UNCLEAR if perhaps_read else state, reason)


def mark(db: Session, result: DeliveryResult, bot_id: int, now: datetime) -> None:
    """Write what came of one attempt."""
    delivery = result.delivery
    row = db.get_one(OutboxMessage, delivery.row_id)
    if row.state is not OutboxState.SENDING:
        return
    match result.status:
        case DeliveryStatus.SENT:
            row.message_id, row.sent_at = result.message_id, now
            _end(row, OutboxState.SENT)
            _note_shown(db, result)
            if result.file_id is not None and delivery.attachment is not None:
                files.remember(db, bot_id, delivery.attachment.sha256, result.file_id)
        case DeliveryStatus.AGAIN:
            _release(row)
        case DeliveryStatus.HELD:
            row.attempts -= 1
            _release(row)
        case DeliveryStatus.UNCLEAR:
            _unclear(row, result.reason)
        case DeliveryStatus.REFUSED:
            _end(row, OutboxState.FAILED, result.reason)
        case DeliveryStatus.MOVED:
            _move(db, row, result.moved_to or delivery.chat_id, now)
        case DeliveryStatus.UNREACHABLE:
            unreachable(db, row.account_id, now)
            _end(row, OutboxState.DROPPED, f"{BLOCKED}: {result.reason}")
        case DeliveryStatus.GONE:
            _end(row, OutboxState.DROPPED, "message gone")
            _follow(db, delivery, None)


def _move(db: Session, row: OutboxMessage, chat_id: int, now: datetime) -> None:
    """The chat has another id, and messages are numbered anew there; the message goes after it once.

    Where an account with that id is known already, that one goes on: nobody is told twice, or another's news.
    """
    account = db.get_one(Account, row.account_id)
    there = Account.platform == account.platform, Account.external_id == chat_id, Account.id != account.id
    if db.scalar(select(Account.id).where(*there)) is not None:
        unreachable(db, account.id, now)
        _end(row, OutboxState.DROPPED, f"{BLOCKED}: the chat moved to a known one")
        return
    account.external_id, account.live_message_id, account.newest_message_id = chat_id, None, None
    if row.error == CHAT_MOVED:
        _end(row, OutboxState.FAILED, "moved twice")
    else:
        row.error = CHAT_MOVED
        _release(row)


def unreachable(db: Session, account_id: int, now: datetime) -> None:
    """The person has blocked the bot or is gone: nothing that waits is tried; they come back with any message."""
    db.get_one(Account, account_id).blocked_at = now
    waiting = OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.NEW
    for row in db.scalars(select(OutboxMessage).where(*waiting)):
        _end(row, OutboxState.DROPPED, BLOCKED)


def _release(row: OutboxMessage) -> None:
    row.state, row.owner, row.lease_until = OutboxState.NEW, None, None


def _unclear(row: OutboxMessage, reason: str) -> None:
    row.unclear_attempts += 1
    resend = row.kind == ANSWER or NOTICES[NoticeKind(row.kind)].resend
    if resend and row.unclear_attempts <= 1:
        _release(row)
    else:
        _end(row, OutboxState.UNCLEAR, reason)


def _note_shown(db: Session, result: DeliveryResult) -> None:
    shown, delivery = result.message_id, result.delivery
    if shown is None:
        return
    values: dict[str, Any] = {"newest_message_id": newest(shown)}
    if delivery.takes_over:
        values["live_message_id"] = shown if delivery.screen.rows else None
    db.execute(update(Account).where(Account.id == delivery.account_id).values(values))
    if not delivery.in_place:
        _follow(db, delivery, shown)


def _follow(db: Session, delivery: Delivery, message_id: int | None) -> None:
    """The message in its author's chat that goes on showing a broadcast's progress."""
    if delivery.screen.follows is not None:
        own = Broadcast.id == delivery.screen.follows, Broadcast.author_id == delivery.account_id
        db.execute(update(Broadcast).where(*own).values(message_id=message_id))


def newest(message_id: int) -> Any:
    """An SQL value: the newer of the account's newest message and this one, whoever writes first."""
    known = func.coalesce(Account.newest_message_id, 0)
    return case((known > message_id, known), else_=message_id)


def recover(db: Session, owner: str, flying: set[int], real_now: datetime, *, alone: bool) -> int:
    """Messages whose sender died between claim and mark: nobody knows whether they arrived.

    `alone`: this process leads, so whatever another one claimed is abandoned, leases or not. `flying` are on their way.
    """
    abandoned = OutboxMessage.owner != owner if alone else OutboxMessage.lease_until < real_now
    statement = select(OutboxMessage).where(
        OutboxMessage.state == OutboxState.SENDING, abandoned, OutboxMessage.id.not_in(flying)
    )
    rows = db.scalars(statement).all()
    for row in rows:
        _unclear(row, "the sender stopped")
    return len(rows)


def purge(db: Session, now: datetime) -> None:
    """Old answers go; notices stay, their keys say that they were said."""
    ended = OutboxMessage.state.not_in([OutboxState.NEW, OutboxState.SENDING])
    db.execute(
        delete(OutboxMessage).where(
            ended, OutboxMessage.kind == ANSWER, OutboxMessage.created_at < now - ANSWER_RETENTION
        )
    )
