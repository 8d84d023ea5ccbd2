"""A person's own events: offers, upcoming and past ones."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    Attendance,
    AttendanceState,
    Event,
    EventState,
    Registration,
    RegistrationState,
    Teacher,
)
from services.actors import Actor
from services.events.waiting_list import place_in_list
from services.paging import Page, page_of

PAGE_SIZE = 5


class MyState(StrEnum):
    """State of a person's event."""

    OFFERED = "offered"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    RUNNING = "running"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    UNMARKED = "unmarked"


PAST = (MyState.ATTENDED, MyState.NO_SHOW, MyState.UNMARKED)


@dataclass(frozen=True, slots=True)
class MyEvent:
    """An event of the person. `place_in_list` is set when waiting, `until` while an offered seat is held."""

    event: Event
    state: MyState
    place_in_list: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MyEvents:
    """A page: offers first, then what is coming, then what has been, the latest first."""

    page: Page[MyEvent]
    coming: int
    past: int


def my_events(db: Session, actor: Actor, page: int, now: datetime) -> MyEvents:
    """Return a page of the events the person has booked or attended."""
    teacher = actor.require_teacher()
    marks = _marks(db, teacher)
    mine = [line for event, booking in _bookings(db, teacher) if (line := _line(db, event, booking, marks, now))]
    coming = sorted(
        (line for line in mine if line.state not in PAST),
        key=lambda line: (line.state is not MyState.OFFERED, line.event.starts_at, line.event.id),
    )
    past = sorted(
        (line for line in mine if line.state in PAST),
        key=lambda line: (line.event.starts_at, line.event.id),
        reverse=True,
    )
    return MyEvents(page_of([*coming, *past], page, PAGE_SIZE), len(coming), len(past))


def _bookings(db: Session, teacher: Teacher) -> list[tuple[Event, Registration | None]]:
    """Return events with an active sign-up, with one ended by the event's cancellation, or with a mark of presence."""
    statement = (
        select(Event, Registration)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.teacher_id == teacher.id,
            or_(
                Registration.state.in_(ACTIVE_STATES),
                (Event.state == EventState.CANCELLED) & (Registration.ended_at >= Event.cancelled_at),
            ),
        )
    )
    found: dict[int, tuple[Event, Registration | None]] = {}
    for event, registration in db.execute(statement).unique():
        found[event.id] = (event, registration)
    marked = select(Event).join(Attendance, Attendance.event_id == Event.id).where(Attendance.teacher_id == teacher.id)
    for event in db.scalars(marked).unique():
        found.setdefault(event.id, (event, None))
    return list(found.values())


def _line(
    db: Session, event: Event, booking: Registration | None, marks: dict[int, AttendanceState], now: datetime
) -> MyEvent | None:
    """Return the event's line; None if it no longer matters: a waiting list after the start, a past cancelled event."""
    begun = now >= event.starts_at
    if event.state is EventState.CANCELLED:
        return None if begun else MyEvent(event, MyState.CANCELLED)
    mark = marks.get(event.id)
    if mark is not None and now >= event.ends_at:
        return MyEvent(event, MyState.ATTENDED if mark is AttendanceState.ATTENDED else MyState.NO_SHOW)
    if booking is None:
        return MyEvent(event, MyState.RUNNING) if mark is AttendanceState.ATTENDED else None
    if booking.state is RegistrationState.CONFIRMED:
        if not begun:
            return MyEvent(event, MyState.CONFIRMED)
        return MyEvent(event, MyState.RUNNING if now < event.ends_at else MyState.UNMARKED)
    if begun:
        return None
    if booking.state is RegistrationState.OFFERED:
        return MyEvent(event, MyState.OFFERED, until=booking.offer_expires_at)
    return MyEvent(event, MyState.WAITING, place_in_list=place_in_list(db, booking))


def _marks(db: Session, teacher: Teacher) -> dict[int, AttendanceState]:
    statement = select(Attendance.event_id, Attendance.state).where(Attendance.teacher_id == teacher.id)
    return {row.event_id: row.state for row in db.execute(statement)}
