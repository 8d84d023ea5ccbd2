"""Notices to people: rows of ids, enqueued in the caller's transaction and rendered only when they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session, lazyload

from models import Account, Lane, OutboxMessage, OutboxState
from models.base import insert_new
from services.queues import note_queued
from services.stored import dump, name_of

BLOCKED = "blocked"
"""Prefix of `error` for messages dropped because the receiver blocked the bot."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that the bot sends by itself; a subclass for each, beside the service that sends or loads it.

    Its fields are ids and versions: the rest is read again when it is sent. bot/outbox/notices.py says how.
    """

    URGENT: ClassVar[bool] = False
    """Urgent notices share the lane of answers."""

    @property
    def key(self) -> str:
        """Return the unique key, which is completed with the account, so that one key serves all receivers.

        It never changes for the same news, or people hear of it again: a class that gets more fields keeps its key.
        """
        values = (str(getattr(self, field.name)) for field in fields(self))
        return ":".join([name_of(type(self)).replace("_", "-"), *values])


@dataclass(frozen=True, slots=True)
class Window:
    """The time (UTC) in which a notice may be sent; without `not_before` at once."""

    not_before: datetime | None = None
    expires_at: datetime | None = None


ANY_TIME = Window()


@dataclass(frozen=True, slots=True)
class Postponed:
    """Result of the check before sending: the notice still holds, but has to wait."""

    until: datetime


def notify(db: Session, account: Account, notice: Notice, now: datetime, window: Window = ANY_TIME) -> bool:
    """Enqueue a notice; return False if one with this key was enqueued before.

    Accounts that blocked the bot are skipped, so that a returning person is not flooded with old notices.
    """
    if account.blocked_at is not None:
        return False
    values = outbox_values(account.id, notice, now, window)
    note_queued(db, values["lane"])
    return insert_new(db, OutboxMessage, values)


_REACHABLE = (
    select(Account)
    .where(Account.teacher_id == bindparam("teacher"), Account.blocked_at.is_(None))
    .options(lazyload(Account.teacher))
)


def notify_teacher(db: Session, teacher_id: int, notice: Notice, now: datetime, window: Window = ANY_TIME) -> None:
    """Enqueue a notice for every account of a person."""
    for account in db.scalars(_REACHABLE, {"teacher": teacher_id}).all():
        notify(db, account, notice, now, window)


def accounts_without(db: Session, notice: Notice, teacher_ids: Sequence[int], limit: int) -> list[int]:
    """Return up to `limit` account ids of these people that lack the notice, without those that blocked the bot."""
    missing: list[int] = []
    for first in range(0, len(teacher_ids), limit):
        of_these = Account.teacher_id.in_(teacher_ids[first : first + limit])
        accounts = db.scalars(select(Account.id).where(of_these, Account.blocked_at.is_(None)).order_by(Account.id))
        keys = {account_id: _outbox_key(notice, account_id) for account_id in accounts}
        enqueued = select(OutboxMessage.account_id).where(OutboxMessage.key.in_(keys.values()))
        missing += sorted(keys.keys() - set(db.scalars(enqueued)))
        if len(missing) >= limit:
            break
    return missing[:limit]


def drop_notices(db: Session, account_id: int, reason: str = BLOCKED) -> None:
    """Drop the waiting notices of an account that withdrew consent or blocked the bot."""
    rows = db.scalars(
        select(OutboxMessage).where(OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.NEW)
    )
    for row in rows:
        if row.lane is Lane.NOTICE:
            row.state, row.error = OutboxState.DROPPED, reason


def forget_undelivered(db: Session, account_id: int, *kinds: type[Notice]) -> None:
    """Delete undelivered notices of these kinds, so that they can be enqueued again, e.g. once the chat is open."""
    db.execute(
        delete(OutboxMessage).where(
            OutboxMessage.account_id == account_id,
            OutboxMessage.kind.in_([name_of(kind) for kind in kinds]),
            OutboxMessage.state.in_([OutboxState.DROPPED, OutboxState.FAILED]),
        )
    )


def outbox_values(account_id: int, notice: Notice, now: datetime, window: Window) -> dict[str, Any]:
    """Return the columns of a notice's row in the outbox."""
    return {
        "key": _outbox_key(notice, account_id),
        "account_id": account_id,
        "lane": Lane.ANSWER if notice.URGENT else Lane.NOTICE,
        "kind": name_of(type(notice)),
        "payload": dump(notice),
        "not_before": max(window.not_before or now, now),
        "expires_at": window.expires_at,
        "state": OutboxState.NEW,
        "attempts": 0,
        "unclear_attempts": 0,
        "error": "",
        "created_at": now,
    }


def _outbox_key(notice: Notice, account_id: int) -> str:
    return f"{notice.key}:{account_id}"
