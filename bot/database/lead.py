"""The lead: one process of a bot works, the others wait, since two would take each other's updates."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.engine import Database
from bot.logs import describe_error
from bot.pause import pause

log = structlog.get_logger()

LEAD_POLL_SECONDS = 1.0
LEAD_CHECK_SECONDS = 5.0
LEAD_LOCK_KEY = 7_402_002
"""The advisory lock of PostgreSQL that the leader holds on a connection of its own."""


@asynccontextmanager
async def leading(
    database: Database, stop: asyncio.Event, check_seconds: float = LEAD_CHECK_SECONDS
) -> AsyncIterator[bool]:
    """Wait for the lead; yield False if `stop` came first. The lead ends with the process, however it ends.

    On PostgreSQL the connection that holds the lead is checked every `check_seconds`. When it breaks, `stop` is set and
    OperationalError is raised at the end, so that the supervisor starts the program again.
    """
    lock = _file_lock(database, stop) if database.is_sqlite else _server_lock(database, stop, check_seconds)
    async with lock as leads:
        yield leads


async def is_led(database: Database) -> bool:
    """Whether a process leads: the bot of this database runs, or is just starting."""
    if not database.is_sqlite:
        async with database.engine.connect() as connection:
            free = text("SELECT pg_try_advisory_xact_lock_shared(:key)")
            return not await connection.scalar(free, {"key": LEAD_LOCK_KEY})
    lock = None if database.file is None else _lock_path(database.file)
    if lock is None or not lock.exists():
        return False
    handle = os.open(lock, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _lock_path(file: Path) -> Path:
    return file.with_suffix(".lead")


@asynccontextmanager
async def _file_lock(database: Database, stop: asyncio.Event) -> AsyncIterator[bool]:
    if database.file is None:
        yield True
        return
    handle = os.open(_lock_path(database.file), os.O_RDWR | os.O_CREAT, 0o600)

    async def try_to_lock() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield await _wait_for(try_to_lock, stop)
    finally:
        os.close(handle)


@asynccontextmanager
async def _server_lock(database: Database, stop: asyncio.Event, check_seconds: float) -> AsyncIterator[bool]:
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")

        async def try_to_lock() -> bool:
            return bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEAD_LOCK_KEY}))

        leads = await _wait_for(try_to_lock, stop)
        watching = asyncio.create_task(_watch(connection, stop, check_seconds))
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


async def _watch(connection: AsyncConnection, stop: asyncio.Event, check_seconds: float) -> None:
    """Set `stop` and raise OperationalError when the connection is lost, and the lead with it."""
    while True:
        await asyncio.sleep(check_seconds)
        try:
            await connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            log.error("the lead is lost", error=describe_error(error))
            stop.set()
            raise OperationalError("the lead", None, error) from error


async def _wait_for(try_to_lock: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> bool:
    has_waited = False
    while not stop.is_set():
        if await try_to_lock():
            return True
        if not has_waited:
            log.info("another process leads, this one waits")
            has_waited = True
        await pause(LEAD_POLL_SECONDS, stop)
    return False
