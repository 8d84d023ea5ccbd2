"""Slow work as durable jobs: enqueued in the caller's transaction, run outside any transaction."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Job, JobState


class JobKind(StrEnum):
    """Kinds of jobs; bot/jobs/documents.py runs them."""

    CERTIFICATE = "certificate"
    CARD = "card"


def enqueue(db: Session, kind: JobKind, key: str, payload: dict[str, Any], now: datetime) -> bool:
    """Enqueue a job; return False if one with this `key` was enqueued before.

    A job that failed for good is enqueued again, with the new payload.
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
