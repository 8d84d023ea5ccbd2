"""Slow work as durable jobs: enqueued in the caller's transaction, run outside any transaction."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Job, JobState
from services.queues import note_queued
from services.stored import dump, name_of


class JobRequest(Protocol):
    """Order for a job: a frozen dataclass of ids and moments, beside the service that enqueues it."""

    @property
    def key(self) -> str:
        """Return the unique key of the job; it never changes for the same work."""
        ...


def enqueue(db: Session, request: JobRequest, now: datetime) -> bool:
    """Enqueue a job; return False if one with its key was enqueued before.

    A job that failed for good is enqueued again, as the new request has it.
    """
    job = db.scalar(select(Job).where(Job.key == request.key).with_for_update())
    if job is not None and job.state is not JobState.FAILED:
        return False
    if job is None:
        job = Job(key=request.key, kind=name_of(type(request)), created_at=now)
        db.add(job)
    job.payload, job.state, job.attempts = dump(request), JobState.NEW, 0
    job.error, job.not_before = "", now
    db.flush()
    note_queued(db, Job)
    return True
