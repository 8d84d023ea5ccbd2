"""Databases for tests: one in memory for rules, PostgreSQL where a server answers."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from models import Base
from tests.world import World, open_world

POSTGRES = os.environ.get("CENTRIK_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")


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
    server = sa.make_url(POSTGRES)
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"centrik_{uuid.uuid4().hex[:12]}"
    try:
        admin = await asyncpg.connect(plain, timeout=3)
    except (OSError, asyncpg.PostgresError, TimeoutError) as refused:
        reason = f"no PostgreSQL answers at {server.host}:{server.port}"
        if os.environ.get("CENTRIK_REQUIRE_SERVICES") == "1":
            pytest.fail(f"{reason}: {refused}")
        pytest.skip(reason)
    try:
        await admin.execute(f'CREATE DATABASE "{name}"')
        yield server.set(database=name).render_as_string(hide_password=False)
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()
