"""An earlier database keeps forms, certificates, points and roles, and knows whose consent it holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.database.engine import Database
from bot.database.migrations import migrate, unmigrate
from models import Certificate, DataGround, Event, EventRole, GroundKind, PointEntry
from tests.models.earlier_database import DUMP
from tests.models.migrated import fill


async def test_events_and_certificates_of_earlier_versions_keep_the_word_of_their_category(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "centrik.db")) as file:
        file.executescript(DUMP)
        before = file.execute("SELECT id, form FROM event ORDER BY id").fetchall()
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    await migrate(database)
    async with AsyncSession(database.engine) as session:
        rows = select(Event.id, Event.form, Event.form_title).order_by(Event.id)
        events = (await session.execute(rows)).all()
        titles = (await session.scalars(select(Certificate.event_form_title))).all()
        issuers = (await session.execute(select(Certificate.issuer, Certificate.order_date))).all()
        factors = (await session.scalars(select(PointEntry.factor))).all()
    await database.close()
    assert [tuple(row) for row in events] == [(*row, "") for row in before] != []
    assert set(titles) == {""}
    assert {tuple(row) for row in issuers} == {("", None)}
    assert set(factors) == {None}


ROLES_OF_0025 = """\
INSERT INTO event (id, state, form, form_title, format, level, title, note, place, link, zone, starts_local, sessions,
  hours, starts_at, ends_at, taken, taken_when_reduced, posts, subjects, org_statuses, tags, school_break, version,
  created_at, cancel_reason, order_number)
 VALUES (1, 'published', 'seminar', '', 'offline', 'municipal', 'А', '', '', '', 'UTC', '2026-10-01 05:00', '[]', 2,
  '2026-10-01 05:00+00', '2026-10-01 07:00+00', 0, 0, '[]', '[]', '[]', '[]', false, 1, '2026-10-01 05:00+00', '', '');
INSERT INTO teacher
 (id, surname, given_name, patronymic, name_key, post, post_title, subjects, self_registered, created_at)
 VALUES (1, 'Агеева', 'Нина', '', 'агеева нина', 'teacher', '', '[]', false, '2026-10-01 05:00+00');
INSERT INTO event_role (event_id, teacher_id, role, topic) VALUES (1, 1, 'speaker', 'Тихий класс')"""


async def test_roles_stay_and_guests_go_with_the_earlier_version(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0025", ROLES_OF_0025)
    async with AsyncSession(engine) as session:
        role = (await session.scalars(select(EventRole))).one()
        assert (role.teacher_id, role.topic, role.guest_name, role.position) == (1, "Тихий класс", "", 0)
        session.add(EventRole(event_id=1, guest_name="Серова Инна", role=role.role, position=1))
        await session.commit()
    await unmigrate(database, "0025")
    async with engine.connect() as connection:
        kept = await connection.exec_driver_sql("SELECT teacher_id, topic FROM event_role")
        assert [tuple(row) for row in kept] == [(1, "Тихий класс")]


async def test_people_with_an_account_and_a_valid_consent_have_given_it_themselves(tmp_path: Path) -> None:
    given = """SELECT account.teacher_id FROM consent JOIN account ON account.id = consent.account_id
        WHERE consent.withdrawn_at IS NULL AND account.teacher_id IS NOT NULL"""
    with closing(sqlite3.connect(tmp_path / "centrik.db")) as file:
        file.executescript(DUMP)
        consented = {teacher for (teacher,) in file.execute(given)}
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    await migrate(database)
    async with AsyncSession(database.engine) as session:
        rows = (await session.scalars(select(DataGround))).all()
    await database.close()
    assert consented == {row.teacher_id for row in rows} != set()
    assert {(row.kind, row.entered_by_id, row.ended_at) for row in rows} == {(GroundKind.OWN_CONSENT, None, None)}
