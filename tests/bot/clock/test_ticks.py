"""A rehearsal's clock keeps its offset over restarts and can be moved; a failing tick harms no other."""

import asyncio
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.orm import Session

from bot.clock import rehearsal
from bot.clock.clocks import RehearsalClock
from bot.clock.ticks import keep_ticking
from models import Network
from tests.bot.conftest import Stage, until

START = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)


async def loaded(stage: Stage, start: datetime = START) -> RehearsalClock:
    clock = RehearsalClock(stage.app.database, start)
    await clock.load()
    return clock


def is_about(clock: RehearsalClock, moment: datetime) -> bool:
    return abs(clock.now() - moment) < timedelta(seconds=30)


async def test_a_new_database_begins_at_the_start_of_the_settings(stage: Stage) -> None:
    assert is_about(await loaded(stage), START)


async def test_the_clock_keeps_its_offset_over_a_restart(stage: Stage) -> None:
    await loaded(stage)
    await stage.app.database.run(rehearsal.advance, timedelta(hours=23))

    assert is_about(await loaded(stage, START - timedelta(days=9)), START + timedelta(hours=23))


async def test_a_running_bot_notices_that_the_clock_was_moved(stage: Stage) -> None:
    clock = await loaded(stage)
    moved, stop = asyncio.Event(), asyncio.Event()
    watching = asyncio.create_task(clock.watch(moved.set, stop))
    await stage.app.database.run(rehearsal.advance, timedelta(days=2))

    await asyncio.wait_for(moved.wait(), 5)
    stop.set()
    await watching
    assert is_about(clock, START + timedelta(days=2))


async def test_a_clock_that_never_ran_cannot_be_moved(stage: Stage) -> None:
    assert await stage.app.database.run(rehearsal.advance, timedelta(hours=1)) is None


async def test_a_tick_that_fails_leaves_nothing_and_harms_no_other(stage: Stage) -> None:
    def rename(db: Session, title: str) -> None:
        db.execute(sa.update(Network).values(title=title))

    def failing(db: Session, _now: datetime) -> None:
        rename(db, "half written")
        raise RuntimeError

    def good(db: Session, now: datetime) -> None:
        assert db.get_one(Network, 1).title != "half written"
        rename(db, f"{now:%H:%M}")

    app = await stage.starts(ticks=(failing, good))
    await app.ticker.tick()

    with stage.db() as db:
        assert db.scalars(sa.select(Network.title)).one() == "07:00"


async def test_a_tick_with_much_to_do_commits_parts_and_lets_presses_in_between(stage: Stage) -> None:
    loop, order = asyncio.get_running_loop(), []

    def press(db: Session) -> None:
        order.append(f"press after {db.get_one(Network, 1).title}")

    def much(db: Session, _now: datetime) -> bool:
        part = len(order) + 1
        order.append(f"part {part}")
        db.execute(sa.update(Network).values(title=f"part {part}"))
        if part == 1:
            asyncio.run_coroutine_threadsafe(app.database.run(press), loop)
        return part < 3

    app = await stage.starts(ticks=(much,))
    await app.ticker.tick()

    assert order == ["part 1", "press after part 1", "part 3"]


async def test_ticks_go_on_after_the_machine_s_clock_is_set_back() -> None:
    ticks, stop = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1

    scheduler = AsyncIOScheduler(timezone="UTC")
    job = scheduler.add_job(tick, "interval", seconds=0.05, misfire_grace_time=None, coalesce=True)
    scheduler.start()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=3))  # as after a step back of three hours
    keeping = asyncio.create_task(keep_ticking(job, stop, tick_seconds=0.05))
    await until(lambda: ticks >= 3)
    stop.set()
    await keeping
    scheduler.shutdown(wait=False)
