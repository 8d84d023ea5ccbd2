"""Every rule of seats, waiting lists and event cards once on PostgreSQL, whose SQL is stricter than SQLite's."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Account, RegistrationState
from services.events import browse as events
from services.events import mine as my_sign_ups
from services.events import seats
from services.events.audience import invited
from services.events.browse import ChosenFilter, EventFilter
from services.events.waiting_list import expire_offers
from tests.builders import NOW, make_actor, make_event, make_network, make_organization, make_teacher
from tests.invariants import broken_invariants


def one_event_through_its_life(db: Session) -> None:
    make_network(db)
    school = make_organization(db)
    event = make_event(db, capacity=1, host=school, org_statuses=[], posts=["teacher"])
    names = ["Агеева Нина", "Бортникова Елена", "Вольская Анна", "Гладышев Павел"]
    nina, elena, anna, pavel = [make_actor(db, make_teacher(db, name, school)) for name in names]

    assert seats.sign_up(db, nina, event.id, NOW).registration.state is RegistrationState.CONFIRMED
    for actor in (elena, anna):
        seats.join_waiting_list(db, actor, event.id, NOW)
    assert not seats.cancel(db, nina, event.id, NOW).restorable
    expire_offers(db, NOW + timedelta(days=2))
    later = NOW + timedelta(days=2)
    card = events.event_card(db, anna, event.id, later)
    assert card.event_status is events.EventStatus.OFFERED
    assert card.registration
    seats.accept_offer(db, anna, card.registration.id, later)
    seats.join_waiting_list(db, pavel, event.id, later)
    seats.set_capacity(db, event, 3, later)
    seats.join_as_walk_in(db, event, nina.require_teacher(), later)
    assert event.taken == 2
    assert broken_invariants(db, later) == []

    for by in EventFilter:
        events.list_events(db, nina, ChosenFilter(by, "1"), 1, later)
        events.filter_options(db, by, later)
    fitting = events.list_events(db, nina, ChosenFilter(EventFilter.FIT), 1, later).page.items
    assert [line.event for line in fitting] == [event]
    assert my_sign_ups.my_events(db, anna, 1, later).coming == 1
    assert db.scalar(select(func.count(Account.id)).where(invited(db, event))) == 4
    seats.cancel_all_bookings(db, anna.require_teacher().id, later)
    assert seats.restore(db, anna, event.id, later).registration.state is RegistrationState.CONFIRMED
    assert len(seats.end_sign_ups(db, event, later)) == 3
    assert broken_invariants(db, later) == []


async def test_one_event_through_its_life(postgres_with_tables: str) -> None:
    database = Database(postgres_with_tables)
    await database.run(one_event_through_its_life)
    await database.close()
