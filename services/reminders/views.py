"""Views of reminders, loaded at the moment of sending; None for a reminder that no longer holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    Account,
    Attendance,
    AttendanceState,
    Event,
    EventState,
    Meeting,
    Registration,
    RegistrationState,
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
    Reminder,
    SignupClosing,
    SpeakersWeek,
)

SOON = timedelta(hours=3)
"""An event that starts within this time starts soon."""
CLOSING_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class EventNews:
    """An event for one receiver, or the `held` meeting of it; `days_ahead` are local days from today to its start.

    `starts_soon`, `closes_soon`: hours are left until the start, days until sign-up closes.
    """

    event: Event
    held: Event | Meeting
    days_ahead: int
    starts_soon: bool = False
    closes_soon: bool = False
    waiting: int = 0


def load_announcement(
    db: Session, account: Account, reminder: EventPublished | SignupClosing, now: datetime
) -> EventNews | None:
    """Return an event that the receiver can still sign up for."""
    event = db.get(Event, reminder.event)
    if event is None or not event.is_open(now) or _registered(db, account, event):
        return None
    waiting = db.scalar(
        select(func.count()).where(
            Registration.event_id == event.id, Registration.state == RegistrationState.WAITLISTED
        )
    )
    return _news(event, now, waiting or 0)


def load_closing(db: Session, account: Account, reminder: SignupClosing, now: datetime) -> EventNews | None:
    """Return an event whose sign-up ends soon; None if it was moved, which changes the deadline."""
    news = load_announcement(db, account, reminder, now)
    return news if news is not None and news.event.version == reminder.version else None


def load_coming(db: Session, account: Account, reminder: DayBefore | HourBefore, now: datetime) -> EventNews | None:
    """Return a coming event at which the receiver still has a seat."""
    event = _unchanged_event(db, reminder)
    if event is None or now >= event.starts_at or not _registered(db, account, event, RegistrationState.CONFIRMED):
        return None
    return _news(event, now)


def load_coming_meeting(
    db: Session, account: Account, reminder: MeetingDayBefore | MeetingHourBefore, now: datetime
) -> EventNews | None:
    """Return a coming meeting of an event at which the receiver has a seat."""
    event, meeting = _unchanged_event(db, reminder), db.get(Meeting, reminder.meeting)
    if event is None or meeting is None or now >= meeting.starts_at:
        return None
    return _news(event, now, held=meeting) if _registered(db, account, event, RegistrationState.CONFIRMED) else None


def load_unmarked_meeting(db: Session, _account: Account, reminder: MeetingUnmarked, now: datetime) -> EventNews | None:
    """Return a meeting at which nobody is marked yet."""
    event, meeting = _unchanged_event(db, reminder), db.get(Meeting, reminder.meeting)
    if event is None or meeting is None or event.attendance_closed_at is not None:
        return None
    marked = db.scalar(select(Attendance.id).where(Attendance.meeting_id == meeting.id).limit(1))
    return _news(event, now, held=meeting) if marked is None else None


def load_speaking(db: Session, account: Account, reminder: SpeakersWeek, now: datetime) -> EventNews | None:
    """Return a coming event at which the receiver speaks."""
    event = _unchanged_event(db, reminder)
    if event is None or now >= event.starts_at or not _registered(db, account, event):
        return None
    return _news(event, now)


def load_attended(db: Session, account: Account, reminder: FeedbackAsked, now: datetime) -> EventNews | None:
    """Return an event that the receiver attended."""
    event = _unchanged_event(db, reminder)
    if event is None or account.teacher_id is None:
        return None
    came = db.scalar(
        select(Attendance.id).where(
            Attendance.event_id == event.id,
            Attendance.teacher_id == account.teacher_id,
            Attendance.state == AttendanceState.ATTENDED,
        )
    )
    return None if came is None else _news(event, now)


def load_unmarked(db: Session, _account: Account, reminder: AttendanceUnmarked, now: datetime) -> EventNews | None:
    """Return an event whose attendance is not closed."""
    event = _unchanged_event(db, reminder)
    if event is None or event.attendance_closed_at is not None:
        return None
    return _news(event, now)


def _unchanged_event(db: Session, reminder: Reminder) -> Event | None:
    event = db.get(Event, reminder.event)
    if event is None or event.state is not EventState.PUBLISHED or event.version != reminder.version:
        return None
    return event


def _registered(db: Session, account: Account, event: Event, *states: RegistrationState) -> bool:
    statement = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.teacher_id == account.teacher_id,
        Registration.state.in_(states or ACTIVE_STATES),
    )
    return account.teacher_id is not None and db.scalar(statement) is not None


def _news(event: Event, now: datetime, waiting: int = 0, held: Meeting | None = None) -> EventNews:
    at = held or event
    return EventNews(
        event,
        at,
        (at.starts_local.date() - now.astimezone(event.tz).date()).days,
        starts_soon=at.starts_at - now < SOON,
        closes_soon=event.signup_closes_at - now <= CLOSING_SOON,
        waiting=waiting,
    )
