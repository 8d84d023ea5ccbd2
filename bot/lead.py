"""One process leads, the others wait: two readers of one bot would take each other's updates."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import text

from bot.database import Database

log = structlog.get_logger()

LOOK_SECONDS = 1.0
KEY = 7_402_002
"""The key of PostgreSQL's lock that the leader holds on a session of its own."""


@asynccontextmanager
async def leading(database: Database, stop: asyncio.Event) -> AsyncIterator[bool]:
    """Waits for the lead; yields False when `stop` came first. The lead ends with the process, however it ends."""
    async with (_file_lock if database.is_sqlite else _server_lock)(database, stop) as leads:
        yield leads


@asynccontextmanager
async def _file_lock(database: Database, stop: asyncio.Event) -> AsyncIterator[bool]:
    if database.file is None:
        yield True
        return
    handle = os.open(database.file.with_suffix(".lead"), os.O_RDWR | os.O_CREAT, 0o600)

    async def take() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield await _wait_for(take, stop)
    finally:
        os.close(handle)


@asynccontextmanager
async def _server_lock(database: Database, stop: asyncio.Event) -> AsyncIterator[bool]:
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")

        async def take() -> bool:
            return bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}))

        try:
            yield await _wait_for(take, stop)
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock_all()"))


async def _wait_for(take: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> bool:
    waited = False
    while not stop.is_set():
        if await take():
            return True
        if not waited:
            log.info("another process leads, this one waits")
            waited = True
        try:
            await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
        except TimeoutError:
            continue
    return False
