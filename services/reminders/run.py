"""Reminders derived from events at the moment they are due, so that moving an event needs no clean-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    Account,
    Attendance,
    AttendanceState,
    CardOpened,
    Event,
    EventRole,
    EventState,
    ParticipationRole,
    Registration,
    RegistrationState,
    ReminderRun,
)
from models.base import insert
from services.desk.organizers import organizers
from services.events.audience import invited_teachers
from services.network import network
from services.notices import Window, accounts_without, notify
from services.reminder_rules import (
    USEFUL_AFTER_DUE,
    USEFUL_AFTER_END,
    Receivers,
    ReminderRule,
    due_time,
    rules_of,
)
from services.reminders.notices import (
    AttendanceUnmarked,
    DayBefore,
    EventPublished,
    FeedbackAsked,
    HourBefore,
    Reminder,
    SignupClosing,
    SpeakersWeek,
)
from services.reminders.views import SOON

BATCH_SIZE = 300
"""Receivers of one reminder in one tick; it bounds the time that presses wait, and more could not be sent meanwhile."""
_SPEAKING_ROLES = (ParticipationRole.SPEAKER, ParticipationRole.MASTER_CLASS, ParticipationRole.OPEN_LESSON)
_KINDS: dict[Receivers, type[Reminder]] = {
    Receivers.AUDIENCE: EventPublished,
    Receivers.AUDIENCE_NOT_SIGNED: SignupClosing,
    Receivers.CONFIRMED: DayBefore,
    Receivers.SPEAKERS: SpeakersWeek,
    Receivers.ATTENDED: FeedbackAsked,
    Receivers.ORGANIZERS_IF_UNMARKED: AttendanceUnmarked,
}


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A rule that is due for an event since `moment` (UTC)."""

    rule: ReminderRule
    event: Event
    moment: datetime


def run_reminders(db: Session, now: datetime, *, batch_size: int = BATCH_SIZE) -> None:
    """Enqueue the reminders that are due; each rule runs once for each version of an event."""
    row = network(db)
    rules = rules_of(row)
    statement = select(Event).where(Event.state == EventState.PUBLISHED, Event.ends_at > now - _longest_use(rules))
    events = db.scalars(statement).unique().all()
    runs = db.execute(
        select(ReminderRun.event_id, ReminderRun.rule, ReminderRun.version).where(
            ReminderRun.event_id.in_([event.id for event in events])
        )
    )
    finished = {tuple(run) for run in runs}
    for event in events:
        for rule in rules:
            version = rule.version_of(event)
            moment = None if (event.id, rule.code, version) in finished else due_time(row, rule, event)
            if moment is None or moment > now:
                continue
            if _run(db, DueReminder(rule, event, moment), now, batch_size):
                run = {"event_id": event.id, "rule": rule.code, "version": version, "ran_at": now}
                db.execute(insert(db, ReminderRun).values(run).on_conflict_do_nothing())


def _run(db: Session, due: DueReminder, now: datetime, batch_size: int) -> bool:
    """Enqueue the notices of a reminder unless it is useless; return whether the rule is finished with the event."""
    rule, event = due.rule, due.event
    if now >= rule.useful_until(event) or not rule.is_sent_at(event, due.moment):
        return True
    if not _enqueue(db, due, now, batch_size):
        return False
    # Until attendance is closed, people marked later have to be asked as well.
    return rule.to is not Receivers.ATTENDED or event.attendance_closed_at is not None


def _enqueue(db: Session, due: DueReminder, now: datetime, batch_size: int) -> bool:
    """Enqueue notices to at most `batch_size` receivers; return whether none is left."""
    rule, event = due.rule, due.event
    reminder, window = _reminder(rule, event), Window(expires_at=rule.useful_until(event))
    if rule.to is Receivers.ORGANIZERS_IF_UNMARKED:
        for account in organizers(db, event) if event.attendance_closed_at is None else []:
            notify(db, account, reminder, now, window)
        return True
    missing = accounts_without(db, reminder, _receivers(db, due), batch_size + 1)
    for account_id in missing[:batch_size]:
        notify(db, db.get_one(Account, account_id), reminder, now, window)
    return len(missing) <= batch_size


def _longest_use(rules: Sequence[ReminderRule]) -> timedelta:
    """Return how long after the end of an event a rule may still have to be run."""
    return max([USEFUL_AFTER_END, *(rule.offset + 2 * USEFUL_AFTER_DUE for rule in rules)])


def _reminder(rule: ReminderRule, event: Event) -> Reminder:
    """Return the notice; the last reminder to participants is the one due shortly before the start."""
    kind, anchor = _KINDS[rule.to], rule.anchor_of(event)
    if kind is DayBefore and anchor is not None and event.starts_at - (anchor + rule.offset) < SOON:
        kind = HourBefore
    return kind(rule.code, event.id, rule.version_of(event), event.version)


def _receivers(db: Session, due: DueReminder) -> Sequence[int]:
    event = due.event
    signed_up = select(Registration.teacher_id).where(
        Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES)
    )
    match due.rule.to:
        case Receivers.AUDIENCE:
            known = set(db.scalars(signed_up)) | {event.responsible_id}
            return [teacher.id for teacher in invited_teachers(db, event) if teacher.id not in known]
        case Receivers.AUDIENCE_NOT_SIGNED:
            opened = select(CardOpened.teacher_id).where(CardOpened.event_id == event.id)
            return db.scalars(opened.where(CardOpened.teacher_id.not_in(signed_up))).all()
        case Receivers.CONFIRMED:
            confirmed = select(Registration.teacher_id).where(
                Registration.event_id == event.id,
                Registration.state == RegistrationState.CONFIRMED,
                Registration.confirmed_at <= due.moment,
            )
            return db.scalars(confirmed).all()
        case Receivers.SPEAKERS:
            speaking = select(EventRole.teacher_id).where(
                EventRole.event_id == event.id,
                EventRole.role.in_(_SPEAKING_ROLES),
                EventRole.teacher_id.in_(signed_up),
            )
            return db.scalars(speaking.distinct()).all()
        case _:
            came = select(Attendance.teacher_id).where(
                Attendance.event_id == event.id, Attendance.state == AttendanceState.ATTENDED
            )
            return db.scalars(came).all()
