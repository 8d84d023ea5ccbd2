"""Choosing the next messages to send: due, still true, one a chat, oldest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

import structlog
from pydantic import ValidationError
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
from bot.outbox.rows import ANSWER, PAYLOADS, PlacedScreen, finish, finish_untried
from models import Account, Lane, OutboxMessage, OutboxState
from screens.texts import Say
from services.actors import language_of
from services.notices import BLOCKED, Postponed
from services.stored import UnknownShape

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
    answers = _answers(rows)
    waiting = [row for row in rows if row.state is OutboxState.NEW]
    for row, following in zip_longest(waiting, waiting[1:]):
        answer, later = answers.get(row.id), answers.get(following.id) if following is not None else None
        if answer is not None and later is not None and is_overtaken(answer, later):
            finish(row, OutboxState.DROPPED, "overtaken")
            continue
        try:
            with db.begin_nested():
                decision = _decide(db, row, answer, claimer)
        except Exception as error:  # noqa: BLE001 - a fault in one notice's screen must not hold back the others
            _fail(row, error)
            continue
        if (delivery := _apply(row, decision, claimer)) is not None:
            return delivery
    return None


def _answers(rows: list[OutboxMessage]) -> dict[int, PlacedScreen]:
    """Return the answers among these rows by id; one that this program cannot read fails."""
    answers = {}
    for row in rows:
        if row.kind == ANSWER:
            try:
                answers[row.id] = PAYLOADS.load(row.payload)
            except (UnknownShape, ValidationError) as error:
                _fail(row, error)
    return answers


def _fail(row: OutboxMessage, error: Exception) -> None:
    log.error("message cannot be shown", kind=row.kind, row=row.id, error=describe_error(error))
    finish(row, OutboxState.FAILED, describe_error(error))


def _decide(db: Session, row: OutboxMessage, answer: PlacedScreen | None, claimer: Claimer) -> Decision:
    """Load what a row shows now and decide about it; of a message to be sent the file is loaded, too."""
    account = db.get_one(Account, row.account_id, options=[joinedload(Account.teacher)])
    say = Say(language_of(db, account))
    view: PlacedScreen | Postponed | None = answer
    if answer is None and not hopeless(row, account, claimer.now):
        view = _notice(db, row, account, say, claimer)
    decision = decide(row, account, view, claimer.now)
    if isinstance(decision, Ready) and (file := decision.delivery.screen.file) is not None:
        return Ready(replace(decision.delivery, attachment=files.attachment(db, say, file, claimer.bot_id)))
    return decision


def _notice(
    db: Session, row: OutboxMessage, account: Account, say: Say, claimer: Claimer
) -> PlacedScreen | Postponed | None:
    """Return the screen of a notice, None if it no longer holds. It leaves the current screen what it is."""
    template = claimer.notices.templates[row.kind]
    notice = claimer.notices.stored(row.payload) if row.payload else None  # erased with the person
    view = None if notice is None else template.load(db, account, notice, claimer.now)
    if view is None or isinstance(view, Postponed):
        return view
    return PlacedScreen(template.show(say, view), aside=True)


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
