"""Databases for tests: one in memory for rules, PostgreSQL where a server answers."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from models import Base
from tests.postgres import NoServer, fresh_database
from tests.world import World, open_world


@pytest.fixture
def db() -> Iterator[Session]:
    """An open session over a plain in-memory database with every table."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The bot over a file database of its own, people who type and press, a clock to move.

    Whatever a test does, no message is refused by Telegram, no update put aside, no invariant broken.
    """
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
