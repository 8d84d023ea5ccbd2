"""The database is held by another, has no room, loses its power, or is half-way changed: T16, T19, T23, T25."""

import asyncio
import resource
import shutil
import sqlite3
from signal import SIGKILL

import sqlalchemy as sa

from tests.faults.ground import Ground
from tests.faults.kills import ANSWERS, SEATS, done, is_seated, queue_up
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon


@fault(
    "T16",
    "the database is locked for 3 s, then 30 s, by another process",
    "nothing half-written, everything done once when the lock goes",
    runs=3,
)
async def locked_by_another(ground: Ground) -> Reckoning:
    ground.gather(30, capacity=SEATS)
    await ground.starts()
    await ground.listens()
    half = len(ground.people) // 2
    for seconds, people in ((3, ground.people[:half]), (30, ground.people[half:])):
        lock = sqlite3.connect(ground.file, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await queue_up(ground, people)
        await asyncio.sleep(seconds)
        lock.execute("ROLLBACK")
        lock.close()
        await ground.settles()
    is_seated(ground, len(ground.people))
    assert ground.bot.code is None
    return reckon(ground).holds()


@fault(
    "T19",
    "no room for the database to grow, then room again",
    "no corruption, nothing acknowledged is lost, all done without a restart",
    runs=5,
)
async def no_room(ground: Ground) -> Reckoning:
    ground.gather(40, capacity=SEATS)
    child = await ground.starts()
    await ground.listens()
    await queue_up(ground, ground.people[:10])
    await ground.settles()
    _limit_files(child.number, 16_384)
    await queue_up(ground, ground.people[10:])
    await asyncio.sleep(5)
    assert child.code is None
    assert done(ground) < len(ground.people)
    _limit_files(child.number, -1)
    await ground.settles()
    is_seated(ground, len(ground.people))
    with ground.db() as db:
        assert db.scalar(sa.text("PRAGMA integrity_check")) == "ok"
    return reckon(ground).holds()


def _limit_files(process: int, size: int) -> None:
    """No file of this process may grow beyond `size` bytes (-1: no limit)."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, -1))


@fault(
    "T23",
    "loss of power: copies of the database and its log at chance moments",
    "each opens, is whole and holds every sign-up that was answered before",
    runs=5,
)
async def power_fails(ground: Ground) -> Reckoning:
    people, copies = (100, 20) if ground.full else (20, 4)
    ground.gather(people, capacity=SEATS, published_at=None)  # no announcement: what is seen is an answer
    await ground.starts()
    await ground.listens()
    await queue_up(ground, ground.people)
    for number in range(copies):
        goal = people * number // copies
        await ground.until(lambda goal=goal: len(_answered(ground)) >= goal)  # type: ignore[misc]  # mypy reads no default of a lambda
        await asyncio.sleep(ground.luck.random() * 0.1)
        answered = _answered(ground)
        assert len(answered) >= goal
        copy = ground.folder / f"copy{number}.db"
        for suffix in ("-wal", ""):  # the log first: a checkpoint between the two would take from it
            source = ground.file.with_name(ground.file.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        found = sqlite3.connect(copy)
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        held = found.execute(
            "SELECT external_id FROM registration JOIN account ON account.teacher_id = registration.teacher_id"
        ).fetchall()
        found.close()
        assert answered <= {row[0] for row in held}
    await ground.settles()
    is_seated(ground, people)
    return reckon(ground).holds()


def _answered(ground: Ground) -> set[int]:
    return {person.id for person in ground.people if any(seen.from_bot for seen in person.history)}


@fault(
    "T25",
    "a migration is killed half-way; an older program meets newer tables",
    "the old tables or the new ones, never between; one clear sentence",
    runs=5,
)
async def migration_killed(ground: Ground) -> Reckoning:
    ground.file.unlink()
    for suffix in ("-wal", "-shm"):
        ground.file.with_name(ground.file.name + suffix).unlink(missing_ok=True)
    child = await ground.starts(CRASH_AT="migrating")
    assert await child.ends() == -SIGKILL
    with ground.db() as db:
        assert db.execute(sa.text("SELECT name FROM sqlite_master")).all() == []
    child = await ground.starts(CRASH_AT="migrated")
    assert await child.ends() == -SIGKILL
    with ground.db() as db:
        assert db.scalar(sa.text("SELECT count(*) FROM alembic_version")) == 1
    ground.gather(3, capacity=SEATS)
    await ground.starts()
    await ground.listens()
    await queue_up(ground, ground.people)
    await ground.settles()
    is_seated(ground, 3)
    await ground.bot.killed()

    with ground.db() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        db.commit()
    lines = ground.log.count("\n")
    child = await ground.starts()
    assert await child.ends() == 2
    assert ground.log.count("\n") == lines + 1, ground.log[-1500:]
    return reckon(ground).holds(doubled=ANSWERS)
