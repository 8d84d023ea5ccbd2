"""The database is locked, full, cut off from power or killed in a migration: T16, T19, T23, T25."""

import asyncio
import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
from tests.faults.environment import Environment
from tests.faults.kills import ANSWERS_IN_FLIGHT, SEATS, assert_seated, count_done, everyone_joins
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify
from tests.sqlite import locked

BUSY_TOAST = plain("ru", "busy-now")


@fault(
    "T16 the database is locked for 3 s, then 30 s, by another process",
    "3 s: nothing is noticed; 30 s: who presses is told to wait and try again, then the admins hear of it; everything "
    "is done once, none by halves",
    runs=3,
)
async def locked_by_another(env: Environment) -> Findings:
    env.set_up_event(30, capacity=SEATS)
    assert env.organizer is not None
    await env.start_bot(ADMIN_IDS=str(env.organizer.id))
    await env.wait_until_listening()
    patient, early, late = env.people[:15], env.people[15:23], env.people[23:]
    with locked(env.file):
        await everyone_joins(env, patient)
        await asyncio.sleep(3)
    await env.wait_until_idle()
    assert [person for person in patient if has_busy_toast(person)] == []
    assert count_done(env) == len(patient)
    assert env.telegram.state.presses == {}
    await asyncio.sleep(TICK_SECONDS + 1)
    assert not env.has_alarmed_organizer(Concern.STORE)
    lines = env.log.count("\n")
    with locked(env.file):
        end = time.monotonic() + 30
        await everyone_joins(env, early)
        await asyncio.sleep(env.random.uniform(8, 14))
        await everyone_joins(env, late)
        await asyncio.sleep(end - time.monotonic())
        assert all(has_busy_toast(person) for person in [*early, *late])
        assert count_done(env) == len(patient)
    await env.wait_until_idle()
    await env.wait_until(lambda: env.has_alarmed_organizer(Concern.STORE))
    await env.wait_until_idle()
    assert_seated(env, len(env.people))
    assert env.telegram.state.presses == {}
    assert "updates not stored" in env.log
    assert env.log.count("\n") - lines <= 30, env.log[-3000:]
    assert env.bot.exit_code is None
    return verify(env).assert_holds()


def has_busy_toast(person: Person) -> bool:
    return [toast.text for toast in person.toasts].count(BUSY_TOAST) == 1


@fault(
    "T19 no room on the disk, then room again",
    "who presses is told to wait and try again, pages open, nothing is lost, all is done without a restart; the admins "
    "hear of it",
    runs=5,
)
async def no_room(env: Environment) -> Findings:
    env.set_up_event(40, capacity=SEATS)
    first, caught, late = env.people[:10], env.people[10:25], env.people[25:]
    assert env.organizer is not None
    with small_disk(env.folder) as disk:
        bot = await env.start_bot(ADMIN_IDS=str(env.organizer.id))
        await env.wait_until_listening()
        await everyone_joins(env, first)
        await env.wait_until_idle()
        lines = env.log.count("\n")
        disk.fill(bot.pid)
        await everyone_joins(env, caught)
        await asyncio.sleep(env.random.uniform(8, 12))
        await everyone_joins(env, late)
        await asyncio.sleep(8)
        assert bot.exit_code is None
        assert count_done(env) < len(env.people)
        excused = sum(has_busy_toast(person) for person in env.people)
        assert excused >= len(env.people) - count_done(env), f"{excused} excused, {count_done(env)} done"
        assert await page_status(env, "/health") == 200
        assert await page_status(env, "/v/0000-0000-0000-0000") == 404
        assert env.log.count("\n") - lines <= 60, env.log[-3000:]
        disk.free(bot.pid)
        await env.wait_until_idle(40)
        await env.wait_until(lambda: env.has_alarmed_organizer(Concern.STORE))
        await env.wait_until_idle()
        assert_seated(env, len(env.people))
        assert env.telegram.state.presses == {}
        with env.db() as db:
            assert db.scalar(sa.text("PRAGMA integrity_check")) == "ok"
        findings = verify(env).assert_holds()
        await bot.kill()
    return findings


async def page_status(env: Environment, path: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{env.port}{path}") as answer:
        return answer.status


class Disk(Protocol):
    """The disk of the bot's files."""

    def fill(self, pid: int, /) -> None: ...

    def free(self, pid: int, /) -> None: ...


class SmallDisk:
    """A file system of its own, filled to the last byte by another file."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, _pid: int, /) -> None:
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(512))

    def free(self, _pid: int, /) -> None:
        self._ballast.unlink()


class FileSizeLimit:
    """Stands for a full disk where nothing may be mounted: no file of the process can grow."""

    def fill(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (16_384, -1))

    def free(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (-1, -1))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mount 8 MB of memory over `folder`, files included, or limit the size of files where mounting is not allowed."""
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        yield FileSizeLimit()
        return
    try:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@fault(
    "T23 loss of power: copies of the database and its log at chance moments",
    "each opens, is whole and holds every sign-up that was answered before",
    runs=5,
)
async def power_fails(env: Environment) -> Findings:
    people, copies = (100, 20) if env.is_full_size else (20, 4)
    env.set_up_event(people, capacity=SEATS, published_at=None)  # no announcement: what is seen is an answer
    await env.start_bot()
    await env.wait_until_listening()
    await everyone_joins(env, env.people)
    for number in range(copies):
        goal = people * number // copies
        await env.wait_until(lambda goal=goal: len(_answered(env)) >= goal)  # type: ignore[misc]  # mypy reads no default of a lambda
        await asyncio.sleep(env.random.random() * 0.1)
        answered = _answered(env)
        assert len(answered) >= goal
        copy = env.folder / f"copy{number}.db"
        for suffix in ("-wal", ""):  # the log first: a checkpoint between the two copies would empty it
            source = env.file.with_name(env.file.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        opened = sqlite3.connect(copy)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        signed_up = opened.execute(
            "SELECT external_id FROM registration JOIN account ON account.teacher_id = registration.teacher_id"
        ).fetchall()
        opened.close()
        assert answered <= {row[0] for row in signed_up}
    await env.wait_until_idle()
    assert_seated(env, people)
    return verify(env).assert_holds()


def _answered(env: Environment) -> set[int]:
    return {person.id for person in env.people if any(seen.from_bot for seen in person.history)}


OLDER_VERSION = "0003"
FIRST_POINTS = (
    "migrating",
    *(f"wrote:{table}" for table in ("account", "outbox", "alembic_version*3", "broadcast")),
)
UPGRADE_POINTS = ("migrating", *(f"wrote:{table}" for table in ("broadcast", "account", "outbox", "alembic_version")))
"""Statements of the migration from nothing, and of that from OLDER_VERSION, after which the process dies."""


@fault(
    "T25 a migration is killed between two statements; an older program meets newer tables",
    "the old tables or the new ones, never between; one clear sentence",
    runs=10,
    both=True,
)
async def migration_killed(env: Environment) -> Findings:
    number = (env.seed - 1) // 2
    env.empty_database()
    await _crash_at(env, FIRST_POINTS[number % len(FIRST_POINTS)])
    assert env.columns() == {}

    older = env.open_database()
    await migrate(older, OLDER_VERSION)
    await older.close()
    with env.db() as db:
        db.execute(sa.text("INSERT INTO counter (name, value) VALUES ('kept', 7)"))
        db.commit()
    before = env.columns()
    await _crash_at(env, UPGRADE_POINTS[number % len(UPGRADE_POINTS)])
    assert env.columns() == before
    assert _version(env) == OLDER_VERSION
    await _crash_at(env, "migrated")
    assert env.columns() == {name: set(table.columns.keys()) for name, table in Base.metadata.tables.items()} | {
        "alembic_version": {"version_num"}
    }
    assert env.count(Counter, Counter.name == "kept", Counter.value == 7) == 1

    env.install_journal()
    env.set_up_event(3, capacity=SEATS)
    await env.start_bot()
    await env.wait_until_listening()
    await everyone_joins(env, env.people)
    await env.wait_until_idle()
    assert_seated(env, 3)
    await env.bot.kill()

    with env.db() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        db.commit()
    lines = env.log.count("\n")
    bot = await env.start_bot()
    assert await bot.wait() == 2
    assert env.log.count("\n") == lines + 1, env.log[-1500:]
    return verify(env).assert_holds(doubled=ANSWERS_IN_FLIGHT)


async def _crash_at(env: Environment, point: str) -> None:
    bot = await env.start_bot(CRASH_AT=point)
    assert await bot.wait() == -SIGKILL


def _version(env: Environment) -> str:
    with env.db() as db:
        return str(db.scalar(sa.text("SELECT version_num FROM alembic_version")))
