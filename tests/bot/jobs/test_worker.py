"""Jobs are rows: done once, tried twice, finished after a crash."""

from dataclasses import dataclass
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.jobs.worker import MAX_STARTS, Jobs, JobSteps
from documents.renderer import PdfRenderer, RenderingFailed
from models import Document, Job, JobState
from screens.texts import Say
from services.jobs import enqueue
from tests.bot.conftest import Stage


@dataclass(frozen=True, slots=True)
class WordJob:
    """Make a document of a word."""

    word: str

    @property
    def key(self) -> str:
        return "word:1"


class Work:
    """The steps of a WordJob; the first `fails` attempts raise `error`."""

    def __init__(self) -> None:
        self.made = 0
        self.fails = 0
        self.error: Exception = RenderingFailed("no answer in time")

    def prepare(self, _db: Session, job: WordJob) -> str | None:
        return job.word or None

    async def make(self, _renderer: PdfRenderer, say: Say, data: str) -> bytes:
        self.made += 1
        if self.made <= self.fails:
            raise self.error
        return f"{say.language} {data}".encode()

    def keep(self, db: Session, _job: WordJob, _data: str, content: bytes, now: datetime) -> None:
        db.add(Document(name="x", media_type="x", content=content, sha256="", created_at=now))

    @property
    def jobs(self) -> Jobs:
        return Jobs([JobSteps(WordJob, self.prepare, self.make, self.keep)])

    @property
    def jobs_never_kept(self) -> Jobs:
        return Jobs([JobSteps(WordJob, self.prepare, self.make, locked)])


@pytest.fixture
async def work(stage: Stage) -> Work:
    made = Work()
    await stage.starts(jobs=made.jobs)
    return made


def order(stage: Stage, word: str = "card") -> bool:
    with stage.db() as db:
        is_new = enqueue(db, WordJob(word), stage.clock.now())
        db.commit()
        return is_new


def state(stage: Stage) -> tuple[JobState, int]:
    with stage.db() as db:
        job = db.scalars(sa.select(Job)).one()
        return job.state, job.attempts


def documents(stage: Stage) -> list[bytes]:
    with stage.db() as db:
        return list(db.scalars(sa.select(Document.content)))


async def test_a_job_is_done_once(stage: Stage, work: Work) -> None:
    assert order(stage)
    assert not order(stage)
    await stage.app.settle()
    assert not order(stage)
    await stage.app.settle()

    assert work.made == 1
    assert documents(stage) == [b"ru card"]
    assert state(stage) == (JobState.DONE, 1)


@pytest.mark.parametrize("error", [RenderingFailed("no answer in time"), RuntimeError("a name")])
async def test_a_failed_job_is_tried_once_more(stage: Stage, work: Work, error: Exception) -> None:
    work.fails, work.error = 1, error
    order(stage)
    await stage.app.settle()
    stage.clock.advance(minutes=1)
    await stage.app.settle()

    assert documents(stage) == [b"ru card"]
    assert state(stage) == (JobState.DONE, 2)


async def test_a_job_that_failed_twice_can_be_enqueued_again(stage: Stage, work: Work) -> None:
    work.fails = 2
    order(stage)
    for _ in range(3):
        await stage.app.settle()
        stage.clock.advance(minutes=1)
    assert state(stage) == (JobState.FAILED, 2)

    assert order(stage)
    await stage.app.settle()
    assert documents(stage) == [b"ru card"]


async def test_a_job_no_longer_needed_is_not_done(stage: Stage, work: Work) -> None:
    order(stage, "")
    await stage.app.settle()

    assert work.made == 0
    assert state(stage)[0] is JobState.DONE


async def test_a_job_of_a_killed_bot_is_finished_by_the_next_one(stage: Stage, work: Work) -> None:
    order(stage)
    with stage.db() as db:
        db.execute(sa.update(Job).values(state=JobState.WORKING, attempts=1))
        db.commit()
    await stage.starts(jobs=work.jobs)
    await stage.app.settle()

    assert documents(stage) == [b"ru card"]


async def test_a_job_whose_result_could_not_be_stored_is_done_again(stage: Stage, work: Work) -> None:
    order(stage)
    await stage.starts(jobs=work.jobs_never_kept)
    with pytest.raises(OperationalError):
        await stage.app.jobs.settle()
    assert not order(stage)
    await stage.starts(jobs=work.jobs)
    await stage.app.settle()

    assert documents(stage) == [b"ru card"]
    assert state(stage)[0] is JobState.DONE


async def test_a_job_whose_result_can_never_be_stored_is_given_up(stage: Stage, work: Work) -> None:
    order(stage)
    await stage.starts(jobs=work.jobs_never_kept)
    for _ in range(MAX_STARTS):
        with pytest.raises(OperationalError):
            await stage.app.jobs.settle()
    await stage.app.settle()

    assert state(stage) == (JobState.FAILED, MAX_STARTS)


def locked(_db: Session, _job: WordJob, _data: str, _content: bytes, _now: datetime) -> None:
    raise OperationalError("INSERT", {}, Exception("database is locked"))
