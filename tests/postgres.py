"""A database of its own on a real PostgreSQL, for whoever tests there."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import sqlalchemy as sa

POSTGRES = os.environ.get("CENTRIK_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")


class NoServer(Exception):
    """No PostgreSQL answers."""


@asynccontextmanager
async def fresh_database() -> AsyncIterator[str]:
    """The address (asyncpg) of an empty database, dropped at the end whoever still uses it. Raises NoServer."""
    server = sa.make_url(POSTGRES)
    name = f"centrik_{uuid.uuid4().hex[:12]}"
    try:
        admin = await asyncpg.connect(
            server.set(drivername="postgresql").render_as_string(hide_password=False), timeout=3
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


async def answers() -> bool:
    try:
        async with fresh_database():
            return True
    except NoServer:
        return False
