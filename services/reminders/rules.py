"""Reminders by the network's rules: derived from events when their moment comes, so that a move needs no clean-up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    Attendance,
    AttendanceState,
    CardOpened,
    Event,
    EventRole,
    EventState,
    Network,
    ParticipationRole,
    Registration,
    RegistrationState,
    ReminderRun,
)
from models.base import insert
from services.actors import Actor
from services.desk.organizers import organizers
from services.events.audience import invited_teachers
from services.network import network
from services.notices import Notice, NoticeKind, notify, notify_batch
from services.quiet_hours import after_quiet_hours, last_moment_before_quiet
from services.refusals import NotFound, Refusal

DAY = timedelta(days=1)
LONGEST_AFTER = timedelta(days=14)
AT_ONCE = 300
"""So many people are owed one reminder in one tick: presses wait for its end, and more could not be sent meanwhile."""
ROOM_BEFORE_START = timedelta(minutes=30)
SOON = timedelta(hours=3)
"""A reminder nearer to the start than this speaks of the hour, not of the day."""


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


class SeatGone(Refusal):
    """The seat the reminder spoke of is no longer held."""

    key = "refused-seat-gone"


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """When to remind whom: `offset` counts from the anchor, negative before it."""

    code: str
    anchor: Anchor
    offset: timedelta
    to: Receivers

    @property
    def kind(self) -> NoticeKind:
        if self.to is Receivers.CONFIRMED:
            return NoticeKind.HOUR_BEFORE if abs(self.offset) < SOON else NoticeKind.DAY_BEFORE
        return _KINDS[self.to]

    def version_of(self, event: Event) -> int:
        """An announcement is made once; everything else is said anew for a moved event."""
        return 0 if self.anchor is Anchor.PUBLISHED else event.version

    def useful_until(self, event: Event) -> datetime:
        """From this moment on the reminder would tell nothing new."""
        match self.anchor:
            case Anchor.PUBLISHED | Anchor.SIGNUP_CLOSES:
                return event.signup_closes_at
            case Anchor.START:
                return event.starts_at
            case Anchor.END:
                return event.ends_at + (3 * DAY if self.to is Receivers.ATTENDED else LONGEST_AFTER)


_KINDS = {
    Receivers.AUDIENCE: NoticeKind.EVENT_PUBLISHED,
    Receivers.AUDIENCE_NOT_SIGNED: NoticeKind.SIGNUP_CLOSING,
    Receivers.SPEAKERS: NoticeKind.SPEAKERS_WEEK,
    Receivers.ATTENDED: NoticeKind.FEEDBACK_ASKED,
    Receivers.ORGANIZERS_IF_UNMARKED: NoticeKind.ATTENDANCE_UNMARKED,
}
_SPEAKING = (ParticipationRole.SPEAKER, ParticipationRole.MASTER_CLASS, ParticipationRole.OPEN_LESSON)
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
"""What a network without rules of its own gets."""


def read_offset(text: str) -> timedelta:
    """The span of "-24h", "+3d", "-30m" or "0". Raises ValueError."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    sign, amount, unit = found.groups()
    span = timedelta(**{_UNITS[unit]: int(amount)})
    return -span if sign == "-" else span


def rules_of(row: Network) -> list[ReminderRule]:
    """The network's rules; those of other parts (certificates, materials) are left out."""
    if not row.reminder_rules:
        return list(DEFAULT_RULES)
    anchors, receivers = set(Anchor), set(Receivers)
    return [
        ReminderRule(rule["code"], Anchor(rule["anchor"]), read_offset(rule["offset"]), Receivers(rule["to"]))
        for rule in row.reminder_rules
        if rule["anchor"] in anchors and rule["to"] in receivers
    ]


def moment_of(row: Network, rule: ReminderRule, event: Event) -> datetime | None:
    """When the rule speaks of the event (UTC), quiet hours respected; None before the event is published.

    A moment in quiet hours waits for their end if that leaves half an hour before the start or the deadline, otherwise
    it comes just before they begin.
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
    if rule.offset >= timedelta(0) or later <= anchor - ROOM_BEFORE_START:
        return later
    return last_moment_before_quiet(row, moment)


def announced_later(db: Session, actor: Actor, event_id: int, now: datetime) -> datetime | None:
    """When (UTC) the audience hears of an event that has just been published, if not at once."""
    row, event = network(db), db.get_one(Event, event_id)
    moments = [moment_of(row, rule, event) for rule in rules_of(row) if rule.anchor is Anchor.PUBLISHED]
    return next((moment for moment in moments if moment is not None and moment > now), None)


def run_reminders(db: Session, now: datetime) -> None:
    """Say what has come due at `now`; each rule speaks once of each version of an event."""
    row = network(db)
    rules = rules_of(row)
    statement = select(Event).where(Event.state == EventState.PUBLISHED, Event.ends_at > now - LONGEST_AFTER)
    events = db.scalars(statement).unique().all()
    runs = db.execute(
        select(ReminderRun.event_id, ReminderRun.rule, ReminderRun.version).where(
            ReminderRun.event_id.in_([event.id for event in events])
        )
    )
    spoken = {tuple(run) for run in runs}
    for event in events:
        for rule in rules:
            if (event.id, rule.code, rule.version_of(event)) not in spoken:
                _speak(db, row, rule, event, now)


def _speak(db: Session, row: Network, rule: ReminderRule, event: Event, now: datetime) -> None:
    moment = moment_of(row, rule, event)
    if moment is None or moment > now:
        return
    useful_until = rule.useful_until(event)
    came_before_schedule = (
        rule.anchor is not Anchor.PUBLISHED and event.schedule_set_at is not None and moment < event.schedule_set_at
    )
    if now < useful_until and not came_before_schedule:
        if not _owe(db, rule, event, moment, useful_until, now):
            return  # the next tick goes on
        if rule.to is Receivers.ATTENDED and event.attendance_closed_at is None:
            return  # presence is still being marked: whoever is marked later is asked too
    spoken = {"event_id": event.id, "rule": rule.code, "version": rule.version_of(event), "ran_at": now}
    db.execute(insert(db, ReminderRun).values(spoken).on_conflict_do_nothing())


def _owe(
    db: Session, rule: ReminderRule, event: Event, moment: datetime, useful_until: datetime, now: datetime
) -> bool:
    """Returns whether everybody is owed it now."""
    version = rule.version_of(event)
    key = f"{rule.code}:{event.id}:{version}"
    payload = {"event": event.id, "version": version}
    notice = Notice(rule.kind, key, payload, expires_at=useful_until)
    if rule.to is Receivers.ORGANIZERS_IF_UNMARKED:
        for account in organizers(db, event) if event.attendance_closed_at is None else []:
            notify(db, account, notice, now)
        return True
    receivers = _receivers(db, rule, event, moment)
    return notify_batch(db, receivers, notice, now, limit=AT_ONCE)


def _receivers(db: Session, rule: ReminderRule, event: Event, moment: datetime) -> Sequence[int]:
    signed = select(Registration.teacher_id).where(
        Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES)
    )
    match rule.to:
        case Receivers.AUDIENCE:
            known = set(db.scalars(signed)) | {event.responsible_id}
            return [teacher.id for teacher in invited_teachers(db, event) if teacher.id not in known]
        case Receivers.AUDIENCE_NOT_SIGNED:
            opened = select(CardOpened.teacher_id).where(CardOpened.event_id == event.id)
            return db.scalars(opened.where(CardOpened.teacher_id.not_in(signed))).all()
        case Receivers.CONFIRMED:
            confirmed = select(Registration.teacher_id).where(
                Registration.event_id == event.id,
                Registration.state == RegistrationState.CONFIRMED,
                Registration.confirmed_at <= moment,
            )
            return db.scalars(confirmed).all()
        case Receivers.SPEAKERS:
            speaking = select(EventRole.teacher_id).where(
                EventRole.event_id == event.id, EventRole.role.in_(_SPEAKING), EventRole.teacher_id.in_(signed)
            )
            return db.scalars(speaking.distinct()).all()
        case _:
            came = select(Attendance.teacher_id).where(
                Attendance.event_id == event.id, Attendance.state == AttendanceState.ATTENDED
            )
            return db.scalars(came).all()


def still_coming(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    """Somebody answers a reminder with «coming»: nothing changes, but a seat that is gone is said so.

    Raises NotFound, SeatGone.
    """
    event = db.get(Event, event_id)
    if event is None:
        raise NotFound()
    held = select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.teacher_id == actor.require_teacher().id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    if event.state is not EventState.PUBLISHED or db.scalar(held) is None:
        raise SeatGone(title=event.title, event=event_id)
    return event
