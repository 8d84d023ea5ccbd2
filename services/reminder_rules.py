"""Reminder rules of the network: whom they reach, when they are due, which reminders a participant can still expect."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Event, Network, ReminderRun
from services.network import network
from services.quiet_hours import after_quiet_hours, is_quiet, last_moment_before_quiet

DAY = timedelta(days=1)
USEFUL_AFTER_END = 14 * DAY
FEEDBACK_USEFUL_FOR = 3 * DAY
USEFUL_AFTER_DUE = DAY
"""A reminder after the event is useful at least this long, however late the rule sends it."""
DEFAULT_REOPENING = timedelta(hours=1)
CERTIFICATES = ("attendance_closed", "attended")
"""Anchor and receivers of the rules that bring certificates."""
ROOM_BEFORE_ANCHOR = timedelta(minutes=30)


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


FOR_EACH_MEETING = {(Anchor.START, Receivers.CONFIRMED), (Anchor.END, Receivers.ORGANIZERS_IF_UNMARKED)}
"""Anchor and receivers of the rules that fire for each meeting."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Target of a rule: an event from its first start to its last end, or one of the other meetings.

    `meeting` is the meeting's id, 0 for the event. Moments are UTC.
    """

    event: Event
    starts_at: datetime
    ends_at: datetime
    meeting: int = 0


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Time and receivers of a reminder; a negative `offset` is before the anchor, `code` only tells rules apart."""

    code: str
    anchor: Anchor
    offset: timedelta
    to: Receivers

    def version_of(self, event: Event) -> int:
        """Return 0 for an announcement, which is made once; other reminders are repeated for a moved event."""
        return 0 if self.anchor is Anchor.PUBLISHED else event.version

    def occasions(self, event: Event) -> list[Occasion]:
        """Return the event and, for a rule that is about each meeting, the meetings that its bounds leave out.

        People are reminded before every start, organizers after every end; sections that begin or end together are one.
        """
        whole = Occasion(event, event.starts_at, event.ends_at)
        if (self.anchor, self.to) not in FOR_EACH_MEETING or not event.sessions:
            return [whole]
        moment = attrgetter("starts_at" if self.anchor is Anchor.START else "ends_at")
        known, found = {moment(whole)}, [whole]
        for meeting in event.meetings:
            if moment(meeting) not in known:
                known.add(moment(meeting))
                found.append(Occasion(event, meeting.starts_at, meeting.ends_at, meeting.id))
        return found

    def anchor_of(self, occasion: Occasion) -> datetime | None:
        """Return the anchor (UTC); None until the event is published."""
        match self.anchor:
            case Anchor.PUBLISHED:
                return occasion.event.published_at
            case Anchor.SIGNUP_CLOSES:
                return occasion.event.signup_closes_at
            case Anchor.START:
                return occasion.starts_at
            case Anchor.END:
                return occasion.ends_at

    def useful_until(self, occasion: Occasion) -> datetime:
        """Return the moment from which the reminder is of no use to its receivers."""
        match self.to:
            case Receivers.AUDIENCE | Receivers.AUDIENCE_NOT_SIGNED:
                return occasion.event.signup_closes_at
            case Receivers.CONFIRMED | Receivers.SPEAKERS:
                return occasion.starts_at
            case Receivers.ATTENDED:
                usual = occasion.ends_at + FEEDBACK_USEFUL_FOR
            case Receivers.ORGANIZERS_IF_UNMARKED:
                usual = occasion.ends_at + USEFUL_AFTER_END
        anchor = self.anchor_of(occasion)
        return usual if anchor is None else max(usual, anchor + self.offset + USEFUL_AFTER_DUE)

    def is_sent_at(self, occasion: Occasion, moment: datetime) -> bool:
        """Tell whether a reminder due at `moment` is sent: not too late, nor due before its schedule was published."""
        set_at = None if self.anchor is Anchor.PUBLISHED else occasion.event.schedule_set_at
        return moment < self.useful_until(occasion) and (set_at is None or moment >= set_at)


@dataclass(frozen=True, slots=True)
class ComingReminder:
    """A reminder that comes at `moment` (UTC).

    `before` is the time from then to the start; None if it follows from no offset to the start, e.g. in quiet hours.
    `later`: the start is that of one of the later meetings.
    """

    moment: datetime
    before: timedelta | None
    later: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """The moment (UTC) when an audience hears of an event, not before now; `quiet`: it is quiet hours now."""

    at: datetime
    quiet: bool


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


def reopening_period(row: Network) -> timedelta:
    """Return how long a closed list can be reopened: until the first rule that brings people their certificates."""
    certificates = [rule for rule in row.reminder_rules if (rule["anchor"], rule["to"]) == CERTIFICATES]
    offsets = [read_offset(rule["offset"]) for rule in certificates]
    return max(min(offsets, default=DEFAULT_REOPENING), timedelta(0))


def due_time(row: Network, rule: ReminderRule, occasion: Occasion) -> datetime | None:
    """Return the due time in UTC outside quiet hours; None until the event is published.

    In quiet hours a reminder waits for their end if that leaves half an hour before the anchor, otherwise it moves to
    the minute before they begin.
    """
    anchor = rule.anchor_of(occasion)
    if anchor is None:
        return None
    moment = anchor + rule.offset
    later = after_quiet_hours(row, moment)
    if rule.offset >= timedelta(0) or later <= anchor - ROOM_BEFORE_ANCHOR:
        return later
    return last_moment_before_quiet(row, moment)


def coming_reminders(db: Session, event: Event, now: datetime) -> tuple[ComingReminder, ...]:
    """Return the reminders that a person with a seat since `now` will get, by moment."""
    row = network(db)
    found: dict[datetime, ComingReminder] = {}
    for rule, occasion in _to_run(db, row, event, Receivers.CONFIRMED):
        moment, starts_at = due_time(row, rule, occasion), occasion.starts_at
        if moment is None or moment <= now or not rule.is_sent_at(occasion, moment):
            continue
        exact = rule.anchor_of(occasion) == starts_at and moment == starts_at + rule.offset
        if exact or moment not in found:
            found[moment] = ComingReminder(moment, -rule.offset if exact else None, bool(occasion.meeting))
    return tuple(found[moment] for moment in sorted(found))


def announcement(db: Session, event: Event, now: datetime) -> Announcement | None:
    """Return when the audience of a published event hears of it; None if no rule tells them in time."""
    row = network(db)
    moments = []
    for rule, occasion in _to_run(db, row, event, Receivers.AUDIENCE):
        due = due_time(row, rule, occasion)
        if due is not None and rule.is_sent_at(occasion, due) and now < rule.useful_until(occasion):
            moments.append(max(due, now))
    return Announcement(min(moments), is_quiet(row, now)) if moments else None


def offsets_before_start(row: Network) -> list[timedelta]:
    """Return how long before the start of an event its participants are usually reminded, the longest first."""
    confirmed = [rule for rule in rules_of(row) if rule.to is Receivers.CONFIRMED and rule.anchor is Anchor.START]
    return sorted({-rule.offset for rule in confirmed if rule.offset < timedelta(0)}, reverse=True)


def reminds_participants(row: Network) -> bool:
    """Tell whether any rule reminds people of their sign-ups."""
    early = {Anchor.PUBLISHED, Anchor.SIGNUP_CLOSES}
    return any(_is_in_time(rule, early) for rule in rules_of(row) if rule.to is Receivers.CONFIRMED)


def announces_events(row: Network) -> bool:
    """Tell whether any rule tells people of new events."""
    return any(_is_in_time(rule, {Anchor.PUBLISHED}) for rule in rules_of(row) if rule.to is Receivers.AUDIENCE)


def _is_in_time(rule: ReminderRule, early: set[Anchor]) -> bool:
    return rule.anchor in early or rule.offset < timedelta(0)


_FINISHED = select(ReminderRun.rule, ReminderRun.version, ReminderRun.meeting).where(
    ReminderRun.event_id == bindparam("event"), ReminderRun.reached_id.is_(None)
)


def _to_run(db: Session, row: Network, event: Event, to: Receivers) -> list[tuple[ReminderRule, Occasion]]:
    """Return the rules for these receivers with what they have not run for in the present version of the event."""
    finished = {tuple(run) for run in db.execute(_FINISHED, {"event": event.id})}
    pairs = [(rule, occasion) for rule in rules_of(row) if rule.to is to for occasion in rule.occasions(event)]
    return [
        (rule, occasion)
        for rule, occasion in pairs
        if (rule.code, rule.version_of(event), occasion.meeting) not in finished
    ]
