from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from documents.calendar import CalendarEvent, CalendarSession, calendar_ics

YEKATERINBURG = ZoneInfo("Asia/Yekaterinburg")

INTERNSHIP = CalendarEvent(
    key="event-8",
    source="zarechye_network_bot",
    version=2,
    cancelled=False,
    title="Стажировка «Проектная задача в 5–6 классах»",
    description="Организатор: СОШ № 1\nВозьмите один учебник",
    location="СОШ № 1, г. Заречинск, ул. Мира, 12",
    url="https://t.me/zarechye_network_bot?start=ev_8",
    sessions=tuple(
        CalendarSession(
            datetime(2026, 10, day, 10, tzinfo=YEKATERINBURG), datetime(2026, 10, day, 14, tzinfo=YEKATERINBURG)
        )
        for day in (29, 30)
    ),
    changed_at=datetime(2026, 10, 1, 9, tzinfo=UTC),
    remind_before=timedelta(hours=1),
)


def entries_of(event: CalendarEvent) -> list[Event]:
    calendar = Calendar.from_ical(calendar_ics(event))
    assert calendar["METHOD"] == "PUBLISH"
    return [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]


def test_each_session_is_an_entry_in_utc() -> None:
    entries = entries_of(INTERNSHIP)
    assert [entry.decoded("DTSTART") for entry in entries] == [
        datetime(2026, 10, 29, 5, tzinfo=UTC),
        datetime(2026, 10, 30, 5, tzinfo=UTC),
    ]
    assert [entry.decoded("DTEND") for entry in entries] == [
        datetime(2026, 10, 29, 9, tzinfo=UTC),
        datetime(2026, 10, 30, 9, tzinfo=UTC),
    ]
    assert b"DTSTART:20261029T050000Z" in calendar_ics(INTERNSHIP)


def test_an_entry_has_title_place_description_and_link() -> None:
    entry = entries_of(INTERNSHIP)[0]
    assert str(entry["SUMMARY"]) == INTERNSHIP.title
    assert str(entry["LOCATION"]) == INTERNSHIP.location
    assert str(entry["DESCRIPTION"]) == INTERNSHIP.description
    assert str(entry["URL"]) == INTERNSHIP.url
    assert str(entry["STATUS"]) == "CONFIRMED"


def test_a_moved_event_replaces_the_entries_in_a_calendar() -> None:
    later = tuple(
        CalendarSession(session.starts + timedelta(days=7), session.ends + timedelta(days=7))
        for session in INTERNSHIP.sessions
    )
    before, after = entries_of(INTERNSHIP), entries_of(replace(INTERNSHIP, sessions=later, version=3))
    assert [str(entry["UID"]) for entry in after] == [str(entry["UID"]) for entry in before]
    assert len({str(entry["UID"]) for entry in before}) == 2
    assert [entry.decoded("SEQUENCE") for entry in before + after] == [2, 2, 3, 3]


def test_two_bots_with_the_same_event_number_do_not_replace_each_other() -> None:
    other = entries_of(replace(INTERNSHIP, source="another_network_bot"))
    assert {str(entry["UID"]) for entry in entries_of(INTERNSHIP)}.isdisjoint(str(entry["UID"]) for entry in other)


def test_the_reminder_comes_before_the_start() -> None:
    [alarm] = entries_of(INTERNSHIP)[0].walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-1)
    assert not entries_of(replace(INTERNSHIP, remind_before=None))[0].walk("VALARM")


def test_a_cancelled_event_is_marked_and_has_no_reminder() -> None:
    for entry in entries_of(replace(INTERNSHIP, cancelled=True, version=3)):
        assert str(entry["STATUS"]) == "CANCELLED"
        assert not entry.walk("VALARM")


def test_empty_fields_are_left_out() -> None:
    entry = entries_of(replace(INTERNSHIP, location="", url="", description=""))[0]
    assert not {"LOCATION", "URL", "DESCRIPTION"} & set(entry)


def test_typed_text_cannot_inject_a_calendar_line() -> None:
    hostile = "Тема; часть\\1, «итог»\r\nSTATUS:CANCELLED\0\u202e"
    event = replace(INTERNSHIP, title=hostile, location=hostile, url=INTERNSHIP.url + "\r\nSTATUS:CANCELLED")
    for entry in entries_of(event):
        assert str(entry["SUMMARY"]) == "Тема; часть\\1, «итог» STATUS:CANCELLED"
        assert str(entry["LOCATION"]) == str(entry["SUMMARY"])
        assert str(entry["STATUS"]) == "CONFIRMED"


def test_equal_events_give_equal_bytes() -> None:
    assert calendar_ics(INTERNSHIP) == calendar_ics(replace(INTERNSHIP))
