"""Notices to people: rows of ids, enqueued in the caller's transaction and rendered only when they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Account, Broadcast, Lane, OutboxMessage, OutboxState
from models.base import insert


class NoticeKind(StrEnum):
    """Kinds of notices; bot/outbox/notices.py maps each to its check and its screen."""

    EVENT_PUBLISHED = "event_published"
    SIGNUP_CLOSING = "signup_closing"
    SPEAKERS_WEEK = "speakers_week"
    DAY_BEFORE = "day_before"
    HOUR_BEFORE = "hour_before"
    FEEDBACK_ASKED = "feedback_asked"
    ATTENDANCE_UNMARKED = "attendance_unmarked"
    SEAT_OFFERED = "seat_offered"
    OFFER_ENDED = "offer_ended"
    EVENT_MOVED = "event_moved"
    EVENT_CANCELLED = "event_cancelled"
    OWN_EVENT_CHANGED = "own_event_changed"
    LETTER = "letter"
    BROADCAST = "broadcast"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    POINTS_AWARDED = "points_awarded"
    CERTIFICATE_READY = "certificate_ready"
    CARD_READY = "card_ready"
    ADMIN_ALARM = "admin_alarm"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_ANSWERED = "identity_answered"
    ORGANIZATION_ASKED = "organization_asked"
    ORGANIZATION_ANSWERED = "organization_answered"


BLOCKED = "blocked"
"""Prefix of `error` for messages dropped because the receiver blocked the bot."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to enqueue: ids in `payload`, rendered only when it is sent.

    `key` is completed with the account, so one key serves all receivers. `urgent` notices share the lane of answers.
    """

    kind: NoticeKind
    key: str
    payload: dict[str, Any]
    not_before: datetime | None = None
    expires_at: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Postponed:
    """Result of the check before sending: the notice still holds, but has to wait."""

    until: datetime


def notify(db: Session, account: Account, notice: Notice, now: datetime) -> bool:
    """Enqueue a notice; return False if one with this key was enqueued before.

    Accounts that blocked the bot are skipped, so that a returning person is not flooded with old notices.
    """
    if account.blocked_at is not None:
        return False
    values = _values(account.id, notice, now)
    statement = insert(db, OutboxMessage).values(values).on_conflict_do_nothing().returning(OutboxMessage.id)
    return db.scalar(statement) is not None


def notify_teacher(db: Session, teacher_id: int, notice: Notice, now: datetime) -> None:
    """Enqueue a notice for every account of a person."""
    accounts = db.scalars(select(Account).where(Account.teacher_id == teacher_id, Account.blocked_at.is_(None)))
    for account in accounts.unique().all():
        notify(db, account, notice, now)


def notify_batch(db: Session, teacher_ids: Sequence[int], notice: Notice, now: datetime, *, limit: int) -> bool:
    """Enqueue a notice for up to `limit` accounts of these people that lack it; return True once none is left."""
    free = limit
    for first in range(0, len(teacher_ids), limit):
        of_these = Account.teacher_id.in_(teacher_ids[first : first + limit])
        accounts = db.scalars(select(Account.id).where(of_these, Account.blocked_at.is_(None)).order_by(Account.id))
        keys = {account_id: _key(notice, account_id) for account_id in accounts}
        enqueued = select(OutboxMessage.account_id).where(OutboxMessage.key.in_(keys.values()))
        missing = sorted(keys.keys() - set(db.scalars(enqueued)))
        for account_id in missing[:free]:
            notify(db, db.get_one(Account, account_id), notice, now)
        free -= len(missing)
        if free < 0:
            return False
    return True


def enqueue_broadcast(db: Session, broadcast: Broadcast, receivers: dict[int, str], now: datetime) -> None:
    """Enqueue a broadcast once per account id; a non-empty value is the reason why it is dropped instead of sent."""
    payload = {"broadcast": broadcast.id}
    notice = Notice(NoticeKind.BROADCAST, f"broadcast:{broadcast.id}", payload, expires_at=broadcast.expires_at)
    rows = [
        _values(account_id, notice, now)
        | {
            "state": OutboxState.DROPPED if reason else OutboxState.NEW,
            "error": reason,
            "broadcast_id": broadcast.id,
        }
        for account_id, reason in receivers.items()
    ]
    if rows:
        db.execute(insert(db, OutboxMessage).on_conflict_do_nothing(), rows)


def drop_notices(db: Session, account_id: int, reason: str = BLOCKED) -> None:
    """Drop the waiting notices of an account that withdrew consent or blocked the bot."""
    rows = db.scalars(
        select(OutboxMessage).where(OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.NEW)
    )
    for row in rows:
        if row.lane is Lane.NOTICE:
            row.state, row.error = OutboxState.DROPPED, reason


def forget_undelivered(db: Session, account_id: int, *kinds: NoticeKind) -> None:
    """Delete undelivered notices of these kinds, so that they can be enqueued again, e.g. once the chat is open."""
    db.execute(
        delete(OutboxMessage).where(
            OutboxMessage.account_id == account_id,
            OutboxMessage.kind.in_([kind.value for kind in kinds]),
            OutboxMessage.state.in_([OutboxState.DROPPED, OutboxState.FAILED]),
        )
    )


def _key(notice: Notice, account_id: int) -> str:
    return f"{notice.key}:{account_id}"


def _values(account_id: int, notice: Notice, now: datetime) -> dict[str, Any]:
    return {
        "key": _key(notice, account_id),
        "account_id": account_id,
        "lane": Lane.ANSWER if notice.urgent else Lane.NOTICE,
        "kind": notice.kind.value,
        "payload": notice.payload,
        "not_before": max(notice.not_before or now, now),
        "expires_at": notice.expires_at,
        "state": OutboxState.NEW,
        "attempts": 0,
        "unclear_attempts": 0,
        "error": "",
        "created_at": now,
    }
