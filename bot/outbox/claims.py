"""Choosing the next messages to send: due, still true, one a chat, oldest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from bot.logs import describe_error
from bot.outbox import files
from bot.outbox.delivery import Delivery
from bot.outbox.notices import NOTICES
from bot.outbox.rows import ANSWER, finish, finish_untried, pressed_message
from bot.telegram import methods as telegram
from models import Account, Lane, OutboxMessage, OutboxState
from screens.screen import Screen
from screens.texts import Say
from services.actors import language_of
from services.notices import BLOCKED, NoticeKind, Postponed

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
CLAIM_VALIDITY = timedelta(seconds=10)
"""A claimed message that waits longer for its slot is checked again before it is sent."""
CLAIM_SCAN_LIMIT = 20
"""Rows read in one transaction, so that no press waits long for its end."""


@dataclass(frozen=True, slots=True)
class Claimer:
    """The sending process at one moment: `owner` names it, `bot_id` its bot.

    `real_now` is the machine's time: leases do not follow a rehearsal's clock.
    """

    owner: str
    bot_id: int
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
        delivery = _first_valid(db, rows, claimer)
        if delivery is None:
            continue
        row = db.get_one(OutboxMessage, delivery.row_id)
        row.state, row.owner, row.lease_until = OutboxState.SENDING, claimer.owner, claimer.real_now + LEASE
        row.attempts += 1
        claimed.append(delivery)
    db.flush()
    return claimed, len(due) == CLAIM_SCAN_LIMIT and len(claimed) < limit


def _due(what: Any, lane: Lane, now: datetime, unavailable: set[int]) -> Any:
    """Filter by one lane in index order; otherwise PostgreSQL scans the whole outbox."""
    mine = OutboxMessage.lane == lane, OutboxMessage.account_id.not_in(unavailable)
    due = OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before <= now
    return select(what).where(*due, *mine).order_by(OutboxMessage.not_before, OutboxMessage.id)


def _first_valid(db: Session, rows: list[OutboxMessage], claimer: Claimer) -> Delivery | None:
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if following is not None and _is_overtaken(row, following):
            finish(row, OutboxState.DROPPED, "overtaken")
            continue
        try:
            with db.begin_nested():
                delivery = _delivery(db, row, claimer)
        except Exception as error:  # noqa: BLE001 - a fault in one notice's screen must not hold back the others
            log.error("notice cannot be shown", kind=row.kind, row=row.id, error=describe_error(error))
            finish(row, OutboxState.FAILED, describe_error(error))
            continue
        if delivery is not None:
            return delivery
    return None


def _is_overtaken(row: OutboxMessage, following: OutboxMessage) -> bool:
    """Several queued edits of one message collapse into the last."""
    if row.kind != ANSWER or following.kind != ANSWER or not pressed_message(row):
        return False
    if following.payload.get("in_place") and not row.payload.get("in_place"):
        return False  # the answer may become a new message, which the edit of the old one does not replace
    pure = not any(part.payload["screen"][name] for part in (row, following) for name in ("file", "menu", "fresh"))
    return pure and pressed_message(row) == pressed_message(following)


def _delivery(db: Session, row: OutboxMessage, claimer: Claimer) -> Delivery | None:
    """Check and render a due row; None if it has ended or must wait."""
    if row.expires_at is not None and row.expires_at <= claimer.now:
        finish_untried(row, OutboxState.EXPIRED, "late")
        return None
    account = db.get_one(Account, row.account_id, options=[joinedload(Account.teacher)])
    if account.blocked_at is not None:
        finish(row, OutboxState.DROPPED, BLOCKED)
        return None
    say = Say(language_of(db, account))
    parts = _answer(row) if row.kind == ANSWER else _notice(db, row, account, say, claimer.now)
    if not parts:
        return None
    screen, *following = parts
    in_place = row.kind == ANSWER and bool(row.payload.get("in_place"))
    return Delivery(
        row_id=row.id,
        account_id=account.id,
        chat_id=account.external_id,
        lane=row.lane,
        screen=screen,
        attachment=None if screen.file is None else files.attachment(db, say, screen.file, claimer.bot_id),
        edit=_editable_message(row, account, screen, in_place=in_place),
        live=account.live_message_id,
        takes_over=row.kind == ANSWER and screen.file is None and not row.payload["aside"],
        good_until=min(claimer.now + CLAIM_VALIDITY, row.expires_at or datetime.max.replace(tzinfo=UTC)),
        in_place=in_place,
        following=tuple(following),
    )


def _answer(row: OutboxMessage) -> list[Screen]:
    return [Screen.load(row.payload["screen"])]


def _notice(db: Session, row: OutboxMessage, account: Account, say: Say, now: datetime) -> list[Screen]:
    """Render a notice that still holds; of a text too long for a caption the file follows in a message of its own."""
    template = NOTICES[NoticeKind(row.kind)]
    view = template.load(db, account, row.payload, now) if row.payload else None  # erased with the person
    if view is None:
        finish_untried(row, OutboxState.DROPPED, "no longer holds")
        return []
    if isinstance(view, Postponed):
        row.not_before = view.until
        return []
    return telegram.parts(template.show(say, view))


def _editable_message(row: OutboxMessage, account: Account, screen: Screen, *, in_place: bool) -> int | None:
    """Return the pressed message if this screen can replace it and nothing newer stands below it."""
    pressed = pressed_message(row) if row.kind == ANSWER else None
    if not pressed or screen.fresh or screen.reply_keyboard is not None or screen.file is not None:
        return None
    newest = 0 if in_place else account.newest_message_id or 0
    return pressed if pressed >= newest else None
