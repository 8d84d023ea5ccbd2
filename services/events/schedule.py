"""The meetings of an event, and a person's other events at the same time."""

from datetime import datetime

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session, lazyload

from models import Event, EventState, Registration

Span = tuple[datetime, datetime]


def spans(event: Event) -> list[Span]:
    """Return start and end (UTC) of every meeting of the event."""
    return [(meeting.starts_at, meeting.ends_at) for meeting in event.meetings]


def is_overlapping(one: Event, other: Event) -> bool:
    return any(start < ends and starts < end for start, end in spans(one) for starts, ends in spans(other))


_SEATS_AT_THE_TIME = (
    select(Event)
    .join(Registration, Registration.event_id == Event.id)
    .where(
        Registration.teacher_id == bindparam("teacher"),
        Registration.state == literal_column("'confirmed'"),  # spelled out: see `waiting_list.py`
        Event.state == EventState.PUBLISHED,
        Event.id != bindparam("event"),
        Event.starts_at < bindparam("ends"),
        Event.ends_at > bindparam("starts"),
    )
    .order_by(Event.starts_at, Event.id)
    .options(lazyload("*"))
)


def clashing(db: Session, event: Event, teacher_id: int) -> tuple[Event, ...]:
    """Return other events the person has a seat at that overlap this one, by start."""
    span = {"event": event.id, "teacher": teacher_id, "starts": event.starts_at, "ends": event.ends_at}
    return tuple(other for other in db.scalars(_SEATS_AT_THE_TIME, span) if is_overlapping(event, other))
