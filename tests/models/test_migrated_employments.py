"""Make the known work of a person the main employment."""

from datetime import date

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.database.engine import Database
from bot.database.migrations import unmigrate
from models import Employment, Post
from tests.models.migrated import fill

ROWS = """\
INSERT INTO organization
 (id, code, short, title, kind, locality, place, counts_in_share, signer_post, signer_name) VALUES
 (1, 'sosh1', 'СОШ № 1', '', 'school', '', '', true, '', '');
INSERT INTO teacher
 (id, surname, given_name, patronymic, name_key, organization_id, post, post_title, subjects, self_registered,
  created_at, erased_at) VALUES
 (1, 'Агеева', 'Нина', '', 'агеева нина', 1, 'teacher', '', '[]', true, '2026-09-05 05:00+00', NULL),
 (2, 'Уваров', 'Денис', '', 'уваров денис', NULL, 'other', 'концертмейстер', '[]', true, '2026-09-06 05:00+00', NULL),
 (3, 'Щукина', 'Раиса', '', 'щукина раиса', NULL, 'other', '', '[]', false, '2026-09-07 05:00+00', NULL),
 (4, '—', '—', '', '—', NULL, 'other', '', '[]', true, '2026-09-08 05:00+00', '2026-09-09 05:00+00')"""


async def test_posts_and_organizations_become_main_employments(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0020", ROWS)

    async with AsyncSession(engine) as session:
        rows = (await session.scalars(select(Employment).order_by(Employment.teacher_id))).all()
    assert [(row.teacher_id, row.organization_id, row.post, row.post_title, row.since) for row in rows] == [
        (1, 1, Post.TEACHER, "", date(2026, 9, 5)),
        (2, None, Post.OTHER, "концертмейстер", date(2026, 9, 6)),
    ]
    assert {(row.is_main, row.until) for row in rows} == {(True, None)}


async def test_downgrading_keeps_the_main_employment_with_the_person(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0020", ROWS)
    await unmigrate(database, "0020")

    async with engine.connect() as connection:
        people = await connection.execute(text("SELECT organization_id, post FROM teacher WHERE id = 1"))
    assert tuple(people.one()) == (1, "teacher")
