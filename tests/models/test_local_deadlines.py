"""A migration stores the wall times of deadlines; nothing is derived otherwise afterwards."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session, selectinload

from bot.database.engine import Database
from bot.database.migrations import migrate
from models import Event

BEFORE = "0021"
EVENT = """\
INSERT INTO event
 (state, form, form_title, format, level, title, note, place, link, zone, starts_local, sessions, hours, starts_at,
  ends_at, deadline, taken, taken_when_reduced, posts, subjects, org_statuses, tags, school_break, version,
  created_at, cancel_reason)
 VALUES ('published', 'seminar', '', 'offline', 'municipal', '', '', '', '', 'Asia/Yekaterinburg',
  '2026-10-07 14:00:00', '[]', 4, '2026-10-07 09:00:00+00', '2026-10-07 13:00:00+00', {deadline}, 0, 0, '[]', '[]',
  '[]', '[]', false, 1, '2026-10-01 05:00:00+00', '')"""


def add_events(db: Session) -> None:
    for deadline in ("'2026-10-05 13:30:00+00'", "NULL"):
        db.connection().exec_driver_sql(EVENT.format(deadline=deadline))


async def test_a_deadline_gets_the_wall_time_of_its_event_s_zone(database: Database, engine: AsyncEngine) -> None:
    await migrate(database, BEFORE)
    await database.run(add_events)
    await migrate(database)

    async with AsyncSession(engine) as session:
        events = (
            (await session.scalars(select(Event).options(selectinload(Event.meetings)).order_by(Event.id)))
            .unique()
            .all()
        )
    at = datetime(2026, 10, 5, 18, 30)  # noqa: DTZ001 - a wall time has no zone
    assert [event.deadline_local for event in events] == [at, None]
    assert [event.derive_instants() for event in events] == [False, False]
