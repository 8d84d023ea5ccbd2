"""Choosing the next messages to send: due, still true, one a chat, oldest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.logs import describe_error
from bot.outbox import files
from bot.outbox.delivery import (
    Blocked,
    Decision,
    Delivery,
    Expired,
    Gone,
    Ready,
    decide,
    hopeless,
    is_overtaken,
)
from bot.outbox.notices import Notices
from bot.outbox.rows import ANSWER, finish, finish_untried
from models import Account, Lane, OutboxMessage, OutboxState
from screens.screen import Screen
from screens.texts import Say
from services.actors import language_of
from services.notices import BLOCKED, Postponed

log = structlog.get_logger()

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


def any_due(db: Session, lanes: Iterable[Lane], now: datetime, unavailable: set[int]) -> bool:
    return any(db.scalar(_due(OutboxMessage.id, lane, now, unavailable).limit(1)) is not None for lane in lanes)


def claim(db: Session, lane: Lane, limit: int, claimer: Claimer, unavailable: set[int]) -> tuple[list[Delivery], bool]:
    """Claim up to `limit` messages of this lane, one a chat and the oldest first, except of `unavailable` accounts.

    Messages that no longer hold or are too late are ended and do not count. Also returns whether more may be due than
    were read, so that the caller should claim again at once.
    """
    claimed: list[Delivery] = []
    statement = _due(OutboxMessage, lane, claimer.now, unavailable)
    due = db.scalars(statement.limit(CLAIM_SCAN_LIMIT).with_for_update(skip_locked=True)).all() if limit > 0 else []
    by_account: dict[int, list[OutboxMessage]] = defaultdict(list)
    for row in due:
        by_account[row.account_id].append(row)
    for rows in by_account.values():
        if len(claimed) == limit:
            break
        if (delivery := _first_ready(db, rows, claimer)) is not None:
            claimed.append(delivery)
    db.flush()
    return claimed, len(due) == CLAIM_SCAN_LIMIT and len(claimed) < limit


def _due(what: Any, lane: Lane, now: datetime, unavailable: set[int]) -> Any:
    """Filter by one lane in index order; otherwise PostgreSQL scans the whole outbox."""
    mine = OutboxMessage.lane == lane, OutboxMessage.account_id.not_in(unavailable)
    due = OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before <= now
    return select(what).where(*due, *mine).order_by(OutboxMessage.not_before, OutboxMessage.id)


def _first_ready(db: Session, rows: list[OutboxMessage], claimer: Claimer) -> Delivery | None:
    """Claim the first row of a chat that can be sent now; rows before it end or are put off."""
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if following is not None and is_overtaken(row, following):
            finish(row, OutboxState.DROPPED, "overtaken")
            continue
        try:
            with db.begin_nested():
                decision = _decide(db, row, claimer)
        except Exception as error:  # noqa: BLE001 - a fault in one notice's screen must not hold back the others
            log.error("notice cannot be shown", kind=row.kind, row=row.id, error=describe_error(error))
            finish(row, OutboxState.FAILED, describe_error(error))
            continue
        if (delivery := _apply(row, decision, claimer)) is not None:
            return delivery
    return None


def _decide(db: Session, row: OutboxMessage, claimer: Claimer) -> Decision:
    """Load what a row shows now and decide about it; of a message to be sent the file is loaded, too."""
    account = db.get_one(Account, row.account_id, options=[joinedload(Account.teacher)])
    say = Say(language_of(db, account))
    view = None if hopeless(row, account, claimer.now) else _view(db, row, account, say, claimer)
    decision = decide(row, account, view, claimer.now)
    if isinstance(decision, Ready) and (file := decision.delivery.screen.file) is not None:
        return Ready(replace(decision.delivery, attachment=files.attachment(db, say, file, claimer.bot_id)))
    return decision


def _view(db: Session, row: OutboxMessage, account: Account, say: Say, claimer: Claimer) -> Screen | Postponed | None:
    """Return the screen of a row, None if its notice no longer holds."""
    if row.kind == ANSWER:
        return Screen.load(row.payload["screen"])
    template = claimer.notices.templates[row.kind]
    notice = claimer.notices.stored(row.payload) if row.payload else None  # erased with the person
    view = None if notice is None else template.load(db, account, notice, claimer.now)
    return view if view is None or isinstance(view, Postponed) else template.show(say, view)


def _apply(row: OutboxMessage, decision: Decision, claimer: Claimer) -> Delivery | None:
    match decision:
        case Ready(delivery):
            row.state, row.owner, row.lease_until = OutboxState.SENDING, claimer.owner, claimer.real_now + LEASE
            row.attempts += 1
            return delivery
        case Expired():
            finish_untried(row, OutboxState.EXPIRED, "late")
        case Blocked():
            finish(row, OutboxState.DROPPED, BLOCKED)
        case Gone():
            finish_untried(row, OutboxState.DROPPED, "no longer holds")
        case Postponed(until):
            row.not_before = until
    return None
