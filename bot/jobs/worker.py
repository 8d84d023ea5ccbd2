"""Slow work as durable rows: claim, commit, work, commit; after a crash each job is still finished once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import Row, bindparam, select, update
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
REASON_LENGTH = 300
RETRY_DELAY = timedelta(seconds=5)
IDLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class JobSteps(Generic[J, D]):
    """`prepare` reads the data (None: no longer needed), `make` works outside a transaction, `keep` stores the result.

    `keep` must change nothing if the result is there already: a job may be done twice after a crash. The data it gets
    are those that were prepared.
    """

    request: type[J]
    prepare: Callable[[Session, J], D | None]
    make: Callable[[PdfRenderer, Say, D], Awaitable[bytes]]
    keep: Callable[[Session, J, D, bytes, datetime], None]


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
    attempts: int
    steps: JobSteps[Any, Any]
    request: JobRequest
    data: Any
    language: str


@dataclass(frozen=True, slots=True)
class FinishedJob:
    """A job that was run: its content, or the reason why there is none."""

    claimed: ClaimedJob
    content: bytes | None
    reason: str = ""


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
        """Run all due jobs; return how many were begun. The result of each is stored in the claim of the next."""
        count = 0
        async with self._working:
            if not await self._database.read(_is_any_due, self._now()):
                return count
            claimed = await self._database.run(_claim, self._jobs, self._now())
            while claimed is not None:
                crash.passes("job-taken")
                count += 1
                finished = await self._make(claimed)
                claimed = await self._database.run(_finish_and_claim, finished, self._jobs, self._now())
                crash.passes("job-done")
        return count

    async def _make(self, claimed: ClaimedJob) -> FinishedJob:
        try:
            async with asyncio.timeout(JOB_TIMEOUT_SECONDS):
                content = await claimed.steps.make(self._renderer, Say(claimed.language), claimed.data)
        except RenderingFailed as failure:
            return _failed(claimed, failure.reason)
        except Exception as error:  # noqa: BLE001 - an error in one document must not stop the others
            return _failed(claimed, describe_error(error))
        crash.passes("job-made")
        return FinishedJob(claimed, content)


def _failed(claimed: ClaimedJob, reason: str) -> FinishedJob:
    log.error("job failed", job=claimed.job_id, reason=reason)
    return FinishedJob(claimed, None, reason)


_IS_DUE = Job.state.in_([JobState.NEW, JobState.WORKING]) & (Job.not_before <= bindparam("now"))
_ANY_DUE = select(Job.id).where(_IS_DUE).limit(1)
_NEXT_DUE = select(Job.id).where(_IS_DUE).order_by(Job.not_before, Job.id).limit(1).with_for_update(skip_locked=True)
_CLAIM = (
    update(Job)
    .where(Job.id == _NEXT_DUE.scalar_subquery())
    .values(state=JobState.WORKING, attempts=Job.attempts + 1)
    .returning(Job.id, Job.kind, Job.payload, Job.attempts)
)
_END = (
    update(Job)
    .where(Job.id == bindparam("job"), Job.state == JobState.WORKING)
    .values(state=bindparam("end"), error=bindparam("reason"), done_at=bindparam("now"))
)
_GIVE_UP = _END.values(attempts=Job.attempts - 1)
_TRY_AGAIN = (
    update(Job)
    .where(Job.id == bindparam("job"))
    .values(state=JobState.NEW, error=bindparam("reason"), not_before=bindparam("later"))
)


def _is_any_due(db: Session, now: datetime) -> bool:
    return db.scalar(_ANY_DUE, {"now": now}) is not None


def _claim(db: Session, jobs: Jobs, now: datetime) -> ClaimedJob | None:
    """Claim the next job with its data; None if no other is due."""
    while (row := db.connection().execute(_CLAIM, {"now": now}).one_or_none()) is not None:
        claimed = _prepare(db, jobs, row, now)
        if claimed is not None:
            crash.passes("job-claimed")
            return claimed
    return None


def _prepare(db: Session, jobs: Jobs, row: Row[int, str, dict[str, Any], int], now: datetime) -> ClaimedJob | None:
    """Read the data of a claimed job; None if it ends without any work."""
    job_id, kind, payload, attempts = row
    if attempts > MAX_STARTS:
        given_up = {"job": job_id, "end": JobState.FAILED, "reason": "never finished", "now": now}
        db.connection().execute(_GIVE_UP, given_up)
        return None
    try:
        with db.begin_nested():
            steps, request = jobs.steps[kind], jobs.stored(payload)
            data = steps.prepare(db, request)
    except Exception as error:  # noqa: BLE001 - a fault in one job must not hold back the others
        log.error("job cannot be prepared", job=job_id, error=describe_error(error))
        _end(db, job_id, JobState.FAILED, describe_error(error), now)
        return None
    if data is None:
        _end(db, job_id, JobState.DONE, "no longer needed", now)
        return None
    return ClaimedJob(job_id, attempts, steps, request, data, network(db).language)


def _finish_and_claim(db: Session, finished: FinishedJob, jobs: Jobs, now: datetime) -> ClaimedJob | None:
    if finished.content is None:
        _count_failure(db, finished.claimed, finished.reason, now)
    else:
        _keep(db, finished.claimed, finished.content, now)
    return _claim(db, jobs, now)


def _keep(db: Session, claimed: ClaimedJob, content: bytes, now: datetime) -> None:
    if not _end(db, claimed.job_id, JobState.DONE, "", now):
        return
    claimed.steps.keep(db, claimed.request, claimed.data, content, now)
    db.flush()
    crash.passes("job-kept")


def _count_failure(db: Session, claimed: ClaimedJob, reason: str, now: datetime) -> None:
    if claimed.attempts < MAX_ATTEMPTS:
        values = {"job": claimed.job_id, "reason": reason[:REASON_LENGTH], "later": now + RETRY_DELAY}
        db.connection().execute(_TRY_AGAIN, values)
    else:
        _end(db, claimed.job_id, JobState.FAILED, reason, now)


def _end(db: Session, job_id: int, state: JobState, reason: str, now: datetime) -> bool:
    """End a job that is being worked; False if it is no longer."""
    values = {"job": job_id, "end": state, "reason": reason[:REASON_LENGTH], "now": now}
    return db.connection().execute(_END, values).rowcount == 1
