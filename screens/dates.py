"""Dates and times in words: with the weekday, in the event's own zone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models import Event, Meeting
from screens.texts import Say


def day(say: Say, at: date, *, year: bool = False) -> str:
    """Return «ср, 7 октября»; `year` adds the year."""
    text = say.plain(f"weekday-{at.isoweekday()}") + ", " + say.plain("day-month", day=str(at.day), month=at.month)
    return f"{text} {at.year}" if year else text


def long_day(say: Say, at: date) -> str:
    """Return «7 октября 2026 г.», for documents."""
    return say.plain("day-month-year", day=str(at.day), month=at.month, year=str(at.year))


def moment(say: Say, at: datetime, tz: ZoneInfo, *, year: bool = False) -> str:
    """Return «ср, 7 октября, 14:00» of an aware moment in `tz`."""
    local = at.astimezone(tz)
    return f"{day(say, local.date(), year=year)}, {local:%H:%M}"


def clock(at: datetime, tz: ZoneInfo) -> str:
    """Return «14:00» of an aware moment in `tz`."""
    return f"{at.astimezone(tz):%H:%M}"


def event_time(say: Say, event: Event, now: datetime | None = None) -> str:
    """Return every start of an event, with the end if it was entered apart from the hours.

    With `now` the year is added when it is another one.
    """
    year = now is not None and event.starts_local.year != now.astimezone(event.tz).year
    length = timedelta(minutes=event.minutes or 0)
    until = "–{:%H:%M}" if length else ""
    return "; ".join(
        f"{day(say, start.date(), year=year)}, {start:%H:%M}{until.format(start + length)}"
        for start in event.session_starts
    )


def meeting_time(say: Say, meeting: Meeting) -> str:
    """Return the start of a meeting, with the title of a section."""
    time = f"{day(say, meeting.starts_local.date())}, {meeting.starts_local:%H:%M}"
    return f"{time} · {meeting.title}" if meeting.title else time


def meeting_name(say: Say, meeting: Meeting) -> str:
    """Return the title of a section, of another meeting its day: «7 октября»."""
    at = meeting.starts_local
    return meeting.title or say.plain("day-month", day=str(at.day), month=at.month)


def hours(say: Say, amount: float) -> str:
    """Return «4 часа», «1,5 часа»."""
    if amount == int(amount):
        return say.plain("hours", count=int(amount))
    whole = f"{amount:.2f}".rstrip("0")
    return say.plain("hours-part", count=whole.replace(".", say.plain("decimal-mark")))


def clean_hours(say: Say, amount: float) -> str:
    """Return hours as a bare number, «4» or «1,5», for tables."""
    return f"{amount:.2f}".rstrip("0").rstrip(".").replace(".", say.plain("decimal-mark"))


def long_days(say: Say, days: Sequence[date]) -> str:
    """Return «29–30 октября 2026 г.»: consecutive days of a month as a range, others as a list, months apart."""
    months: dict[tuple[int, int], list[date]] = {}
    for at in days:
        months.setdefault((at.year, at.month), []).append(at)
    parts = []
    for (year, month), group in months.items():
        span = (group[-1] - group[0]).days
        in_a_row = len(group) > 1 and span == len(group) - 1
        numbers = f"{group[0].day}–{group[-1].day}" if in_a_row else ", ".join(str(at.day) for at in group)
        parts.append(say.plain("day-month-year", day=numbers, month=month, year=str(year)))
    return ", ".join(parts)
