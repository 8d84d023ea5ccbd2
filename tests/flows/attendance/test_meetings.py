"""An event of several meetings: presence, code words, hours and certificates go by the meeting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Attendance, AttendanceState, Event, Meeting, PointEntry, Teacher
from screens import wishes
from services.schools.employments import Position, set_main
from tests.builders import NOW, make_organization
from tests.flows.network_people import presses_old_button
from tests.flows.seminar import ENDS, STARTS, Seminar, open_seminar
from tests.world import World

DAY = timedelta(days=1)
FIRST = STARTS.replace(tzinfo=None) + timedelta(hours=5)
"""Wall time of the first meeting: 7 October, 14:00."""


@pytest.fixture
async def internship(world: World) -> Seminar:
    """Eight hours on two days."""
    return await open_seminar(world, starts=[FIRST, FIRST + DAY], hours=8.0)


def states(seminar: Seminar, name: str) -> list[AttendanceState | None]:
    """Return a person's marks by meeting."""
    with seminar.world.db() as db:
        rows = select(Attendance.state).where(
            Attendance.meeting_id == Meeting.id, Attendance.teacher_id == seminar.ids[name]
        )
        of_event = select(rows.scalar_subquery()).select_from(Meeting).where(Meeting.event_id == seminar.event)
        return list(db.scalars(of_event.order_by(Meeting.starts_at, Meeting.id)))


async def marks_all(seminar: Seminar) -> None:
    await seminar.opens_attendance()
    await seminar.tatiana.presses("Отметить всех")


async def test_who_came_on_one_day_of_two_gets_the_hours_of_that_day(internship: Seminar) -> None:
    await internship.advance_to(STARTS)
    await marks_all(internship)
    await internship.advance_to(ENDS + DAY)
    await internship.opens_attendance()
    assert "Встреча 2 из 2: чт, 8 октября, 14:00" in internship.tatiana.screen.text
    await internship.tatiana.presses("Бортникова")
    await internship.tatiana.presses("Был")
    await internship.closes_attendance()
    await internship.advance_to(ENDS + DAY + timedelta(minutes=61))

    assert states(internship, "nina") == [AttendanceState.ATTENDED, AttendanceState.NO_SHOW]
    with internship.world.db() as db:
        hours = {entry.teacher_id: entry.hours for entry in db.scalars(select(PointEntry))}
    assert hours == {internship.ids["nina"]: 4.0, internship.ids["elena"]: 8.0}
    certificate = internship.certificate("nina")
    assert (certificate.hours, certificate.event_days) == (4.0, ["2026-10-07"])
    assert internship.certificate("elena").event_days == ["2026-10-07", "2026-10-08"]
    await internship.nina.types("Моя карта")
    assert "4 часа" in internship.nina.screen.text


async def test_the_list_leads_from_meeting_to_meeting(internship: Seminar) -> None:
    await internship.advance_to(STARTS + DAY)
    await internship.opens_attendance()
    await internship.tatiana.presses("7 октября")
    assert "Встреча 1 из 2: ср, 7 октября, 14:00" in internship.tatiana.screen.text
    await internship.tatiana.presses("Агеева")
    assert "ср, 7 октября, 14:00" in internship.tatiana.screen.text
    await internship.tatiana.presses("Был")
    assert states(internship, "nina") == [AttendanceState.ATTENDED, None]
    await internship.tatiana.presses("К списку")
    assert "Встреча 1 из 2" in internship.tatiana.screen.text


async def test_each_meeting_has_its_own_code_word(internship: Seminar) -> None:
    await internship.makes_code_word()
    await internship.tatiana.presses("8 октября")
    await internship.tatiana.presses("Кодовое слово")
    with internship.world.db() as db:
        first, second = db.scalars(select(Meeting.code_word).order_by(Meeting.starts_at))
    assert first != second
    await internship.advance_to(STARTS)
    await internship.nina.types(str(second))
    assert "ещё рано" in internship.nina.screen.text
    await internship.nina.types(str(first))
    assert states(internship, "nina") == [AttendanceState.ATTENDED, None]
    await internship.advance_to(STARTS + DAY)
    await internship.nina.types(str(second))
    assert states(internship, "nina") == [AttendanceState.ATTENDED] * 2


async def test_the_list_is_not_closed_before_the_last_meeting(internship: Seminar) -> None:
    await internship.advance_to(ENDS)
    await internship.opens_attendance()
    assert "Закрыть отметку" not in internship.tatiana.screen.labels
    early = wishes.CloseAttendance(event=internship.event, sure=1)
    assert "Последняя встреча ещё не началась" in await presses_old_button(internship.tatiana, early)


async def test_a_button_from_before_meetings_marks_the_present_one(internship: Seminar) -> None:
    await internship.advance_to(STARTS + DAY)
    await presses_old_button(internship.tatiana, f"mrk:{internship.event}:{internship.ids['nina']}:attended:1")
    assert states(internship, "nina") == [None, AttendanceState.ATTENDED]


async def test_a_later_change_of_the_person_leaves_the_place_in_the_mark(internship: Seminar) -> None:
    await internship.advance_to(STARTS)
    await marks_all(internship)
    with internship.world.db() as db:
        nina = db.get_one(Teacher, internship.ids["nina"])
        was = nina.organization_id
        other = make_organization(db, "СОШ № 9", counts_in_share=False)
        set_main(db, nina, Position(other.id, nina.post), NOW.date())
        db.commit()
    await internship.advance_to(STARTS + DAY)
    await marks_all(internship)
    with internship.world.db() as db:
        marks = select(Attendance).where(Attendance.teacher_id == internship.ids["nina"]).order_by(Attendance.id)
        first, second = db.scalars(marks)
    assert (first.organization_id, first.organization_counted) == (was, True)
    assert (second.organization_id != was, second.organization_counted) == (True, False)


@pytest.fixture
async def conference(world: World) -> Seminar:
    """Two sections of two hours side by side."""
    seminar = await open_seminar(world, hours=2.0)
    with world.db() as db:
        event = db.get_one(Event, seminar.event)
        event.meetings[0].title = "Начальная школа"
        section = Meeting(title="Точные науки", starts_local=FIRST, hours=2.0, place="Кабинет 12")
        event.meetings.append(section)
        event.follow_meetings()
        db.commit()
    return seminar


async def test_nobody_is_present_at_two_sections_at_the_same_time(conference: Seminar) -> None:
    await conference.advance_to(STARTS)
    await conference.opens_attendance()
    await conference.tatiana.presses("Агеева")
    await conference.tatiana.presses("Был")
    await conference.tatiana.presses("К списку")
    await conference.tatiana.presses("Точные науки")
    await conference.tatiana.presses("Агеева")
    await conference.tatiana.presses("Был")
    assert "отмечен на встрече «Начальная школа»" in conference.tatiana.screen.text
    assert states(conference, "nina") == [AttendanceState.ATTENDED, None]


async def test_who_is_in_a_section_is_not_added_to_another_at_the_door(conference: Seminar) -> None:
    await conference.advance_to(STARTS)
    await conference.opens_attendance()
    await conference.tatiana.presses("Точные науки")
    await conference.tatiana.presses("Агеева")
    await conference.tatiana.presses("Был")
    await presses_old_button(
        conference.tatiana, wishes.AddWalkIn(event=conference.event, teacher=conference.ids["nina"])
    )
    assert "отмечен на встрече «Точные науки»" in conference.tatiana.screen.text
    assert states(conference, "nina") == [None, AttendanceState.ATTENDED]


async def test_marking_all_of_a_section_leaves_out_who_is_in_another(conference: Seminar) -> None:
    await conference.advance_to(STARTS)
    await conference.opens_attendance()
    await conference.tatiana.presses("Агеева")
    await conference.tatiana.presses("Был")
    await conference.tatiana.presses("К списку")
    await conference.tatiana.presses("Точные науки")
    await conference.tatiana.presses("Отметить всех")
    assert states(conference, "nina") == [AttendanceState.ATTENDED, None]
    assert states(conference, "elena") == [None, AttendanceState.ATTENDED]
    await conference.closes_attendance()
    await conference.advance_to(STARTS + timedelta(hours=3, minutes=61))
    assert (conference.certificate("nina").hours, conference.certificate("elena").hours) == (2.0, 2.0)


async def test_a_word_of_another_section_is_refused_while_the_person_is_in_one(conference: Seminar) -> None:
    first = await conference.makes_code_word()
    await conference.tatiana.presses("Точные науки")
    await conference.tatiana.presses("Кодовое слово")
    with conference.world.db() as db:
        words = set(db.scalars(select(Meeting.code_word)))
    await conference.advance_to(STARTS)
    await conference.nina.types(first)
    await conference.nina.types(str((words - {first}).pop()))
    assert "уже отмечены на другой встрече" in conference.nina.screen.text
    assert states(conference, "nina") == [AttendanceState.ATTENDED, None]
