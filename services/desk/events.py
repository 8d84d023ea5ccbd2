"""The staff's desk: rights to change an event, the list of events, one event with its numbers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models import Event, EventState, Registration, RegistrationState
from services.actors import Actor
from services.events.waiting_list import lock_event
from services.paging import Page, page_bounds
from services.refusals import NotFound, Refusal

PAGE_SIZE = 6


class NotYourEvent(Refusal):
    """Only the author, the responsible person and admins may change an event."""

    key = "desk-not-yours"


@dataclass(frozen=True, slots=True)
class SignUpCounts:
    """Numbers of sign-ups; `walk_ins` are not among the confirmed."""

    confirmed: int
    offered: int
    waiting: int
    walk_ins: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    event: Event
    counts: SignUpCounts


@dataclass(frozen=True, slots=True)
class DeskPage:
    page: Page[DeskRow]
    own: bool


@dataclass(frozen=True, slots=True)
class DeskEvent:
    event: Event
    counts: SignUpCounts
    may_change: bool


def may_change(actor: Actor, event: Event) -> bool:
    """Whether the actor may change the event: admins, its author and its responsible person, while they are staff."""
    if not actor.is_staff:
        return False
    return actor.is_admin or is_own(actor, event)


def is_own(actor: Actor, event: Event) -> bool:
    """Whether the event was made by this account or names the person as responsible."""
    responsible = actor.teacher is not None and event.responsible_id == actor.teacher.id
    return event.author_id == actor.account.id or responsible


def staff_event(db: Session, actor: Actor, event_id: int) -> Event:
    """Return any event, drafts of others included, to the staff."""
    actor.require_staff()
    event = db.get(Event, event_id)
    if event is None:
        raise NotFound()
    return event


def editable_event(db: Session, actor: Actor, event_id: int) -> Event:
    """Lock and return an event that the actor may change."""
    actor.require_staff()
    event = lock_event(db, event_id)
    if not may_change(actor, event):
        raise NotYourEvent(event=event_id)
    return event


def sign_up_counts(db: Session, event_ids: list[int]) -> dict[int, SignUpCounts]:
    """Count the sign-ups of several events; the result has every id."""
    statement = (
        select(Registration.event_id, Registration.state, Registration.walk_in, func.count())
        .where(Registration.event_id.in_(event_ids))
        .group_by(Registration.event_id, Registration.state, Registration.walk_in)
    )
    found = {(event_id, state, walk_in): number for event_id, state, walk_in, number in db.execute(statement)}
    return {
        event_id: SignUpCounts(
            found.get((event_id, RegistrationState.CONFIRMED, False), 0),
            found.get((event_id, RegistrationState.OFFERED, False), 0),
            found.get((event_id, RegistrationState.WAITLISTED, False), 0),
            found.get((event_id, RegistrationState.CONFIRMED, True), 0),
        )
        for event_id in event_ids
    }


def desk_event(db: Session, actor: Actor, event_id: int) -> DeskEvent:
    """Return one event of the desk."""
    event = staff_event(db, actor, event_id)
    return DeskEvent(event, sign_up_counts(db, [event.id])[event.id], may_change(actor, event))


def desk_page(db: Session, actor: Actor, own: bool, page: int, now: datetime) -> DeskPage:
    """Return a page of the staff's events: drafts, then upcoming ones, then past ones with an open list, then the rest.

    `own` limits the list to the actor's events; drafts of others are never listed.
    """
    actor.require_staff()
    mine: ColumnElement[bool] = Event.author_id == actor.account.id
    if actor.teacher is not None:
        mine = or_(mine, Event.responsible_id == actor.teacher.id)
    shown = mine if own else or_(mine, Event.state != EventState.DRAFT)
    total = db.scalar(select(func.count()).select_from(Event).where(shown)) or 0
    bounds = page_bounds(total, page, PAGE_SIZE)
    group = case(
        (Event.state == EventState.DRAFT, 0),
        (and_(Event.state == EventState.PUBLISHED, Event.ends_at > now), 1),
        (and_(Event.state == EventState.PUBLISHED, Event.attendance_closed_at.is_(None)), 2),
        else_=3,
    )
    coming = case((group < 2, Event.starts_at))
    statement = (
        select(Event)
        .where(shown)
        .order_by(group, coming.asc(), Event.starts_at.desc(), Event.id.desc())
        .offset(bounds.offset)
        .limit(bounds.limit)
    )
    events = list(db.scalars(statement))
    numbers = sign_up_counts(db, [event.id for event in events])
    return DeskPage(bounds.page(DeskRow(event, numbers[event.id]) for event in events), own)
