"""Words for the reminders that will come: «за день и за час», «накануне в 20:59»."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from models import Event
from screens.dates import clock, moment
from screens.texts import Say
from services.reminder_rules import ComingReminder

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
HOURS_UP_TO = 48 * 60
"""Spans below this many minutes are given in hours (36 hours), longer ones in days."""
MINUTES_UP_TO = 120


def reminders_line(say: Say, event: Event, reminders: Sequence[ComingReminder]) -> str | None:
    """Return «Напомним за день и за час.»; None if no reminder will come.

    Of several meetings the reminders before the next one are named, and that the others have their own.
    """
    of_next = [one for one in reminders if not one.later] or reminders[:1]
    spans = before_start(say, (one.before for one in of_next if one.before is not None))
    times = _joined(say, [_time(say, event, one) for one in of_next if one.before is None])
    line = _line(say, spans, times)
    return f"{line} {say('seat-reminders-each')}" if line and any(one.later for one in reminders) else line


def _line(say: Say, spans: str, times: str) -> str | None:
    if spans and times:
        return say("seat-reminders-both", spans=spans, times=times)
    if times:
        return say("seat-reminders-at", times=times)
    return say("seat-reminders", spans=spans) if spans else None


def before_start(say: Say, spans: Iterable[timedelta]) -> str:
    """Return «за день и за час»; empty without spans."""
    return _joined(say, [say.plain("reminder-before", span=span_words(say, span)) for span in spans])


def span_words(say: Say, span: timedelta) -> str:
    """Return «день», «2 часа», «90 минут», «неделю», as after «за»."""
    minutes = span // timedelta(minutes=1)
    if minutes % WEEK_MINUTES == 0:
        return say.plain("span-weeks", count=minutes // WEEK_MINUTES)
    if minutes % DAY_MINUTES == 0:
        return say.plain("span-days", count=minutes // DAY_MINUTES)
    if minutes < MINUTES_UP_TO and minutes != 60:
        return say.plain("span-minutes", count=minutes)
    if minutes % 60 == 0 and minutes < HOURS_UP_TO:
        return say.plain("span-hours", count=minutes // 60)
    days, rest = divmod(minutes, DAY_MINUTES)
    parts = {"span-days": days, "span-hours": rest // 60, "span-minutes": rest % 60}
    return " ".join(say.plain(key, count=count) for key, count in parts.items() if count)


def _time(say: Say, event: Event, reminder: ComingReminder) -> str:
    at = clock(reminder.moment, event.tz)
    days = (event.starts_local.date() - reminder.moment.astimezone(event.tz).date()).days
    if days == 0:
        return say.plain("reminder-same-day", clock=at)
    if days == 1:
        return say.plain("reminder-eve", clock=at)
    return say.plain("reminder-on", moment=moment(say, reminder.moment, event.tz))


def _joined(say: Say, parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return say.plain("and-last", first=", ".join(parts[:-1]), last=parts[-1])
