"""A person's own events: offers, upcoming and past ones."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, or_, select, union
from sqlalchemy.orm import Session, lazyload

from models import (
    ACTIVE_STATES,
    Attendance,
    AttendanceState,
    Event,
    EventState,
    Registration,
    RegistrationState,
)
from services.actors import Actor
from services.events.waiting_list import COUNT_AHEAD
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


@dataclass(frozen=True, slots=True)
class _Line:
    """An event of the person before it is read: most of them are on other pages."""

    event_id: int
    starts_at: datetime
    state: MyState
    place_in_list: int | None = None
    until: datetime | None = None


_BOOKED = and_(
    Registration.event_id == Event.id,
    Registration.teacher_id == bindparam("teacher"),
    or_(
        Registration.state.in_(ACTIVE_STATES),
        and_(Event.state == EventState.CANCELLED, Registration.ended_at >= Event.cancelled_at),
    ),
)
_WAS_PRESENT = (
    select(func.max(case((Attendance.state == AttendanceState.ATTENDED, 1), else_=0)))
    .where(Attendance.event_id == Event.id, Attendance.teacher_id == bindparam("teacher"))
    .scalar_subquery()
)
"""1: present at a meeting of the event; 0: absent from those that are marked; NULL: not marked."""
_EVENTS_OF = union(
    select(Registration.event_id).where(Registration.teacher_id == bindparam("teacher")),
    select(Attendance.event_id).where(Attendance.teacher_id == bindparam("teacher")),
)
_WAITS = Registration.state == RegistrationState.WAITLISTED
_MINE = (
    select(
        Event.id,
        Event.state,
        Event.starts_at,
        Event.ends_at,
        Registration.state.label("booking"),
        Registration.offer_expires_at.label("until"),
        _WAS_PRESENT.label("was_present"),
        case((_WAITS, COUNT_AHEAD)).label("ahead"),
    )
    .outerjoin(Registration, _BOOKED)
    .where(Event.id.in_(_EVENTS_OF), or_(Registration.id.is_not(None), _WAS_PRESENT.is_not(None)))
)
"""Events with an active sign-up, with one ended by the event's cancellation, or with a mark of presence."""
_SHOWN = (
    select(Event)
    .where(Event.id.in_(bindparam("events", expanding=True)))
    .options(lazyload(Event.subproject), lazyload(Event.responsible))
)


def my_events(db: Session, actor: Actor, page: int, now: datetime) -> MyEvents:
    """Return a page of the events the person has booked or attended."""
    rows = db.execute(_MINE, {"teacher": actor.require_teacher().id})
    mine = [line for row in rows if (line := _line(row, now))]
    coming = sorted(
        (line for line in mine if line.state not in PAST),
        key=lambda line: (line.state is not MyState.OFFERED, line.starts_at, line.event_id),
    )
    past = sorted(
        (line for line in mine if line.state in PAST),
        key=lambda line: (line.starts_at, line.event_id),
        reverse=True,
    )
    lines = page_of([*coming, *past], page, PAGE_SIZE)
    shown = {event.id: event for event in db.scalars(_SHOWN, {"events": [line.event_id for line in lines.items]})}
    items = tuple(MyEvent(shown[line.event_id], line.state, line.place_in_list, line.until) for line in lines.items)
    return MyEvents(Page(items, lines.number, lines.count), len(coming), len(past))


def _line(row: Row[Any], now: datetime) -> _Line | None:
    """Return the event's line; None if it no longer matters: a waiting list after the start, a past cancelled event."""
    state = _state(row, now)
    if state is None:
        return None
    place = row.ahead + 1 if state is MyState.WAITING else None
    return _Line(row.id, row.starts_at, state, place, row.until if state is MyState.OFFERED else None)


def _state(row: Row[Any], now: datetime) -> MyState | None:
    begun = now >= row.starts_at
    if row.state is EventState.CANCELLED:
        return None if begun else MyState.CANCELLED
    if row.was_present is not None and now >= row.ends_at:
        return MyState.ATTENDED if row.was_present else MyState.NO_SHOW
    if row.booking is None:
        return MyState.RUNNING if row.was_present else None
    if row.booking is RegistrationState.CONFIRMED:
        if not begun:
            return MyState.CONFIRMED
        return MyState.RUNNING if now < row.ends_at else MyState.UNMARKED
    if begun:
        return None
    return MyState.OFFERED if row.booking is RegistrationState.OFFERED else MyState.WAITING
