"""When an event's sittings take place, and which of a person's events lie at the same time."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventState, Registration, RegistrationState

Span = tuple[datetime, datetime]


def spans(event: Event) -> list[Span]:
    """Start and end (UTC) of every day of the event."""
    moments = [start.replace(tzinfo=event.tz).astimezone(UTC) for start in event.session_starts]
    return [(moment, moment + event.lasts) for moment in moments]


def overlap(one: Event, other: Event) -> bool:
    return any(start < ends and starts < end for start, end in spans(one) for starts, ends in spans(other))


def clashing(db: Session, event: Event, teacher_id: int) -> tuple[Event, ...]:
    """Other events with a seat of this person that overlap this one, in order of their start."""
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
    return tuple(other for other in db.scalars(statement).unique() if overlap(event, other))
