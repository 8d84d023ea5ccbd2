"""One process leads, the others wait: two readers of one bot would take each other's updates."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.engine import Database
from bot.logs import describe_error

log = structlog.get_logger()

LEAD_POLL_SECONDS = 1.0
LEAD_CHECK_SECONDS = 5.0
LEAD_LOCK_KEY = 7_402_002
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
            return bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEAD_LOCK_KEY}))

        leads = await _wait_for(take, stop)
        watching = asyncio.create_task(_watch(connection, stop))
        try:
            yield leads
            if watching.done():
                watching.result()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            if not connection.invalidated and not connection.closed:
                with suppress(SQLAlchemyError):
                    await connection.execute(text("SELECT pg_advisory_unlock_all()"))


async def _watch(connection: AsyncConnection, stop: asyncio.Event) -> None:
    """The lead is lost with the connection that holds it: then this process stops, its supervisor starts it anew.

    Raises OperationalError then, so that the program ends with an error.
    """
    while True:
        await asyncio.sleep(LEAD_CHECK_SECONDS)
        try:
            await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            log.error("the lead is lost", error=describe_error(error))
            stop.set()
            raise OperationalError("the lead", None, error) from error


async def _wait_for(take: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> bool:
    waited = False
    while not stop.is_set():
        if await take():
            return True
        if not waited:
            log.info("another process leads, this one waits")
            waited = True
        try:
            await asyncio.wait_for(stop.wait(), LEAD_POLL_SECONDS)
        except TimeoutError:
            continue
    return False
