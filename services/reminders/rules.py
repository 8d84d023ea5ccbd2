"""Reminder rules of the network and the moments at which they are due."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from models import Event, Network
from services.notices import NoticeKind
from services.quiet_hours import after_quiet_hours, last_moment_before_quiet

DAY = timedelta(days=1)
LONGEST_AFTER_END = 14 * DAY
FEEDBACK_USEFUL_FOR = 3 * DAY
ROOM_BEFORE_ANCHOR = timedelta(minutes=30)
HOUR_REMINDER_WITHIN = timedelta(hours=3)
"""A reminder nearer to the start than this names the hour, an earlier one the day."""


class Anchor(StrEnum):
    PUBLISHED = "published"
    SIGNUP_CLOSES = "signup_closes"
    START = "start"
    END = "end"


class Receivers(StrEnum):
    AUDIENCE = "audience"
    AUDIENCE_NOT_SIGNED = "audience_not_signed"
    CONFIRMED = "confirmed"
    SPEAKERS = "speakers"
    ATTENDED = "attended"
    ORGANIZERS_IF_UNMARKED = "organisers_if_unmarked"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Time and receivers of a reminder; a negative `offset` is before the anchor."""

    code: str
    anchor: Anchor
    offset: timedelta
    to: Receivers

    @property
    def kind(self) -> NoticeKind:
        if self.to is Receivers.CONFIRMED:
            return NoticeKind.HOUR_BEFORE if abs(self.offset) < HOUR_REMINDER_WITHIN else NoticeKind.DAY_BEFORE
        return _KINDS[self.to]

    def version_of(self, event: Event) -> int:
        """Return 0 for an announcement, which is made once; other reminders are repeated for a moved event."""
        return 0 if self.anchor is Anchor.PUBLISHED else event.version

    def useful_until(self, event: Event) -> datetime:
        """Return the moment from which the reminder is useless."""
        match self.anchor:
            case Anchor.PUBLISHED | Anchor.SIGNUP_CLOSES:
                return event.signup_closes_at
            case Anchor.START:
                return event.starts_at
            case Anchor.END:
                return event.ends_at + (FEEDBACK_USEFUL_FOR if self.to is Receivers.ATTENDED else LONGEST_AFTER_END)


_KINDS = {
    Receivers.AUDIENCE: NoticeKind.EVENT_PUBLISHED,
    Receivers.AUDIENCE_NOT_SIGNED: NoticeKind.SIGNUP_CLOSING,
    Receivers.SPEAKERS: NoticeKind.SPEAKERS_WEEK,
    Receivers.ATTENDED: NoticeKind.FEEDBACK_ASKED,
    Receivers.ORGANIZERS_IF_UNMARKED: NoticeKind.ATTENDANCE_UNMARKED,
}
_OFFSET = re.compile(r"([+-]?)(\d+)([dhm]?)")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "": "minutes"}

DEFAULT_RULES = (
    ReminderRule("new_event", Anchor.PUBLISHED, timedelta(0), Receivers.AUDIENCE),
    ReminderRule("closing", Anchor.SIGNUP_CLOSES, -DAY, Receivers.AUDIENCE_NOT_SIGNED),
    ReminderRule("week", Anchor.START, -7 * DAY, Receivers.SPEAKERS),
    ReminderRule("day", Anchor.START, -DAY, Receivers.CONFIRMED),
    ReminderRule("hour", Anchor.START, -timedelta(hours=1), Receivers.CONFIRMED),
    ReminderRule("feedback", Anchor.END, timedelta(hours=2), Receivers.ATTENDED),
    ReminderRule("mark_attendance", Anchor.END, timedelta(hours=2), Receivers.ORGANIZERS_IF_UNMARKED),
)
"""Rules of a network without rules of its own."""


def read_offset(text: str) -> timedelta:
    """Parse "-24h", "+3d", "-30m" or "0". Raises ValueError."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    sign, amount, unit = found.groups()
    span = timedelta(**{_UNITS[unit]: int(amount)})
    return -span if sign == "-" else span


def rules_of(row: Network) -> list[ReminderRule]:
    """Return the network's rules without those of other subjects (certificates, materials)."""
    if not row.reminder_rules:
        return list(DEFAULT_RULES)
    anchors, receivers = set(Anchor), set(Receivers)
    return [
        ReminderRule(rule["code"], Anchor(rule["anchor"]), read_offset(rule["offset"]), Receivers(rule["to"]))
        for rule in row.reminder_rules
        if rule["anchor"] in anchors and rule["to"] in receivers
    ]


def due_time(row: Network, rule: ReminderRule, event: Event) -> datetime | None:
    """Return the due time in UTC outside quiet hours; None until the event is published.

    In quiet hours a reminder waits for their end if that leaves half an hour before the anchor, otherwise it moves to
    the minute before they begin.
    """
    anchors = {
        Anchor.PUBLISHED: event.published_at,
        Anchor.SIGNUP_CLOSES: event.signup_closes_at,
        Anchor.START: event.starts_at,
        Anchor.END: event.ends_at,
    }
    anchor = anchors[rule.anchor]
    if anchor is None:
        return None
    moment = anchor + rule.offset
    later = after_quiet_hours(row, moment)
    if rule.offset >= timedelta(0) or later <= anchor - ROOM_BEFORE_ANCHOR:
        return later
    return last_moment_before_quiet(row, moment)
