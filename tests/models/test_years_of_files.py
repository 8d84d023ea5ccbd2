"""A migration tells of which academic year the network file was that brought what there is."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session

from bot.database.engine import Database
from bot.database.migrations import migrate

BEFORE = "0024"
EVENT = """\
INSERT INTO event
 (code, state, form, form_title, format, level, title, note, place, link, zone, starts_local, sessions, hours,
  starts_at, ends_at, taken, taken_when_reduced, posts, subjects, org_statuses, tags, school_break, version,
  created_at, cancel_reason, order_number)
 VALUES ({code}, 'published', 'seminar', '', 'offline', 'municipal', '', '', '', '', 'Asia/Yekaterinburg',
  '{day} 14:00:00', '[]', 4, '{day} 09:00:00+00', '{day} 13:00:00+00', 0, 0, '[]', '[]', '[]', '[]', false, 1,
  '2026-08-01 05:00:00+00', '', '')"""
NETWORK = """\
INSERT INTO network
 (id, title, programme, zone, language, quiet_from, quiet_to, certificate_pattern, point_rules, point_policy,
  points_per_token, token_title, reminder_rules, loaded_sha256)
 VALUES (1, '', '', 'Asia/Yekaterinburg', 'ru', '21:00:00', '08:00:00', '', '[]', '{}', 10, '', '[]', 'ab')"""
STATUSES = (
    "INSERT INTO organization"
    " (id, code, short, title, kind, locality, place, counts_in_share, signer_post, signer_name)"
    " VALUES (1, 'sosh1', '', '', 'school', '', '', true, '', '')",
    "INSERT INTO org_status (organization_id, kind, since, ground) VALUES (1, 'leader', '2025-09-01', '')",
)
EVENTS = (("'ev1'", "2026-08-31"), ("'ev2'", "2026-09-01"), ("'ev3'", "2027-08-31"), ("NULL", "2027-09-01"))


def add_rows(db: Session) -> None:
    events = (EVENT.format(code=code, day=day) for code, day in EVENTS)
    for statement in (NETWORK, *STATUSES, *events):
        db.connection().exec_driver_sql(statement)


async def test_events_and_statuses_get_the_year_of_most_events_of_the_file(
    database: Database, engine: AsyncEngine
) -> None:
    await migrate(database, BEFORE)
    await database.run(add_rows)
    await migrate(database)

    async with engine.connect() as connection:
        network = (await connection.execute(text("SELECT academic_year FROM network"))).scalars().all()
        events = (await connection.execute(text("SELECT file_year FROM event ORDER BY id"))).scalars().all()
        statuses = (await connection.execute(text("SELECT file_year FROM org_status"))).scalars().all()
    assert (network, statuses) == (["2026/27"], ["2026/27"])
    assert events == ["2026/27", "2026/27", "2026/27", None], "the last one was made in the bot"


async def test_a_network_that_loaded_nothing_has_no_year(database: Database, engine: AsyncEngine) -> None:
    await migrate(database, BEFORE)
    await database.run(lambda db: db.connection().exec_driver_sql(EVENT.format(code="NULL", day="2026-09-01")))
    await migrate(database)

    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT file_year FROM event"))).scalars().all() == [None]
