"""The list of messages that reached nobody, and another try for some of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from models import OutboxMessage, OutboxState
from models.outbox import UNLISTED
from services.actors import Actor
from services.paging import Page, page_bounds

LISTED_FOR = timedelta(days=7)
PAGE_SIZE = 6
UNDELIVERED = (OutboxState.EXPIRED, OutboxState.UNCLEAR, OutboxState.FAILED, OutboxState.DROPPED)
"""Final states of a message that reached nobody; a listed `dropped` means that the chat is closed."""


@dataclass(frozen=True, slots=True)
class UndeliveredPage:
    """One page of the list, the newest message first, without texts and names.

    `tried_once` are the ids, in ascending order, of all listed messages that were parked after a single try.
    """

    page: Page[OutboxMessage]
    tried_once: tuple[int, ...]


def undelivered_page(db: Session, actor: Actor, page: int, now: datetime) -> UndeliveredPage:
    """Return the undelivered messages of the last seven days."""
    actor.require_admin("delivery-admin-only")
    total = db.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.listed_at > now - LISTED_FOR)) or 0
    bounds = page_bounds(total, page, PAGE_SIZE)
    tried_once = tuple(db.scalars(select(OutboxMessage.id).where(*_tried_once(now)).order_by(OutboxMessage.id)))
    return UndeliveredPage(bounds.page(newest_undelivered(db, now, bounds.limit, bounds.offset)), tried_once)


def send_again(db: Session, actor: Actor, first: int, last: int, now: datetime) -> int:
    """Make messages tried once due again, from id `first` to id `last`, and return their number.

    A second unclear result is final: no message is sent a third time.
    """
    actor.require_admin("delivery-admin-only")
    due = {"state": OutboxState.NEW, "not_before": now, "listed_at": None, "error": ""}
    again = update(OutboxMessage).where(*_tried_once(now), OutboxMessage.id.between(first, last)).values(due)
    return len(db.scalars(again.returning(OutboxMessage.id)).all())


_LIST = update(OutboxMessage).where(UNLISTED).values(listed_at=bindparam("now"))


def mark_undelivered(db: Session, now: datetime) -> None:
    """List the messages that have ended without reaching anybody since the last tick."""
    db.connection().execute(_LIST, {"now": now})


def newest_undelivered(db: Session, now: datetime, limit: int, offset: int = 0) -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.listed_at > now - LISTED_FOR)
    order = OutboxMessage.listed_at.desc(), OutboxMessage.id.desc()
    return list(db.scalars(statement.order_by(*order).limit(limit).offset(offset)))


_LOST = select(func.count(OutboxMessage.id)).where(
    OutboxMessage.listed_at > bindparam("since"), OutboxMessage.state != OutboxState.DROPPED
)


def count_lost(db: Session, since: datetime) -> int:
    """Count expired, unclear and failed messages; messages to closed chats are not counted."""
    return db.scalar(_LOST, {"since": since}) or 0


def _tried_once(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Match messages that may be tried again; those of a broadcast stopped between two tries may not."""
    return (
        OutboxMessage.listed_at > now - LISTED_FOR,
        OutboxMessage.state == OutboxState.UNCLEAR,
        OutboxMessage.unclear_attempts == 1,
        OutboxMessage.broadcast_id.is_(None),
    )
