"""Notices to people: rows of ids, enqueued in the caller's transaction and rendered only when they are sent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, String, bindparam, cast, delete, exists, literal, select
from sqlalchemy.orm import Session, lazyload

from models import Account, Lane, OutboxMessage, OutboxState
from models.base import insert, insert_all_new, insert_new
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


TEACHERS_PER_STATEMENT = 1000
_REACHABLE_OF = (
    select(Account.id, Account.teacher_id)
    .where(Account.teacher_id.in_(bindparam("teachers", expanding=True)), Account.blocked_at.is_(None))
    .order_by(Account.id)
)


def notify_teachers(db: Session, notices: Mapping[int, Notice], now: datetime, window: Window = ANY_TIME) -> None:
    """Enqueue for every account of each person (id) their own notice, in the order of the mapping."""
    everybody = list(notices)
    for first in range(0, len(everybody), TEACHERS_PER_STATEMENT):
        teachers = everybody[first : first + TEACHERS_PER_STATEMENT]
        accounts: dict[int | None, list[int]] = defaultdict(list)
        for account_id, teacher_id in db.execute(_REACHABLE_OF, {"teachers": teachers}):
            accounts[teacher_id].append(account_id)
        rows = [
            outbox_values(account_id, notices[teacher], now, window)
            for teacher in teachers
            for account_id in accounts[teacher]
        ]
        insert_all_new(db, OutboxMessage, rows)
        for lane in {row["lane"] for row in rows}:
            note_queued(db, lane)


@dataclass(frozen=True, slots=True)
class Slice:
    """Up to `size` accounts that meet a condition on Account, in the order of their ids after the id `after`."""

    receivers: ColumnElement[bool]
    after: int
    size: int


def notify_slice(db: Session, part: Slice, notice: Notice, now: datetime, window: Window = ANY_TIME) -> list[int]:
    """Enqueue a notice for accounts that lack it, in one statement; return their ids.

    The rows are those of `notify`: accounts that blocked the bot are skipped.
    """
    columns = OutboxMessage.__table__.c
    key = literal(_outbox_key(notice, "")) + cast(Account.id, String)
    values = {
        name: literal(value, columns[name].type) for name, value in outbox_values(0, notice, now, window).items()
    } | {"key": key, "account_id": Account.id}
    missing = (
        select(*values.values())
        .where(Account.id > part.after, Account.blocked_at.is_(None), part.receivers)
        .where(~exists().where(OutboxMessage.key == key))
        .order_by(Account.id)
        .limit(part.size)
    )
    statement = insert(db, OutboxMessage).from_select(list(values), missing).on_conflict_do_nothing()
    note_queued(db, Lane.ANSWER if notice.URGENT else Lane.NOTICE)
    return sorted(db.connection().scalars(statement.returning(OutboxMessage.account_id)).all())


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


def _outbox_key(notice: Notice, account_id: int | str) -> str:
    return f"{notice.key}:{account_id}"
