"""Owing slow work: a row in the caller's transaction; the work itself is done outside any transaction."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Job, JobState


class JobKind(StrEnum):
    """What slow work there is. bot/jobs.py tells for each how it is done."""

    CERTIFICATE = "certificate"
    CARD = "card"


def enqueue(db: Session, kind: JobKind, key: str, payload: dict[str, Any], now: datetime) -> bool:
    """Owe this work once: a second call with the same `key` changes nothing and returns False.

    Work that has failed for good is owed anew, with the newest payload.
    """
    job = db.scalar(select(Job).where(Job.key == key).with_for_update())
    if job is not None and job.state is not JobState.FAILED:
        return False
    if job is None:
        job = Job(key=key, kind=kind.value, created_at=now)
        db.add(job)
    job.payload, job.state, job.attempts = payload, JobState.NEW, 0
    job.error, job.not_before = "", now
    db.flush()
    return True
