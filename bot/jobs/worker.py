"""Slow work as durable rows: claim, commit, work, commit; after a crash each job is still finished once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.jobs import documents as papers
from bot.logs import describe_error
from bot.pause import pause
from documents.renderer import PdfRenderer, RenderingFailed
from models import Job, JobState
from screens.texts import Say
from services.jobs import JobRequest
from services.network import network
from services.recognition import card as cards
from services.recognition import certificates
from services.stored import Shapes, name_of

log = structlog.get_logger()

J = TypeVar("J", bound=JobRequest)
D = TypeVar("D")

JOB_TIMEOUT_SECONDS = 60
MAX_ATTEMPTS = 2
MAX_STARTS = 5
"""Give up a job after this many unfinished starts (the process died, or the result could not be stored)."""
RETRY_DELAY = timedelta(seconds=5)
IDLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class JobSteps(Generic[J, D]):
    """`prepare` reads the data (None: no longer needed), `make` works outside a transaction, `keep` stores the result.

    `keep` must change nothing if the result is there already: a job may be done twice after a crash.
    """

    request: type[J]
    prepare: Callable[[Session, J], D | None]
    make: Callable[[PdfRenderer, Say, D], Awaitable[bytes]]
    keep: Callable[[Session, J, bytes, datetime], None]


class Jobs:
    """The jobs that one bot can do; `steps` by the kind of a row."""

    def __init__(self, steps: Iterable[JobSteps[Any, Any]]) -> None:
        self.steps = {name_of(one.request): one for one in steps}
        self._shapes = Shapes[JobRequest](one.request for one in self.steps.values())

    def stored(self, payload: dict[str, Any]) -> JobRequest:
        """Return the request of a row. Raises UnknownShape, and ValidationError for data of another shape."""
        return self._shapes.load(payload)


_STEPS = (
    JobSteps(certificates.CertificateJob, certificates.paper, papers.make_certificate, papers.keep_certificate),
    JobSteps(cards.CardJob, cards.card_print, papers.make_card, papers.keep_card),
)
"""A tuple without an annotation: under one, a checker would take any three steps for the right ones."""

JOBS = Jobs(_STEPS)


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """One claimed job with its prepared data."""

    job_id: int
    steps: JobSteps[Any, Any]
    request: JobRequest
    data: Any
    language: str


class JobWorker:
    """Runs due jobs one at a time; `wake` is set when one was queued.

    Jobs abandoned by a killed process or a database that went away are claimed again.
    """

    def __init__(
        self,
        database: Database,
        renderer: PdfRenderer,
        now: Callable[[], datetime],
        jobs: Jobs = JOBS,
    ) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._renderer = renderer
        self._now = now
        self._jobs = jobs
        self._working = asyncio.Lock()

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.settle()
            except SQLAlchemyError as error:
                log.error("jobs unavailable", error=describe_error(error))
            self.wake.clear()
            await pause(IDLE_SECONDS, self.wake, stop)

    async def settle(self) -> int:
        """Run all due jobs; return how many were begun."""
        count = 0
        async with self._working:
            while await self._database.read(_is_any_due, self._now()):
                job = await self._database.run(_claim, self._jobs, self._now())
                if job is not None:
                    crash.passes("job-taken")
                    await self._work(job)
                    count += 1
        return count

    async def _work(self, job: ClaimedJob) -> None:
        try:
            async with asyncio.timeout(JOB_TIMEOUT_SECONDS):
                content = await job.steps.make(self._renderer, Say(job.language), job.data)
        except RenderingFailed as failure:
            await self._fail(job, failure.reason)
        except Exception as error:  # noqa: BLE001 - an error in one document must not stop the others
            await self._fail(job, describe_error(error))
        else:
            crash.passes("job-made")
            await self._database.run(_keep, job, content, self._now())
            crash.passes("job-done")

    async def _fail(self, job: ClaimedJob, reason: str) -> None:
        log.error("job failed", job=job.job_id, reason=reason)
        await self._database.run(_count_failure, job.job_id, reason, self._now())


def _due_jobs(now: datetime) -> Any:
    return Job.state.in_([JobState.NEW, JobState.WORKING]), Job.not_before <= now


def _is_any_due(db: Session, now: datetime) -> bool:
    return db.scalar(select(Job.id).where(*_due_jobs(now)).limit(1)) is not None


def _claim(db: Session, jobs: Jobs, now: datetime) -> ClaimedJob | None:
    statement = select(Job).where(*_due_jobs(now)).order_by(Job.not_before, Job.id).limit(1)
    job = db.scalar(statement.with_for_update(skip_locked=True))
    if job is None:
        return None
    if job.state is JobState.WORKING and job.attempts >= MAX_STARTS:
        job.state, job.error, job.done_at = JobState.FAILED, "never finished", now
        return None
    job.attempts += 1
    try:
        with db.begin_nested():
            steps, request = jobs.steps[job.kind], jobs.stored(job.payload)
            data = steps.prepare(db, request)
    except Exception as error:  # noqa: BLE001 - a fault in one job must not hold back the others
        log.error("job cannot be prepared", job=job.id, error=describe_error(error))
        job.state, job.error, job.done_at = JobState.FAILED, describe_error(error)[:300], now
        return None
    if data is None:
        job.state, job.error, job.done_at = JobState.DONE, "no longer needed", now
        return None
    job.state = JobState.WORKING
    db.flush()
    crash.passes("job-claimed")
    return ClaimedJob(job.id, steps, request, data, network(db).language)


def _keep(db: Session, claimed: ClaimedJob, content: bytes, now: datetime) -> None:
    job = db.get_one(Job, claimed.job_id)
    if job.state is not JobState.WORKING:
        return
    claimed.steps.keep(db, claimed.request, content, now)
    job.state, job.done_at, job.error = JobState.DONE, now, ""
    db.flush()
    crash.passes("job-kept")


def _count_failure(db: Session, job_id: int, reason: str, now: datetime) -> None:
    job = db.get_one(Job, job_id)
    job.error = reason[:300]
    if job.attempts < MAX_ATTEMPTS:
        job.state, job.not_before = JobState.NEW, now + RETRY_DELAY
    else:
        job.state, job.done_at = JobState.FAILED, now
