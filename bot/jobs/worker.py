"""Slow work as durable rows: claim, commit, work, commit; after a crash each errand is finished once."""

import asyncio
from collections.abc import Awaitable, Callable
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
from bot.logs import where
from documents.press import Press, PressFailed
from models import Errand, ErrandState
from screens.texts import Say
from services.actors import network
from services.jobs import ErrandName
from services.recognition import card as cards
from services.recognition import certificates

log = structlog.get_logger()

D = TypeVar("D")

LONGEST_SECONDS = 60
TRIES = 2
BEGUN_AT_MOST = 5
"""What was begun so often without an end, whatever ended the bot or kept the result from being stored, is given up."""
AGAIN_AFTER = timedelta(seconds=5)
IDLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class ErrandKind(Generic[D]):
    """`prepare` reads what is needed (None: no longer owed), `make` works outside any transaction, `keep` stores it.

    `keep` must leave things as they are when the result is there already: an errand may be done twice after a crash.
    """

    prepare: Callable[[Session, dict[str, Any]], D | None]
    make: Callable[[Press, Say, D], Awaitable[bytes]]
    keep: Callable[[Session, dict[str, Any], bytes, datetime], None]


ERRANDS: dict[ErrandName, ErrandKind[Any]] = {
    ErrandName.CERTIFICATE: ErrandKind(certificates.paper, papers.make_certificate, papers.keep_certificate),
    ErrandName.CARD: ErrandKind(cards.card_print, papers.make_card, papers.keep_card),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed errand with what it needs."""

    errand_id: int
    kind: ErrandKind[Any]
    payload: dict[str, Any]
    data: Any
    language: str


class Errands:
    """Does what is owed, one at a time; `done` is called after each: its notice may be due.

    What was claimed and came to no end, for a kill or a database that was away, is owed like what was never begun.
    """

    def __init__(self, database: Database, press: Press, now: Callable[[], datetime], done: Callable[[], None]) -> None:
        self.wake = asyncio.Event()
        self._database = database
        self._press = press
        self._now = now
        self._done = done
        self._working = asyncio.Lock()

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.settle()
            except SQLAlchemyError as error:
                log.error("errands unavailable", error=where(error))
            self.wake.clear()
            waits = [asyncio.create_task(self.wake.wait()), asyncio.create_task(stop.wait())]
            await asyncio.wait(waits, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for task in waits:
                task.cancel()

    async def settle(self) -> int:
        """Do everything that is owed now; returns how many errands were begun."""
        count = 0
        async with self._working:
            while await self._database.read(_is_owed, self._now()):
                job = await self._database.run(_claim, self._now())
                if job is not None:
                    crash.passes("errand-taken")
                    await self._work(job)
                    count += 1
        return count

    async def _work(self, job: Job) -> None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                content = await job.kind.make(self._press, Say(job.language), job.data)
        except PressFailed as failure:
            await self._fail(job, failure.reason)
        except Exception as error:  # noqa: BLE001 - whatever breaks one document, the others are made
            await self._fail(job, where(error))
        else:
            crash.passes("errand-made")
            await self._database.run(_keep, job, content, self._now())
            crash.passes("errand-done")
            self._done()

    async def _fail(self, job: Job, reason: str) -> None:
        log.error("errand failed", errand=job.errand_id, reason=reason)
        await self._database.run(_count_failure, job.errand_id, reason, self._now())


def _owed(now: datetime) -> Any:
    return Errand.state.in_([ErrandState.NEW, ErrandState.WORKING]), Errand.not_before <= now


def _is_owed(db: Session, now: datetime) -> bool:
    return db.scalar(select(Errand.id).where(*_owed(now)).limit(1)) is not None


def _claim(db: Session, now: datetime) -> Job | None:
    statement = select(Errand).where(*_owed(now)).order_by(Errand.not_before, Errand.id).limit(1)
    errand = db.scalar(statement.with_for_update(skip_locked=True))
    if errand is None:
        return None
    if errand.state is ErrandState.WORKING and errand.attempts >= BEGUN_AT_MOST:
        errand.state, errand.error, errand.done_at = ErrandState.FAILED, "comes to no end", now
        return None
    errand.attempts += 1
    try:
        with db.begin_nested():
            kind = ERRANDS[ErrandName(errand.kind)]
            data = kind.prepare(db, errand.payload)
    except Exception as error:  # noqa: BLE001 - a fault in one errand must not hold back the others
        log.error("errand cannot be prepared", errand=errand.id, error=where(error))
        errand.state, errand.error, errand.done_at = ErrandState.FAILED, where(error)[:300], now
        return None
    if data is None:
        errand.state, errand.error, errand.done_at = ErrandState.DONE, "no longer owed", now
        return None
    errand.state = ErrandState.WORKING
    db.flush()
    crash.passes("errand-claimed")
    return Job(errand.id, kind, errand.payload, data, network(db).language)


def _keep(db: Session, job: Job, content: bytes, now: datetime) -> None:
    errand = db.get_one(Errand, job.errand_id)
    if errand.state is not ErrandState.WORKING:
        return
    job.kind.keep(db, job.payload, content, now)
    errand.state, errand.done_at, errand.error = ErrandState.DONE, now, ""
    db.flush()
    crash.passes("errand-kept")


def _count_failure(db: Session, errand_id: int, reason: str, now: datetime) -> None:
    errand = db.get_one(Errand, errand_id)
    errand.error = reason[:300]
    if errand.attempts < TRIES:
        errand.state, errand.not_before = ErrandState.NEW, now + AGAIN_AFTER
    else:
        errand.state, errand.done_at = ErrandState.FAILED, now
