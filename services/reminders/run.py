"""Reminders derived from events at the moment they are due, so that moving an event needs no clean-up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, bindparam, exists, func, literal, select
from sqlalchemy.orm import Session, lazyload

from models import (
    ACTIVE_STATES,
    Account,
    Attendance,
    AttendanceState,
    CardOpened,
    Event,
    EventRole,
    EventState,
    Meeting,
    ParticipationRole,
    Registration,
    RegistrationState,
    ReminderRun,
)
from models.base import insert_new
from services.desk.organizers import organizers
from services.events.audience import invited
from services.network import network
from services.notices import Slice, Window, notify, notify_slice
from services.reminder_rules import (
    DAY,
    FOR_EACH_MEETING,
    USEFUL_AFTER_DUE,
    USEFUL_AFTER_END,
    Anchor,
    Occasion,
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
    MeetingDayBefore,
    MeetingHourBefore,
    MeetingUnmarked,
    OfMeeting,
    Reminder,
    SignupClosing,
    SpeakersWeek,
)
from services.reminders.views import SOON

BATCH_SIZE = 2000
"""Receivers enqueued in one transaction; it bounds the time that presses wait."""
TURN = timedelta(seconds=BATCH_SIZE / 30)
"""Time that a messenger takes for a batch. The next one is due only then, so that it does not delay other notices."""
_SPEAKING_ROLES = (ParticipationRole.SPEAKER, ParticipationRole.MASTER_CLASS, ParticipationRole.OPEN_LESSON)
_OF_MEETING: dict[type[Reminder], type[OfMeeting]] = {
    DayBefore: MeetingDayBefore,
    HourBefore: MeetingHourBefore,
    AttendanceUnmarked: MeetingUnmarked,
}
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
    """A rule that is due since `moment` (UTC)."""

    rule: ReminderRule
    occasion: Occasion
    moment: datetime

    @property
    def event(self) -> Event:
        return self.occasion.event


_ANCHORS: dict[Anchor, Any] = {
    Anchor.PUBLISHED: Event.published_at,
    Anchor.SIGNUP_CLOSES: func.coalesce(Event.deadline, Event.starts_at),
    Anchor.START: func.coalesce(Event.starts_at, Event.ends_at),  # so that no index leads to all that ever started
    Anchor.END: Event.ends_at,
}


def _unfinished(anchor: Anchor) -> Select[Event]:
    """Select the events with an anchor not after `anchor` for which the rule is not finished."""
    version = literal(0) if anchor is Anchor.PUBLISHED else Event.version
    return _going_on().where(_ANCHORS[anchor] <= bindparam("anchor"), ~_finished(version, literal(0)))


def _with_unfinished_meeting(anchor: Anchor) -> Select[Event]:
    """Select the events with a meeting that the event's bounds leave out, for which the rule is not finished."""
    moment, bound = (Meeting.starts_at, Event.starts_at) if anchor is Anchor.START else (Meeting.ends_at, Event.ends_at)
    left = exists().where(
        Meeting.event_id == Event.id,
        moment != bound,
        moment <= bindparam("anchor"),
        ~_finished(Event.version, Meeting.id),
    )
    return _going_on().where(Event.starts_at < bindparam("anchor"), left)


def _going_on() -> Select[Event]:
    return (
        select(Event)
        .options(lazyload(Event.host), lazyload(Event.subproject), lazyload(Event.responsible))
        .where(Event.state == EventState.PUBLISHED, Event.ends_at > bindparam("since"))
    )


def _finished(version: SQLColumnExpression[int], meeting: SQLColumnExpression[int]) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            ReminderRun.event_id == Event.id,
            ReminderRun.rule == bindparam("rule"),
            ReminderRun.version == version,
            ReminderRun.meeting == meeting,
            ReminderRun.reached_id.is_(None),
        )
        .correlate(Event, Meeting)
    )


_UNFINISHED = {anchor: _unfinished(anchor) for anchor in Anchor}
_UNFINISHED_MEETINGS = {anchor: _with_unfinished_meeting(anchor) for anchor, _to in FOR_EACH_MEETING}
_RUN = (
    select(ReminderRun)
    .where(
        ReminderRun.event_id == bindparam("event_id"),
        ReminderRun.rule == bindparam("rule"),
        ReminderRun.version == bindparam("version"),
        ReminderRun.meeting == bindparam("meeting"),
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)


def run_reminders(db: Session, now: datetime, *, batch_size: int = BATCH_SIZE) -> bool:
    """Enqueue the reminders that are due, up to `batch_size` of them; return whether more may be left.

    Each rule runs once for each version of an event, and for each meeting if it is about meetings.
    """
    left = batch_size
    for due in _due_reminders(db, now):
        left -= _run(db, due, now, left)
        if not left:
            return True
    return False


def _due_reminders(db: Session, now: datetime) -> Iterator[DueReminder]:
    row = network(db)
    rules = rules_of(row)
    since = now - _longest_use(rules)
    for rule in rules:
        latest = now - rule.offset + DAY  # quiet hours may bring a reminder forward, by less than a day
        parameters = {"rule": rule.code, "since": since, "anchor": latest}
        events = set(db.scalars(_UNFINISHED[rule.anchor], parameters))
        if (rule.anchor, rule.to) in FOR_EACH_MEETING:
            events |= set(db.scalars(_UNFINISHED_MEETINGS[rule.anchor], parameters))
        for event in sorted(events, key=lambda event: event.id):
            for occasion in rule.occasions(event):
                moment = due_time(row, rule, occasion)
                if moment is not None and moment <= now:
                    yield DueReminder(rule, occasion, moment)


def _run(db: Session, due: DueReminder, now: datetime, limit: int) -> int:
    """Enqueue up to `limit` notices of a reminder unless it is useless; return their number."""
    rule, event = due.rule, due.event
    run = _locked_run(db, due, now)
    if run.reached_id is None:
        return 0  # another process has finished it meanwhile
    turn = max(now, run.ran_at)
    is_useful = turn < rule.useful_until(due.occasion) and rule.is_sent_at(due.occasion, due.moment)
    told = _enqueue(db, due, Slice(_receivers(db, due), run.reached_id, limit), now, turn) if is_useful else []
    if len(told) == limit:
        run.reached_id, run.ran_at = told[-1], turn + TURN * limit / BATCH_SIZE
    else:
        # Until attendance is closed, people marked later have to be asked as well.
        again = is_useful and rule.to is Receivers.ATTENDED and event.attendance_closed_at is None
        run.reached_id = 0 if again else None
    return len(told)


def _locked_run(db: Session, due: DueReminder, now: datetime) -> ReminderRun:
    """Return the row of the rule's run, made when it begins; other processes wait for the end of the transaction."""
    run = {
        "event_id": due.event.id,
        "rule": due.rule.code,
        "version": due.rule.version_of(due.event),
        "meeting": due.occasion.meeting,
    }
    if (found := db.scalar(_RUN, run)) is not None:
        return found
    insert_new(db, ReminderRun, run | {"ran_at": now, "reached_id": 0})
    return db.scalars(_RUN, run).one()


def _enqueue(db: Session, due: DueReminder, part: Slice, now: datetime, turn: datetime) -> list[int]:
    """Enqueue notices that may go from `turn` on; return the accounts."""
    rule, event = due.rule, due.event
    reminder, window = _reminder(rule, due.occasion), Window(turn, rule.useful_until(due.occasion))
    if rule.to is not Receivers.ORGANIZERS_IF_UNMARKED:
        return notify_slice(db, part, reminder, now, window)
    for account in organizers(db, event) if event.attendance_closed_at is None else []:
        notify(db, account, reminder, now, window)
    return []


def _longest_use(rules: Sequence[ReminderRule]) -> timedelta:
    """Return how long after the end of an event a rule may still have to be run."""
    return max([USEFUL_AFTER_END, *(rule.offset + 2 * USEFUL_AFTER_DUE for rule in rules)])


def _reminder(rule: ReminderRule, occasion: Occasion) -> Reminder:
    """Return the notice; the last reminder to participants is the one due shortly before the start."""
    kind, anchor, event = _KINDS[rule.to], rule.anchor_of(occasion), occasion.event
    if kind is DayBefore and anchor is not None and occasion.starts_at - (anchor + rule.offset) < SOON:
        kind = HourBefore
    run = rule.code, event.id, rule.version_of(event), event.version
    return _OF_MEETING[kind](*run, occasion.meeting) if occasion.meeting else kind(*run)


def _receivers(db: Session, due: DueReminder) -> ColumnElement[bool]:
    """Return the SQL condition for the accounts of the receivers."""
    event, person = due.event, Account.teacher_id
    signed_up = select(Registration.teacher_id).where(
        Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES)
    )
    match due.rule.to:
        case Receivers.AUDIENCE:
            return and_(invited(db, event), person.not_in(signed_up), person.is_distinct_from(event.responsible_id))
        case Receivers.AUDIENCE_NOT_SIGNED:
            opened = select(CardOpened.teacher_id).where(CardOpened.event_id == event.id)
            return and_(person.in_(opened), person.not_in(signed_up))
        case Receivers.CONFIRMED:
            confirmed = select(Registration.teacher_id).where(
                Registration.event_id == event.id,
                Registration.state == RegistrationState.CONFIRMED,
                Registration.confirmed_at <= due.moment,
            )
            return person.in_(confirmed)
        case Receivers.SPEAKERS:
            speaking = select(EventRole.teacher_id).where(
                EventRole.event_id == event.id, EventRole.role.in_(_SPEAKING_ROLES)
            )
            return and_(person.in_(speaking), person.in_(signed_up))
        case _:
            came = select(Attendance.teacher_id).where(
                Attendance.event_id == event.id, Attendance.state == AttendanceState.ATTENDED
            )
            return person.in_(came)
