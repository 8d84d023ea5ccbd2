"""Health of delivery: queues and their age, failures, whether the bot keeps its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import Account, Heartbeat, InboxState, InboxUpdate, Job, JobState, Lane, OutboxMessage, OutboxState
from services.actors import Actor
from services.delivery.undelivered import LISTED_FOR, count_lost
from services.notices import Notice
from services.stored import name_of

RECENT = timedelta(hours=24)
TICK_LATE_AFTER = timedelta(minutes=1)
LONG_WAIT_SECONDS = 30
"""Mass notices become slow when Telegram asks for a pause of this length."""
LONG_AWAY_SECONDS = 10
"""People are asked to press again when the database cannot be written for this long."""


class Concern(StrEnum):
    """A finding that an operator should look at."""

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


LATE_AFTER = {
    Concern.INBOX: timedelta(minutes=1),
    Concern.ANSWERS: timedelta(minutes=2),
    Concern.NOTICES: timedelta(minutes=30),
    Concern.JOBS: timedelta(minutes=10),
}
"""Accepted age of the oldest row of a queue, counted while the bot runs."""


@dataclass(frozen=True, slots=True)
class AdminAlarm(Notice):
    """A concern at the moment it was found: `count` rows or seconds, and how many minutes the oldest row had waited.

    The key holds concern and moment: the figures may differ, the alarm is the same.
    """

    URGENT: ClassVar[bool] = True
    concern: Concern
    count: int
    minutes: int
    found_at: datetime

    @property
    def key(self) -> str:
        return f"alarm:{self.concern.value}:{self.found_at:%Y%m%d%H%M%S}"


@dataclass(frozen=True, slots=True)
class QueueState:
    """Number of due rows and the moment from which the oldest of them waits."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class UndeliveredCount:
    """Number of undelivered messages of one kind and one final state."""

    kind: str
    state: OutboxState
    count: int


@dataclass(frozen=True, slots=True)
class DeliveryHealth:
    """The figures that every tick checks.

    `parked` are updates of the last two days; `recently_lost` are messages of the last 24 hours that reached nobody,
    closed chats not counted.
    """

    queues: dict[Concern, QueueState]
    parked: int
    failed_jobs: int
    recently_lost: int
    heartbeat: Heartbeat | None


@dataclass(frozen=True, slots=True)
class DeliveryReport(DeliveryHealth):
    """All figures: `later` are not due yet, `sending` are on their way, `undelivered` are of the last seven days."""

    later: dict[Lane, int]
    sending: dict[Lane, int]
    undelivered: tuple[UndeliveredCount, ...]
    sent_minute: int
    sent_hour: int
    blocked: int

    def total(self, state: OutboxState) -> int:
        return sum(kind.count for kind in self.undelivered if kind.state is state)


def _queue(since: InstrumentedAttribute[datetime], *where: ColumnElement[bool]) -> Select[int, datetime]:
    return select(func.count(), func.min(since)).where(*where)


_DUE = OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before <= bindparam("now")
_QUEUES = {
    Concern.INBOX: _queue(InboxUpdate.received_at, InboxUpdate.state == InboxState.NEW),
    Concern.ANSWERS: _queue(
        OutboxMessage.not_before, OutboxMessage.lane == Lane.ANSWER, *_DUE, OutboxMessage.kind != name_of(AdminAlarm)
    ),
    Concern.NOTICES: _queue(OutboxMessage.not_before, OutboxMessage.lane == Lane.NOTICE, *_DUE),
    Concern.JOBS: _queue(
        Job.not_before, Job.state.in_([JobState.NEW, JobState.WORKING]), Job.not_before <= bindparam("now")
    ),
}
_FAILED_JOBS = select(func.count(Job.id)).where(Job.state == JobState.FAILED)
_PARKED = select(func.count(InboxUpdate.number)).where(InboxUpdate.state == InboxState.PARKED)


def delivery_health(db: Session, now: datetime) -> DeliveryHealth:
    return DeliveryHealth(
        queues={concern: QueueState(*db.execute(queue, {"now": now}).one()) for concern, queue in _QUEUES.items()},
        parked=count_parked_updates(db),
        failed_jobs=count_failed_jobs(db),
        recently_lost=count_lost(db, now - RECENT),
        heartbeat=db.get(Heartbeat, 1),
    )


def delivery_report(db: Session, now: datetime) -> DeliveryReport:
    health = delivery_health(db, now)
    return DeliveryReport(
        queues=health.queues,
        parked=health.parked,
        failed_jobs=health.failed_jobs,
        recently_lost=health.recently_lost,
        heartbeat=health.heartbeat,
        later=_count_by_lane(db, OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before > now),
        sending=_count_by_lane(db, OutboxMessage.state == OutboxState.SENDING),
        undelivered=_count_undelivered(db, now),
        sent_minute=_count_sent(db, now, timedelta(minutes=1)),
        sent_hour=_count_sent(db, now, timedelta(hours=1)),
        blocked=db.scalar(select(func.count(Account.id)).where(Account.blocked_at.is_not(None))) or 0,
    )


def report_for_admin(db: Session, actor: Actor, now: datetime) -> DeliveryReport:
    actor.require_admin("delivery-admin-only")
    return delivery_report(db, now)


def concerns(health: DeliveryHealth, now: datetime) -> frozenset[Concern]:
    """Return what an operator should look at. The age of a queue is counted while the bot runs."""
    found = {
        concern for concern, queue in health.queues.items() if waiting_time(health, queue, now) > LATE_AFTER[concern]
    }
    heartbeat = health.heartbeat
    if heartbeat is None or now - heartbeat.ticked_at > TICK_LATE_AFTER:
        found.add(Concern.STOPPED)
    else:
        if heartbeat.longest_wait >= LONG_WAIT_SECONDS:
            found.add(Concern.SLOW)
        if heartbeat.longest_away >= LONG_AWAY_SECONDS:
            found.add(Concern.STORE)
    counted = {
        Concern.JOBS_FAILED: health.failed_jobs,
        Concern.UNDELIVERED: health.recently_lost,
        Concern.PARKED: health.parked,
    }
    return frozenset(found | {concern for concern, count in counted.items() if count})


def waiting_time(health: DeliveryHealth, queue: QueueState, now: datetime) -> timedelta:
    """Return how long the oldest row of a queue has waited while the bot was running."""
    if queue.oldest is None:
        return timedelta(0)
    awake = health.heartbeat.awake_since if health.heartbeat else queue.oldest
    return max(now - max(queue.oldest, awake), timedelta(0))


def count_failed_jobs(db: Session, since: datetime | None = None) -> int:
    """Count jobs that failed for good and were not enqueued again."""
    return db.scalar(_FAILED_JOBS.where(Job.done_at > since) if since else _FAILED_JOBS) or 0


def count_parked_updates(db: Session, since: datetime | None = None) -> int:
    """Count parked updates whose rows are still kept."""
    return db.scalar(_PARKED.where(InboxUpdate.done_at > since) if since else _PARKED) or 0


def newest_failed_jobs(db: Session, limit: int) -> list[Job]:
    statement = select(Job).where(Job.state == JobState.FAILED).order_by(Job.id.desc())
    return list(db.scalars(statement.limit(limit)))


def newest_parked_updates(db: Session, limit: int) -> list[InboxUpdate]:
    statement = select(InboxUpdate).where(InboxUpdate.state == InboxState.PARKED)
    return list(db.scalars(statement.order_by(InboxUpdate.number.desc()).limit(limit)))


def _count_by_lane(db: Session, *where: ColumnElement[bool]) -> dict[Lane, int]:
    statement = select(OutboxMessage.lane, func.count()).where(*where).group_by(OutboxMessage.lane)
    return dict.fromkeys(Lane, 0) | {row[0]: row[1] for row in db.execute(statement)}


def _count_undelivered(db: Session, now: datetime) -> tuple[UndeliveredCount, ...]:
    """Return the counts by kind and state, the highest first."""
    grouped = OutboxMessage.kind, OutboxMessage.state
    statement = select(*grouped, func.count()).where(OutboxMessage.listed_at > now - LISTED_FOR).group_by(*grouped)
    kinds = [UndeliveredCount(kind, state, count) for kind, state, count in db.execute(statement)]
    return tuple(sorted(kinds, key=lambda kind: (-kind.count, kind.kind, kind.state)))


def _count_sent(db: Session, now: datetime, span: timedelta) -> int:
    """Count sent messages; the bound on `not_before` lets the index skip old rows."""
    recent = and_(OutboxMessage.lane.in_(list(Lane)), OutboxMessage.not_before > now - span - timedelta(days=1))
    sent = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.state == OutboxState.SENT, recent, OutboxMessage.sent_at > now - span
    )
    return db.scalar(sent) or 0
