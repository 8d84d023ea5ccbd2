"""Closing the marks of an event: an hour to think again, then points and certificates, once and for all."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AttendanceState, Event, EventState
from services.actors import Actor
from services.attendance.sheet import (
    Finalized,
    Sheet,
    TooEarly,
    editable_sheet,
    reopen_until,
    reopening,
    rows_of,
    sheet_of,
    write_mark,
)
from services.desk.events import editable_event
from services.network import network
from services.recognition import certificates, points
from services.refusals import Refusal

FINALIZED_AT_ONCE = 20
"""Events in one transaction of the clock."""


class NotClosed(Refusal):
    """There is nothing to reopen."""

    key = "attendance-not-closed"

    def __init__(self, event: Event) -> None:
        super().__init__(event=event.id)


def about_to_close(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """The numbers `close` would close with, for the question before it. Raises as `close` does."""
    return sheet_of(db, actor, _closable(db, actor, event_id, now), 1, now)


def close(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Close the marks: an hour to reopen them begins. Raises as `attendance.mark` does; TooEarly before the start."""
    event = _closable(db, actor, event_id, now)
    event.attendance_closed_at = now
    db.flush()
    return sheet_of(db, actor, event, 1, now)


def reopen(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Open closed marks again within the hour. Raises StaffOnly, NotFound, NotYourEvent, NotClosed, Finalized."""
    event = editable_event(db, actor, event_id)
    until = reopen_until(network(db), event)
    if event.finalized_at is not None or (until is not None and now >= until):
        raise Finalized(event)
    if until is None:
        raise NotClosed(event)
    event.attendance_closed_at = None
    db.flush()
    return sheet_of(db, actor, event, 1, now)


def finalize_due(db: Session, now: datetime) -> None:
    """Give points and certificates of events whose hour of reopening has passed; each event once."""
    row = network(db)
    due = select(Event.id).where(
        Event.attendance_closed_at <= now - reopening(row),
        Event.finalized_at.is_(None),
        Event.state == EventState.PUBLISHED,
    )
    for event_id in db.scalars(due.order_by(Event.id).limit(FINALIZED_AT_ONCE)).all():
        lock = select(Event).where(Event.id == event_id).with_for_update(of=Event)
        event = db.scalars(lock.execution_options(populate_existing=True)).one()
        until = reopen_until(row, event)
        if event.finalized_at is None and until is not None and until <= now:
            _finalize(db, event, now)


def _closable(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    event = editable_sheet(db, actor, event_id)
    if now < event.starts_at:
        raise TooEarly(event=event.id)
    return event


def _finalize(db: Session, event: Event, now: datetime) -> None:
    for row in rows_of(db, event):
        if row.state is None:
            write_mark(db, None, event, row.teacher.id, AttendanceState.NO_SHOW, now)
    points.award(db, event, now)
    certificates.issue(db, event, now)
    event.finalized_at = now
    db.flush()
