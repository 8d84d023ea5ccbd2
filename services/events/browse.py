"""The list of upcoming events with its filters, and the card of one event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, defaultload, lazyload

from models import (
    ACTIVE_STATES,
    CardOpened,
    Event,
    EventForm,
    EventFormat,
    EventState,
    Network,
    Registration,
    RegistrationState,
    Subproject,
    Teacher,
)
from models.base import insert_new
from services.actors import Actor
from services.event_forms import form_codes, network_forms
from services.events import audience
from services.events.audience import Mismatch
from services.events.schedule import clashing
from services.events.speakers import Speaker, speakers_of
from services.events.waiting_list import standing
from services.network import network
from services.paging import Page, page_bounds
from services.recognition.points import scale
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
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in a list."""

    event: Event
    event_status: EventStatus


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of the upcoming events.

    `title`: the subproject or the network's own category filtered by; `personal`: the person has a profile; `told`:
    new events are announced.
    """

    page: Page[EventLine]
    by: EventFilter
    value: str
    title: str
    personal: bool
    told: bool = True


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A category's code or a subproject's id, and the number of its upcoming events.

    `title` is empty for a category of the programme, which the screen names.
    """

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
    if by is EventFilter.FORM:
        title = network_forms(db).get(value, "")
    unknown_form = by is EventFilter.FORM and not title and value not in set(EventForm)
    if (by is EventFilter.FIT and teacher is None) or unknown_form or (by is EventFilter.SUBPROJECT and not title):
        by, value = EventFilter.ALL, ""
    fit, values = audience.fit_of(db, teacher) if by is EventFilter.FIT and teacher else (None, {})
    values |= {"now": now, "value": _typed(by, value), "teacher": teacher.id if teacher else None}
    counted, selected = _upcoming(by, fit)
    bounds = page_bounds(db.scalar(counted, values) or 0, page, PAGE_SIZE)
    rows = db.execute(selected, {**values, "offset": bounds.offset, "limit": bounds.limit}).all()
    reasons: list[Mismatch | None] = [None] * len(rows)
    if teacher is not None and by is not EventFilter.FIT:
        reasons = audience.mismatches(db, [event for event, _booked in rows], teacher)
    lines = [
        EventLine(event, event_status(event, booked, reason, now))
        for (event, booked), reason in zip(rows, reasons, strict=True)
    ]
    told = announces_events(network(db))
    return EventPage(bounds.page(lines), by, value, title, personal=teacher is not None, told=told)


_FILTERS: dict[EventFilter, ColumnElement[bool]] = {
    EventFilter.ONLINE: Event.format != EventFormat.OFFLINE,
    EventFilter.FORM: Event.form == bindparam("value"),
    EventFilter.SUBPROJECT: Event.subproject_id == bindparam("value"),
}
_IS_BOOKED = and_(
    Registration.event_id == Event.id,
    Registration.teacher_id == bindparam("teacher"),
    Registration.state.in_(ACTIVE_STATES),
)


def _typed(by: EventFilter, value: str) -> str | int | None:
    """Return a filter's value as the column compared with it holds it."""
    if by is EventFilter.FORM:
        return value
    return int(value) if by is EventFilter.SUBPROJECT else None


@cache
def _upcoming(by: EventFilter, fit: audience.Fit | None) -> tuple[Select[int], Select[Event, RegistrationState]]:
    """Return the statements that count the events of a list and select a page of it, the nearest first."""
    chosen = audience.IS_UPCOMING
    if by in _FILTERS:
        chosen = and_(chosen, _FILTERS[by])
    if fit is not None:
        chosen = and_(chosen, audience.is_for(fit))
    counted = select(func.count()).select_from(Event).where(chosen)
    selected = (
        select(Event, Registration.state)
        .outerjoin(Registration, _IS_BOOKED)
        .where(chosen)
        .order_by(Event.starts_at, Event.id)
        .offset(bindparam("offset", type_=Integer))
        .limit(bindparam("limit", type_=Integer))
        .options(lazyload("*"))
    )
    return counted, selected


_FORMS = select(Event.form, func.count()).where(audience.IS_UPCOMING).group_by(Event.form)
_SUBPROJECTS = (
    select(Subproject.id, Subproject.title, func.count())
    .join(Event, Event.subproject_id == Subproject.id)
    .where(audience.IS_UPCOMING)
    .group_by(Subproject.id, Subproject.title)
)


def filter_options(db: Session, by: EventFilter, now: datetime) -> list[FilterOption]:
    """Return the forms or subprojects that have upcoming events."""
    if by is EventFilter.SUBPROJECT:
        rows = db.execute(_SUBPROJECTS, {"now": now})
        options = [FilterOption(str(number), title, count) for number, title, count in rows]
        return sorted(options, key=lambda option: option.title)
    counts = {form: int(count) for form, count in db.execute(_FORMS, {"now": now})}
    own = network_forms(db)
    return [FilterOption(code, own.get(code, ""), counts[code]) for code in form_codes(db) if code in counts]


_EVENT = (
    select(Event)
    .where(Event.id == bindparam("event"))
    .options(defaultload(Event.responsible).lazyload(Teacher.organization))
)


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
        speakers=speakers_of(db, event.id),
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


def _subproject_title(db: Session, value: str) -> str:
    subproject = db.get(Subproject, int(value)) if value.isdecimal() and len(value) < 10 else None
    return subproject.title if subproject else ""


def _points(rules: Network, event: Event) -> tuple[tuple[str, int], ...]:
    """Return the points of each role at this event, the smallest first; roles without points are left out."""
    points_of = scale(event.level, rules.point_rules, rules.point_policy)
    found = [(role.value, points) for role, points in points_of if points]
    return tuple(sorted(found, key=lambda pair: pair[1]))
