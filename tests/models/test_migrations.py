"""Migrations produce the tables of the models."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.database.engine import Database
from bot.database.migrations import config, migrate, unmigrate
from models import Base


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite+aiosqlite:///{tmp_path}/centrik.db"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url)
    yield opened
    await opened.close()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def test_every_migration_upgrades_downgrades_and_upgrades_again(database: Database) -> None:
    steps = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions("base", "heads")]
    for step in reversed(steps):
        await migrate(database, step)
        await unmigrate(database, "-1")
        await migrate(database, step)

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_downgrading_to_the_start_leaves_no_tables(database: Database) -> None:
    await migrate(database)
    await unmigrate(database)

    async with database.engine.connect() as connection:
        tables = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
    assert tables == ["alembic_version"]


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await migrate(database)
    await migrate(database)

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
