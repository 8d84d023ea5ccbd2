"""Answers of participants to a reminder."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventState, Registration, RegistrationState
from services.actors import Actor
from services.refusals import NotFound, Refusal


class SeatGone(Refusal):
    """The seat of the reminder is no longer held."""

    key = "refused-seat-gone"


def confirm_coming(db: Session, actor: Actor, event_id: int) -> Event:
    """Return the event of a confirmed seat; nothing is stored."""
    event = db.get(Event, event_id)
    if event is None:
        raise NotFound()
    held = select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.teacher_id == actor.require_teacher().id,
        Registration.state == RegistrationState.CONFIRMED,
    )
    if event.state is not EventState.PUBLISHED or db.scalar(held) is None:
        raise SeatGone(title=event.title, event=event_id)
    return event
