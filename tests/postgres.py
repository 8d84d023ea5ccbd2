"""Empty databases on a real PostgreSQL, one for each test."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import sqlalchemy as sa

SERVER_URL = os.environ.get("CENTRIK_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
CONNECT_SECONDS = 3


class NoServer(Exception):
    """No PostgreSQL answers."""


@asynccontextmanager
async def fresh_database() -> AsyncIterator[str]:
    """Yield the URL (asyncpg) of an empty database and drop it at the end, open connections or not. Raises NoServer."""
    server = sa.make_url(SERVER_URL)
    name = f"centrik_{uuid.uuid4().hex[:12]}"
    try:
        admin = await asyncpg.connect(
            server.set(drivername="postgresql").render_as_string(hide_password=False), timeout=CONNECT_SECONDS
        )
    except (OSError, asyncpg.PostgresError, TimeoutError) as refused:
        raise NoServer(f"no PostgreSQL answers at {server.host}:{server.port}: {refused}") from None
    try:
        await admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


async def is_available() -> bool:
    try:
        async with fresh_database():
            return True
    except NoServer:
        return False
