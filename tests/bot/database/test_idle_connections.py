"""Connections to PostgreSQL that the server has ended: idle ones are replaced unnoticed, one in use is an outage."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.database.engine import PING_AFTER_SECONDS, Database, is_away
from tests.bot.test_postgresql import drop_connections


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(postgres_url)
    yield opened
    await opened.close()


def one(db: Session) -> int:
    return int(db.execute(text("SELECT 1")).scalar_one())


async def test_idle_connections_that_were_ended_are_replaced(database: Database, postgres_url: str) -> None:
    await asyncio.gather(*(database.run(one) for _ in range(3)))
    await drop_connections(postgres_url)
    await asyncio.sleep(PING_AFTER_SECONDS + 0.1)
    assert await asyncio.gather(*(database.run(one) for _ in range(3))) == [1, 1, 1]


async def test_a_connection_ended_right_after_its_use_counts_as_away_once(
    database: Database, postgres_url: str
) -> None:
    await database.run(one)
    await drop_connections(postgres_url)
    with pytest.raises(DBAPIError) as failed:
        await database.run(one)
    assert is_away(failed.value)
    assert await database.run(one) == 1
