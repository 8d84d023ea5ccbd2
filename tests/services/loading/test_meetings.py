"""Meetings of an event in the network's file: own hours, places and titles, and who attended which."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import Attendance, Event, PointEntry, Teacher
from screens.texts import LANGUAGES, Say
from services.events.speakers import speakers_of
from services.loading.errors import FileRefused
from services.loading.network_file import read_network
from tests.data.network_file import changed, load_text
from tests.services.loading.test_differences import event, reported

INTERNSHIP = 'sessions: ["2026-10-29T10:00", "2026-10-30T10:00"], hours: 8'
SEMINAR = 'start: "2026-10-07T14:00", hours: 4'


def sections(first: str = "", second: str = "", hours: float = 4) -> str:
    """Return the file with the seminar as two meetings at the same time."""
    of_first, of_second = (f'start: "2026-10-07T14:00"{more}' for more in (first, second))
    meetings = f"meetings: [{{{of_first}}}, {{{of_second}}}]"
    return changed(SEMINAR, f'start: "2026-10-07T14:00", {meetings}, hours: {hours}')


def attended(db: Session, code: str) -> dict[str, list[int]]:
    """Return the numbers of the meetings attended by the code of the person."""
    row = db.scalars(select(Event).where(Event.code == code)).unique().one()
    numbers = {meeting.id: number for number, meeting in enumerate(row.meetings, start=1)}
    marks = select(Teacher.code, Attendance.meeting_id).join(Attendance, Attendance.teacher_id == Teacher.id)
    found: dict[str, list[int]] = {}
    for person, meeting in db.execute(marks.where(Attendance.event_id == row.id, Attendance.state == "attended")):
        found.setdefault(str(person), []).append(numbers[meeting])
    return found


def test_who_came_on_one_day_of_two_has_the_hours_of_that_day(db: Session) -> None:
    text = changed("{who: t01, role: organiser}, {who: t08", "{who: t01, role: organiser, meetings: [1]}, {who: t08")
    load_text(db, text)
    assert attended(db, "ev08") == {"t01": [1], "t02": [1, 2], "t08": [1, 2]}
    hours = select(PointEntry.hours).join(Teacher, Teacher.id == PointEntry.teacher_id)
    of_event = hours.where(PointEntry.event_id == event(db, "ev08").id)
    assert db.scalars(of_event.where(Teacher.code == "t01")).all() == [4.0]
    assert db.scalars(of_event.where(Teacher.code == "t08")).all() == [8.0]
    assert reported(load_text(db, text)) == []


def test_meetings_have_their_own_hours_places_and_ends(db: Session) -> None:
    days = (
        'meetings: [{start: "2026-10-29T10:00", hours: 5, place: "Зал"}, '
        '{start: "2026-10-30T10:00", end: "2026-10-30T12:15"}], hours: 8'
    )
    text = changed(INTERNSHIP, days)
    load_text(db, text)
    first, second = event(db, "ev08").meetings
    assert (first.hours, first.place, first.length.total_seconds()) == (5, "Зал", 5 * 3600)
    assert (second.hours, second.place, second.length.total_seconds()) == (3, "", 135 * 60)
    assert reported(load_text(db, text)) == []


def test_sections_side_by_side_are_attended_one_by_each_person(db: Session) -> None:
    text = sections(', title: "Начальная школа"', ', title: "Точные науки", place: "Кабинет 12"', 8)
    people = "{who: t10, role: listener}, {who: t12, role: listener}]"
    assert people in text
    text = text.replace(people, people.replace("t12, role: listener", "t12, role: listener, meetings: [2]"), 1)
    load_text(db, text)
    assert attended(db, "ev04") == {"t02": [1], "t10": [1], "t12": [2]}
    assert [meeting.hours for meeting in event(db, "ev04").meetings] == [4, 4]
    assert reported(load_text(db, text)) == []


CONFERENCE = (
    'speakers: [{who: t02, topic: "Читаем задачу", meeting: 1}, '
    '{name: "Гостева Алла Ильинична", topic: "Опыт", meeting: 2}, {who: t10}], '
)


def test_a_conference_has_sections_and_speakers_with_topics(db: Session) -> None:
    text = sections(', title: "Начальная школа"', ', title: "Точные науки"', 8)
    text = changed("{code: ev04, ", f"{{code: ev04, {CONFERENCE}", text)
    load_text(db, text)

    spoken = speakers_of(db, event(db, "ev04").id)
    assert [(one.name.split()[0], one.role.topic, one.meeting.title if one.meeting else "") for one in spoken] == [
        ("Бортникова", "Читаем задачу", "Начальная школа"),
        ("Гостева", "Опыт", "Точные науки"),
        ("Карпова", "", ""),
    ]
    assert reported(load_text(db, text)) == []


def test_a_speaker_of_a_meeting_that_is_gone_speaks_at_the_whole_event(db: Session) -> None:
    text = sections(', title: "Начальная школа"', ', title: "Точные науки"', 8)
    load_text(db, changed("{code: ev04, ", f"{{code: ev04, {CONFERENCE}", text))
    held = event(db, "ev04")
    db.execute(delete(Attendance).where(Attendance.event_id == held.id))
    held.meetings.pop()
    held.follow_meetings()
    db.flush()
    db.expire_all()
    assert [one.meeting is None for one in speakers_of(db, held.id)] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (sections(), "load-meetings-overlap"),
        (sections(', title: "А"'), "load-meetings-overlap"),
        (sections(", hours: 4", ", hours: 1"), "load-meeting-hours"),
        (sections(", hours: 4"), "load-meeting-hours"),
        (sections(', end: "2026-10-07T13:00"'), "load-meeting-end"),
        (sections(', end: "2026-10-09T13:00"'), "load-meeting-end"),
        (changed("{code: ev04, ", f"{{code: ev04, {CONFERENCE}"), "load-no-such-meeting"),
        (changed("{who: t08, role: listener}]", "{who: t08, role: listener, meetings: [3]}]"), "load-no-such-meeting"),
        (changed(INTERNSHIP, INTERNSHIP + ', meetings: [{start: "2026-10-29T10:00"}]'), "load-sessions"),
    ],
)
def test_meetings_that_cannot_be_are_refused_with_the_way_out(text: str, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_network(text.encode())
    (error,) = refused.value.errors
    assert error.key == key
    for language in LANGUAGES:
        assert Say(language).plain(key, **error.values)
