"""Migrations produce the tables of the models."""

import asyncio
import json
import os
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.database.engine import Database
from bot.database.migrations import config, migrate, newest_revision, unmigrate
from bot.jobs.worker import JOBS
from bot.messenger import MessageId
from bot.outbox.notices import NOTICES
from bot.outbox.rows import PAYLOADS, PlacedScreen
from models import (
    Account,
    Base,
    Broadcast,
    Consent,
    InboxUpdate,
    Job,
    LastAlarm,
    Network,
    OutboxMessage,
)
from screens.screen import Button, File, Screen
from services.delivery.health import AdminAlarm, Concern
from tests.builders import NOW
from tests.checks.tree import ROOT
from tests.models.earlier_database import DUMP
from tests.models.migrated import fill

ROWS_OF_0010 = """\
INSERT INTO errand (key, kind, payload, state, attempts, not_before, error, created_at) VALUES
 ('certificate:1', 'certificate', '{"certificate": 1}', 'new', 0, '2026-10-01 05:00+00', '', '2026-10-01 05:00+00');
INSERT INTO alarm_told (kind, told_at) VALUES
 ('errands_failed', '2026-10-01 05:00+00'), ('inbox', '2026-10-01 05:00+00');
INSERT INTO account (platform, external_id, listed_admin, created_at) VALUES
 ('telegram', 7, true, '2026-10-01 05:00+00');
INSERT INTO outbox
 (key, account_id, lane, kind, payload, not_before, state, attempts, unclear_attempts, error, created_at) VALUES
 ('alarm:errands_failed:20261001050000:1', 1, 'answer', 'admin_alarm',
  '{"concern": "errands_failed", "count": 2, "minutes": 0}', '2026-10-01 05:00+00', 'new', 0, 0, '',
  '2026-10-01 05:00+00')"""

ROWS_OF_0011 = """\
INSERT INTO network
 (id, title, programme, zone, language, quiet_from, quiet_to, certificate_pattern, point_rules, point_policy,
  points_per_token, token_title, reminder_rules, bot_username)
 VALUES (1, '', '', 'Europe/Moscow', 'ru', '21:00', '08:00', '', '[]', '{}', 10, '', '[]', 'centrik_bot');
INSERT INTO account (platform, external_id, listed_admin, created_at, live_message_id, newest_message_id) VALUES
 ('telegram', 7, true, '2026-10-01 05:00+00', 31, 40), ('telegram', 8, false, '2026-10-01 05:00+00', NULL, NULL);
INSERT INTO consent (account_id, version, sha256, update_id, given_at) VALUES
 (1, '1', 'sum', 700000001, '2026-10-01 05:00+00');
INSERT INTO outbox
 (key, account_id, lane, kind, payload, not_before, state, attempts, unclear_attempts, error, created_at, message_id)
 VALUES ('u1:0', 1, 'answer', 'answer', '{}', '2026-10-01 05:00+00', 'sent', 0, 0, '', '2026-10-01 05:00+00', 31);
INSERT INTO broadcast
 (author_id, text, audience, chosen, state, people, reached_id, last_id, written_at, expires_at, message_id, shown,
  shown_times)
 VALUES (1, '', 'everybody', '[]', 'done', 1, 1, 1, '2026-10-01 05:00+00', '2026-10-02 05:00+00', 33, '', 1);
INSERT INTO inbox (update_id, chat_key, body, state, attempts, error, received_at) VALUES
 (900, 7, '{"update_id": 900}', 'new', 1, '', '2026-10-01 05:00+00'),
 (5, 7, '{"update_id": 5}', 'new', 0, '', '2026-10-01 06:00+00'), (4, 7, NULL, 'done', 0, '', '2026-10-01 04:00+00')"""

NOTICES_OF_0011 = {
    "day:3:2:1": ("day_before", '{"event": 3, "version": 2}'),
    "new_event:3:0:1": ("event_published", '{"event": 3, "version": 0}'),
    "news:3:0:1": ("event_published", '{"event": 3, "version": 2}'),
    "card:2026-10-02T08:45:30.250000+00:00:1": ("card_ready", '{"document": 4, "year": "2026/27"}'),
    "moved:9:2:1": (
        "event_moved",
        '{"event": 9, "version": 2, "was": {"starts": ["2026-10-14T15:00"], "zone": "Asia/Yekaterinburg",'
        ' "format": "offline", "host": "", "place": "Зал", "link": ""}}',
    ),
    "letter:5:1": ("letter", '{"letter": 5}'),
}
ERASED = {"letter:4:1": ("letter", "{}")}
JOBS_OF_0011 = {
    "certificate:1": ("certificate", '{"certificate": 1}'),
    "card:13:2026/27:1790930730.000": (
        "card",
        '{"account": 13, "teacher": 21, "year": "2026/27", "at": "2026-10-02T08:45:30+00:00"}',
    ),
    "card:13:2025/26:1790930730.000": (
        "card",
        '{"account": 13, "year": "2025/26", "at": "2026-10-02T08:45:30+00:00"}',
    ),
}
ADD_ACCOUNT = """\
INSERT INTO account (platform, external_id, listed_admin, created_at) VALUES
 ('telegram', 7, true, '2026-10-01 05:00+00')"""
ADD_MESSAGE = """\
INSERT INTO outbox
 (key, account_id, lane, kind, payload, not_before, state, attempts, unclear_attempts, error, created_at) VALUES
 (:key, 1, 'notice', :kind, :payload, '2026-10-01 05:00+00', 'sent', 1, 0, '', '2026-10-01 05:00+00')"""
ADD_JOB = """\
INSERT INTO job (key, kind, payload, state, attempts, not_before, error, created_at) VALUES
 (:key, :kind, :payload, 'new', 0, '2026-10-01 05:00+00', '', '2026-10-01 05:00+00')"""


BUTTON = {"text": "next", "wish": "next", "url": None, "copy": None, "style": None}
PLAIN: dict[str, Any] = {"rows": [], "file": None, "toast": None, "fresh": False, "menu": None}
ANSWERS_OF_0012: list[dict[str, Any]] = [
    {
        "screen": PLAIN | {"text": "page", "rows": [[BUTTON]], "follows": 3},
        "press": 8,
        "aside": True,
        "in_place": True,
    },
    {
        "screen": PLAIN | {"text": "hello", "file": {"kind": "document", "id": 1}, "menu": [["Events", "Help"]]},
        "press": None,
        "aside": False,
    },
    {},
]
ROWS_OF_0012 = """\
INSERT INTO account (messenger, external_id, listed_admin, created_at) VALUES
 ('telegram', 7, true, '2026-10-01 05:00+00');
INSERT INTO outbox
 (key, account_id, lane, kind, payload, not_before, state, attempts, unclear_attempts, error, created_at) VALUES
""" + ",\n".join(
    f" ('u{number}:0', 1, 'answer', 'answer', '{json.dumps(payload)}', '2026-10-01 05:00+00', 'new', 0, 0, '',"
    " '2026-10-01 05:00+00')"
    for number, payload in enumerate(ANSWERS_OF_0012)
)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


async def test_every_migration_upgrades_downgrades_and_upgrades_again(database: Database, engine: AsyncEngine) -> None:
    steps = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions("base", "heads")]
    for step in reversed(steps):
        await migrate(database, step)
        await unmigrate(database, "-1")
        await migrate(database, step)

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_downgrading_to_the_start_leaves_no_tables(database: Database, engine: AsyncEngine) -> None:
    await migrate(database)
    await unmigrate(database)

    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
    assert tables == ["alembic_version"]


async def test_migrating_twice_changes_nothing(database: Database, engine: AsyncEngine) -> None:
    await migrate(database)
    await migrate(database)

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == newest_revision()


async def test_tables_that_are_up_to_date_are_left_alone_without_alembic(database: Database) -> None:
    await migrate(database)
    program = "import sys; from bot.__main__ import main; sys.argv = ['centrik', 'migrate']\nmain()"
    settings = {"DATABASE_URL": database.url.render_as_string(hide_password=False), "BOT_TOKEN": "42:TEST"}
    check = "import atexit, sys; atexit.register(lambda: print('alembic' in sys.modules))\n"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", check + program, cwd=ROOT, env=os.environ | settings, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()

    assert process.returncode == 0
    assert output.decode().splitlines()[-1] == "False"


async def test_jobs_and_alarms_are_kept_under_their_new_names(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0010", ROWS_OF_0010)

    async with AsyncSession(engine) as session:
        assert (await session.scalars(select(Job.key))).all() == ["certificate:1"]
        assert sorted((await session.scalars(select(LastAlarm.kind))).all()) == ["inbox", "jobs_failed"]
        [alarm] = (await session.scalars(select(OutboxMessage.payload))).all()
        assert NOTICES.stored(alarm) == AdminAlarm(Concern.JOBS_FAILED, 2, 0, datetime(2026, 10, 1, 5, tzinfo=UTC))
        session.add(Job(key="card:1", kind="card", payload={}, not_before=NOW, created_at=NOW))
        await session.commit()


async def test_updates_keep_their_order_of_arrival_and_messages_their_ids(
    database: Database, engine: AsyncEngine
) -> None:
    await fill(database, "0011", ROWS_OF_0011)

    async with AsyncSession(engine) as session:
        rows = (await session.scalars(select(InboxUpdate).order_by(InboxUpdate.number))).all()
        assert [(row.messenger, row.key, row.attempts) for row in rows] == [
            ("telegram", "4", 0),
            ("telegram", "900", 1),
            ("telegram", "5", 0),
        ]
        accounts = select(Account.messenger, Account.live_message_id, Account.newest_message_order)
        assert (await session.execute(accounts.order_by(Account.id))).all() == [
            ("telegram", "31", 40),
            ("telegram", None, None),
        ]
        assert (await session.scalars(select(Consent.update_key))).all() == ["700000001"]
        assert (await session.scalars(select(OutboxMessage.message_id))).all() == ["31"]
        shown = select(Broadcast.message_id, Broadcast.message_order)
        assert (await session.execute(shown)).all() == [("33", 33)]
        session.add(InboxUpdate(messenger="telegram", key="6", chat_key=7, received_at=NOW))
        await session.flush()
        assert (await session.scalars(select(InboxUpdate.key).order_by(InboxUpdate.number.desc()))).first() == "6"


async def test_links_of_a_known_bot_go_on_before_its_next_start(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0011", ROWS_OF_0011)

    async with AsyncSession(engine) as session:
        links = (await session.execute(select(Network.link_base, Network.share_link))).one()
    assert links == ("https://t.me/centrik_bot?start=", "https://t.me/share/url?url={link}&text={text}")


async def test_downgrading_keeps_open_updates_and_ids_of_messages(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0011", ROWS_OF_0011)
    await unmigrate(database, "0011")

    async with engine.connect() as connection:
        updates = await connection.exec_driver_sql("SELECT update_id, body FROM inbox WHERE state = 'new' ORDER BY 1")
        assert [tuple(row) for row in updates] == [(5, '{"update_id": 5}'), (900, '{"update_id": 900}')]
        accounts = await connection.exec_driver_sql(
            "SELECT live_message_id, newest_message_id FROM account ORDER BY id"
        )
        assert [tuple(row) for row in accounts] == [(31, 40), (None, None)]
        messages = await connection.exec_driver_sql("SELECT message_id FROM outbox")
        assert messages.scalar_one() == 31


async def test_answers_sent_before_a_downgrade_leave_their_keys_to_the_updates_after_it(
    database: Database, engine: AsyncEngine
) -> None:
    await fill(database, "0011", ROWS_OF_0011)
    async with AsyncSession(engine) as session:
        await session.execute(text("UPDATE outbox SET key = 'update:4:0'"))
        await session.commit()
    await unmigrate(database, "0011")
    await migrate(database)

    async with AsyncSession(engine) as session:
        assert (await session.scalars(select(OutboxMessage.key))).all() == ["answer:1"]


async def test_a_number_of_a_purged_update_is_never_given_again(database: Database, engine: AsyncEngine) -> None:
    await migrate(database)
    async with AsyncSession(engine) as session:
        numbers = []
        for key in ("1", "2"):
            row = InboxUpdate(messenger="telegram", key=key, chat_key=7, received_at=NOW)
            session.add(row)
            await session.flush()
            numbers.append(row.number)
            await session.delete(row)
            await session.flush()
    assert numbers[0] < numbers[1]


async def test_notices_and_jobs_are_typed_under_the_same_keys_and_can_go_back(
    database: Database, engine: AsyncEngine
) -> None:
    await migrate(database, "0011")
    messages = NOTICES_OF_0011 | ERASED
    async with engine.begin() as connection:
        await connection.execute(text(ADD_ACCOUNT))
        for statement, rows in ((ADD_MESSAGE, messages), (ADD_JOB, JOBS_OF_0011)):
            for key, (kind, payload) in rows.items():
                await connection.execute(text(statement), {"key": key, "kind": kind, "payload": payload})
    await migrate(database)

    async with AsyncSession(engine) as session:
        stored = {row.key: row.payload for row in (await session.scalars(select(OutboxMessage))).all()}
        jobs = {row.key: JOBS.stored(row.payload) for row in (await session.scalars(select(Job))).all()}
    assert [f"{NOTICES.stored(stored[key]).key}:1" for key in NOTICES_OF_0011] == [*NOTICES_OF_0011]
    assert {request.key for request in jobs.values()} == jobs.keys() == {*JOBS_OF_0011}
    assert [stored[key] for key in ERASED] == [{}]

    await unmigrate(database, "0011")
    async with engine.connect() as connection:
        outbox = (await connection.execute(select(OutboxMessage.key, OutboxMessage.payload))).all()
    assert all(row.payload.items() >= json.loads(messages[row.key][1]).items() for row in outbox)


async def test_everything_sent_or_made_before_keeps_its_key(tmp_path: Path) -> None:
    """Under another key it would be sent or made again."""
    with closing(sqlite3.connect(tmp_path / "centrik.db")) as file:
        file.executescript(DUMP)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    await migrate(database)
    kept = select(OutboxMessage).where(OutboxMessage.kind != "answer", OutboxMessage.payload != {})
    async with AsyncSession(database.engine) as session:
        sent = {row.key: (row.account_id, NOTICES.stored(row.payload)) for row in await session.scalars(kept)}
        jobs = {row.key: JOBS.stored(row.payload) for row in await session.scalars(select(Job))}
    await database.close()

    keys = {key.replace("alarm:errands_failed:", "alarm:jobs_failed:") for key in sent}
    assert {f"{notice.key}:{account}" for account, notice in sent.values()} == keys
    assert {request.key for request in jobs.values()} == jobs.keys() != set()


async def test_answers_that_wait_are_typed_and_can_be_taken_back(database: Database, engine: AsyncEngine) -> None:
    payloads = select(OutboxMessage.payload).order_by(OutboxMessage.id)
    await fill(database, "0012", ROWS_OF_0012)
    async with engine.connect() as connection:
        page, hello, erased = (await connection.scalars(payloads)).all()
    button = Button("next", wish="next")
    menu = Screen("hello", reply_keyboard=(("Events", "Help"),), file=File("document", 1))
    assert PAYLOADS.load(page) == PlacedScreen(
        Screen("page", ((button,),), follows=3), MessageId("8", 8), aside=True, in_place=True
    )
    assert PAYLOADS.load(hello) == PlacedScreen(menu)
    assert erased == {}

    await unmigrate(database, "0012")
    async with engine.connect() as connection:
        assert (await connection.scalars(payloads)).all() == ANSWERS_OF_0012
