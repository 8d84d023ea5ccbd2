"""Telling the admins that delivery is in trouble: of each kind at most once an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import Account, AlarmTold
from services.actors import actor_of, staff_accounts
from services.delivery.undelivered import (
    Concern,
    Standing,
    concerns,
    failed_jobs,
    lost_since,
    parked,
    standing,
    waited,
)
from services.notices import NoticeKind, notify

EVERY = timedelta(hours=1)
ALARMING = frozenset(Concern) - {Concern.STOPPED}
"""A bot that stands still tells nobody."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was wrong when it was found: how many rows, or for how many seconds; how long the rows had waited."""

    concern: Concern
    count: int
    minutes: int


def raise_alarms(db: Session, now: datetime) -> None:
    """A tick, after `list_undelivered`."""
    found = standing(db, now)
    for concern in sorted(concerns(found, now) & ALARMING):
        told = db.get(AlarmTold, concern.value)
        if told is not None and timedelta(0) <= now - told.told_at < EVERY:
            continue
        payload = _payload(db, found, concern, told, now)
        if not payload["count"]:
            continue
        for account in staff_accounts(db, admins_only=True):
            key = f"alarm:{concern.value}:{now:%Y%m%d%H%M%S}"
            notify(db, account, NoticeKind.ADMIN_ALARM, key, payload, now, expires_at=now + EVERY, urgent=True)
        if told is None:
            db.add(AlarmTold(kind=concern.value, told_at=now))
        else:
            told.told_at = now


def load_alarm(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> Alarm | None:
    """None when the receiver is no longer an admin."""
    if not actor_of(db, account).is_admin:
        return None
    return Alarm(Concern(payload["concern"]), payload["count"], payload["minutes"])


def _payload(db: Session, found: Standing, concern: Concern, told: AlarmTold | None, now: datetime) -> dict[str, Any]:
    minutes = 0
    if concern is Concern.UNDELIVERED:
        count = lost_since(db, told.told_at) if told else found.fresh
    elif concern is Concern.JOBS_FAILED:
        count = failed_jobs(db, told.told_at if told else None)
    elif concern is Concern.PARKED:
        count = parked(db, told.told_at if told else None)
    elif concern is Concern.SLOW:
        count = found.heartbeat.longest_wait if found.heartbeat else 0
    elif concern is Concern.STORE:
        count = found.heartbeat.longest_away if found.heartbeat else 0
    else:
        queue = found.queues[concern]
        count, minutes = queue.count, int(waited(found, queue, now).total_seconds() // 60)
    return {"concern": concern.value, "count": count, "minutes": minutes}
