"""Closing the attendance list: it can be reopened for a while, then points and certificates are given for good."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import AttendanceState, Event, EventState
from services.actors import Actor
from services.attendance.marks import Marking
from services.attendance.sheet import (
    Finalized,
    Sheet,
    SheetKey,
    mark_unmarked,
    markable_event,
    reopen_until,
    sheet_of,
)
from services.desk.events import editable_event
from services.network import network
from services.recognition import certificates, points
from services.refusals import Refusal
from services.reminder_rules import reopening_period

EVENTS_PER_TICK = 20


class MeetingsAhead(Refusal):
    """The last meeting has not begun, so the list cannot be closed."""

    key = "attendance-meetings-ahead"

    def __init__(self, event: Event) -> None:
        super().__init__(event=event.id, several=int(len(event.meetings) > 1))


class NotClosed(Refusal):
    """The list is open already."""

    key = "attendance-not-closed"

    def __init__(self, event: Event) -> None:
        super().__init__(event=event.id)


def about_to_close(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Return the list as `close` would close it, for the question before it."""
    return sheet_of(db, actor, _closable(db, actor, event_id, now), SheetKey(event_id), now)


def close(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Close the list; the time in which it can be reopened begins."""
    event = _closable(db, actor, event_id, now)
    event.attendance_closed_at = now
    db.flush()
    return sheet_of(db, actor, event, SheetKey(event_id), now)


def reopen(db: Session, actor: Actor, event_id: int, now: datetime) -> Sheet:
    """Reopen a list closed not long ago."""
    event = editable_event(db, actor, event_id)
    until = reopen_until(network(db), event)
    if event.finalized_at is not None or (until is not None and now >= until):
        raise Finalized(event)
    if until is None:
        raise NotClosed(event)
    event.attendance_closed_at = None
    db.flush()
    return sheet_of(db, actor, event, SheetKey(event_id), now)


_DUE = (
    select(Event.id)
    .where(
        Event.attendance_closed_at <= bindparam("before"),
        Event.finalized_at.is_(None),
        Event.state == EventState.PUBLISHED,
    )
    .order_by(Event.attendance_closed_at)
    .limit(EVENTS_PER_TICK)
)


def finalize_due(db: Session, now: datetime) -> None:
    """Give points and certificates of events whose closed lists can no longer be reopened; each event once."""
    row = network(db)
    for event_id in sorted(db.scalars(_DUE, {"before": now - reopening_period(row)})):
        lock = select(Event).where(Event.id == event_id).with_for_update(of=Event)
        event = db.scalars(lock.execution_options(populate_existing=True)).one()
        until = reopen_until(row, event)
        if event.finalized_at is None and until is not None and until <= now:
            _finalize(db, event, now)


def _closable(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    event = markable_event(db, actor, event_id)
    if now < event.meetings[-1].starts_at:
        raise MeetingsAhead(event)
    return event


def _finalize(db: Session, event: Event, now: datetime) -> None:
    for meeting in event.meetings:
        mark_unmarked(db, event, Marking(meeting, None, now), AttendanceState.NO_SHOW)
    points.award(db, event, now)
    certificates.issue(db, event, now)
    event.finalized_at = now
    db.flush()
