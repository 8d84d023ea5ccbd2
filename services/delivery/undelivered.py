"""The operator's view of delivery: what waits and since when, what did not arrive, whether the bot keeps its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    Account,
    Heartbeat,
    InboxState,
    InboxUpdate,
    Job,
    JobState,
    Lane,
    OutboxMessage,
    OutboxState,
)
from models.delivery import UNLISTED
from services.actors import Actor
from services.notices import NoticeKind
from services.paging import Page, page_bounds
from services.refusals import AdminsOnly

LISTED_FOR = timedelta(days=7)
RECENT = timedelta(hours=24)
PAGE_SIZE = 6
TICK_LATE = timedelta(minutes=1)
LONG_WAIT = 30
"""Seconds: when Telegram asks to wait that long, mass notices become slow."""
LONG_AWAY = 10
"""Seconds: who pressed while the database could not be written for that long was told to press again."""
UNDELIVERED = (OutboxState.EXPIRED, OutboxState.UNCLEAR, OutboxState.FAILED, OutboxState.DROPPED)
"""How a message can end without reaching anybody; on the list `dropped` means that the chat is closed."""


class Concern(StrEnum):
    """What an operator should look at."""

    STOPPED = "stopped"
    INBOX = "inbox"
    ANSWERS = "answers"
    NOTICES = "notices"
    JOBS = "jobs"
    JOBS_FAILED = "jobs_failed"
    UNDELIVERED = "undelivered"
    PARKED = "parked"
    SLOW = "slow"
    STORE = "store"


LATE = {
    Concern.INBOX: timedelta(minutes=1),
    Concern.ANSWERS: timedelta(minutes=2),
    Concern.NOTICES: timedelta(minutes=30),
    Concern.JOBS: timedelta(minutes=10),
}
"""How long the oldest row of each may wait while the bot is awake."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What is due and waits: how many, and since when the oldest."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """How many messages of one kind ended in one way without reaching anybody."""

    kind: str
    state: OutboxState
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What every tick looks at, and no more: `parked` is of the last two days, `fresh` what the last day brought of
    messages that reached nobody, apart from closed chats."""

    queues: dict[Concern, Queue]
    parked: int
    failed_jobs: int
    fresh: int
    heartbeat: Heartbeat | None


@dataclass(frozen=True, slots=True)
class DeliveryReport(Standing):
    """The whole view; `later` is not due yet, `sending` is on its way, `undelivered` is of the last seven days."""

    later: dict[Lane, int]
    sending: dict[Lane, int]
    undelivered: tuple[Kind, ...]
    sent_minute: int
    sent_hour: int
    blocked: int

    def total(self, state: OutboxState) -> int:
        return sum(kind.count for kind in self.undelivered if kind.state is state)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One page of what did not arrive, the newest first. No word of what it said, no person.

    `once`: the numbers of all messages, on whatever page, that were put aside after their only try; they rise.
    """

    page: Page[OutboxMessage]
    once: tuple[int, ...]


def standing(db: Session, now: datetime) -> Standing:
    due = OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before <= now
    job_due = Job.state.in_([JobState.NEW, JobState.WORKING]), Job.not_before <= now
    no_alarm = OutboxMessage.kind != NoticeKind.ADMIN_ALARM.value
    since = OutboxMessage.not_before
    return Standing(
        queues={
            Concern.INBOX: _queue(db, InboxUpdate.received_at, InboxUpdate.state == InboxState.NEW),
            Concern.ANSWERS: _queue(db, since, OutboxMessage.lane == Lane.ANSWER, *due, no_alarm),
            Concern.NOTICES: _queue(db, since, OutboxMessage.lane == Lane.NOTICE, *due),
            Concern.JOBS: _queue(db, Job.not_before, *job_due),
        },
        parked=parked(db),
        failed_jobs=failed_jobs(db),
        fresh=lost_since(db, now - RECENT),
        heartbeat=db.get(Heartbeat, 1),
    )


def delivery(db: Session, now: datetime) -> DeliveryReport:
    seen = standing(db, now)
    return DeliveryReport(
        queues=seen.queues,
        parked=seen.parked,
        failed_jobs=seen.failed_jobs,
        fresh=seen.fresh,
        heartbeat=seen.heartbeat,
        later=_by_lane(db, OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before > now),
        sending=_by_lane(db, OutboxMessage.state == OutboxState.SENDING),
        undelivered=_undelivered(db, now),
        sent_minute=_sent(db, now, timedelta(minutes=1)),
        sent_hour=_sent(db, now, timedelta(hours=1)),
        blocked=_count(db, Account.id, Account.blocked_at.is_not(None)),
    )


def concerns(found: Standing, now: datetime) -> frozenset[Concern]:
    """What of this needs somebody's eyes. A queue is late by the time it waited for a bot that was awake."""
    worries = {concern for concern, queue in found.queues.items() if waited(found, queue, now) > LATE[concern]}
    heartbeat = found.heartbeat
    if heartbeat is None or now - heartbeat.ticked_at > TICK_LATE:
        worries.add(Concern.STOPPED)
    else:
        if heartbeat.longest_wait >= LONG_WAIT:
            worries.add(Concern.SLOW)
        if heartbeat.longest_away >= LONG_AWAY:
            worries.add(Concern.STORE)
    counted = {
        Concern.JOBS_FAILED: found.failed_jobs,
        Concern.UNDELIVERED: found.fresh,
        Concern.PARKED: found.parked,
    }
    return frozenset(worries | {concern for concern, count in counted.items() if count})


def waited(found: Standing, queue: Queue, now: datetime) -> timedelta:
    """How long the oldest of a queue has waited for a bot that was awake."""
    if queue.oldest is None:
        return timedelta(0)
    awake = found.heartbeat.awake_since if found.heartbeat else queue.oldest
    return max(now - max(queue.oldest, awake), timedelta(0))


def overview(db: Session, actor: Actor, now: datetime) -> DeliveryReport:
    """The same for an admin in the chat. Raises AdminOnly."""
    _require_admin(actor)
    return delivery(db, now)


def undelivered(db: Session, actor: Actor, page: int, now: datetime) -> Undelivered:
    """What did not arrive in the last seven days."""
    _require_admin(actor)
    of_list = OutboxMessage.listed_at > now - LISTED_FOR
    bounds = page_bounds(_count(db, OutboxMessage.id, of_list), page, PAGE_SIZE)
    once = tuple(db.scalars(select(OutboxMessage.id).where(*_tried_once(now)).order_by(OutboxMessage.id)))
    return Undelivered(bounds.page(newest_undelivered(db, now, bounds.limit, bounds.offset)), once)


def send_again(db: Session, actor: Actor, first: int, last: int, now: datetime) -> int:
    """Make the messages with these numbers due that were put aside after their only try; how many there were.

    A second unclear end is the last: nothing is sent a third time.
    """
    _require_admin(actor)
    due = {"state": OutboxState.NEW, "not_before": now, "listed_at": None, "error": ""}
    again = update(OutboxMessage).where(*_tried_once(now), OutboxMessage.id.between(first, last)).values(due)
    return len(db.scalars(again.returning(OutboxMessage.id)).all())


def _tried_once(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """A broadcast that was stopped between two tries says nothing more, so its messages are none of these."""
    return (
        OutboxMessage.listed_at > now - LISTED_FOR,
        OutboxMessage.state == OutboxState.UNCLEAR,
        OutboxMessage.unclear_attempts == 1,
        OutboxMessage.broadcast_id.is_(None),
    )


def newest_undelivered(db: Session, now: datetime, limit: int, offset: int = 0) -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.listed_at > now - LISTED_FOR)
    order = OutboxMessage.listed_at.desc(), OutboxMessage.id.desc()
    return list(db.scalars(statement.order_by(*order).limit(limit).offset(offset)))


def newest_failed_jobs(db: Session, limit: int) -> list[Job]:
    statement = select(Job).where(Job.state == JobState.FAILED).order_by(Job.id.desc())
    return list(db.scalars(statement.limit(limit)))


def parked_updates(db: Session, limit: int) -> list[InboxUpdate]:
    statement = select(InboxUpdate).where(InboxUpdate.state == InboxState.PARKED)
    return list(db.scalars(statement.order_by(InboxUpdate.update_id.desc()).limit(limit)))


def list_undelivered(db: Session, now: datetime) -> None:
    """A tick: what has ended without reaching anybody since the last one comes on the list."""
    db.execute(update(OutboxMessage).where(UNLISTED).values(listed_at=now).execution_options(synchronize_session=False))


def lost_since(db: Session, since: datetime) -> int:
    """How many messages expired, stayed unclear or failed: whoever has closed the chat is not counted."""
    return _count(db, OutboxMessage.id, OutboxMessage.listed_at > since, OutboxMessage.state != OutboxState.DROPPED)


def failed_jobs(db: Session, since: datetime | None = None) -> int:
    """How much slow work was given up and is still owed to somebody."""
    newer = [Job.done_at > since] if since else []
    return _count(db, Job.id, Job.state == JobState.FAILED, *newer)


def parked(db: Session, since: datetime | None = None) -> int:
    """How many updates were put aside, of those whose rows are still kept."""
    newer = [InboxUpdate.done_at > since] if since else []
    return _count(db, InboxUpdate.update_id, InboxUpdate.state == InboxState.PARKED, *newer)


def _require_admin(actor: Actor) -> None:
    if not actor.is_admin:
        raise AdminsOnly("delivery-admin-only")


def _queue(db: Session, since: InstrumentedAttribute[datetime], *where: ColumnElement[bool]) -> Queue:
    count, oldest = db.execute(select(func.count(), func.min(since)).where(*where)).one()
    return Queue(count, oldest)


def _by_lane(db: Session, *where: ColumnElement[bool]) -> dict[Lane, int]:
    statement = select(OutboxMessage.lane, func.count()).where(*where).group_by(OutboxMessage.lane)
    return dict.fromkeys(Lane, 0) | {row[0]: row[1] for row in db.execute(statement)}


def _undelivered(db: Session, now: datetime) -> tuple[Kind, ...]:
    grouped = OutboxMessage.kind, OutboxMessage.state
    statement = select(*grouped, func.count()).where(OutboxMessage.listed_at > now - LISTED_FOR).group_by(*grouped)
    kinds = [Kind(kind, state, count) for kind, state, count in db.execute(statement)]
    return tuple(sorted(kinds, key=lambda kind: (-kind.count, kind.kind, kind.state)))


def _sent(db: Session, now: datetime, span: timedelta) -> int:
    """The bound on `not_before` lets the index leave out what was said long ago."""
    recent = and_(OutboxMessage.lane.in_(list(Lane)), OutboxMessage.not_before > now - span - timedelta(days=1))
    return _count(
        db, OutboxMessage.id, OutboxMessage.state == OutboxState.SENT, recent, OutboxMessage.sent_at > now - span
    )


def _count(db: Session, column: Any, *where: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count(column)).where(*where)) or 0
