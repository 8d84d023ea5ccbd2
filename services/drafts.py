"""An event in the making: pieces gathered in a form until a row can hold them, then a draft nothing is lost from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models import Event, EventForm, EventFormat, EventState, academic_year, academic_year_bounds
from services.actors import Actor, network
from services.desk import own_event, seen_event
from services.event_fields import DraftField, Pieces, assign, code_value, hours_value, starts_value
from services.events import EventCard, card_of
from services.publishing import clashes

REQUIRED = (DraftField.FORM, DraftField.TITLE, DraftField.START, DraftField.HOURS)
"""Without these there is no row; the order in which they are asked for."""
STEPS = (DraftField.CAPACITY, DraftField.POSTS)
"""What the way step by step asks for beside them."""
PLANNED_AHEAD = timedelta(days=92)
"""From June on people plan the academic year that begins in September."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as teachers will see it. `missing`: what it cannot be published without; `clashes`: the same day."""

    event: Event
    card: EventCard
    clashes: tuple[Event, ...]
    missing: DraftField | None
    past: bool


def may_make(db: Session, actor: Actor, now: datetime) -> None:
    """Raises StaffOnly."""
    actor.require_staff()


def wall_now(db: Session, now: datetime, event: Event | None = None) -> datetime:
    """The wall time of the event's zone, or the network's."""
    return now.astimezone(event.tz if event else network(db).tz).replace(tzinfo=None)


def last_day(local: datetime) -> date:
    """The last day an event may be planned for."""
    return academic_year_bounds(academic_year(local.date() + PLANNED_AHEAD))[1]


def next_missing(pieces: Pieces) -> DraftField | None:
    """The next thing to ask for before the draft can be kept."""
    return next((field for field in REQUIRED if pieces.get(field) is None), None)


def missing_in(event: Event) -> DraftField | None:
    """What a kept draft still lacks: people must know where to come."""
    placed = event.host_id is not None or event.place or event.format is EventFormat.ONLINE
    return None if placed else DraftField.HOST


def keep(db: Session, actor: Actor, pieces: Pieces, now: datetime) -> Event:
    """Write the draft down. Raises StaffOnly, BadValue, StartUnfit, DeadlineUnfit."""
    actor.require_staff()
    event = Event(
        form=EventForm(code_value(EventForm, DraftField.FORM, pieces[DraftField.FORM])),
        title="",
        author_id=actor.account.id,
        responsible=actor.teacher,
        created_at=now,
        state=EventState.DRAFT,
        version=1,
        taken=0,
    )
    starts = starts_value(pieces[DraftField.START])
    event.set_schedule(starts, hours_value(pieces[DraftField.HOURS]), network(db).zone)
    order = [*REQUIRED, *(field for field in DraftField if field not in REQUIRED)]
    for field in order:
        if field in pieces:
            assign(db, event, field, pieces[field], now)
    db.add(event)
    db.flush()
    return event


def preview(db: Session, actor: Actor, event_id: int, now: datetime) -> Preview:
    """A draft before it is published. Raises StaffOnly, NotFound, NotYourEvent."""
    event = own_event(db, actor, event_id)
    card = card_of(db, actor, event, now)
    return Preview(event, card, tuple(clashes(db, event)), missing_in(event), event.starts_at <= now)


def copied(db: Session, actor: Actor, event_id: int, now: datetime) -> Pieces:
    """All of an event but its date, for a new draft. Raises StaffOnly, NotFound."""
    event = seen_event(db, actor, event_id)
    pieces = pieces_of(event)
    for field in (DraftField.START, DraftField.DEADLINE, DraftField.RESPONSIBLE):
        pieces.pop(field, None)
    return pieces


def pieces_of(event: Event) -> Pieces:
    """The present values of an event by field."""
    deadline = event.deadline.astimezone(event.tz).replace(tzinfo=None) if event.deadline else None
    return {
        DraftField.FORM.value: event.form.value,
        DraftField.TITLE.value: event.title,
        DraftField.START.value: [start.isoformat(timespec="minutes") for start in event.session_starts],
        DraftField.HOURS.value: event.hours,
        DraftField.HOST.value: event.host_id,
        DraftField.PLACE.value: event.place,
        DraftField.LINK.value: event.link,
        DraftField.FORMAT.value: event.format.value,
        DraftField.CAPACITY.value: event.capacity,
        DraftField.POSTS.value: list(event.posts),
        DraftField.STATUSES.value: list(event.org_statuses),
        DraftField.SUBJECTS.value: list(event.subjects),
        DraftField.SUBPROJECT.value: event.subproject_id,
        DraftField.DEADLINE.value: deadline.isoformat(timespec="minutes") if deadline else None,
        DraftField.RESPONSIBLE.value: event.responsible_id,
        DraftField.NOTE.value: event.note,
    }
