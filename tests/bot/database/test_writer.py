"""Rules in the writer's thread: whole or not at all, also when nobody waits for them any more."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import VirtualClock
from tests.bot.conftest import until
from tests.sqlite import create_tables


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    create_tables(tmp_path / "centrik.db")
    opened = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    yield opened
    await opened.close()


class SlowRule:
    """Writes a row, then waits for `may_end`."""

    def __init__(self) -> None:
        self.has_begun = threading.Event()
        self.may_end = threading.Event()

    def __call__(self, db: Session) -> None:
        add_row(db)
        db.flush()
        self.has_begun.set()
        self.may_end.wait(10)


def add_row(db: Session) -> None:
    db.add(VirtualClock(id=1, offset_seconds=0))


def rows(db: Session) -> int:
    return len(db.scalars(select(VirtualClock)).all())


async def test_a_rule_whose_caller_is_cancelled_is_rolled_back_and_waited_for(database: Database) -> None:
    rule = SlowRule()
    caller = asyncio.create_task(database.run(rule))
    await until(rule.has_begun.is_set)
    caller.cancel()
    await asyncio.sleep(0.01)
    assert not caller.done()
    rule.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await caller

    assert await database.read(rows) == 0


async def test_a_rule_cancelled_in_the_line_never_runs(database: Database) -> None:
    rule = SlowRule()
    first = asyncio.create_task(database.run(rule))
    await until(rule.has_begun.is_set)
    ran: list[Session] = []
    second = asyncio.create_task(database.run(ran.append))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    rule.may_end.set()
    await first
    await database.run(rows)

    assert ran == []


async def test_closing_waits_for_the_rule_in_hand(database: Database, tmp_path: Path) -> None:
    rule = SlowRule()
    caller = asyncio.create_task(database.run(rule))
    await until(rule.has_begun.is_set)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0.01)
    assert not closing.done()
    rule.may_end.set()
    await closing
    await caller

    again = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    assert await again.read(rows) == 1
    await again.close()


async def test_reading_sees_what_is_committed_and_can_write_nothing(database: Database) -> None:
    rule = SlowRule()
    caller = asyncio.create_task(database.run(rule))
    await until(rule.has_begun.is_set)
    assert await database.read(rows) == 0
    rule.may_end.set()
    await caller
    assert await database.read(rows) == 1

    def write(db: Session) -> None:
        db.add(VirtualClock(id=2, offset_seconds=0))
        db.flush()

    with pytest.raises(OperationalError):
        await database.read(write)
