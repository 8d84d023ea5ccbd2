"""Databases for tests: one in memory for rules, PostgreSQL where a server answers."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.database import engine as database
from tests.postgres import NoServer, fresh_database
from tests.template import AtOnce, Kept, in_memory
from tests.world import World, open_world

_bots_engine = Kept(database._sqlite_engine)


@pytest.fixture
def db() -> Iterator[Session]:
    """An open session over a plain in-memory database with every table."""
    with Session(in_memory(), expire_on_commit=False) as session:
        yield session
    in_memory().dispose()


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """The bot over a file database of its own, people who type and press, a clock to move.

    Whatever a test does, no message is refused by Telegram, no update put aside, no invariant broken.
    """
    monkeypatch.setattr("aiosqlite.core.SimpleQueue", AtOnce)
    monkeypatch.setattr(database, "_sqlite_engine", _bots_engine)
    async with open_world(tmp_path) as opened:
        yield opened
        assert opened.faults() == []


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """The address (asyncpg) of an empty database on a real PostgreSQL, dropped after the test.

    Without a server the test says that it was skipped; with CENTRIK_REQUIRE_SERVICES=1 it fails instead.
    """
    try:
        async with fresh_database() as url:
            yield url
    except NoServer as reason:
        if os.environ.get("CENTRIK_REQUIRE_SERVICES") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
