"""Participants of an event, as its organizers see them: names, schools and posts, no phones and no usernames."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, Event, Registration, RegistrationState
from services.actors import Actor
from services.desk.events import SignUpCounts, may_change, sign_up_counts, staff_event
from services.paging import Page, page_of

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class Participant:
    """One sign-up. `place`: number in the waiting list, from 1; `agreed` False: a move has not been accepted yet."""

    registration: Registration
    place: int | None
    agreed: bool


@dataclass(frozen=True, slots=True)
class Participants:
    """A page of an event's participants."""

    event: Event
    counts: SignUpCounts
    page: Page[Participant]
    may_change: bool


def participants(db: Session, actor: Actor, event_id: int, page: int) -> Participants:
    """Return confirmed people by name, then those who are offered a seat, then the waiting list in its order."""
    event = staff_event(db, actor, event_id)
    of_event = (Registration.event_id == event.id, Registration.state.in_(ACTIVE_STATES))
    queue = select(Registration.id).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.WAITLISTED
    )
    waiting = list(db.scalars(queue.order_by(Registration.queued_at, Registration.id)))
    places = {registration_id: number for number, registration_id in enumerate(waiting, 1)}
    found = sorted(db.scalars(select(Registration).where(*of_event)), key=lambda row: _order(row, places))
    shown = [Participant(row, places.get(row.id), row.agreed_version >= event.version) for row in found]
    numbers = sign_up_counts(db, [event.id])[event.id]
    return Participants(event, numbers, page_of(shown, page, PAGE_SIZE), may_change(actor, event))


def _order(row: Registration, places: dict[int, int]) -> tuple[int, int, str]:
    rank = (RegistrationState.CONFIRMED, RegistrationState.OFFERED, RegistrationState.WAITLISTED).index(row.state)
    return rank, places.get(row.id, 0), row.teacher.name_key
