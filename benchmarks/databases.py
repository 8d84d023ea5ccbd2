"""New databases with every table, and a look into them from outside the bot."""

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg
import sqlalchemy as sa

from benchmarks.rounds import Unavailable
from tests.postgres import NoServer, fresh_database
from tests.sqlite import create_tables

SQLITE, POSTGRESQL = "sqlite", "postgresql"
LOOK_SECONDS = 0.01
_UNFINISHED = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
    " + (SELECT count(*) FROM outbox WHERE lane = 'answer' AND state IN ('new', 'sending'))"
)


@asynccontextmanager
async def new_database(kind: str) -> AsyncIterator[str]:
    """Yield the URL of a new database, removed at the end. Raises Unavailable without a server of PostgreSQL."""
    if kind == SQLITE:
        with tempfile.TemporaryDirectory(prefix="centrik-benchmark-") as folder:
            file = Path(folder) / "centrik.sqlite3"
            create_tables(file)
            yield f"sqlite+aiosqlite:///{file}"
        return
    try:
        async with fresh_database(with_tables=True) as url:
            yield url
    except NoServer:
        raise Unavailable("no server") from None


async def all_marked(url: str, seconds: float = 120) -> None:
    """Wait until every update is worked and every answer is marked as sent. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        if sa.make_url(url).get_backend_name() == SQLITE:
            with closing(sqlite3.connect(sa.make_url(url).database or "")) as connection:
                while connection.execute(_UNFINISHED).fetchone()[0]:  # noqa: ASYNC110 - a table tells of no event
                    await asyncio.sleep(LOOK_SECONDS)
            return
        address = sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        server = await asyncpg.connect(address)
        try:
            while await server.fetchval(_UNFINISHED):  # noqa: ASYNC110 - a table tells of no event
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await server.close()
