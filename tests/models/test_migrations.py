"""Migrations produce the tables of the models."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database.engine import Database
from bot.database.migrations import config, migrate, unmigrate
from models import Base, Job, LastAlarm, OutboxMessage
from tests.builders import NOW

ROWS_OF_0010 = """\
INSERT INTO errand (key, kind, payload, state, attempts, not_before, error, created_at) VALUES
 ('certificate:1', 'certificate', '{"certificate": 1}', 'new', 0, '2026-10-01 05:00+00', '', '2026-10-01 05:00+00');
INSERT INTO alarm_told (kind, told_at) VALUES
 ('errands_failed', '2026-10-01 05:00+00'), ('inbox', '2026-10-01 05:00+00');
INSERT INTO account (platform, external_id, listed_admin, created_at) VALUES
 ('telegram', 7, true, '2026-10-01 05:00+00');
INSERT INTO outbox
 (key, account_id, lane, kind, payload, not_before, state, attempts, unclear_attempts, error, created_at) VALUES
 ('alarm', 1, 'notice', 'admin_alarm', '{"kind": "errands_failed"}', '2026-10-01 05:00+00', 'new', 0, 0, '',
  '2026-10-01 05:00+00')"""


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


async def test_jobs_and_alarms_are_kept_under_their_new_names(database: Database) -> None:
    await migrate(database, "0010")
    async with database.engine.begin() as connection:
        for statement in ROWS_OF_0010.split(";\n"):
            await connection.exec_driver_sql(statement)
    await migrate(database)

    async with AsyncSession(database.engine) as session:
        assert (await session.scalars(select(Job.key))).all() == ["certificate:1"]
        assert sorted((await session.scalars(select(LastAlarm.kind))).all()) == ["inbox", "jobs_failed"]
        assert (await session.scalars(select(OutboxMessage.payload))).all() == [{"kind": "jobs_failed"}]
        session.add(Job(key="card:1", kind="card", payload={}, not_before=NOW, created_at=NOW))
        await session.commit()
