"""Events of earlier versions get a meeting for each day, and a mark of presence becomes a mark at every meeting."""

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Session

from bot.database.engine import Database
from bot.database.migrations import unmigrate
from models import Attendance, AttendanceState, Event, Post
from tests.models.migrated import fill

EVENT = """\
INSERT INTO event
 (id, state, form, format, level, title, note, place, link, zone, starts_local, sessions, hours, minutes, starts_at,
  ends_at, taken, taken_when_reduced, posts, subjects, org_statuses, tags, school_break, version, created_at,
  cancel_reason, code_word, form_title, order_number)
 VALUES ({id}, 'published', 'internship', 'offline', 'municipal', '', '', '', '', 'Asia/Yekaterinburg', '{start}',
  '{sessions}', {hours}, {minutes}, '2026-10-29 05:00+00', '2026-10-30 09:00+00', 0, 0, '[]', '[]', '[]', '[]', false,
  1, '2026-10-01 05:00+00', '', {word}, '', '')"""
DAYS = '["2026-10-29T10:00", "2026-10-30T10:00", "2026-11-05T10:00"]'
ROWS_OF_0026 = ";\n".join(
    [
        "INSERT INTO organization (id, short, title, kind, locality, place, counts_in_share, signer_post, signer_name)"
        " VALUES (1, '', '', 'school', '', '', true, '', '')",
        "INSERT INTO teacher (id, surname, given_name, patronymic, name_key, organization_id, post, post_title,"
        " subjects, self_registered, created_at) VALUES"
        " (1, '', '', '', '', 1, 'librarian', '', '[]', false, '2026-10-01 05:00+00'),"
        " (2, '', '', '', '', NULL, 'librarian', '', '[]', false, '2026-10-01 05:00+00')",
        EVENT.format(id=1, start="2026-10-29 10:00", sessions=DAYS, hours=8, minutes="NULL", word="'роза'"),
        EVENT.format(id=2, start="2026-11-11 10:00", sessions="[]", hours=2, minutes=90, word="NULL"),
        "INSERT INTO attendance (event_id, teacher_id, state, source, marked_at) VALUES"
        " (1, 1, 'attended', 'code', '2026-10-29 05:10+00'), (1, 2, 'no_show', 'organiser', '2026-10-29 05:10+00')",
    ]
)


MARKS = text("SELECT event_id, teacher_id, state, source FROM attendance ORDER BY id")


def meetings(db: Session) -> list[list[tuple[object, ...]]]:
    return [
        [(row.starts_local.day, row.hours, row.ends_at - row.starts_at, row.code_word) for row in event.meetings]
        for event in db.scalars(select(Event).order_by(Event.id))
    ]


def places(db: Session) -> list[tuple[object, ...]]:
    rows = db.scalars(select(Attendance).order_by(Attendance.teacher_id, Attendance.meeting_id))
    return [(row.teacher_id, row.state, row.organization_id, row.organization_counted, row.post) for row in rows]


async def test_an_earlier_event_has_a_meeting_a_day_with_its_share_of_the_hours(database: Database) -> None:
    await fill(database, "0026", ROWS_OF_0026)
    several, single = await database.read(meetings)
    assert several == [
        (29, 3.0, timedelta(hours=3), "роза"),
        (30, 2.5, timedelta(hours=2.5), "роза"),
        (5, 2.5, timedelta(hours=2.5), "роза"),
    ]
    assert single == [(11, 2.0, timedelta(minutes=90), None)]


async def test_an_earlier_mark_is_one_at_every_meeting_with_the_place_of_the_person(database: Database) -> None:
    await fill(database, "0026", ROWS_OF_0026)
    present = (1, AttendanceState.ATTENDED, 1, True, Post.LIBRARIAN)
    absent = (2, AttendanceState.NO_SHOW, None, False, Post.LIBRARIAN)
    assert await database.read(places) == [present] * 3 + [absent] * 3


async def test_a_downgrade_keeps_who_came(database: Database, engine: AsyncEngine) -> None:
    await fill(database, "0026", ROWS_OF_0026)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE attendance SET state = 'no_show' WHERE meeting_id = 1"))
    await unmigrate(database, "0026")
    async with engine.connect() as connection:
        rows = [tuple(row) for row in await connection.execute(MARKS)]
        words = (await connection.scalars(text("SELECT code_word FROM event ORDER BY id"))).all()
    assert rows == [(1, 1, "attended", "code"), (1, 2, "no_show", "organiser")]
    assert words == ["роза", None]
