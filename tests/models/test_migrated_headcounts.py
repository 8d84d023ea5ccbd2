"""The numbers of teachers known before become headcounts of the year they were loaded for."""

from datetime import UTC, date, datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.database.engine import Database
from bot.database.migrations import unmigrate
from models import Headcount, LoadedRow
from services.loading.differences import fingerprint
from services.loading.fields import RecordKind
from tests.models.migrated import fill

LOADED_AT = datetime(2026, 8, 31, 18, 30, tzinfo=UTC)
"""31 August, 23:30 in the network's zone."""
ROWS = """\
INSERT INTO organization
 (id, code, short, title, kind, locality, place, teachers, counts_in_share, signer_post, signer_name) VALUES
 (1, 'sosh1', 'СОШ № 1', '', 'school', '', '', 62, true, '', ''),
 (2, 'gym3', 'Гимназия № 3', '', 'school', '', '', 55, true, '', ''),
 (3, 'cbs', 'ЦБС', '', 'culture', '', '', NULL, false, '', ''),
 (4, NULL, 'Новая школа', '', 'school', '', '', 0, true, '', '');
INSERT INTO network
 (id, title, programme, zone, language, quiet_from, quiet_to, certificate_pattern, point_rules, point_policy,
  points_per_token, token_title, reminder_rules, loaded_at) VALUES
 (1, '', '', 'Asia/Yekaterinburg', 'ru', '21:00', '08:00', '', '[]', '{}', 10, '', '[]', '2026-08-31 18:30+00')"""
EVENT_OF_NEXT_YEAR = """\
INSERT INTO event
 (code, state, form, format, level, title, note, place, link, zone, starts_local, sessions, hours, starts_at, ends_at,
  taken, taken_when_reduced, posts, subjects, org_statuses, tags, school_break, version, created_at, cancel_reason)
 VALUES ('ev01', 'published', 'seminar', 'offline', 'municipal', '', '', '', '', 'Asia/Yekaterinburg',
  '2026-09-17 14:30', '[]', 2, '2026-09-17 09:30+00', '2026-09-17 11:30+00', 0, 0, '[]', '[]', '[]', '[]', false, 1,
  '2026-08-31 18:30+00', '')"""


def mark(kind: RecordKind, code: str, people: int) -> str:
    return fingerprint((kind, code), "teachers", people)


async def test_numbers_are_of_the_year_in_which_they_were_loaded(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0020", ROWS)

    async with AsyncSession(engine) as session:
        rows = (await session.scalars(select(Headcount).order_by(Headcount.organization_id))).all()
    assert [(row.organization_id, row.year, row.people) for row in rows] == [(1, "2025/26", 62), (2, "2025/26", 55)]
    assert {(row.as_of, row.entered_at) for row in rows} == {(date(2026, 8, 31), LOADED_AT)}


async def test_a_file_loaded_in_summer_was_one_of_the_coming_year(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0020", f"{ROWS};\n{EVENT_OF_NEXT_YEAR}")

    async with AsyncSession(engine) as session:
        assert set(await session.scalars(select(Headcount.year))) == {"2026/27"}


async def test_a_number_changed_in_the_bot_since_is_not_taken_for_the_files(
    database: Database, engine: AsyncEngine
) -> None:
    loaded = {"sosh1": 62, "gym3": 54}
    rows = ",".join(
        f"""('organization', '{code}', '{{"teachers": "{mark(RecordKind.ORGANIZATION, code, people)}"}}')"""
        for code, people in loaded.items()
    )
    insert = "INSERT INTO loaded_row (kind, code, fields) VALUES "
    await fill(database, "0020", f"{ROWS};\n{insert}{rows}")

    async with AsyncSession(engine) as session:
        marks = {row.code: row.fields for row in await session.scalars(select(LoadedRow)) if row.kind == "headcount"}
    assert marks == {"sosh1/2025/26": {"teachers": mark(RecordKind.HEADCOUNT, "sosh1/2025/26", 62)}}


async def test_downgrading_puts_the_numbers_back(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0020", ROWS)
    await unmigrate(database, "0020")

    async with engine.connect() as connection:
        numbers = await connection.execute(text("SELECT id, teachers FROM organization ORDER BY id"))
    assert [tuple(row) for row in numbers] == [(1, 62), (2, 55), (3, None), (4, None)]
