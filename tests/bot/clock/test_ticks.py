"""A rehearsal's clock begins where it is told, outlives restarts, jumps while the bot runs; one tick harms no other."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from bot.clock import rehearsal
from bot.clock import ticks as clock_module
from bot.clock.ticks import RehearsalClock
from models import Network
from tests.bot.conftest import Stage

START = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)


async def wound(stage: Stage, start: datetime = START) -> RehearsalClock:
    clock = RehearsalClock(stage.app.database, start)
    await clock.wind()
    return clock


def is_about(clock: RehearsalClock, moment: datetime) -> bool:
    return abs(clock.now() - moment) < timedelta(seconds=30)


async def test_a_new_database_begins_at_the_start_of_the_settings(stage: Stage) -> None:
    assert is_about(await wound(stage), START)


async def test_a_restart_goes_on_where_the_clock_stood(stage: Stage) -> None:
    await wound(stage)
    await stage.app.database.run(rehearsal.advance, timedelta(hours=23))

    assert is_about(await wound(stage, START - timedelta(days=9)), START + timedelta(hours=23))


async def test_a_running_bot_notices_that_the_clock_was_moved(stage: Stage) -> None:
    clock = await wound(stage)
    moved, stop = asyncio.Event(), asyncio.Event()
    watching = asyncio.create_task(clock.watch(moved.set, stop))
    await stage.app.database.run(rehearsal.advance, timedelta(days=2))

    await asyncio.wait_for(moved.wait(), 5)
    stop.set()
    await watching
    assert is_about(clock, START + timedelta(days=2))


async def test_a_clock_that_never_ran_cannot_be_moved(stage: Stage) -> None:
    assert await stage.app.database.run(rehearsal.advance, timedelta(hours=1)) is None


async def test_a_tick_that_fails_leaves_nothing_and_harms_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(db: Session, title: str) -> None:
        db.execute(sa.update(Network).values(title=title))

    def failing(db: Session, now: datetime) -> None:
        rename(db, "half written")
        raise RuntimeError

    def good(db: Session, now: datetime) -> None:
        assert db.get_one(Network, 1).title != "half written"
        rename(db, f"{now:%H:%M}")

    monkeypatch.setattr(clock_module, "TICKS", (failing, good))
    await stage.app.ticker.tick()

    with stage.db() as db:
        assert db.scalars(sa.select(Network.title)).one() == "07:00"


async def test_a_machine_whose_clock_is_set_back_goes_on_ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_module, "TICK_SECONDS", 0.05)
    ticks, stop = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1

    scheduler = AsyncIOScheduler(timezone="UTC")
    job = scheduler.add_job(tick, "interval", seconds=0.05, misfire_grace_time=None, coalesce=True)
    scheduler.start()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=3))  # where a step back of three hours leaves it
    keeping = asyncio.create_task(clock_module.keep_ticking(job, stop))
    async with asyncio.timeout(5):
        while ticks < 3:  # noqa: ASYNC110 - counted by the scheduler
            await asyncio.sleep(0.01)
    stop.set()
    await keeping
    scheduler.shutdown(wait=False)
