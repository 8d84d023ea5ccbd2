"""Bookings: seats taken and cancelled, refusals and their reasons."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Event,
    EventState,
    Registration,
    RegistrationState,
)
from services.actors import Actor
from services.events import seats
from services.events.refusals import (
    AlreadySignedUp,
    AlreadyWaiting,
    EventCancelled,
    EventFull,
    EventPast,
    NotForYou,
    NotSignedUp,
    OfferEnded,
    SeatRefusal,
    SignUpClosed,
    TooLateToCancel,
)
from services.events.waiting_list import expire_offers
from services.refusals import NotFound, NotYours, ProfileNeeded
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.invariants import broken_invariants

CONFIRMED, WAITLISTED, OFFERED = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)


@pytest.fixture(autouse=True)
def _network(db: Session) -> None:
    make_network(db)


def person(db: Session, name: str = "Бортникова Елена Юрьевна", **values: Any) -> Actor:
    return make_actor(db, make_teacher(db, name, **values))


def people(db: Session, count: int) -> list[Actor]:
    return [person(db, f"Участник{number} Анна Петровна") for number in range(count)]


def wall(day: int, hour: int) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC).replace(tzinfo=None)


def state_of(db: Session, actor: Actor, event: Event) -> RegistrationState | None:
    assert actor.teacher is not None
    statement = select(Registration.state).where(
        Registration.event_id == event.id, Registration.teacher_id == actor.teacher.id
    )
    return db.scalars(statement.order_by(Registration.id.desc())).first()


def spans(booking: seats.Booking) -> list[timedelta | None]:
    return [reminder.before for reminder in booking.reminders]


def test_a_seat_is_taken_and_counted(db: Session) -> None:
    event, nina = make_event(db, capacity=2), person(db)

    seat = seats.sign_up(db, nina, event.id, NOW)

    assert seat.registration.state is CONFIRMED
    assert (event.taken, event.seats_left) == (1, 1)
    assert spans(seat) == [timedelta(days=1), timedelta(hours=1)]
    assert broken_invariants(db, NOW) == []


def test_an_event_without_a_limit_takes_everybody(db: Session) -> None:
    event = make_event(db)
    for actor in people(db, 5):
        assert seats.sign_up(db, actor, event.id, NOW).registration.state is CONFIRMED
    assert event.taken == 5


def test_a_reminder_that_will_not_come_is_not_promised(db: Session) -> None:
    event, nina, pavel = make_event(db), person(db), person(db, "Гладышев Павел Олегович")

    soon = seats.sign_up(db, nina, event.id, event.starts_at - timedelta(hours=20))
    sooner = seats.sign_up(db, pavel, event.id, event.starts_at - timedelta(minutes=30))

    assert (spans(soon), spans(sooner)) == ([timedelta(hours=1)], [])


def test_without_a_profile_nobody_gets_a_seat(db: Session) -> None:
    event = make_event(db)
    for rule in (seats.sign_up, seats.join_waiting_list, seats.cancel, seats.restore):
        with pytest.raises(ProfileNeeded):
            rule(db, make_actor(db, None), event.id, NOW)


def test_a_second_sign_up_is_refused(db: Session) -> None:
    event, nina = make_event(db, capacity=1), person(db)
    seats.sign_up(db, nina, event.id, NOW)

    for rule in (seats.sign_up, seats.join_waiting_list, seats.restore):
        with pytest.raises(AlreadySignedUp):
            rule(db, nina, event.id, NOW)
    assert event.taken == 1


def test_a_full_event_still_takes_people_into_the_waiting_list(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second, third = people(db, 3)
    seats.sign_up(db, first, event.id, NOW)

    with pytest.raises(EventFull):
        seats.sign_up(db, second, event.id, NOW)
    assert seats.join_waiting_list(db, second, event.id, NOW).place_in_list == 1
    assert seats.join_waiting_list(db, third, event.id, NOW).place_in_list == 2
    with pytest.raises(AlreadyWaiting) as refused:
        seats.join_waiting_list(db, third, event.id, NOW)
    assert refused.value.values["place"] == 2


def test_joining_the_list_of_an_event_with_seats_takes_one(db: Session) -> None:
    event, nina = make_event(db, capacity=1), person(db)
    assert seats.join_waiting_list(db, nina, event.id, NOW).registration.state is CONFIRMED


@pytest.mark.parametrize(
    ("values", "at", "refusal"),
    [
        ({"deadline": NOW - timedelta(hours=1)}, NOW, SignUpClosed),
        ({"deadline": NOW}, NOW, SignUpClosed),
        ({"days": 0}, NOW + timedelta(hours=4), EventPast),
        ({"days": -3}, NOW, EventPast),
        ({"state": EventState.CANCELLED, "cancel_reason": "Карантин"}, NOW, EventCancelled),
        ({"state": EventState.DRAFT}, NOW, NotFound),
        ({"posts": ["librarian"]}, NOW, NotForYou),
        ({"subjects": ["physics"]}, NOW, NotForYou),
        ({"org_statuses": ["low_results"]}, NOW, NotForYou),
    ],
)
@pytest.mark.parametrize("rule", [seats.sign_up, seats.join_waiting_list])
def test_a_refused_sign_up_says_why(
    db: Session, rule: Any, values: dict[str, Any], at: datetime, refusal: type[Exception]
) -> None:
    event, nina = make_event(db, **values), person(db, subjects=["mathematics"])
    with pytest.raises(refusal):
        rule(db, nina, event.id, at)
    assert event.taken == 0


def test_signing_up_for_a_missing_event_is_refused(db: Session) -> None:
    with pytest.raises(NotFound):
        seats.sign_up(db, person(db), 77, NOW)


def test_a_clash_in_time_is_reported_and_allowed(db: Session) -> None:
    nina = person(db)
    first = make_event(db, "Первое")
    two_days = make_event(
        db,
        "Стажировка",
        starts=[wall(6, 10), wall(7, 16)],
        hours=8,
    )
    elsewhere = make_event(db, "Вечером", starts=[wall(7, 18)])
    seats.sign_up(db, nina, first.id, NOW)

    assert seats.sign_up(db, nina, elsewhere.id, NOW).clashes == ()
    assert seats.sign_up(db, nina, two_days.id, NOW).clashes == (first, elsewhere)


def test_cancelling_frees_the_seat_and_it_can_be_taken_back(db: Session) -> None:
    event, nina = make_event(db, capacity=1), person(db)
    seats.sign_up(db, nina, event.id, NOW)

    assert seats.cancel(db, nina, event.id, NOW).restorable
    assert event.taken == 0
    assert seats.restore(db, nina, event.id, NOW).registration.state is CONFIRMED
    assert event.taken == 1
    assert broken_invariants(db, NOW) == []


def test_a_seat_is_taken_back_after_the_deadline_but_not_after_the_start(db: Session) -> None:
    event, nina, pavel = make_event(db, capacity=3), person(db), person(db, "Гладышев Павел")
    seats.sign_up(db, nina, event.id, NOW)
    event.deadline = NOW + timedelta(hours=1)
    later = NOW + timedelta(hours=2)
    seats.cancel(db, nina, event.id, later)

    with pytest.raises(SignUpClosed):
        seats.restore(db, pavel, event.id, later)
    assert seats.restore(db, nina, event.id, later).registration.state is CONFIRMED
    seats.cancel(db, nina, event.id, later)
    with pytest.raises(EventPast):
        seats.restore(db, nina, event.id, event.starts_at)


def test_a_seat_passed_on_cannot_be_taken_back(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second = people(db, 2)
    seats.sign_up(db, first, event.id, NOW)
    seats.join_waiting_list(db, second, event.id, NOW)

    assert not seats.cancel(db, first, event.id, NOW).restorable
    with pytest.raises(EventFull):
        seats.restore(db, first, event.id, NOW)
    assert state_of(db, second, event) is OFFERED


def test_nothing_is_cancelled_twice_or_after_the_start(db: Session) -> None:
    event, nina = make_event(db), person(db)
    with pytest.raises(NotSignedUp):
        seats.cancel(db, nina, event.id, NOW)
    seats.sign_up(db, nina, event.id, NOW)
    with pytest.raises(TooLateToCancel):
        seats.cancel(db, nina, event.id, event.starts_at)
    seats.cancel(db, nina, event.id, NOW)
    with pytest.raises(NotSignedUp):
        seats.cancel(db, nina, event.id, NOW)
    assert event.taken == 0


def test_an_offer_is_answered_only_by_the_person_it_was_made_to(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second, third = people(db, 3)
    seats.sign_up(db, first, event.id, NOW)
    offered = seats.join_waiting_list(db, second, event.id, NOW).registration
    seats.cancel(db, first, event.id, NOW)

    for rule in (seats.accept_offer, seats.decline_offer):
        with pytest.raises(NotYours):
            rule(db, third, offered.id, NOW)
        with pytest.raises(NotFound):
            rule(db, second, 999, NOW)
    assert seats.accept_offer(db, second, offered.id, NOW).registration.state is CONFIRMED
    for rule in (seats.accept_offer, seats.decline_offer):
        with pytest.raises(AlreadySignedUp):
            rule(db, second, offered.id, NOW)


def test_signing_up_takes_the_seat_offered_to_the_person(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second = people(db, 2)
    seats.sign_up(db, first, event.id, NOW)
    seats.join_waiting_list(db, second, event.id, NOW)
    seats.cancel(db, first, event.id, NOW)

    assert seats.sign_up(db, second, event.id, NOW).registration.state is CONFIRMED
    assert event.taken == 1


def test_an_offer_that_ran_out_cannot_be_taken(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second = people(db, 2)
    seats.sign_up(db, first, event.id, NOW)
    offered = seats.join_waiting_list(db, second, event.id, NOW).registration
    seats.cancel(db, first, event.id, NOW)
    assert offered.offer_expires_at is not None
    late = offered.offer_expires_at

    with pytest.raises(OfferEnded):
        seats.accept_offer(db, second, offered.id, late)
    expire_offers(db, late)
    with pytest.raises(OfferEnded):
        seats.accept_offer(db, second, offered.id, late)
    assert event.taken == 0


def test_fewer_seats_expel_nobody_and_freeze_the_list(db: Session) -> None:
    event = make_event(db, capacity=3)
    first, second, third, fourth = people(db, 4)
    for actor in (first, second, third):
        seats.sign_up(db, actor, event.id, NOW)
    seats.join_waiting_list(db, fourth, event.id, NOW)

    seats.set_capacity(db, event, 1, NOW)
    assert event.taken == 3
    seats.cancel(db, first, event.id, NOW)
    seats.cancel(db, second, event.id, NOW)
    assert state_of(db, fourth, event) is WAITLISTED
    seats.cancel(db, third, event.id, NOW)
    assert state_of(db, fourth, event) is OFFERED
    assert broken_invariants(db, NOW) == []


def test_new_seats_are_offered_at_once(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second, third = people(db, 3)
    seats.sign_up(db, first, event.id, NOW)
    for actor in (second, third):
        seats.join_waiting_list(db, actor, event.id, NOW)

    seats.set_capacity(db, event, 2, NOW)
    assert (state_of(db, second, event), state_of(db, third, event)) == (OFFERED, WAITLISTED)
    seats.set_capacity(db, event, None, NOW)
    assert state_of(db, third, event) is OFFERED
    assert broken_invariants(db, NOW) == []


def test_a_walk_in_takes_no_seat(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, waiting, guest = people(db, 3)
    seats.sign_up(db, first, event.id, NOW)
    seats.join_waiting_list(db, waiting, event.id, NOW)

    for actor in (guest, waiting, first, guest):
        assert seats.join_as_walk_in(db, event, actor.require_teacher(), event.starts_at).state is CONFIRMED
    assert event.taken == 1
    assert db.scalar(select(func.count()).select_from(Registration)) == 3
    assert broken_invariants(db, event.starts_at) == []


def test_an_offered_seat_taken_at_the_door_stays_counted(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second = people(db, 2)
    seats.sign_up(db, first, event.id, NOW)
    seats.join_waiting_list(db, second, event.id, NOW)
    seats.cancel(db, first, event.id, NOW)

    assert not seats.join_as_walk_in(db, event, second.require_teacher(), NOW).walk_in
    assert event.taken == 1
    assert broken_invariants(db, NOW) == []


def test_cancelling_all_bookings_of_a_person_frees_their_seats(db: Session) -> None:
    nina, pavel = person(db), person(db, "Гладышев Павел")
    full, open_one, past = make_event(db, capacity=1), make_event(db, "Другое", days=9), make_event(db, days=-2)
    seats.join_as_walk_in(db, past, nina.require_teacher(), NOW)
    seats.sign_up(db, nina, full.id, NOW)
    seats.sign_up(db, nina, open_one.id, NOW)
    seats.join_waiting_list(db, pavel, full.id, NOW)

    seats.cancel_all_bookings(db, nina.require_teacher().id, NOW)

    assert state_of(db, nina, full) is RegistrationState.CANCELLED
    assert state_of(db, nina, past) is CONFIRMED
    assert state_of(db, pavel, full) is OFFERED
    assert open_one.taken == 0
    assert broken_invariants(db, NOW) == []


def test_a_cancelled_event_ends_every_sign_up_and_offers_nothing(db: Session) -> None:
    event = make_event(db, capacity=1)
    first, second = people(db, 2)
    seats.sign_up(db, first, event.id, NOW)
    seats.join_waiting_list(db, second, event.id, NOW)
    event.state, event.cancelled_at = EventState.CANCELLED, NOW

    assert len(seats.end_sign_ups(db, event, NOW)) == 2
    assert event.taken == 0
    assert state_of(db, second, event) is RegistrationState.CANCELLED
    with pytest.raises(EventCancelled):
        seats.cancel(db, first, event.id, NOW)


def test_a_refusal_carries_plain_values_only(db: Session) -> None:
    event = make_event(db, deadline=NOW)
    with pytest.raises(SeatRefusal) as refused:
        seats.sign_up(db, person(db), event.id, NOW)
    assert all(isinstance(value, str | int) for value in refused.value.values.values())
    assert refused.value.values["closed"] == "2026-10-01T10:00"
