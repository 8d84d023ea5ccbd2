"""Databases on a real PostgreSQL, one for each test: empty, or with every table."""

import atexit
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import asyncpg
import sqlalchemy as sa
from alembic import command
from sqlalchemy.pool import NullPool

from bot.database.migrations import config

SERVER_URL = os.environ.get("CENTRIK_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
CONNECT_SECONDS = 3


class NoServer(Exception):
    """No PostgreSQL answers."""


@asynccontextmanager
async def fresh_database(*, with_tables: bool = False) -> AsyncIterator[str]:
    """Yield the URL (asyncpg) of a new database and drop it at the end, open connections or not. Raises NoServer."""
    server = sa.make_url(SERVER_URL)
    name = _new_name()
    try:
        admin = await asyncpg.connect(
            server.set(drivername="postgresql").render_as_string(hide_password=False), timeout=CONNECT_SECONDS
        )
    except (OSError, asyncpg.PostgresError, TimeoutError) as refused:
        raise NoServer(f"no PostgreSQL answers at {server.host}:{server.port}: {refused}") from None
    try:
        await admin.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{_template()}"' if with_tables else ""))
        try:
            yield server.set(database=name).render_as_string(hide_password=False)
        finally:
            await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


@cache
def _template() -> str:
    """Migrate one database in this test process, to be copied by the server: three times faster than migrating each."""
    name = _new_name()
    server = sa.make_url(SERVER_URL).set(drivername="postgresql+psycopg")
    _execute(server, f'CREATE DATABASE "{name}"')
    atexit.register(_execute, server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    engine = sa.create_engine(server.set(database=name), poolclass=NullPool)
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
    return name


def _execute(server: sa.URL, statement: str) -> None:
    engine = sa.create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))


def _new_name() -> str:
    return f"centrik_{uuid.uuid4().hex[:12]}"


async def is_available() -> bool:
    try:
        async with fresh_database():
            return True
    except NoServer:
        return False
