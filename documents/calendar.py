"""An event as an iCalendar file, so that a teacher's own calendar reminds and follows moves and cancellations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from documents.printable import printable


@dataclass(frozen=True, slots=True)
class CalendarSession:
    """One meeting of an event; both moments are aware, in any zone."""

    starts: datetime
    ends: datetime
    location: str = ""  # if it is not that of the event


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event. `key` and `source` never change: with the number of a session they form its UID."""

    key: str  # "event-41"
    source: str  # username of the bot, as two bots may both have an event 41
    version: int  # grows with each change; calendars ignore a lower one
    cancelled: bool
    title: str
    description: str
    location: str
    url: str
    sessions: tuple[CalendarSession, ...]
    changed_at: datetime  # aware; time of this version, so that equal events give equal bytes
    remind_before: timedelta | None


def calendar_ics(event: CalendarEvent) -> bytes:
    """Return one VEVENT for each session, in UTC, without empty fields; a cancelled event has no alarm."""
    calendar = Calendar()
    calendar.add("prodid", "-//Centrik//Centrik//RU")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for number, session in enumerate(event.sessions, start=1):
        calendar.add_component(_entry(event, session, number))
    content: bytes = calendar.to_ical()
    return content


def _entry(event: CalendarEvent, session: CalendarSession, number: int) -> Event:
    entry = Event()
    entry.add("uid", f"{event.key}-{number}@{event.source}")
    entry.add("sequence", event.version)
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("dtstart", session.starts.astimezone(UTC))
    entry.add("dtend", session.ends.astimezone(UTC))
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for name, text in (("summary", event.title), ("location", session.location or event.location), ("url", event.url)):
        if text:
            entry.add(name, printable(text))
    if event.description:
        entry.add("description", "\n".join(printable(line) for line in event.description.splitlines()))
    if event.remind_before is not None and not event.cancelled:
        entry.add_component(_alarm(printable(event.title), event.remind_before))
    return entry


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
