"""The database is held by another, has no room, loses its power, or is half-way changed: T16, T19, T23, T25."""

import asyncio
import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from signal import SIGKILL
from typing import Protocol

import aiohttp
import sqlalchemy as sa

from bot.clock.ticks import TICK_SECONDS
from bot.database.migrations import migrate
from models import Base, Counter
from sandbox.person import Person
from screens.texts import plain
from services.delivery.health import Concern
from tests.faults.ground import Ground
from tests.faults.kills import ANSWERS, SEATS, done, is_seated, queue_up
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

BUSY = plain("ru", "busy-now")


@fault(
    "T16",
    "the database is locked for 3 s, then 30 s, by another process",
    "3 s: nothing is noticed; 30 s: who presses is told to wait and try again, then the admins hear of it; everything "
    "is done once, none by halves",
    runs=3,
)
async def locked_by_another(ground: Ground) -> Reckoning:
    ground.gather(30, capacity=SEATS)
    assert ground.staff is not None
    await ground.starts(ADMIN_IDS=str(ground.staff.id))
    await ground.listens()
    patient, early, late = ground.people[:15], ground.people[15:23], ground.people[23:]
    async with locked(ground):
        await queue_up(ground, patient)
        await asyncio.sleep(3)
    await ground.settles()
    assert [person for person in patient if excused(person)] == []
    assert done(ground) == len(patient)
    assert ground.telegram.state.presses == {}
    await asyncio.sleep(TICK_SECONDS + 1)
    assert not ground.is_alarmed(Concern.STORE)
    lines = ground.log.count("\n")
    async with locked(ground):
        until = time.monotonic() + 30
        await queue_up(ground, early)
        await asyncio.sleep(ground.luck.uniform(8, 14))
        await queue_up(ground, late)
        await asyncio.sleep(until - time.monotonic())
        assert all(excused(person) for person in [*early, *late])
        assert done(ground) == len(patient)
    await ground.settles()
    await ground.until(lambda: ground.is_alarmed(Concern.STORE))
    is_seated(ground, len(ground.people))
    assert ground.telegram.state.presses == {}
    assert "updates not stored" in ground.log
    assert ground.log.count("\n") - lines <= 30, ground.log[-3000:]
    assert ground.bot.code is None
    return reckon(ground).holds()


@asynccontextmanager
async def locked(ground: Ground) -> AsyncIterator[None]:
    """Somebody else writes and does not come to an end."""
    lock = sqlite3.connect(ground.file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    yield
    lock.execute("ROLLBACK")
    lock.close()


def excused(person: Person) -> bool:
    return [toast.text for toast in person.toasts].count(BUSY) == 1


@fault(
    "T19",
    "no room on the disk, then room again",
    "who presses is told to wait and try again, pages open, nothing is lost, all is done without a restart; the admins "
    "hear of it",
    runs=5,
)
async def no_room(ground: Ground) -> Reckoning:
    ground.gather(40, capacity=SEATS)
    first, caught, late = ground.people[:10], ground.people[10:25], ground.people[25:]
    assert ground.staff is not None
    with small_disk(ground.folder) as disk:
        child = await ground.starts(ADMIN_IDS=str(ground.staff.id))
        await ground.listens()
        await queue_up(ground, first)
        await ground.settles()
        lines = ground.log.count("\n")
        disk.fill(child.number)
        await queue_up(ground, caught)
        await asyncio.sleep(ground.luck.uniform(8, 12))
        await queue_up(ground, late)
        await asyncio.sleep(8)
        assert child.code is None
        assert done(ground) < len(ground.people)
        told = sum(excused(person) for person in ground.people)
        assert told >= len(ground.people) - done(ground), f"{told} told, {done(ground)} done"
        assert await page(ground, "/health") == 200
        assert await page(ground, "/v/0000-0000-0000-0000") == 404
        assert ground.log.count("\n") - lines <= 60, ground.log[-3000:]
        disk.free(child.number)
        await ground.settles(40)
        await ground.until(lambda: ground.is_alarmed(Concern.STORE))
        is_seated(ground, len(ground.people))
        assert ground.telegram.state.presses == {}
        with ground.db() as db:
            assert db.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        found = reckon(ground).holds()
        await child.killed()
    return found


async def page(ground: Ground, path: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{ground.port}{path}") as answer:
        return answer.status


class Disk(Protocol):
    """Where the bot's files lie, as `process` sees it."""

    def fill(self, process: int) -> None: ...

    def free(self, process: int) -> None: ...


class SmallDisk:
    """A file system of its own that something else fills to the last byte."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, process: int) -> None:
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(512))

    def free(self, process: int) -> None:
        self._ballast.unlink()


class SmallFiles:
    """Where nothing may be mounted: no file of the process may grow any further."""

    def fill(self, process: int) -> None:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (16_384, -1))

    def free(self, process: int) -> None:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (-1, -1))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk of 8 MB in the place of `folder`, with what lies there; a limit on files where this is not allowed."""
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        yield SmallFiles()
        return
    try:
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


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


OLDER = "0003"
FIRST_TIME = ("migrating", *(f"wrote:{table}" for table in ("account", "outbox", "alembic_version*3", "broadcast")))
UPGRADE = ("migrating", *(f"wrote:{table}" for table in ("broadcast", "account", "outbox", "alembic_version")))
"""Statements of the whole way from nothing, and of the way from OLDER, after which the process dies."""


@fault(
    "T25",
    "a migration is killed between two statements; an older program meets newer tables",
    "the old tables or the new ones, never between; one clear sentence",
    runs=10,
    both=True,
)
async def migration_killed(ground: Ground) -> Reckoning:
    number = (ground.seed - 1) // 2
    ground.forgets_everything()
    await _dies(ground, FIRST_TIME[number % len(FIRST_TIME)])
    assert ground.columns() == {}

    older = ground.another()
    await migrate(older, OLDER)
    await older.close()
    with ground.db() as db:
        db.execute(sa.text("INSERT INTO counter (name, value) VALUES ('kept', 7)"))
        db.commit()
    before = ground.columns()
    await _dies(ground, UPGRADE[number % len(UPGRADE)])
    assert ground.columns() == before
    assert _version(ground) == OLDER
    await _dies(ground, "migrated")
    assert ground.columns() == {name: set(table.columns.keys()) for name, table in Base.metadata.tables.items()} | {
        "alembic_version": {"version_num"}
    }
    assert ground.count(Counter, Counter.name == "kept", Counter.value == 7) == 1

    ground.keeps_ledger()
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


async def _dies(ground: Ground, point: str) -> None:
    child = await ground.starts(CRASH_AT=point)
    assert await child.ends() == -SIGKILL


def _version(ground: Ground) -> str:
    with ground.db() as db:
        return str(db.scalar(sa.text("SELECT version_num FROM alembic_version")))
