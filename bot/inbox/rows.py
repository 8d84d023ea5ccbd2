"""The inbox table: updates stored before they are confirmed, done in the same commit as what they cause."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from bot import crash_points as crash
from models import InboxState, InboxUpdate
from models.base import insert

MAX_ATTEMPTS = 3
RETENTION = timedelta(hours=48)
"""Twice as long as Telegram keeps an update: it cannot come again once its row is gone."""
MAX_ID = 2**63 - 1
ORPHAN_BATCH_SIZE = 100


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """A stored update to be worked; `recovered`: it was left by the process before, which may have begun it."""

    update_id: int
    chat_key: int
    raw: dict[str, Any]
    recovered: bool = False


_FINISH = (
    update(InboxUpdate)
    .where(InboxUpdate.update_id == bindparam("id_"), InboxUpdate.state == InboxState.NEW)
    .values(state=InboxState.DONE, body=None, error="", done_at=bindparam("at"))
    .execution_options(synchronize_session=False)
)


def store(db: Session, batch: Iterable[Any], now: datetime) -> tuple[list[StoredUpdate], int]:
    """Store a batch, except updates stored before; return the new ones and how many had no usable id."""
    raws: dict[int, dict[str, Any]] = {}
    junk = 0
    for raw in batch:
        number = raw.get("update_id") if isinstance(raw, dict) else None
        if not isinstance(number, int) or isinstance(number, bool) or abs(number) > MAX_ID:
            junk += 1
            continue
        raws.setdefault(number, raw)
    if not raws:
        return [], junk
    items = {number: StoredUpdate(number, chat_key(raw), raw) for number, raw in raws.items()}
    rows = [
        {
            "update_id": item.update_id,
            "chat_key": item.chat_key,
            "body": json.dumps(item.raw, ensure_ascii=True),
            "state": InboxState.NEW,
            "attempts": 0,
            "error": "",
            "received_at": now,
        }
        for item in items.values()
    ]
    statement = insert(db, InboxUpdate).values(rows).on_conflict_do_nothing().returning(InboxUpdate.update_id)
    new = set(db.scalars(statement))
    crash.passes("batch-written")
    return [item for number, item in items.items() if number in new], junk


def unfinished(db: Session) -> list[StoredUpdate]:
    """Return the updates that a stopped process has stored and not done, in the order of arrival within a chat.

    Chats whose updates were never begun by a recovering process come first: what may stop this one waits for the end.
    """
    statement = (
        select(InboxUpdate)
        .where(InboxUpdate.state == InboxState.NEW)
        .order_by(InboxUpdate.received_at, InboxUpdate.update_id)
    )
    rows = list(db.scalars(statement))
    attempts: Counter[int] = Counter()
    for row in rows:
        attempts[row.chat_key] = max(attempts[row.chat_key], row.attempts)
    return [_stored(row, recovered=True) for row in sorted(rows, key=lambda row: attempts[row.chat_key])]


def orphans(db: Session, before: datetime, queued: set[int]) -> list[StoredUpdate]:
    """Return updates stored before this moment, not done and not among `queued`, in the order of arrival."""
    old = InboxUpdate.state == InboxState.NEW, InboxUpdate.received_at < before
    numbers = set(db.scalars(select(InboxUpdate.update_id).where(*old))) - queued
    if not numbers:
        return []
    statement = select(InboxUpdate).where(InboxUpdate.update_id.in_(sorted(numbers)[:ORPHAN_BATCH_SIZE]))
    return [_stored(row) for row in db.scalars(statement.order_by(InboxUpdate.received_at, InboxUpdate.update_id))]


def _stored(row: InboxUpdate, *, recovered: bool = False) -> StoredUpdate:
    return StoredUpdate(row.update_id, row.chat_key, json.loads(row.body or "{}"), recovered)


def finish(db: Session, update_id: int, now: datetime) -> bool:
    """Mark an update as done and return False if it was done before: the first statement of its transaction."""
    return bool(db.connection().execute(_FINISH, {"id_": update_id, "at": now}).rowcount)


def park(db: Session, update_id: int, error: str, now: datetime) -> None:
    """Put aside an update that cannot be worked; its shape stays for the developer, its words are erased."""
    row = db.get(InboxUpdate, update_id)
    if row is None or row.state is not InboxState.NEW:
        return
    row.state, row.error, row.done_at = InboxState.PARKED, error[:200], now
    row.body = json.dumps(redacted(json.loads(row.body or "null")))


def count_failure(db: Session, update_id: int, error: str, now: datetime) -> bool:
    """Count a failed attempt; True if it was the last one and the update is parked now."""
    row = db.get(InboxUpdate, update_id)
    if row is None or row.state is not InboxState.NEW:
        return False
    row.attempts += 1
    row.error = error[:200]
    if row.attempts < MAX_ATTEMPTS:
        return False
    park(db, update_id, error, now)
    return True


def count_restart(db: Session, update_id: int) -> int:
    """Count that a recovered update is begun again, since it may be what stopped the process; return its attempts."""
    row = db.get(InboxUpdate, update_id)
    if row is None or row.state is not InboxState.NEW:
        return 0
    row.attempts += 1
    return row.attempts


def purge(db: Session, now: datetime) -> None:
    """Delete old rows. Age counts from `done_at`: late work is kept just as long, and parked rows can be looked at."""
    ended = InboxUpdate.state != InboxState.NEW
    db.execute(delete(InboxUpdate).where(ended, InboxUpdate.done_at < now - RETENTION))


def chat_key(raw: dict[str, Any]) -> int:
    """Return the chat whose order must be kept, or 0."""
    for body in raw.values():
        if not isinstance(body, dict):
            continue
        message = body.get("message")
        of_message = message.get("chat") if isinstance(message, dict) else None
        for holder in (body.get("chat"), of_message, body.get("from"), body.get("user")):
            number = holder.get("id") if isinstance(holder, dict) else None
            if isinstance(number, int) and abs(number) <= MAX_ID:
                return number
    return 0


def redacted(value: Any) -> Any:
    """Return the same shape with every text replaced by its length and every number by 0."""
    if isinstance(value, dict):
        return {str(key)[:40]: redacted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [redacted(inner) for inner in value[:20]]
    if isinstance(value, str):
        return f"<{len(value)}>"
    return 0 if isinstance(value, int | float) and not isinstance(value, bool) else value
