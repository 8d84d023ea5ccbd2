"""Alarms to the admins about delivery, each concern at most once an hour."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import Account, LastAlarm
from services.actors import actor_of, staff_accounts
from services.delivery.health import (
    AdminAlarm,
    Concern,
    DeliveryHealth,
    concerns,
    count_failed_jobs,
    count_parked_updates,
    delivery_health,
    waiting_time,
)
from services.delivery.undelivered import count_lost
from services.notices import Window, notify

ALARM_INTERVAL = timedelta(hours=1)
ALARMING = frozenset(Concern) - {Concern.STOPPED}
"""Concerns that raise an alarm; a bot that has stopped cannot send one."""


def raise_alarms(db: Session, now: datetime) -> None:
    """Notify the admins of new concerns; runs at every tick, after `mark_undelivered`."""
    health = delivery_health(db, now)
    for concern in sorted(concerns(health, now) & ALARMING):
        last = db.get(LastAlarm, concern.value)
        if last is not None and timedelta(0) <= now - last.told_at < ALARM_INTERVAL:
            continue
        alarm = _alarm(db, health, concern, last.told_at if last else None, now)
        if not alarm.count:
            continue
        for account in staff_accounts(db, admins_only=True):
            notify(db, account, alarm, now, Window(expires_at=now + ALARM_INTERVAL))
        if last is None:
            db.add(LastAlarm(kind=concern.value, told_at=now))
        else:
            last.told_at = now


def load_alarm(db: Session, account: Account, alarm: AdminAlarm, _now: datetime) -> AdminAlarm | None:
    """Return the alarm to show; None if the receiver is no longer an admin."""
    return alarm if actor_of(db, account).is_admin else None


def _alarm(db: Session, health: DeliveryHealth, concern: Concern, last: datetime | None, now: datetime) -> AdminAlarm:
    """Describe a concern; lost messages, failed jobs and parked updates are counted since the `last` alarm."""
    minutes = 0
    if concern is Concern.UNDELIVERED:
        count = count_lost(db, last) if last else health.recently_lost
    elif concern is Concern.JOBS_FAILED:
        count = count_failed_jobs(db, last)
    elif concern is Concern.PARKED:
        count = count_parked_updates(db, last)
    elif concern is Concern.SLOW:
        count = health.heartbeat.longest_wait if health.heartbeat else 0
    elif concern is Concern.STORE:
        count = health.heartbeat.longest_away if health.heartbeat else 0
    else:
        queue = health.queues[concern]
        count, minutes = queue.count, int(waiting_time(health, queue, now).total_seconds() // 60)
    return AdminAlarm(concern, count, minutes, now)
