"""The list of upcoming events with its filters, and the card of one event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import (
    ACTIVE_STATES,
    CardOpened,
    Event,
    EventForm,
    EventFormat,
    EventState,
    Network,
    ParticipationRole,
    Registration,
    RegistrationState,
    Subproject,
)
from models.base import insert_new
from services.actors import Actor
from services.events import audience
from services.events.audience import Mismatch
from services.events.schedule import clashing
from services.events.waiting_list import standing
from services.network import network
from services.paging import Page, page_bounds
from services.recognition.points import points_for
from services.refusals import NotFound
from services.reminder_rules import announces_events

PAGE_SIZE = 5


class EventFilter(StrEnum):
    """The kind of filter over the upcoming events."""

    FIT = "fit"
    ALL = "all"
    ONLINE = "online"
    FORM = "form"
    SUBPROJECT = "sub"


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """A filter and its value: a form's code, a subproject's id, empty for the other filters."""

    by: EventFilter
    value: str = ""


class EventStatus(StrEnum):
    """Status of an event for one person; a list marks it and the card's first button depends on it."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    PAST = "past"
    CONFIRMED = "confirmed"
    OFFERED = "offered"
    WAITING = "waiting"
    CLOSED = "closed"
    NOT_FOR_YOU = "not_for_you"
    FULL = "full"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as one person may see it.

    `points` are (code of a role, points); `waiting`: length of the waiting list; `alternative`: an open event for a
    person who is not eligible; `staff`: the person may manage events.
    """

    event: Event
    event_status: EventStatus
    registration: Registration | None
    place_in_list: int | None
    waiting: int
    mismatch: Mismatch | None
    points: tuple[tuple[str, int], ...]
    clashes: tuple[Event, ...]
    alternative: Event | None
    staff: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in a list."""

    event: Event
    event_status: EventStatus


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of the upcoming events.

    `title`: the subproject filtered by; `personal`: the person has a profile; `told`: new events are announced.
    """

    page: Page[EventLine]
    by: EventFilter
    value: str
    title: str
    personal: bool
    told: bool = True


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A form's code, or a subproject's id and title, and the number of its upcoming events."""

    value: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class SharedEvent:
    """An event to recommend to a colleague, with the addresses of the network's row."""

    event: Event
    link_base: str | None
    share_link: str | None


def list_events(db: Session, actor: Actor, chosen: ChosenFilter, page: int, now: datetime) -> EventPage:
    """Return a page of the upcoming events.

    The filter is dropped if it needs a profile the person lacks, or names a form or subproject that no longer exists.
    """
    teacher, by, value = actor.teacher, chosen.by, chosen.value
    title = _subproject_title(db, value) if by is EventFilter.SUBPROJECT else ""
    unknown_form = by is EventFilter.FORM and value not in set(EventForm)
    if (by is EventFilter.FIT and teacher is None) or unknown_form or (by is EventFilter.SUBPROJECT and not title):
        by, value = EventFilter.ALL, ""
    events = [event for event in upcoming_events(db, now) if _passes(event, by, value)]
    if by is EventFilter.FIT and teacher is not None:
        events = audience.eligible_events(db, events, teacher)
    bounds = page_bounds(len(events), page, PAGE_SIZE)
    shown = events[bounds.offset : bounds.offset + bounds.limit]
    booked = _registration_states(db, actor, shown)
    lines = []
    for event in shown:
        mismatch = audience.mismatch(db, event, teacher) if teacher else None
        lines.append(EventLine(event, event_status(event, booked.get(event.id), mismatch, now)))
    told = announces_events(network(db))
    return EventPage(bounds.page(lines), by, value, title, personal=teacher is not None, told=told)


def filter_options(db: Session, by: EventFilter, now: datetime) -> list[FilterOption]:
    """Return the forms or subprojects that have upcoming events."""
    found: dict[str, FilterOption] = {}
    for event in upcoming_events(db, now):
        value, title = event.form.value, ""
        if by is EventFilter.SUBPROJECT:
            if event.subproject is None:
                continue
            value, title = str(event.subproject.id), event.subproject.title
        known = found.get(value)
        found[value] = FilterOption(value, title, known.count + 1 if known else 1)
    if by is EventFilter.SUBPROJECT:
        return sorted(found.values(), key=lambda option: option.title)
    order = [form.value for form in EventForm]
    return sorted(found.values(), key=lambda option: order.index(option.value))


def upcoming_events(db: Session, now: datetime) -> list[Event]:
    """Return the published events that have not begun, the nearest first."""
    statement = (
        select(Event)
        .where(Event.state == EventState.PUBLISHED, Event.starts_at > now)
        .order_by(Event.starts_at, Event.id)
    )
    return list(db.scalars(statement).unique())


_EVENT = select(Event).where(Event.id == bindparam("event"))


def event_card(db: Session, actor: Actor, event_id: int, now: datetime) -> EventCard:
    """Return an event's card and record that the person opened it; drafts are visible to the staff only."""
    event = visible_event(db, actor, event_id)
    if event.state is EventState.PUBLISHED:
        _note_opened(db, actor, event, now)
    return card_of(db, actor, event, now)


def card_of(db: Session, actor: Actor, event: Event, now: datetime) -> EventCard:
    """Return the card of an event as this person sees it, recording nothing: for previews and notices."""
    own = standing(db, event.id, actor.teacher.id if actor.teacher else None)
    mismatch = audience.mismatch(db, event, actor.teacher) if actor.teacher else None
    status = event_status(event, own.registration.state if own.registration else None, mismatch, now)
    ineligible = actor.teacher if status is EventStatus.NOT_FOR_YOU else None
    return EventCard(
        event=event,
        event_status=status,
        registration=own.registration,
        place_in_list=own.place_in_list,
        waiting=own.waiting,
        mismatch=mismatch,
        points=_points(network(db), event),
        clashes=clashing(db, event, actor.teacher.id) if actor.teacher else (),
        alternative=audience.open_alternative(db, event, ineligible, now) if ineligible else None,
        staff=actor.is_staff,
    )


def visible_event(db: Session, actor: Actor, event_id: int) -> Event:
    """Return the event if this person may see it. Raises NotFound."""
    event = db.scalar(_EVENT, {"event": event_id})
    if event is None or (event.state is EventState.DRAFT and not actor.is_staff):
        raise NotFound()
    return event


def shared_event(db: Session, actor: Actor, event_id: int) -> SharedEvent:
    """Return an event to recommend; a draft cannot be recommended."""
    event = visible_event(db, actor, event_id)
    if event.state is EventState.DRAFT:
        raise NotFound()
    row = network(db)
    return SharedEvent(event, row.link_base, row.share_link)


def event_status(
    event: Event, booked: RegistrationState | None, mismatch: Mismatch | None, now: datetime
) -> EventStatus:
    """Return the event's status for a person; `booked` is the state of their active sign-up."""
    if event.state is EventState.DRAFT:
        return EventStatus.DRAFT
    if event.state is EventState.CANCELLED:
        return EventStatus.CANCELLED
    if booked is RegistrationState.CONFIRMED:
        return EventStatus.CONFIRMED
    if now >= event.starts_at:
        return EventStatus.PAST
    if booked is not None:
        return EventStatus.OFFERED if booked is RegistrationState.OFFERED else EventStatus.WAITING
    if now >= event.signup_closes_at:
        return EventStatus.CLOSED
    if mismatch is not None:
        return EventStatus.NOT_FOR_YOU
    return EventStatus.FULL if event.seats_left == 0 else EventStatus.OPEN


def _note_opened(db: Session, actor: Actor, event: Event, now: datetime) -> None:
    """Record an opened card; without a profile only the last one, to which the end of the registration leads back."""
    if actor.teacher is None:
        actor.account.wanted_event_id = event.id
        db.flush()
        return
    insert_new(db, CardOpened, {"event_id": event.id, "teacher_id": actor.teacher.id, "opened_at": now})


def _passes(event: Event, by: EventFilter, value: str) -> bool:
    if by is EventFilter.ONLINE:
        return event.format is not EventFormat.OFFLINE
    if by is EventFilter.FORM:
        return event.form.value == value
    if by is EventFilter.SUBPROJECT:
        return str(event.subproject_id) == value
    return True


def _subproject_title(db: Session, value: str) -> str:
    subproject = db.get(Subproject, int(value)) if value.isdecimal() and len(value) < 10 else None
    return subproject.title if subproject else ""


def _registration_states(db: Session, actor: Actor, events: list[Event]) -> dict[int, RegistrationState]:
    if actor.teacher is None or not events:
        return {}
    statement = select(Registration.event_id, Registration.state).where(
        Registration.teacher_id == actor.teacher.id,
        Registration.event_id.in_([event.id for event in events]),
        Registration.state.in_(ACTIVE_STATES),
    )
    return {row.event_id: row.state for row in db.execute(statement)}


def _points(rules: Network, event: Event) -> tuple[tuple[str, int], ...]:
    """Return the points of each role at this event, the smallest first; roles without points are left out."""
    found: list[tuple[str, int]] = []
    for role in ParticipationRole:
        scored = points_for([role], event.level, rules.point_rules, rules.point_policy)
        found += [(code.value, points) for code, points in scored if code is role and points]
    return tuple(sorted(found, key=lambda pair: pair[1]))
