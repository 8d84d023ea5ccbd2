"""Quick SQLite databases for tests: tables made once, engines reused, statements run in the test's thread."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

import sqlalchemy as sa
from alembic import command
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from bot.database.migrations import config

P = ParamSpec("P")
T = TypeVar("T")
SomeEngine = TypeVar("SomeEngine", bound=sa.Engine | AsyncEngine)


class InlineExecutor(Executor):
    """Runs each call in the thread of the test, which saves two switches of threads for each."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        call: Future[T] = Future()
        try:
            call.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - raised again where the call is awaited
            call.set_exception(error)
        return call


class ReusedEngine(Generic[SomeEngine]):
    """Makes an engine for SQLite once and points it to the file of each later test.

    Compiling the same statements anew took a third of a test's time. A second file at the same time gets an engine of
    its own.
    """

    def __init__(self, make: Callable[[str], SomeEngine]) -> None:
        self._make = make
        self._engine: SomeEngine | None = None
        self._file: str | None = None

    def __call__(self, url: str) -> SomeEngine:
        file = sa.make_url(url).database
        if self._engine is None:
            self._engine = self._make(url)
            event.listen(_core(self._engine), "do_connect", self._redirect)
        elif file != self._file and _in_use(_core(self._engine)):
            return self._make(url)
        self._file = file
        return self._engine

    def _redirect(self, _dialect: object, _record: object, arguments: list[Any], _options: object) -> None:
        arguments[0] = self._file


def _core(engine: sa.Engine | AsyncEngine) -> sa.Engine:
    return engine.sync_engine if isinstance(engine, AsyncEngine) else engine


def _in_use(engine: sa.Engine) -> bool:
    assert isinstance(engine.pool, QueuePool)
    return engine.pool.checkedin() + engine.pool.checkedout() > 0


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the write lock from a connection of its own, as another program does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        yield
        lock.execute("ROLLBACK")


def create_tables(file: Path) -> None:
    """Create a SQLite database with every table at `file`."""
    shutil.copyfile(_template(), file)


@cache
def in_memory() -> sa.Engine:
    """Return an engine over a new database in memory with every table; disposing the engine drops the database."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", _fill)
    return engine


def _fill(connection: sqlite3.Connection, _record: object) -> None:
    with closing(sqlite3.connect(_template())) as template:
        template.backup(connection)


@cache
def _template() -> Path:
    folder = tempfile.mkdtemp(prefix="centrik-tables-")
    atexit.register(shutil.rmtree, folder)
    file = Path(folder) / "centrik.db"
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.begin() as connection:
        command.upgrade(config(connection), "head")
    engine.dispose()
    return file
