"""The waiting list: offers in its order, the time a seat is held, unreachable people."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models import Event, EventState, Network, OutboxMessage, Registration, RegistrationState
from services.actors import Actor
from services.events import seats
from services.events.waiting_list import (
    OfferEnded,
    SeatOffered,
    expire_offers,
    hold_until,
    load_ended_offer,
    load_offered_seat,
    mark_reachable,
    place_in_list,
)
from services.notices import Notice
from services.stored import name_of
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.invariants import broken_invariants

OFFERED, WAITLISTED, EXPIRED = RegistrationState.OFFERED, RegistrationState.WAITLISTED, RegistrationState.EXPIRED
HOUR = timedelta(hours=1)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of October 2026 in the network's zone, UTC+5."""
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC) - 5 * HOUR


@pytest.fixture(autouse=True)
def rules(db: Session) -> Network:
    return make_network(db)


@pytest.fixture
def actors(db: Session) -> list[Actor]:
    names = ["Агеева Нина", "Бортникова Елена", "Вольская Анна", "Гладышев Павел", "Ежова Людмила"]
    return [make_actor(db, make_teacher(db, name)) for name in names]


def full_event(db: Session, actors: list[Actor], **values: object) -> tuple[Event, list[Registration]]:
    """An event with one seat, taken by the first person; the others wait in their order."""
    event = make_event(db, capacity=1, **values)  # type: ignore[arg-type]  # any column
    taken = seats.sign_up(db, actors[0], event.id, NOW).registration
    waiting = [
        seats.join_waiting_list(db, actor, event.id, NOW + timedelta(minutes=number)).registration
        for number, actor in enumerate(actors[1:])
    ]
    return event, [taken, *waiting]


def notices(db: Session, kind: type[Notice]) -> list[OutboxMessage]:
    return list(db.scalars(select(OutboxMessage).where(OutboxMessage.kind == name_of(kind)).order_by(OutboxMessage.id)))


def test_the_first_in_the_list_is_offered_the_seat_at_once(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, *_) = full_event(db, actors)

    seats.cancel(db, actors[0], event.id, NOW + HOUR)

    assert (second.state, third.state) == (OFFERED, WAITLISTED)
    assert place_in_list(db, third) == 1
    notice = notices(db, SeatOffered)
    assert [row.account_id for row in notice] == [actors[1].account.id]
    assert notice[0].not_before == NOW + HOUR
    assert notice[0].expires_at == second.offer_expires_at
    assert event.taken == 1
    assert broken_invariants(db, NOW + HOUR) == []


@pytest.mark.parametrize("ending", ["declined", "cancelled", "expired"])
def test_an_unused_offer_goes_to_the_next_person_at_once(db: Session, actors: list[Actor], ending: str) -> None:
    event, (_, second, third, fourth, _) = full_event(db, actors)
    seats.cancel(db, actors[0], event.id, NOW)
    assert second.offer_expires_at is not None
    at = second.offer_expires_at

    if ending == "declined":
        seats.decline_offer(db, actors[1], second.id, at - HOUR)
    elif ending == "cancelled":
        seats.cancel(db, actors[1], event.id, at - HOUR)
    else:
        expire_offers(db, at - timedelta(seconds=1))
        assert second.state is OFFERED
        expire_offers(db, at)

    assert second.state is (EXPIRED if ending == "expired" else RegistrationState.DECLINED)
    assert (third.state, fourth.state) == (OFFERED, WAITLISTED)
    assert len(notices(db, OfferEnded)) == (ending == "expired")
    assert broken_invariants(db, at) == []


def test_an_expired_offer_is_handled_once(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors)
    seats.cancel(db, actors[0], event.id, NOW)
    assert second.offer_expires_at is not None
    for _ in range(2):
        expire_offers(db, second.offer_expires_at)
    assert len(notices(db, OfferEnded)) == 1
    assert len(notices(db, SeatOffered)) == 2


def test_an_empty_list_leaves_the_seat_free(db: Session, actors: list[Actor]) -> None:
    event, (_, second) = full_event(db, actors[:2])
    seats.cancel(db, actors[0], event.id, NOW)
    seats.decline_offer(db, actors[1], second.id, NOW)
    assert event.taken == 0
    assert seats.sign_up(db, actors[2], event.id, NOW).registration.state is RegistrationState.CONFIRMED


def test_nothing_is_offered_after_the_start(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, *_) = full_event(db, actors)
    seats.cancel(db, actors[0], event.id, event.starts_at - timedelta(minutes=5))
    assert second.offer_expires_at == event.starts_at

    expire_offers(db, event.starts_at)

    assert (second.state, third.state) == (EXPIRED, WAITLISTED)
    assert event.taken == 0
    assert notices(db, OfferEnded) == []
    seats.set_capacity(db, event, 5, event.starts_at)
    assert third.state is WAITLISTED


def test_a_seat_that_became_free_in_another_way_is_offered_by_the_tick(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors)
    event.capacity = 2
    db.flush()
    assert ("I4", event.id, 4) in broken_invariants(db, NOW)

    expire_offers(db, NOW)

    assert second.state is OFFERED
    assert broken_invariants(db, NOW) == []


def test_a_sign_up_joins_the_list_behind_those_who_wait_for_a_free_seat(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors[:2])
    event.capacity = 2
    db.flush()

    seat = seats.sign_up(db, actors[3], event.id, NOW)

    assert second.state is OFFERED
    assert seat.registration.state is WAITLISTED
    assert seat.place_in_list == 1


def test_the_number_in_the_list_moves_up(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, fourth, fifth) = full_event(db, actors)
    assert [place_in_list(db, row) for row in (second, third, fourth, fifth)] == [1, 2, 3, 4]
    seats.cancel(db, actors[2], event.id, NOW)
    assert [place_in_list(db, row) for row in (second, fourth, fifth)] == [1, 2, 3]


def test_an_earlier_clock_does_not_jump_the_list(db: Session, actors: list[Actor]) -> None:
    event = make_event(db, capacity=1)
    seats.sign_up(db, actors[0], event.id, NOW)
    seats.join_waiting_list(db, actors[1], event.id, NOW + HOUR)
    assert seats.join_waiting_list(db, actors[2], event.id, NOW).place_in_list == 2


@pytest.mark.parametrize(
    ("freed", "starts", "until"),
    [
        (local(1, 9), local(20, 14), local(1, 21)),  # a whole day: 12 hours
        (local(1, 15), local(20, 14), local(2, 14)),  # the night does not count
        (local(1, 23), local(20, 14), local(2, 20)),  # delivered in the morning, counted from then
        (local(7, 8), local(7, 14), local(7, 11)),  # half of the time left
        (local(6, 20), local(7, 10), local(7, 8, 30)),  # half of three hours that are not quiet
        (local(7, 13, 40), local(7, 14), local(7, 13, 55)),  # at least a quarter of an hour
        (local(7, 13, 50), local(7, 14), local(7, 14)),  # never beyond the start
        (local(7, 23), local(8, 7), local(8, 7)),  # the event begins before quiet hours end
    ],
)
def test_a_seat_is_held_for_a_fair_time(
    db: Session, rules: Network, freed: datetime, starts: datetime, until: datetime
) -> None:
    wall = (starts + 5 * HOUR).replace(tzinfo=None)
    assert hold_until(rules, make_event(db, starts=[wall]), freed) == until


def test_without_quiet_hours_every_hour_counts(db: Session, rules: Network) -> None:
    rules.quiet_from = rules.quiet_to = time(0)
    assert hold_until(rules, make_event(db, days=20), local(1, 23)) == local(2, 11)


def test_the_waiting_list_moves_on_after_the_deadline_of_sign_up(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors)
    event.deadline = NOW + 2 * HOUR
    seats.cancel(db, actors[0], event.id, NOW + 3 * HOUR)
    assert second.state is OFFERED
    assert seats.accept_offer(db, actors[1], second.id, NOW + 4 * HOUR).registration is second


def test_an_offer_made_at_night_is_sent_in_the_morning(db: Session, actors: list[Actor]) -> None:
    event, _ = full_event(db, actors, days=20)
    seats.cancel(db, actors[0], event.id, local(1, 23))
    assert notices(db, SeatOffered)[0].not_before == local(2, 8)


def test_an_offer_for_an_event_before_the_end_of_quiet_hours_is_sent_at_once(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors, starts=[(local(8, 7) + 5 * HOUR).replace(tzinfo=None)])
    freed = event.starts_at - 9 * HOUR
    seats.cancel(db, actors[0], event.id, freed)
    row = notices(db, SeatOffered)[0]
    assert (row.not_before, row.expires_at) == (freed, event.starts_at)
    assert second.offer_expires_at == event.starts_at


def test_an_offer_notice_is_valid_only_while_the_offer_is_open(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors)
    seats.cancel(db, actors[0], event.id, NOW)
    account, offered = actors[1].account, SeatOffered(second.id)

    offer = load_offered_seat(db, account, offered, NOW)
    assert offer is not None
    assert offer.registration is second
    assert load_offered_seat(db, actors[2].account, offered, NOW) is None
    assert load_ended_offer(db, account, OfferEnded(second.id), NOW) is None
    event.state = EventState.CANCELLED
    assert load_offered_seat(db, account, offered, NOW) is None
    event.state = EventState.PUBLISHED
    seats.accept_offer(db, actors[1], second.id, NOW)
    assert load_offered_seat(db, account, offered, NOW) is None


def test_the_end_of_an_offer_is_not_announced_to_a_person_who_joined_again(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors)
    seats.cancel(db, actors[0], event.id, NOW)
    assert second.offer_expires_at is not None
    late = second.offer_expires_at
    expire_offers(db, late)
    account, ended = actors[1].account, OfferEnded(second.id)

    assert load_ended_offer(db, account, ended, late) is not None
    assert seats.join_waiting_list(db, actors[1], event.id, late).place_in_list == 3
    assert load_ended_offer(db, account, ended, late) is None
    assert broken_invariants(db, late) == []


def blocks(db: Session, *actors: Actor) -> None:
    for actor in actors:
        actor.account.blocked_at = NOW
    db.flush()


def test_a_person_who_blocked_the_bot_is_skipped_and_keeps_the_place(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, fourth, _) = full_event(db, actors)
    blocks(db, actors[1])

    seats.cancel(db, actors[0], event.id, NOW + HOUR)

    assert (second.state, third.state, fourth.state) == (WAITLISTED, OFFERED, WAITLISTED)
    assert place_in_list(db, second) == 1
    assert broken_invariants(db, NOW + HOUR) == []


def test_a_person_reachable_again_is_the_next_to_be_offered_a_seat(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, fourth, _) = full_event(db, actors)
    blocks(db, actors[1])
    seats.cancel(db, actors[0], event.id, NOW + HOUR)
    mark_reachable(db, actors[1].account, NOW + 2 * HOUR)
    assert second.state is WAITLISTED
    assert broken_invariants(db, NOW + 2 * HOUR) == []

    seats.decline_offer(db, actors[2], third.id, NOW + 2 * HOUR)

    assert (second.state, fourth.state) == (OFFERED, WAITLISTED)
    assert broken_invariants(db, NOW + 2 * HOUR) == []


def test_one_reachable_account_is_enough_for_an_offer(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *_) = full_event(db, actors)
    make_actor(db, actors[1].require_teacher())
    blocks(db, actors[1])

    seats.cancel(db, actors[0], event.id, NOW)

    assert second.state is OFFERED


def test_a_seat_is_free_for_all_if_nobody_on_the_list_can_be_reached(db: Session, actors: list[Actor]) -> None:
    event, (_, second, *rest) = full_event(db, actors)
    blocks(db, *actors[1:])
    seats.cancel(db, actors[0], event.id, NOW)
    expire_offers(db, NOW)
    assert (event.taken, {row.state for row in (second, *rest)}) == (0, {WAITLISTED})
    assert broken_invariants(db, NOW) == []

    newcomer = seats.sign_up(db, make_actor(db, make_teacher(db, "Зотова Ирина")), event.id, NOW).registration

    assert newcomer.state is RegistrationState.CONFIRMED
    assert broken_invariants(db, NOW) == []


def test_a_free_seat_is_offered_to_a_waiting_person_who_is_reachable_again(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, *_) = full_event(db, actors)
    blocks(db, *actors[1:])
    seats.cancel(db, actors[0], event.id, NOW)

    mark_reachable(db, actors[2].account, NOW + HOUR)

    assert (second.state, third.state) == (WAITLISTED, OFFERED)
    assert [row.account_id for row in notices(db, SeatOffered)] == [actors[2].account.id]
    assert broken_invariants(db, NOW + HOUR) == []


def test_a_person_without_an_account_is_skipped(db: Session, actors: list[Actor]) -> None:
    event, (_, second, third, *_) = full_event(db, actors)
    actors[1].account.teacher = None
    db.flush()

    seats.cancel(db, actors[0], event.id, NOW)

    assert (second.state, third.state) == (WAITLISTED, OFFERED)


def test_the_invariants_detect_overtaking_a_reachable_person(db: Session, actors: list[Actor]) -> None:
    event, (_, _, third, fourth, _) = full_event(db, actors)
    blocks(db, actors[1])
    seats.cancel(db, actors[0], event.id, NOW)
    mark_reachable(db, actors[1].account, NOW + HOUR)
    third.state, fourth.state, fourth.offered_at = EXPIRED, RegistrationState.CONFIRMED, NOW + 2 * HOUR
    db.flush()

    assert ("I3", event.id, 1) in broken_invariants(db, NOW + 2 * HOUR)


def test_the_invariants_detect_broken_rows(db: Session, actors: list[Actor]) -> None:
    event, (first, second, third, *_) = full_event(db, actors)
    second.state = RegistrationState.OFFERED
    third.state = RegistrationState.CONFIRMED
    first.walk_in = False
    second.queued_at = NOW + timedelta(days=1)
    event.starts_at = NOW + HOUR
    db.flush()
    assert {invariant for invariant, *_ in broken_invariants(db, NOW)} == {"I1", "I3", "I5", "I8", "I10"}


def test_many_seats_are_offered_at_once_in_the_order_of_the_list(db: Session) -> None:
    def offer_to(count: int) -> int:
        """Let people wait, the third of whom blocks the bot, and offer seats; return the number of statements."""
        people = [make_actor(db, make_teacher(db, f"Карпова{number} Дарья")) for number in range(count + 1)]
        full, (_, *waiting) = full_event(db, [people[0], *reversed(people[1:])])
        people[-3].account.blocked_at = NOW
        full.capacity = None
        db.flush()
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        expire_offers(db, NOW + HOUR)
        event.remove(Engine, "before_cursor_execute", note)
        assert full.taken == count
        assert [row.state for row in waiting] == [WAITLISTED if number == 2 else OFFERED for number in range(count)]
        db.refresh(waiting[2])
        assert waiting[2].passed_by_at == NOW + HOUR
        told = [row.account_id for row in notices(db, SeatOffered)][1 - count :]
        assert told == [person.account.id for person in reversed(people[1:]) if person is not people[-3]]
        assert broken_invariants(db, NOW + HOUR) == []
        return len(statements)

    assert offer_to(30) == offer_to(4)
