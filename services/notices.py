"""Saying something to somebody: a row with ids and a version, rendered only when it is sent."""

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
    """What a notice says. bot/notices.py tells for each kind how it is checked and shown."""

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
"""How the reason begins why a message was dropped whose receiver had blocked the bot."""


@dataclass(frozen=True, slots=True)
class Later:
    """What the check just before sending answers when a notice still holds, but must wait."""

    until: datetime


def notify(
    db: Session,
    account: Account,
    kind: NoticeKind,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    urgent: bool = False,
) -> bool:
    """Owe `account` a notice once: a second call with the same `key` changes nothing and returns False.

    `key` is completed with the account, so one key serves all the receivers. `urgent` notices go with the answers.
    Blocked accounts are skipped: they come back with /start and are not flooded with the past.
    """
    if account.blocked_at is not None:
        return False
    values = _values(account.id, kind, key, payload, now) | {
        "lane": Lane.ANSWER if urgent else Lane.NOTICE,
        "not_before": max(not_before or now, now),
        "expires_at": expires_at,
    }
    statement = insert(db, OutboxMessage).values(values).on_conflict_do_nothing().returning(OutboxMessage.id)
    return db.scalar(statement) is not None


def notify_many(
    db: Session,
    receivers: dict[int, str],
    broadcast: Broadcast,
    kind: NoticeKind,
    payload: dict[str, Any],
    now: datetime,
) -> None:
    """Owe a broadcast to accounts, each once: the reason by account id why it is not sent after all, or nothing."""
    rows = [
        _values(account_id, kind, f"broadcast:{broadcast.id}", payload, now)
        | {
            "expires_at": broadcast.expires_at,
            "state": OutboxState.DROPPED if reason else OutboxState.NEW,
            "error": reason,
            "broadcast_id": broadcast.id,
        }
        for account_id, reason in receivers.items()
    ]
    if rows:
        db.execute(insert(db, OutboxMessage).on_conflict_do_nothing(), rows)


def _key(key: str, account_id: int) -> str:
    return f"{key}:{account_id}"


def _values(account_id: int, kind: NoticeKind, key: str, payload: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "key": _key(key, account_id),
        "account_id": account_id,
        "lane": Lane.NOTICE,
        "kind": kind.value,
        "payload": payload,
        "not_before": now,
        "state": OutboxState.NEW,
        "attempts": 0,
        "unclear_attempts": 0,
        "error": "",
        "created_at": now,
    }


def notify_teacher(
    db: Session,
    teacher_id: int,
    kind: NoticeKind,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    urgent: bool = False,
) -> None:
    """Owe a notice to every account of a person; somebody without an account hears nothing."""
    accounts = db.scalars(select(Account).where(Account.teacher_id == teacher_id, Account.blocked_at.is_(None)))
    for account in accounts.unique().all():
        notify(db, account, kind, key, payload, now, not_before=not_before, expires_at=expires_at, urgent=urgent)


def notify_some(
    db: Session,
    teacher_ids: Sequence[int],
    kind: NoticeKind,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    most: int,
    expires_at: datetime | None = None,
) -> bool:
    """Owe a notice to the accounts of many people, `most` of those that are not owed it yet. Whether these were all."""
    room = most
    for first in range(0, len(teacher_ids), most):
        of_these = Account.teacher_id.in_(teacher_ids[first : first + most])
        accounts = db.scalars(select(Account.id).where(of_these, Account.blocked_at.is_(None)).order_by(Account.id))
        keys = {account_id: _key(key, account_id) for account_id in accounts}
        owed = select(OutboxMessage.account_id).where(OutboxMessage.key.in_(keys.values()))
        left = sorted(keys.keys() - set(db.scalars(owed)))
        for account_id in left[:room]:
            notify(db, db.get_one(Account, account_id), kind, key, payload, now, expires_at=expires_at)
        room -= len(left)
        if room < 0:
            return False
    return True


def drop_notices(db: Session, account_id: int, reason: str = BLOCKED) -> None:
    """Nothing that waits is sent to somebody who withdrew consent or blocked the bot."""
    rows = db.scalars(
        select(OutboxMessage).where(OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.NEW)
    )
    for row in rows:
        if row.lane is Lane.NOTICE:
            row.state, row.error = OutboxState.DROPPED, reason


def forget_unheard(db: Session, account_id: int, *kinds: NoticeKind) -> None:
    """Notices of these kinds that never reached the account may be owed anew: its chat was not open yet, say."""
    db.execute(
        delete(OutboxMessage).where(
            OutboxMessage.account_id == account_id,
            OutboxMessage.kind.in_([kind.value for kind in kinds]),
            OutboxMessage.state.in_([OutboxState.DROPPED, OutboxState.FAILED]),
        )
    )
