"""Databases for tests: one in memory for rules, PostgreSQL where a server answers."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.clock.ticks import TICKS, Tick
from tests.postgres import NoServer, fresh_database
from tests.sqlite import create_tables, in_memory
from tests.world import World, open_world


@pytest.fixture
def db() -> Iterator[Session]:
    """A session over a database in memory with every table."""
    with Session(in_memory(), expire_on_commit=False) as session:
        yield session
    in_memory().dispose()


@pytest.fixture
def ticks() -> tuple[Tick, ...]:
    """The ticks of the bot; a test module may define others."""
    return TICKS


@pytest.fixture
async def world(tmp_path: Path, ticks: tuple[Tick, ...]) -> AsyncIterator[World]:
    """The bot over a file of SQLite, people who type and press, a clock to move.

    After each test no message was refused by Telegram, no update parked and no invariant broken.
    """
    async with open_world(tmp_path, ticks=ticks) as opened:
        yield opened
        assert opened.violations() == []


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """The URL (asyncpg) of an empty database on a real PostgreSQL, dropped after the test.

    Without a server the test is skipped; with CENTRIK_REQUIRE_SERVICES=1 it fails instead.
    """
    async with _database_or_skip(with_tables=False) as url:
        yield url


@pytest.fixture
async def postgres_with_tables() -> AsyncIterator[str]:
    """The same with every table."""
    async with _database_or_skip(with_tables=True) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with every table, once on each engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_with_tables"))
    create_tables(tmp_path / "tables.sqlite3")
    return f"sqlite+aiosqlite:///{tmp_path}/tables.sqlite3"


@asynccontextmanager
async def _database_or_skip(*, with_tables: bool) -> AsyncIterator[str]:
    try:
        async with fresh_database(with_tables=with_tables) as url:
            yield url
    except NoServer as reason:
        if os.environ.get("CENTRIK_REQUIRE_SERVICES") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
