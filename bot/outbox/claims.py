"""Choosing the next messages to send: due, still true, one a chat, oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.orm import Session, joinedload

from bot.logs import describe_error
from bot.outbox import files
from bot.outbox.delivery import (
    Blocked,
    Decision,
    Delivery,
    DueMessage,
    Expired,
    Gone,
    Ready,
    decide,
    hopeless,
    is_overtaken,
)
from bot.outbox.notices import Notices
from bot.outbox.rows import ANSWER, PAYLOADS, PlacedScreen, finish, finish_untried
from models import Account, Lane, OutboxMessage, OutboxState
from models.base import table_of
from screens.texts import Say
from services.actors import language_of
from services.notices import BLOCKED, Postponed
from services.stored import UnknownShape

log = structlog.get_logger()

_outbox = table_of(OutboxMessage)
_account = table_of(Account)
_other = _outbox.alias()

LEASE = timedelta(minutes=2)
CLAIM_SCAN_LIMIT = 20
"""Rows read in one transaction, so that no press waits long for its end."""


@dataclass(frozen=True, slots=True)
class Claimer:
    """The sending process at one moment: `owner` names it, `bot_id` its bot, `notices` are those that it can send.

    `real_now` is the machine's time: leases do not follow a rehearsal's clock.
    """

    owner: str
    bot_id: int
    notices: Notices
    now: datetime
    real_now: datetime


_QUEUE = (
    _outbox.c.state == OutboxState.NEW,
    _outbox.c.lane == bindparam("lane"),
    _outbox.c.not_before <= bindparam("now"),
)
"""One lane in the order of its index: for both PostgreSQL would scan the whole outbox."""
_CAN_BE_SENT = _outbox.c.account_id.not_in(bindparam("unavailable", expanding=True))
_IS_DUE = select(_outbox.c.id).where(*_QUEUE, _CAN_BE_SENT).order_by(_outbox.c.not_before, _outbox.c.id).limit(1)
_DUE = (
    select(
        _outbox.c.id,
        _outbox.c.account_id,
        _outbox.c.lane,
        _outbox.c.kind,
        _outbox.c.payload,
        _outbox.c.expires_at,
        _account.c.external_id,
        _account.c.blocked_at,
        _account.c.live_message_id,
        _account.c.newest_message_order,
        exists().where(_other.c.account_id == _outbox.c.account_id, _other.c.state == OutboxState.SENDING),
    )
    .join(_account, _account.c.id == _outbox.c.account_id)
    .where(*_QUEUE)
    .order_by(_outbox.c.not_before, _outbox.c.id)
    .limit(CLAIM_SCAN_LIMIT)
    .with_for_update(of=(_outbox, _account), skip_locked=True, key_share=True)
)
"""A press holds the row of its account: its answer and a message claimed meanwhile would be in flight together."""
_DUE_AND_FREE = _DUE.where(_CAN_BE_SENT)
_CLAIM = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("row"))
    .values(
        state=OutboxState.SENDING,
        owner=bindparam("by"),
        lease_until=bindparam("until"),
        attempts=_outbox.c.attempts + 1,
    )
)


def due_lanes(db: Session, lanes: Iterable[Lane], now: datetime, unavailable: set[int]) -> set[Lane]:
    """Return those of the lanes that have a message to send now, except to `unavailable` accounts."""
    free = {"now": now, "unavailable": sorted(unavailable)}
    return {lane for lane in lanes if db.connection().scalar(_IS_DUE, {"lane": lane, **free}) is not None}


@dataclass(frozen=True, slots=True)
class Claims:
    """The messages claimed of one lane.

    `more`: others may be due that were not read, so that the caller should claim again at once. `is_exhausted`: nothing
    is due any more, not even for an unavailable account.
    """

    deliveries: list[Delivery]
    more: bool = False
    is_exhausted: bool = False


def claim(db: Session, lane: Lane, limit: int, claimer: Claimer, unavailable: set[int]) -> Claims:
    """Claim up to `limit` messages of this lane, one a chat and the oldest first, except of `unavailable` accounts.

    Messages that no longer hold or are too late are ended and do not count.
    """
    if limit <= 0:
        return Claims([])
    db.flush()
    due, are_all, busy = _due(db, lane, claimer.now, unavailable)
    by_account: dict[int, list[DueMessage]] = defaultdict(list)
    for message in due:
        by_account[message.account_id].append(message)
    claimed: list[Delivery] = []
    settled = 0
    for account_id, messages in by_account.items():
        if account_id in busy:
            continue
        if len(claimed) == limit:
            break
        delivery, gone_through = _first_ready(db, messages, claimer)
        settled += gone_through
        if delivery is not None:
            claimed.append(delivery)
    db.flush()
    if claimed:
        until = claimer.real_now + LEASE
        rows = [{"row": delivery.row_id, "by": claimer.owner, "until": until} for delivery in claimed]
        db.connection().execute(_CLAIM, rows)
    return Claims(
        claimed,
        more=len(due) == CLAIM_SCAN_LIMIT and len(claimed) < limit,
        is_exhausted=are_all and settled == len(due),
    )


def _due(db: Session, lane: Lane, now: datetime, unavailable: set[int]) -> tuple[list[DueMessage], bool, set[int]]:
    """Return the first due messages, whether they are all, and the accounts to which nothing may be sent now.

    Messages to these are among them, unless they leave no room for others.
    """
    values = {"lane": lane, "now": now}
    found: Sequence[Any] = db.connection().execute(_DUE, values).all()
    are_all = len(found) < CLAIM_SCAN_LIMIT
    if not are_all and any(row.account_id in unavailable for row in found):
        found = db.connection().execute(_DUE_AND_FREE, {**values, "unavailable": sorted(unavailable)}).all()
    busy = unavailable | {row.account_id for row in found if row[-1]}
    return [DueMessage(*row[:-1]) for row in found], are_all, busy


def _first_ready(db: Session, messages: list[DueMessage], claimer: Claimer) -> tuple[Delivery | None, int]:
    """Return the first message of a chat that can be sent now, and how many were settled with it: those before it end
    or are put off."""
    answers = _answers(db, messages)
    waiting = [message for message in messages if message.kind != ANSWER or message.id in answers]
    settled = len(messages) - len(waiting)
    for message, following in zip_longest(waiting, waiting[1:]):
        settled += 1
        answer, later = answers.get(message.id), answers.get(following.id) if following is not None else None
        if answer is not None and later is not None and is_overtaken(answer, later):
            finish(_row(db, message), OutboxState.DROPPED, "overtaken")
            continue
        try:
            decision = _decide(db, message, answer, claimer)
        except Exception as error:  # noqa: BLE001 - a fault in one notice's screen must not hold back the others
            _fail(db, message, error)
            continue
        if isinstance(decision, Ready):
            return decision.delivery, settled
        _end(_row(db, message), decision)
    return None, settled


def _answers(db: Session, messages: list[DueMessage]) -> dict[int, PlacedScreen]:
    """Return the answers among these messages by id; one that this program cannot read fails."""
    answers = {}
    for message in messages:
        if message.kind == ANSWER:
            try:
                answers[message.id] = PAYLOADS.load(message.payload)
            except (UnknownShape, ValidationError) as error:
                _fail(db, message, error)
    return answers


def _fail(db: Session, message: DueMessage, error: Exception) -> None:
    log.error("message cannot be shown", kind=message.kind, row=message.id, error=describe_error(error))
    finish(_row(db, message), OutboxState.FAILED, describe_error(error))


def _row(db: Session, message: DueMessage) -> OutboxMessage:
    return db.get_one(OutboxMessage, message.id)


def _decide(db: Session, message: DueMessage, answer: PlacedScreen | None, claimer: Claimer) -> Decision:
    """Load what a message shows now and decide about it; of one to be sent the file is loaded, too.

    An answer without a file is decided without another statement.
    """
    if answer is not None and answer.screen.file is None:
        return decide(message, answer, claimer.now)
    with db.begin_nested():
        account = db.get_one(Account, message.account_id, options=[joinedload(Account.teacher)])
        say = Say(language_of(db, account))
        view: PlacedScreen | Postponed | None = answer
        if answer is None and not hopeless(message, claimer.now):
            view = _notice(db, message, account, say, claimer)
        decision = decide(message, view, claimer.now)
        if isinstance(decision, Ready) and (file := decision.delivery.screen.file) is not None:
            return Ready(replace(decision.delivery, attachment=files.attachment(db, say, file, claimer.bot_id)))
        return decision


def _notice(
    db: Session, message: DueMessage, account: Account, say: Say, claimer: Claimer
) -> PlacedScreen | Postponed | None:
    """Return the screen of a notice, None if it no longer holds. It leaves the current screen what it is."""
    template = claimer.notices.templates[message.kind]
    notice = claimer.notices.stored(message.payload) if message.payload else None  # erased with the person
    view = None if notice is None else template.load(db, account, notice, claimer.now)
    if view is None or isinstance(view, Postponed):
        return view
    return PlacedScreen(template.show(say, view), aside=True)


def _end(row: OutboxMessage, decision: Expired | Blocked | Gone | Postponed) -> None:
    match decision:
        case Expired():
            finish_untried(row, OutboxState.EXPIRED, "late")
        case Blocked():
            finish(row, OutboxState.DROPPED, BLOCKED)
        case Gone():
            finish_untried(row, OutboxState.DROPPED, "no longer holds")
        case Postponed(until):
            row.not_before = until
