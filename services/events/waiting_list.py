"""The waiting list: free seats are offered in its order and held for a limited time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, literal_column, or_, select, update
from sqlalchemy.orm import Session, aliased, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from models import ACTIVE_STATES, Account, Event, EventState, Network, Registration, RegistrationState
from models.base import table_of
from services.network import network
from services.notices import Notice, Window, notify_teacher, notify_teachers
from services.quiet_hours import active_time_between, add_active_time, after_quiet_hours, earliest_delivery_time
from services.refusals import NotFound

LONGEST_HOLD = timedelta(hours=12)
SHORTEST_HOLD = timedelta(minutes=15)
UNLIMITED = 1_000_000_000
"""More seats than people."""

_EVENT: ColumnElement[int] = bindparam("event")
_WAITLISTED: ColumnElement[str] = literal_column("'waitlisted'")
"""Spelled out: SQLite compares the condition of a partial index with a bound value, and prepares the statement anew at
each execution."""
_IS_WAITING = and_(Registration.event_id == _EVENT, Registration.state == _WAITLISTED)
_IS_REACHABLE = (
    select(Account.id).where(Account.teacher_id == Registration.teacher_id, Account.blocked_at.is_(None)).exists()
)
"""Condition: the person has an account that has not blocked the bot."""
_REGISTRATION = select(Registration).options(lazyload(Registration.teacher))
_AS_IT_IS = {"populate_existing": True}
"""Option: rows already in the session are read anew."""


@dataclass(frozen=True, slots=True)
class SeatOffered(Notice):
    registration: int


@dataclass(frozen=True, slots=True)
class OfferEnded(Notice):
    registration: int


@dataclass(frozen=True, slots=True)
class SeatOffer:
    """A free seat offered to one person and held for them until `registration.offer_expires_at`."""

    event: Event
    registration: Registration


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's active sign-up for an event, their number if they wait, and the length of the waiting list."""

    registration: Registration | None
    place_in_list: int | None
    waiting: int


_LOCK = (
    select(Event)
    .where(Event.id == _EVENT)
    .with_for_update(of=Event)
    .options(lazyload(Event.subproject), lazyload(Event.responsible))
    .execution_options(**_AS_IT_IS)
)


def lock_event(db: Session, event_id: int) -> Event:
    """Lock an event until the transaction ends, and read it anew; every change of its seats begins here.

    On SQLite the transaction itself is the lock. Several events are locked in the order of their ids. Raises NotFound.
    """
    event = db.scalar(_LOCK, {"event": event_id})
    if event is None:
        raise NotFound()
    return event


_seats = table_of(Event).c
_SEATS = update(table_of(Event)).where(_seats.id == _EVENT).returning(_seats.taken)
_THEN_TAKEN = _seats.taken + bindparam("more", type_=Integer)
_TAKE_SEATS = _SEATS.where(or_(_seats.capacity.is_(None), _seats.capacity >= _THEN_TAKEN)).values(taken=_THEN_TAKEN)
_FREE_SEAT = _SEATS.values(taken=_seats.taken - 1)


def take_seat(db: Session, event: Event) -> bool:
    """Count one more seat as taken if one is free, in a single statement."""
    return take_seats(db, event, 1)


def take_seats(db: Session, event: Event, count: int) -> bool:
    """Count more seats as taken if that number of them is free, in a single statement."""
    return _update_taken(db, event, _TAKE_SEATS, {"more": count})


def free_seat(db: Session, event: Event) -> None:
    _update_taken(db, event, _FREE_SEAT, {})


def _update_taken(db: Session, event: Event, statement: Any, values: dict[str, int]) -> bool:
    db.flush()
    taken = db.connection().scalar(statement, {"event": event.id} | values)
    if taken is None:
        return False
    set_committed_value(event, "taken", taken)
    return True


def _ahead_of(queued: Any, number: Any, of: Any = Registration) -> ColumnElement[bool]:
    """Return the condition that a person who waits comes before the one with these `queued_at` and id."""
    return or_(of.queued_at < queued, and_(of.queued_at == queued, of.id < number))


_IS_AHEAD = and_(_IS_WAITING, _ahead_of(bindparam("queued"), bindparam("number")))
_COUNT_BEFORE_PLACE = select(func.count()).where(_IS_AHEAD)


def place_in_list(db: Session, registration: Registration) -> int | None:
    """Return the number in the waiting list, from 1; None if the person does not wait."""
    if registration.state is not RegistrationState.WAITLISTED:
        return None
    return (db.scalar(_COUNT_BEFORE_PLACE, _place(registration)) or 0) + 1


def _place(registration: Registration) -> dict[str, Any]:
    """Return the parameters of `_IS_AHEAD`."""
    return {"event": registration.event_id, "queued": registration.queued_at, "number": registration.id}


_LAST_QUEUED = select(func.max(Registration.queued_at)).where(_IS_WAITING)


def next_queue_time(db: Session, event: Event, now: datetime) -> datetime:
    """Return the `queued_at` of a person who joins now: never before that of the last in the list."""
    last = db.scalar(_LAST_QUEUED, {"event": event.id})
    return max(last, now) if last else now


def hold_until(network: Network, event: Event, now: datetime) -> datetime:
    """Return the moment (UTC) until which a seat offered at `now` is held.

    Time counts from the delivery of the offer and outside quiet hours only: 12 hours, but at most half of the time left
    before the start, so that the next person has a chance too, and at least 15 minutes; never beyond the start. The
    deadline of sign-up does not shorten it: the people on the list signed up before it. If the event begins before
    quiet hours end, the offer is sent at once and holds until the start.
    """
    delivered = earliest_delivery_time(network, now, event.starts_at)
    half = active_time_between(network, delivered, event.starts_at) / 2
    span = min(LONGEST_HOLD, max(half, SHORTEST_HOLD))
    return min(add_active_time(network, delivered, span), event.starts_at)


_LONGEST_WAITING = (
    _REGISTRATION.where(_IS_WAITING, _IS_REACHABLE)
    .order_by(Registration.queued_at, Registration.id)
    .limit(bindparam("limit", type_=Integer))
    .execution_options(**_AS_IT_IS)
)
_PASS_BY = update(Registration).where(_IS_AHEAD).values(passed_by_at=bindparam("at"))
_PASS_BY = _PASS_BY.execution_options(synchronize_session=False)


def offer_free_seats(db: Session, event: Event, now: datetime) -> list[Registration]:
    """Offer the free seats of a locked event to those who have waited longest; nothing is offered after the start.

    People who have blocked the bot are skipped and keep their place. Seats stay free if nobody on the list can be
    reached.
    """
    if event.state is not EventState.PUBLISHED or now >= event.starts_at or event.seats_left == 0:
        return []
    limit = UNLIMITED if event.seats_left is None else event.seats_left
    offered = list(db.scalars(_LONGEST_WAITING, {"event": event.id, "limit": limit}))
    if not offered or not take_seats(db, event, len(offered)):
        return []
    rules = network(db)
    until = hold_until(rules, event, now)
    for registration in offered:
        registration.offered_at = now
        registration.state = RegistrationState.OFFERED
        registration.offer_expires_at = until
    db.flush()
    db.execute(_PASS_BY, {**_place(offered[-1]), "at": now})
    news = {registration.teacher_id: SeatOffered(registration.id) for registration in offered}
    notify_teachers(db, news, now, Window(earliest_delivery_time(rules, now, event.starts_at), until))
    return offered


_WAITS = select(Registration.id).where(
    Registration.event_id == Event.id, Registration.state == RegistrationState.WAITLISTED, _IS_REACHABLE
)
_WITH_FREE_SEATS = select(Event.id).where(
    Event.state == EventState.PUBLISHED,
    Event.starts_at > bindparam("now"),
    or_(Event.capacity.is_(None), Event.taken < Event.capacity),
)
_WITH_SEATS_TO_OFFER = _WITH_FREE_SEATS.where(_WAITS.exists())
_WITH_SEATS_FOR_PERSON = _WITH_FREE_SEATS.where(_WAITS.where(Registration.teacher_id == bindparam("teacher")).exists())
_WITH_ENDED_OFFERS = (
    select(Event.id)
    .join(Registration, Registration.event_id == Event.id)
    .where(
        Event.state == EventState.PUBLISHED,
        Registration.state == literal_column("'offered'"),  # spelled out, so that SQLite sees the partial index
        or_(Registration.offer_expires_at <= bindparam("now"), Event.starts_at <= bindparam("now")),
    )
)


def expire_offers(db: Session, now: datetime) -> None:
    """End unanswered offers and offer their seats to the next; called at every tick.

    Seats that became free in any other way while people wait are offered as well.
    """
    ended, to_offer = (db.scalars(events, {"now": now}) for events in (_WITH_ENDED_OFFERS, _WITH_SEATS_TO_OFFER))
    for event_id in sorted({*ended, *to_offer}):
        event = lock_event(db, event_id)
        _end_unanswered(db, event, now)
        offer_free_seats(db, event, now)


def mark_reachable(db: Session, account: Account, now: datetime) -> None:
    """Mark an account as reachable again and offer the seats that stayed free while its person could not be reached."""
    if account.blocked_at is None:
        return
    account.blocked_at = None
    db.flush()
    for event_id in sorted(db.scalars(_WITH_SEATS_FOR_PERSON, {"now": now, "teacher": account.teacher_id})):
        offer_free_seats(db, lock_event(db, event_id), now)


def _end_unanswered(db: Session, event: Event, now: datetime) -> None:
    statement = select(Registration).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.OFFERED
    )
    for registration in db.scalars(statement.execution_options(populate_existing=True)).unique():
        until = registration.offer_expires_at
        if now < event.starts_at and until is not None and now < until:
            continue
        registration.state = RegistrationState.EXPIRED
        registration.ended_at = now
        free_seat(db, event)
        if now < event.starts_at:
            window = Window(after_quiet_hours(network(db), now), event.starts_at)
            notify_teacher(db, registration.teacher_id, OfferEnded(registration.id), now, window)
    db.flush()


def load_offered_seat(db: Session, account: Account, notice: SeatOffered, _now: datetime) -> SeatOffer | None:
    """Return the offer of a notice; None if it was answered, has expired or the event was cancelled."""
    return _offer(db, account, notice.registration, RegistrationState.OFFERED)


def load_ended_offer(db: Session, account: Account, notice: OfferEnded, _now: datetime) -> SeatOffer | None:
    """Return the expired offer of a notice; None if the person has signed up again or the event was cancelled."""
    offer = _offer(db, account, notice.registration, RegistrationState.EXPIRED)
    if offer is None or active_registration(db, offer.event.id, offer.registration.teacher_id) is not None:
        return None
    return offer


def _offer(db: Session, account: Account, registration_id: int, state: RegistrationState) -> SeatOffer | None:
    registration = db.get(Registration, registration_id)
    if registration is None or registration.state is not state or registration.teacher_id != account.teacher_id:
        return None
    event = db.get_one(Event, registration.event_id)
    return SeatOffer(event, registration) if event.state is EventState.PUBLISHED else None


_IS_OWN = and_(
    Registration.event_id == _EVENT,
    Registration.teacher_id == bindparam("teacher"),
    Registration.state.in_([literal_column(f"'{state}'") for state in ACTIVE_STATES]),  # as in its partial index
)
_ACTIVE = _REGISTRATION.where(_IS_OWN).execution_options(**_AS_IT_IS)
_other = aliased(Registration)
_OTHERS = select(func.count(_other.id)).where(_other.state == _WAITLISTED)
_WAITING = _OTHERS.where(_other.event_id == _EVENT)
COUNT_AHEAD = (
    _OTHERS.where(
        _other.event_id == Registration.event_id, _ahead_of(Registration.queued_at, Registration.id, of=_other)
    )
    .correlate(Registration)
    .scalar_subquery()
)
"""Number of people who wait before the person of a selected row, who waits, too."""
_STANDING = (
    _REGISTRATION.add_columns(COUNT_AHEAD, _WAITING.scalar_subquery())
    .select_from(Event)
    .outerjoin(Registration, _IS_OWN)
    .where(Event.id == _EVENT)
    .execution_options(**_AS_IT_IS)
)


def active_registration(db: Session, event_id: int, teacher_id: int) -> Registration | None:
    """Return the person's active sign-up: a seat, an offer or a place in the waiting list."""
    return db.scalar(_ACTIVE, {"event": event_id, "teacher": teacher_id})


def standing(db: Session, event_id: int, teacher_id: int | None) -> Standing:
    """Return where a person stands with an event; without an id only the length of its waiting list."""
    registration, ahead, waiting = db.execute(_STANDING, {"event": event_id, "teacher": teacher_id}).one()
    waits = registration is not None and registration.state is RegistrationState.WAITLISTED
    return Standing(registration, ahead + 1 if waits else None, waiting)
