"""The days of an event, and a person's other events at the same time."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventState, Registration, RegistrationState

Span = tuple[datetime, datetime]


def spans(event: Event) -> list[Span]:
    """Return start and end (UTC) of every day of the event."""
    moments = [start.replace(tzinfo=event.tz).astimezone(UTC) for start in event.session_starts]
    return [(moment, moment + event.day_length) for moment in moments]


def is_overlapping(one: Event, other: Event) -> bool:
    return any(start < ends and starts < end for start, end in spans(one) for starts, ends in spans(other))


def clashing(db: Session, event: Event, teacher_id: int) -> tuple[Event, ...]:
    """Return other events the person has a seat at that overlap this one, by start."""
    statement = (
        select(Event)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.teacher_id == teacher_id,
            Registration.state == RegistrationState.CONFIRMED,
            Event.state == EventState.PUBLISHED,
            Event.id != event.id,
            Event.starts_at < event.ends_at,
            Event.ends_at > event.starts_at,
        )
        .order_by(Event.starts_at, Event.id)
    )
    return tuple(other for other in db.scalars(statement).unique() if is_overlapping(event, other))
