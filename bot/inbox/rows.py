"""The inbox table: updates stored before they are confirmed, done in the same commit as what they cause."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.messenger import Arrival
from models import InboxState, InboxUpdate
from models.base import INSERTS, table_of

MAX_ATTEMPTS = 3
RETENTION = timedelta(hours=48)
"""Twice as long as a messenger keeps an update: it cannot come again once its row is gone."""
ORPHAN_BATCH_SIZE = 100
PURGE_BATCH_SIZE = 1000
"""Rows deleted in one transaction, so that no press waits long for its end."""


Reader = Callable[[Any], Arrival | None]
"""Reads a messenger's JSON; returns None if it has no usable key."""


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """A stored update to be worked; `number` is that of its row.

    `recovered`: it was left by the process before, which may have begun it.
    """

    number: int
    arrival: Arrival
    recovered: bool = False


_inbox = table_of(InboxUpdate)
_STORE = {
    dialect: insert(_inbox).on_conflict_do_nothing().returning(_inbox.c.number, _inbox.c.messenger, _inbox.c.key)
    for dialect, insert in INSERTS.items()
}
_FINISH = (
    update(_inbox)
    .where(_inbox.c.number == bindparam("row"), _inbox.c.state == InboxState.NEW)
    .values(state=InboxState.DONE, body=None, error="", done_at=bindparam("at"))
)


def store(db: Session, batch: list[Arrival], now: datetime, attempts: int = 0) -> list[StoredUpdate]:
    """Store a batch, except updates stored before; return the new ones. `attempts` were made in vain."""
    by_key: dict[tuple[str, str], Arrival] = {}
    for arrival in batch:
        by_key.setdefault((arrival.messenger, arrival.key), arrival)
    if not by_key:
        return []
    rows = [
        {
            "messenger": arrival.messenger,
            "key": arrival.key,
            "chat_key": arrival.chat,
            "body": json.dumps(arrival.raw, ensure_ascii=True),
            "state": InboxState.NEW,
            "attempts": attempts,
            "error": "",
            "received_at": now,
        }
        for arrival in by_key.values()
    ]
    stored = db.connection().execute(_STORE[db.get_bind().dialect.name], rows)
    crash.passes("batch-written")
    return sorted(
        (StoredUpdate(number, by_key[messenger, key]) for number, messenger, key in stored), key=lambda one: one.number
    )


def unfinished(db: Session, read: Reader) -> list[StoredUpdate]:
    """Return the updates that a stopped process has stored and not done, in the order of arrival within a chat.

    Chats whose updates were never begun by a recovering process come first: what may stop this one waits for the end.
    """
    statement = select(InboxUpdate).where(InboxUpdate.state == InboxState.NEW).order_by(InboxUpdate.number)
    rows = list(db.scalars(statement))
    attempts: Counter[int] = Counter()
    for row in rows:
        attempts[row.chat_key] = max(attempts[row.chat_key], row.attempts)
    return [_stored(row, read, recovered=True) for row in sorted(rows, key=lambda row: attempts[row.chat_key])]


def orphans(db: Session, before: datetime, queued: set[int], read: Reader) -> list[StoredUpdate]:
    """Return updates stored before this moment, not done and not among `queued`, in the order of arrival."""
    old = InboxUpdate.state == InboxState.NEW, InboxUpdate.received_at < before
    numbers = set(db.scalars(select(InboxUpdate.number).where(*old))) - queued
    if not numbers:
        return []
    statement = select(InboxUpdate).where(InboxUpdate.number.in_(sorted(numbers)[:ORPHAN_BATCH_SIZE]))
    return [_stored(row, read) for row in db.scalars(statement.order_by(InboxUpdate.number))]


def _stored(row: InboxUpdate, read: Reader, *, recovered: bool = False) -> StoredUpdate:
    arrival = read(json.loads(row.body or "{}")) or Arrival(row.messenger, row.key, {}, row.chat_key)
    return StoredUpdate(row.number, arrival, recovered)


def store_done(db: Session, arrival: Arrival, now: datetime) -> int | None:
    """Store an update as done, in the transaction that works it; return its number, None if it was stored before."""
    values = {
        "messenger": arrival.messenger,
        "key": arrival.key,
        "chat_key": arrival.chat,
        "state": InboxState.DONE,
        "received_at": now,
        "done_at": now,
    }
    number: int | None = db.connection().scalar(_STORE[db.get_bind().dialect.name], values)
    return number


def finish(db: Session, number: int, now: datetime) -> bool:
    """Mark an update as done and return False if it was done before: the first statement of its transaction."""
    return bool(db.connection().execute(_FINISH, {"row": number, "at": now}).rowcount)


def park(db: Session, number: int, error: str, now: datetime) -> None:
    """Put aside an update that cannot be worked; its shape stays for the developer, its words are erased."""
    row = db.get(InboxUpdate, number)
    if row is None or row.state is not InboxState.NEW:
        return
    row.state, row.error, row.done_at = InboxState.PARKED, error[:200], now
    row.body = json.dumps(redacted(json.loads(row.body or "null")))


def count_failure(db: Session, number: int, error: str, now: datetime) -> bool:
    """Count a failed attempt; True if it was the last one and the update is parked now."""
    row = db.get(InboxUpdate, number)
    if row is None or row.state is not InboxState.NEW:
        return False
    row.attempts += 1
    row.error = error[:200]
    if row.attempts < MAX_ATTEMPTS:
        return False
    park(db, number, error, now)
    return True


def count_restart(db: Session, number: int) -> int:
    """Count that a recovered update is begun again, since it may be what stopped the process; return its attempts."""
    row = db.get(InboxUpdate, number)
    if row is None or row.state is not InboxState.NEW:
        return 0
    row.attempts += 1
    return row.attempts


_OLD = (
    select(InboxUpdate.number)
    .where(InboxUpdate.done_at < bindparam("old"))
    .order_by(InboxUpdate.done_at)
    .limit(PURGE_BATCH_SIZE)
)
_PURGE = delete(InboxUpdate).where(InboxUpdate.number.in_(_OLD))


def purge(db: Session, now: datetime) -> bool:
    """Delete old rows and return whether more are left.

    Age counts from `done_at`: late work is kept just as long, and parked rows can be looked at.
    """
    return db.connection().execute(_PURGE, {"old": now - RETENTION}).rowcount == PURGE_BATCH_SIZE


def redacted(value: Any) -> Any:
    """Return the same shape with every text replaced by its length and every number by 0."""
    if isinstance(value, dict):
        return {str(key)[:40]: redacted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [redacted(inner) for inner in value[:20]]
    if isinstance(value, str):
        return f"<{len(value)}>"
    return 0 if isinstance(value, int | float) and not isinstance(value, bool) else value
