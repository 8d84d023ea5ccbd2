"""Changes of an event: drafts change freely, a move of a published event is confirmed and notified."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    Account,
    Attendance,
    Event,
    EventState,
    OutboxMessage,
    OutboxState,
    Registration,
    RegistrationState,
)
from services.actors import Actor
from services.desk.events import editable_event
from services.desk.fields.definition import DraftField, Edit, Pieces
from services.desk.fields.table import EVENT_FIELDS
from services.desk.organizers import EventNews, OwnEventChanged, notify_organizers
from services.events.moved import EventMoved, Schedule, schedule_of
from services.events.window import opens_at
from services.network import network
from services.notices import Window, notify
from services.quiet_hours import earliest_delivery_time
from services.refusals import Refusal
from services.stored import Shapes

_MOVES = Shapes[EventMoved | OwnEventChanged]([EventMoved, OwnEventChanged])
"""The notices of a move, which share their keys."""


class AlreadyStarted(Refusal):
    """The event has begun, so its time, place and seats no longer change."""

    key = "draft-already-started"


class EventClosed(Refusal):
    """The event is cancelled or its attendance is closed, so nothing of it changes any more."""

    key = "draft-event-closed"


class ChangedMeanwhile(Refusal):
    """The event has changed since the button was shown."""

    key = "draft-changed-meanwhile"


@dataclass(frozen=True, slots=True)
class Change:
    """Result of a change. `applied` False: `people` would be notified, so the change must be confirmed first."""

    event: Event
    applied: bool
    people: int = 0
    was: Schedule | None = None
    becomes: Schedule | None = None
    later: datetime | None = None
    """Moment (UTC) of the notices when they wait for the end of quiet hours."""


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A change of time or place to confirm, and the version of the event it was planned for."""

    event_id: int
    version: int
    values: Pieces


@dataclass(frozen=True, slots=True)
class _Move:
    event: Event
    people: list[Registration]
    was: Schedule
    becomes: Schedule


def set_fields(db: Session, actor: Actor, event_id: int, values: Pieces, now: datetime) -> Change:
    """Set fields; a move of a published event with participants is only planned. Raises BadValue."""
    event = editable_event(db, actor, event_id)
    require_changeable(event, set(values), now)
    move = _move(db, event, values)
    if move.people:
        return Change(event, False, len(move.people), move.was, move.becomes)
    return _apply(db, actor, move, values, now)


def apply_move(db: Session, actor: Actor, planned: PlannedMove, now: datetime) -> Change:
    """Make a planned change and notify the participants."""
    event = editable_event(db, actor, planned.event_id)
    if event.version != planned.version:
        raise ChangedMeanwhile(event=event.id)
    require_changeable(event, set(planned.values), now)
    return _apply(db, actor, _move(db, event, planned.values), planned.values, now)


def changeable_event(db: Session, actor: Actor, event_id: int, now: datetime) -> Event:
    """Return an event whose fields may be changed."""
    event = editable_event(db, actor, event_id)
    require_changeable(event, set(), now)
    return event


def require_changeable(event: Event, fields: set[DraftField], now: datetime) -> None:
    """Refuse changes of a finished event, and of its time, place and seats once it has begun."""
    if event.state is EventState.CANCELLED or event.attendance_closed_at is not None:
        raise EventClosed(event=event.id)
    has_started = event.state is EventState.PUBLISHED and event.starts_at <= now
    if has_started and not all(EVENT_FIELDS[field].may_change_after_start for field in fields):
        raise AlreadyStarted(event=event.id)


def _move(db: Session, event: Event, values: Pieces) -> _Move:
    """Return the schedule before and after the change, and the participants it concerns: none unless it is a move."""
    was = becomes = schedule_of(event)
    for field, value in values.items():
        if (reschedule := EVENT_FIELDS[field].reschedule) is not None:
            becomes = reschedule(db, becomes, value)
    people = _participants(db, event) if event.state is EventState.PUBLISHED and _is_move(was, becomes) else []
    return _Move(event, people, was, becomes)


def _is_move(was: Schedule, becomes: Schedule) -> bool:
    """Whether the schedule differs otherwise than by a host, place or link that was unknown and is filled in."""
    filled = {name: getattr(becomes, name) for name in ("host", "place", "link") if not getattr(was, name)}
    return was.changed(**filled) != becomes


def _apply(db: Session, actor: Actor, move: _Move, values: Pieces, now: datetime) -> Change:
    event = move.event
    for field, value in values.items():
        EVENT_FIELDS[field].assign(Edit(db, now, event), value)
    if event.state is not EventState.PUBLISHED:
        event.version += 1
    elif _is_move(move.was, move.becomes):
        return _notify_of_move(db, actor, move, now)
    db.flush()
    return Change(event, True)


def _participants(db: Session, event: Event) -> list[Registration]:
    statement = select(Registration).where(
        Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES), Registration.walk_in.is_(False)
    )
    return list(db.scalars(statement.order_by(Registration.id)))


def _notify_of_move(db: Session, actor: Actor, move: _Move, now: datetime) -> Change:
    """Start a new version of the event and notify its participants and organizers."""
    event, was = move.event, move.was
    event.version += 1
    event.schedule_set_at = now
    if event.deadline is not None and event.deadline > event.starts_at:
        event.set_deadline(None)
    if now < opens_at(event):
        db.execute(delete(Attendance).where(Attendance.event_id == event.id))
    tell = earliest_delivery_time(network(db), now, min(was.starts_at, event.starts_at))
    expires_at = max(was.starts_at.astimezone(UTC), event.starts_at)
    window = Window(tell, expires_at)
    known = defaultdict(lambda: was, _unsent_schedules(db, event))
    for registration in move.people:
        expires = registration.offer_expires_at
        if registration.state is RegistrationState.OFFERED and expires and expires > event.starts_at:
            registration.offer_expires_at = event.starts_at
        accounts = db.scalars(select(Account).where(Account.teacher_id == registration.teacher_id)).unique()
        for account in accounts.all():
            notify(db, account, EventMoved(event.id, event.version, known[account.id]), now, window)
    notify_organizers(db, actor, EventNews(event, known, window), now)
    db.flush()
    return Change(event, True, len(move.people), was, move.becomes, tell if tell > now else None)


def _unsent_schedules(db: Session, event: Event) -> dict[int, Schedule]:
    """Return, by account, the schedule last known to a person whose notice of an earlier move is still unsent."""
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.NEW, OutboxMessage.key.like(f"moved:{event.id}:%"))
        .order_by(OutboxMessage.id.desc())
    )
    moves = ((row.account_id, _MOVES.load(row.payload).was) for row in db.scalars(statement))
    return {account_id: was for account_id, was in moves if was is not None}
