"""Actions for one person or one event leave the bookings of others alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Event, EventForm, EventFormat, EventState, OutboxMessage, Registration, RegistrationState
from services.actors import Actor
from services.events import audience, seats
from services.events.refusals import SignUpClosed
from services.events.waiting_list import OfferEnded, expire_offers, offer_free_seats
from services.stored import name_of
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher

CANCELLED, CONFIRMED = RegistrationState.CANCELLED, RegistrationState.CONFIRMED
EXPIRED, OFFERED, WAITLISTED = RegistrationState.EXPIRED, RegistrationState.OFFERED, RegistrationState.WAITLISTED
NIGHT = NOW.replace(hour=18)
"""23:00 in the network's zone."""


@pytest.fixture(autouse=True)
def _network(db: Session) -> None:
    make_network(db)


@pytest.fixture
def nina(db: Session) -> Actor:
    return make_actor(db, make_teacher(db, "Агеева Нина"))


@pytest.fixture
def oleg(db: Session) -> Actor:
    return make_actor(db, make_teacher(db, "Гладышев Олег"))


def states(db: Session, actor: Actor) -> dict[int, RegistrationState]:
    """The state of a person's newest booking of each event."""
    statement = select(Registration).where(Registration.teacher_id == actor.require_teacher().id)
    return {row.event_id: row.state for row in db.scalars(statement.order_by(Registration.id)).unique()}


def offer_to(db: Session, waiting: Actor, taker: Actor, *, days: int = 6) -> Event:
    """An event whose only seat is offered to somebody who waited for it."""
    event = make_event(db, capacity=1, days=days)
    seats.sign_up(db, taker, event.id, NOW)
    seats.join_waiting_list(db, waiting, event.id, NOW)
    seats.cancel(db, taker, event.id, NOW)
    assert states(db, waiting)[event.id] is OFFERED
    return event


def open_offer(db: Session, event: Event) -> Registration:
    statement = select(Registration).where(Registration.event_id == event.id, Registration.state == OFFERED)
    return db.scalars(statement).unique().one()


def test_a_person_who_leaves_cancels_no_booking_of_others(db: Session, nina: Actor, oleg: Actor) -> None:
    both, only_oleg = make_event(db), make_event(db, days=7)
    seats.sign_up(db, nina, both.id, NOW)
    seats.sign_up(db, oleg, both.id, NOW)
    seats.sign_up(db, oleg, only_oleg.id, NOW)

    seats.cancel_all_bookings(db, nina.require_teacher().id, NOW)

    assert states(db, nina) == {both.id: CANCELLED}
    assert states(db, oleg) == {both.id: CONFIRMED, only_oleg.id: CONFIRMED}
    assert both.taken == 1


def test_a_person_who_leaves_keeps_the_bookings_of_past_events(db: Session, nina: Actor) -> None:
    past, coming = make_event(db, days=1), make_event(db, days=9)
    for event in (past, coming):
        seats.sign_up(db, nina, event.id, NOW)

    seats.cancel_all_bookings(db, nina.require_teacher().id, NOW + timedelta(days=3))

    assert states(db, nina) == {past.id: CONFIRMED, coming.id: CANCELLED}


def test_a_cancelled_event_ends_only_bookings_that_were_active(db: Session, nina: Actor, oleg: Actor) -> None:
    event, other = make_event(db), make_event(db, days=7)
    seats.sign_up(db, nina, event.id, NOW)
    seats.cancel(db, nina, event.id, NOW)
    seats.sign_up(db, oleg, event.id, NOW)
    seats.sign_up(db, oleg, other.id, NOW)
    event.state = EventState.CANCELLED

    ended = seats.end_sign_ups(db, event, NOW + timedelta(hours=1))

    assert [row.teacher_id for row in ended] == [oleg.require_teacher().id]
    assert states(db, oleg) == {event.id: CANCELLED, other.id: CONFIRMED}
    first = db.scalars(select(Registration).where(Registration.teacher_id == nina.require_teacher().id)).unique().one()
    assert first.ended_at == NOW
    assert ended[0].ended_at == NOW + timedelta(hours=1)


def test_an_offer_of_another_event_does_not_end_with_this_one(db: Session, nina: Actor, oleg: Actor) -> None:
    soon, later = offer_to(db, nina, oleg, days=3), offer_to(db, nina, oleg, days=60)
    until = open_offer(db, soon).offer_expires_at
    assert until is not None
    open_offer(db, later).offer_expires_at = until + timedelta(days=5)

    offer_free_seats(db, soon, NOW)
    assert states(db, nina) == {soon.id: OFFERED, later.id: OFFERED}, "an open offer is kept"

    expire_offers(db, until)
    assert states(db, nina) == {soon.id: EXPIRED, later.id: OFFERED}
    ended = db.scalars(select(Registration).where(Registration.state == EXPIRED)).unique().one()
    assert ended.ended_at == until


def test_offers_of_two_events_that_end_together_free_one_seat_each(db: Session, nina: Actor, oleg: Actor) -> None:
    events = offer_to(db, nina, oleg, days=6), offer_to(db, nina, oleg, days=7)
    for event in events:
        open_offer(db, event).offer_expires_at = NOW + timedelta(hours=2)

    expire_offers(db, NOW + timedelta(hours=2))

    assert states(db, nina) == {event.id: EXPIRED for event in events}
    assert [event.taken for event in events] == [0, 0]


def test_of_two_offers_at_one_event_only_the_expired_one_ends(db: Session, nina: Actor, oleg: Actor) -> None:
    event = make_event(db, capacity=2)
    takers = [make_actor(db, make_teacher(db, name)) for name in ("Ежова Людмила", "Вольская Анна")]
    for taker in takers:
        seats.sign_up(db, taker, event.id, NOW)
    for waiting in (nina, oleg):
        seats.join_waiting_list(db, waiting, event.id, NOW)
    for taker in takers:
        seats.cancel(db, taker, event.id, NOW)
    first, second = db.scalars(
        select(Registration).where(Registration.state == OFFERED).order_by(Registration.id)
    ).unique()
    first.offer_expires_at, second.offer_expires_at = NOW + timedelta(hours=9), NOW + timedelta(hours=2)

    expire_offers(db, NOW + timedelta(hours=2))

    assert (first.state, second.state) == (OFFERED, EXPIRED)
    notice = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(OfferEnded))).one()
    assert notice.payload["data"] == {"registration": second.id}


def test_an_offer_that_ends_at_night_is_reported_in_the_morning(db: Session, nina: Actor, oleg: Actor) -> None:
    event = offer_to(db, nina, oleg)
    open_offer(db, event).offer_expires_at = NIGHT

    expire_offers(db, NIGHT)

    notice = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(OfferEnded))).one()
    assert notice.not_before > NIGHT
    assert notice.expires_at == event.starts_at


def test_a_cancelled_seat_offered_again_is_taken_back_as_the_offer(db: Session, nina: Actor, oleg: Actor) -> None:
    event = offer_to(db, nina, oleg)

    booking = seats.restore(db, nina, event.id, NOW + timedelta(minutes=5))

    assert booking.registration.state is CONFIRMED
    assert booking.registration.confirmed_at == NOW + timedelta(minutes=5)
    assert db.query(Registration).filter(Registration.teacher_id == nina.require_teacher().id).count() == 1
    assert event.taken == 1


def test_a_seat_cancelled_at_another_event_gives_no_way_past_the_deadline(db: Session, nina: Actor) -> None:
    other = make_event(db, days=5)
    seats.sign_up(db, nina, other.id, NOW)
    seats.cancel(db, nina, other.id, NOW)
    closed = make_event(db, days=8, deadline=NOW - timedelta(hours=1))

    with pytest.raises(SignUpClosed):
        seats.restore(db, nina, closed.id, NOW)


def test_the_nearest_kind_of_event_is_offered_instead(db: Session, nina: Actor) -> None:
    closed_to_all = make_event(db, "Для библиотекарей", posts=["librarian"], form=EventForm.SEMINAR)
    make_event(db, "Лекция очно", days=7, form=EventForm.LECTURE)
    make_event(db, "Лекция онлайн", days=8, form=EventForm.LECTURE, format=EventFormat.ONLINE)
    seminar = make_event(db, "Семинар", days=9, form=EventForm.SEMINAR)

    found = audience.open_alternative(db, closed_to_all, nina.require_teacher(), NOW)

    assert found is not None
    assert found.id == seminar.id

    seats.sign_up(db, nina, seminar.id, NOW)
    found = audience.open_alternative(db, closed_to_all, nina.require_teacher(), NOW)
    assert found is not None
    assert found.title == "Лекция онлайн"
