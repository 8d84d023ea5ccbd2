"""The engine and its transactions; SQLite's writers wait in a queue instead of polling a busy file."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from bot import crash_points as crash

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 10
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    "journal_size_limit=0",
)
"""With the last two erased data leaves the file: freed bytes are overwritten, and a restarted log keeps no old tail."""


class Database:
    """The database of a deployment. Every rule runs in a transaction opened here; nothing else commits."""

    def __init__(self, url: str, engine: AsyncEngine | None = None) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = engine or (sqlite_engine(url) if self.is_sqlite else _postgres_engine(url))
        self._in_memory = self.is_sqlite and not self.file
        self._writer = asyncio.Lock() if self.is_sqlite else None
        self._write = async_sessionmaker(self.engine, expire_on_commit=False)
        self._read = async_sessionmaker(self.engine.execution_options(reading=True), expire_on_commit=False)

    @property
    def file(self) -> Path | None:
        """Return the file of an SQLite database; None for one in memory and for PostgreSQL."""
        name = self.url.database if self.is_sqlite else None
        return Path(name) if name and name != ":memory:" else None

    async def run(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one synchronous rule and commit; any exception rolls everything back.

        The rule may roll back by itself and go on: what it does afterwards is committed. Raises OperationalError if
        the database cannot be reached.
        """
        async with self._writer or nullcontext(), self._write() as session:
            await _reach(session)
            result = await session.run_sync(rule, *args, **kwargs)
            crash.passes("committing")
            await session.commit()
        crash.passes("committed")
        return result

    async def read(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one synchronous rule that only reads; it does not wait for writers. Raises OperationalError likewise."""
        alone = (self._writer if self._in_memory else None) or nullcontext()
        async with alone, self._read() as session:
            await _reach(session)
            return await session.run_sync(rule, *args, **kwargs)

    async def close(self) -> None:
        await self.engine.dispose()


def is_away(error: BaseException) -> bool:
    """Whether the error is not the statement's fault, so that it may be tried again any number of times.

    PostgreSQL's classes 08 (connection), 53 (resources), 40 (deadlock), 55P03 (lock not available), 57P (shutdown).
    SQLite has no codes for these; callers detect them by a write that fails.
    """
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error.orig, OSError):
        return True
    return str(getattr(error.orig, "sqlstate", None) or "").startswith(("08", "53", "40", "55P03", "57P"))


async def _reach(session: AsyncSession) -> None:
    """Connect now; raise OperationalError for a server that refuses connections or has no address, too."""
    try:
        await session.connection()
    except OSError as error:
        raise OperationalError("BEGIN", None, error) from error


def sqlite_engine(url: str) -> AsyncEngine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transaction by itself
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: str) -> AsyncEngine:
    return create_async_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=POOL_SIZE,
        pool_pre_ping=True,
        connect_args={"server_settings": {"lock_timeout": "3000", "timezone": "UTC", "application_name": "centrik"}},
    )
