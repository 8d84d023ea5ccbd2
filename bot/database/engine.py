"""The engines and the transactions: one thread writes to SQLite, everything else goes over the loop."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from bot.database.writer import Writer, commit
from services.queues import Queue, queued

P = ParamSpec("P")
T = TypeVar("T")

POOL_SIZE = 10
PING_AFTER_SECONDS = 1.0
"""A connection to PostgreSQL that was idle for longer is asked whether it still lives: it costs a round trip."""
BUSY_TIMEOUT = "busy_timeout=5000"
WRITER_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    BUSY_TIMEOUT,
    "secure_delete=ON",
    "journal_size_limit=0",
)
"""With the last two erased data leaves the file: freed bytes are overwritten, and a restarted log keeps no old tail."""
SERVER_SETTINGS = {"lock_timeout": "3000", "timezone": "UTC", "application_name": "centrik", "jit": "off"}
"""Of PostgreSQL: compiling a plan of a few statements takes longer than running them."""
READER_PRAGMAS = (BUSY_TIMEOUT, "query_only=ON")


class Database:
    """The database of a deployment. Every rule runs in a transaction opened here; nothing else commits.

    `engine` is PostgreSQL's, or the one that reads from SQLite; `writing_engine` writes to SQLite, in the threads of
    `run_in` (one thread unless a test says otherwise). `on_queued` is called on the loop after each commit with what
    the rule has queued.
    """

    def __init__(
        self,
        url: str,
        *,
        engine: AsyncEngine | None = None,
        writing_engine: Engine | None = None,
        run_in: Executor | None = None,
    ) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = engine or (reading_engine(url) if self.is_sqlite else _postgres_engine(url))
        self._writer = Writer(writing_engine or sqlite_engine(url), run_in) if self.is_sqlite else None
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.on_queued: Callable[[set[Queue]], None] = lambda _queues: None

    @property
    def file(self) -> Path | None:
        """Return the file of an SQLite database; None for PostgreSQL."""
        return Path(self.url.database or "") if self.is_sqlite else None

    async def run(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one synchronous rule and commit; any exception rolls everything back.

        The rule may roll back by itself and go on: what it does afterwards is committed. On SQLite it runs in the
        writer's thread, so it must not touch what belongs to the loop. Raises OperationalError if the database cannot
        be reached.
        """
        if self._writer is not None:
            result, queues = await self._writer.run(lambda session: (rule(session, *args, **kwargs), queued(session)))
        else:
            async with self._sessions() as session:
                await _reach(session)
                result = await session.run_sync(rule, *args, **kwargs)
                await session.run_sync(commit)
                queues = queued(session.sync_session)
        if queues:
            self.on_queued(queues)
        return result

    async def read(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one synchronous rule that only reads; it does not wait for writers. Raises OperationalError likewise."""
        async with self._sessions() as session:
            await _reach(session)
            return await session.run_sync(rule, *args, **kwargs)

    async def close(self) -> None:
        """Close every connection; wait for a rule that is still running."""
        if self._writer is not None:
            await self._writer.close()
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


class LockingDialect(SQLiteDialect_pysqlite):
    """Locks the file at the beginning of a transaction.

    A listener for the beginning would make every statement look for listeners, too.
    """

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute("BEGIN IMMEDIATE")


registry.register("sqlite.locking", __name__, LockingDialect.__name__)


def sqlite_engine(url: str) -> Engine:
    """Return the engine that writes to this file; its transactions lock the file from their beginning."""
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(make_url(url).set(drivername="sqlite+locking"), hide_parameters=True)
    _prepare(engine, WRITER_PRAGMAS)
    return engine


def reading_engine(url: str) -> AsyncEngine:
    """Return the engine that reads from this file beside the writer."""
    engine = create_async_engine(url, hide_parameters=True)
    _prepare(engine.sync_engine, READER_PRAGMAS)

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _prepare(engine: Engine, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transaction by itself
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _postgres_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_size=POOL_SIZE,
        connect_args={"server_settings": SERVER_SETTINGS},
    )
    _ping_idle_connections(engine.sync_engine)
    return engine


def _ping_idle_connections(engine: Engine) -> None:
    """Replace pooled connections that died while idle; one just used is not asked, and its failure is an outage."""

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: Any, record: Any, _proxy: object) -> None:
        used_at = record.info.get("used_at")
        if used_at is None or time.monotonic() - used_at < PING_AFTER_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except (engine.dialect.loaded_dbapi.Error, OSError) as error:
            raise InvalidatePoolError() from error
