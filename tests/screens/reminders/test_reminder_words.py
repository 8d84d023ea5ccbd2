"""Words for the reminders that will come."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Event
from screens.reminder_words import before_start, reminders_line
from screens.texts import Say
from services.reminder_rules import ComingReminder, read_offset

START = datetime(2026, 10, 7, 8, 0)  # noqa: DTZ001 - a wall time has no zone


def event() -> Event:
    row = Event(title="Читаем задачу")
    row.set_schedule([START], 4, "Asia/Yekaterinburg")
    return row


def reminder(before: str = "", *, at: str = "") -> ComingReminder:
    """Return one that comes this long before the start, or at this local time."""
    start = event().starts_at
    if before:
        return ComingReminder(start - read_offset(before), read_offset(before))
    local = datetime.fromisoformat(at).replace(tzinfo=event().tz)
    return ComingReminder(local.astimezone(UTC), None)


@pytest.mark.parametrize(
    ("offset", "russian", "english"),
    [
        ("24h", "за день", "a day"),
        ("1d", "за день", "a day"),
        ("2d", "за 2 дня", "2 days"),
        ("3d", "за 3 дня", "3 days"),
        ("5d", "за 5 дней", "5 days"),
        ("72h", "за 3 дня", "3 days"),
        ("7d", "за неделю", "a week"),
        ("168h", "за неделю", "a week"),
        ("14d", "за 2 недели", "2 weeks"),
        ("35d", "за 5 недель", "5 weeks"),
        ("22d", "за 22 дня", "22 days"),
        ("31d", "за 31 день", "31 days"),
        ("1h", "за час", "an hour"),
        ("60m", "за час", "an hour"),
        ("2h", "за 2 часа", "2 hours"),
        ("5h", "за 5 часов", "5 hours"),
        ("21h", "за 21 час", "21 hours"),
        ("36h", "за 36 часов", "36 hours"),
        ("60h", "за 2 дня 12 часов", "2 days 12 hours"),
        ("1m", "за минуту", "a minute"),
        ("15m", "за 15 минут", "15 minutes"),
        ("30m", "за 30 минут", "30 minutes"),
        ("31m", "за 31 минуту", "31 minutes"),
        ("42m", "за 42 минуты", "42 minutes"),
        ("90m", "за 90 минут", "90 minutes"),
        ("120m", "за 2 часа", "2 hours"),
        ("150m", "за 2 часа 30 минут", "2 hours 30 minutes"),
    ],
)
def test_any_offset_reads_right_in_both_languages(offset: str, russian: str, english: str) -> None:
    assert before_start(Say("ru"), [read_offset(offset)]) == russian
    assert before_start(Say("en"), [read_offset(offset)]) == english


@pytest.mark.parametrize(
    ("reminders", "russian", "english"),
    [
        (
            [reminder("24h"), reminder("1h")],
            "Напомним за день и за час.",
            "We will remind you a day and an hour before.",
        ),
        ([reminder("1h")], "Напомним за час.", "We will remind you an hour before."),
        (
            [reminder("7d"), reminder("2d"), reminder("30m")],
            "Напомним за неделю, за 2 дня и за 30 минут.",
            "We will remind you a week, 2 days and 30 minutes before.",
        ),
        (
            [reminder("24h"), reminder(at="2026-10-06T20:59")],
            "Напомним за день, а также накануне в 20:59.",
            "We will remind you a day before, and also the day before at 20:59.",
        ),
        (
            [reminder(at="2026-10-07T07:30")],
            "Напомним в день мероприятия в 07:30.",
            "We will remind you on the day itself at 07:30.",
        ),
        (
            [reminder(at="2026-10-04T18:00")],
            "Напомним вс, 4 октября, 18:00.",
            "We will remind you on Sun, 4 October, 18:00.",
        ),
    ],
)
def test_a_sign_up_tells_of_every_reminder(reminders: list[ComingReminder], russian: str, english: str) -> None:
    assert reminders_line(Say("ru"), event(), reminders) == russian
    assert reminders_line(Say("en"), event(), reminders) == english


def test_without_reminders_nothing_is_promised() -> None:
    assert reminders_line(Say("ru"), event(), []) is None
    assert before_start(Say("ru"), list[timedelta]()) == ""
