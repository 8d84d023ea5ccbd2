"""Booking and cancelling a seat; every function here locks the event first, so that no seat is given twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ACTIVE_STATES, SEATED_STATES, Event, EventState, Registration, RegistrationState, Teacher
from models.base import add_new
from services.actors import Actor
from services.events import audience
from services.events.audience import Mismatch
from services.events.refusals import (
    AlreadySignedUp,
    AlreadyWaiting,
    EventCancelled,
    EventFull,
    EventPast,
    NotForYou,
    NotSignedUp,
    OfferEnded,
    SignUpClosed,
    TooLateToCancel,
)
from services.events.schedule import clashing
from services.events.waiting_list import (
    active_registration,
    free_seat,
    lock_event,
    next_queue_time,
    offer_free_seats,
    place_in_list,
    take_seat,
)
from services.refusals import NotFound, NotYours
from services.reminder_rules import ComingReminder, coming_reminders


@dataclass(frozen=True, slots=True)
class Booking:
    """A person's booking: a seat, an offered seat that is held for them, or a place in the waiting list.

    `clashes`: other events of the person at the same time; `reminders`: those that a person with a seat will get.
    """

    event: Event
    registration: Registration
    place_in_list: int | None
    clashes: tuple[Event, ...] = ()
    reminders: tuple[ComingReminder, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelledBooking:
    """A booking that was cancelled while in state `was`; `restorable`: its seat is free and may be taken back."""

    event: Event
    was: RegistrationState
    restorable: bool


def sign_up(db: Session, actor: Actor, event_id: int, now: datetime) -> Booking:
    """Take a seat; while others wait for the free seats, the person joins the waiting list behind them."""
    teacher = actor.require_teacher()
    event = lock_event(db, event_id)
    offer = _open_offer(db, event, teacher, now)
    if offer is not None:
        return _accept(db, event, offer, now)
    _require_open(db, event, teacher, now)
    if event.seats_left == 0:
        raise EventFull(event)
    return _book_or_queue(db, event, teacher, now)


def join_waiting_list(db: Session, actor: Actor, event_id: int, now: datetime) -> Booking:
    """Join the waiting list, or take a seat if one has become free."""
    teacher = actor.require_teacher()
    event = lock_event(db, event_id)
    offer = _open_offer(db, event, teacher, now)
    if offer is not None:
        return _accept(db, event, offer, now)
    _require_open(db, event, teacher, now)
    return _book_or_queue(db, event, teacher, now)


def restore(db: Session, actor: Actor, event_id: int, now: datetime) -> Booking:
    """Take back a cancelled seat while it is free; this is possible until the start, even after the deadline."""
    teacher = actor.require_teacher()
    event = lock_event(db, event_id)
    offer = _open_offer(db, event, teacher, now)
    if offer is not None:
        return _accept(db, event, offer, now)
    if not _had_cancelled_seat(db, event, teacher):
        return sign_up(db, actor, event_id, now)
    offer_free_seats(db, event, now)
    if not take_seat(db, event):
        raise EventFull(event)
    sign_up_again = _SignUp(teacher, RegistrationState.CONFIRMED)
    return _booking(db, event, _insert_registration(db, event, sign_up_again, now), now)


def accept_offer(db: Session, actor: Actor, registration_id: int, now: datetime) -> Booking:
    """Take an offered seat."""
    event, registration = _own_registration(db, actor, registration_id)
    offer = _open_offer(db, event, actor.require_teacher(), now)
    if offer is None or offer.id != registration.id:
        raise OfferEnded(event)
    return _accept(db, event, offer, now)


def decline_offer(db: Session, actor: Actor, registration_id: int, now: datetime) -> CancelledBooking:
    """Decline an offered seat; it is offered to the next person in the list."""
    event, registration = _own_registration(db, actor, registration_id)
    if event.state is EventState.CANCELLED:
        raise EventCancelled(event)
    if registration.state is RegistrationState.CONFIRMED:
        raise AlreadySignedUp(event)
    if registration.state is not RegistrationState.OFFERED:
        raise OfferEnded(event)
    _end(db, event, registration, RegistrationState.DECLINED, now)
    return CancelledBooking(event, RegistrationState.OFFERED, restorable=False)


def cancel(db: Session, actor: Actor, event_id: int, now: datetime) -> CancelledBooking:
    """Cancel a booking before the event begins."""
    teacher = actor.require_teacher()
    event = lock_event(db, event_id)
    registration = _to_cancel(db, event, teacher, now)
    was = registration.state
    ended = RegistrationState.DECLINED if was is RegistrationState.OFFERED else RegistrationState.CANCELLED
    _end(db, event, registration, ended, now)
    return CancelledBooking(event, was, restorable=was is RegistrationState.CONFIRMED and event.seats_left != 0)


def about_to_cancel(db: Session, actor: Actor, event_id: int, now: datetime) -> Booking:
    """Return the booking that `cancel` would end, for the question before it."""
    teacher = actor.require_teacher()
    event = lock_event(db, event_id)
    registration = _to_cancel(db, event, teacher, now)
    return Booking(event, registration, place_in_list(db, registration))


def cancel_all_bookings(db: Session, teacher_id: int, now: datetime) -> None:
    """Cancel all bookings of a person for events that have not begun."""
    statement = (
        select(Registration.event_id)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.teacher_id == teacher_id, Registration.state.in_(ACTIVE_STATES), Event.starts_at > now)
        .order_by(Registration.event_id)
    )
    for event_id in db.scalars(statement).all():
        event = lock_event(db, event_id)
        registration = active_registration(db, event_id, teacher_id)
        if registration is not None:
            _end(db, event, registration, RegistrationState.CANCELLED, now)


def set_capacity(db: Session, event: Event, capacity: int | None, now: datetime) -> Event:
    """Set the number of seats (None: no limit) and offer new ones to the waiting list.

    A lower number expels nobody: no seat is given until enough people have cancelled. The caller checks the right.
    """
    locked = lock_event(db, event.id)
    before = locked.capacity
    if capacity is not None and (before is None or capacity < before):
        locked.taken_when_reduced = locked.taken
    locked.capacity = capacity
    db.flush()
    offer_free_seats(db, locked, now)
    return locked


def end_sign_ups(db: Session, event: Event, now: datetime) -> list[Registration]:
    """End and return all active sign-ups of an event whose state the caller has set to cancelled."""
    locked = lock_event(db, event.id)
    statement = (
        select(Registration)
        .where(Registration.event_id == locked.id, Registration.state.in_(ACTIVE_STATES))
        .order_by(Registration.id)
    )
    ended = list(db.scalars(statement.execution_options(populate_existing=True)).unique())
    for registration in ended:
        registration.state = RegistrationState.CANCELLED
        registration.ended_at = now
    locked.taken = 0
    db.flush()
    return ended


def join_as_walk_in(db: Session, event: Event, teacher: Teacher, now: datetime) -> Registration:
    """Sign up a person who came without a seat; walk-ins take no seats. The caller checks the right."""
    locked = lock_event(db, event.id)
    registration = active_registration(db, locked.id, teacher.id)
    if registration is None:
        return _insert_registration(db, locked, _SignUp(teacher, RegistrationState.CONFIRMED, walk_in=True), now)
    if registration.state is not RegistrationState.CONFIRMED:
        registration.walk_in = registration.state is RegistrationState.WAITLISTED
        registration.state = RegistrationState.CONFIRMED
        registration.confirmed_at = now
        registration.offer_expires_at = None
        db.flush()
    return registration


def _open_offer(db: Session, event: Event, teacher: Teacher, now: datetime) -> Registration | None:
    """Return the person's open offer, if any; refuse a sign-up that cannot succeed."""
    if event.state is EventState.DRAFT:
        raise NotFound()
    if event.state is EventState.CANCELLED:
        raise EventCancelled(event)
    if now >= event.starts_at:
        raise EventPast(event)
    active = active_registration(db, event.id, teacher.id)
    if active is None:
        return None
    if active.state is RegistrationState.CONFIRMED:
        raise AlreadySignedUp(event)
    if active.state is RegistrationState.WAITLISTED:
        raise AlreadyWaiting(event, place=place_in_list(db, active) or 1)
    if active.offer_expires_at is not None and active.offer_expires_at <= now:
        raise OfferEnded(event)
    return active


def _require_open(db: Session, event: Event, teacher: Teacher, now: datetime) -> None:
    if now >= event.signup_closes_at:
        raise SignUpClosed(event)
    why = audience.mismatch(db, event, teacher)
    if why is not None:
        codes = {Mismatch.POST: event.posts, Mismatch.SUBJECT: event.subjects, Mismatch.STATUS: event.org_statuses}[why]
        raise NotForYou(event, why.value, codes, audience.open_alternative(db, event, teacher, now))


def _book_or_queue(db: Session, event: Event, teacher: Teacher, now: datetime) -> Booking:
    """Offer free seats to those who wait, then take a seat for the person or add them to the list."""
    offer_free_seats(db, event, now)
    state = RegistrationState.CONFIRMED if take_seat(db, event) else RegistrationState.WAITLISTED
    return _booking(db, event, _insert_registration(db, event, _SignUp(teacher, state), now), now)


@dataclass(frozen=True, slots=True)
class _SignUp:
    teacher: Teacher
    state: RegistrationState
    walk_in: bool = False


def _insert_registration(db: Session, event: Event, new: _SignUp, now: datetime) -> Registration:
    """Insert the sign-up; the unique index refuses a second one even without the lock."""
    confirmed = new.state is RegistrationState.CONFIRMED
    values = {
        "event_id": event.id,
        "teacher_id": new.teacher.id,
        "state": new.state,
        "created_at": now,
        "queued_at": None if confirmed else next_queue_time(db, event, now),
        "confirmed_at": now if confirmed else None,
        "walk_in": new.walk_in,
        "agreed_version": event.version,
    }
    registration = add_new(db, Registration, values)
    if registration is None:
        raise AlreadySignedUp(event)
    return registration


def _accept(db: Session, event: Event, registration: Registration, now: datetime) -> Booking:
    registration.state = RegistrationState.CONFIRMED
    registration.confirmed_at = now
    registration.offer_expires_at = None
    registration.agreed_version = event.version
    db.flush()
    return _booking(db, event, registration, now)


def _end(db: Session, event: Event, registration: Registration, state: RegistrationState, now: datetime) -> None:
    """End a sign-up; a counted seat is offered to the next person in the same transaction."""
    frees_seat = registration.state in SEATED_STATES and not registration.walk_in
    registration.state = state
    registration.ended_at = now
    registration.offer_expires_at = None
    db.flush()
    if frees_seat:
        free_seat(db, event)
        offer_free_seats(db, event, now)


def _booking(db: Session, event: Event, registration: Registration, now: datetime) -> Booking:
    confirmed = registration.state is RegistrationState.CONFIRMED
    return Booking(
        event,
        registration,
        place_in_list(db, registration),
        clashing(db, event, registration.teacher_id),
        coming_reminders(db, event, now) if confirmed else (),
    )


def _own_registration(db: Session, actor: Actor, registration_id: int) -> tuple[Event, Registration]:
    teacher = actor.require_teacher()
    found = db.get(Registration, registration_id)
    if found is None:
        raise NotFound()
    if found.teacher_id != teacher.id:
        raise NotYours()
    event = lock_event(db, found.event_id)
    db.refresh(found)
    return event, found


def _to_cancel(db: Session, event: Event, teacher: Teacher, now: datetime) -> Registration:
    if event.state is EventState.CANCELLED:
        raise EventCancelled(event)
    registration = active_registration(db, event.id, teacher.id)
    if registration is None:
        raise NotSignedUp(event)
    if now >= event.starts_at:
        raise TooLateToCancel(event)
    return registration


def _had_cancelled_seat(db: Session, event: Event, teacher: Teacher) -> bool:
    statement = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.teacher_id == teacher.id)
        .order_by(Registration.id.desc())
        .limit(1)
    )
    last = db.scalars(statement).unique().first()
    return last is not None and last.state is RegistrationState.CANCELLED and last.confirmed_at is not None
