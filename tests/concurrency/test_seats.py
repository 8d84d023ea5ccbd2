"""Ten people and one seat, on both databases; and the same crowd with the lock off, to prove that it races."""

import asyncio

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from models import Event, RegistrationState
from services.events import seats, waiting_list
from services.refusals import NotFound
from tests.concurrency.crowd import Crowd

TEN = range(10)


def remove_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patch the services: no caller may choose to go without the lock, so there is no argument for it."""
    for module in (seats, waiting_list):
        monkeypatch.setattr(module, "lock_event", _only_read)


def _only_read(db: Session, event_id: int) -> Event:
    event = db.scalar(select(Event).where(Event.id == event_id).execution_options(populate_existing=True))
    if event is None:
        raise NotFound()
    return event


def remove_atomic_count(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Read the number of seats first and count afterwards, once everybody has read it."""
    all_have_read = asyncio.Barrier(people)

    def take_seat(db: Session, event: Event) -> bool:
        taken = db.scalar(select(Event.taken).where(Event.id == event.id)) or 0
        await_only(all_have_read.wait())
        if event.capacity is not None and taken >= event.capacity:
            return False
        counted = update(Event).where(Event.id == event.id).values(taken=taken + 1)
        db.execute(counted.execution_options(synchronize_session=False))
        return True

    for module in (seats, waiting_list):
        monkeypatch.setattr(module, "take_seat", take_seat)


async def test_one_of_ten_people_gets_the_one_seat(database_url: str) -> None:
    crowd = await Crowd.set_up(database_url, people=10, capacity=1)

    outcome = await crowd.press(*((number, seats.sign_up) for number in TEN))

    assert outcome == {"confirmed": 1, "EventFull": 9}
    assert await crowd.count(RegistrationState.CONFIRMED) == 1
    assert await crowd.broken_invariants() == set()


async def test_ten_presses_of_one_person_take_one_seat(database_url: str) -> None:
    crowd = await Crowd.set_up(database_url, people=1, capacity=5)

    outcome = await crowd.press(*((0, seats.sign_up) for _ in TEN))

    assert outcome == {"confirmed": 1, "AlreadySignedUp": 9}
    assert await crowd.broken_invariants() == set()


async def test_cancels_racing_joins_leave_no_seat_empty(database_url: str) -> None:
    crowd = await Crowd.set_up(database_url, people=16, capacity=8)
    await crowd.press(*((number, seats.sign_up) for number in range(8)))
    leaving = [(number, seats.cancel) for number in range(6)]
    joining = [(number, seats.join_waiting_list) for number in range(8, 16)]

    outcome = await crowd.press(*leaving, *joining)

    assert outcome["given_up"] == 6
    assert outcome["confirmed"] + outcome["waitlisted"] == 8
    seated = await crowd.count(RegistrationState.CONFIRMED) + await crowd.count(RegistrationState.OFFERED)
    assert seated == 8
    assert await crowd.count(RegistrationState.WAITLISTED) == 2
    assert await crowd.broken_invariants() == set()


async def test_ten_people_get_one_seat_without_lock_and_atomic_count(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_lock(monkeypatch)
    remove_atomic_count(monkeypatch, people=10)
    crowd = await Crowd.set_up(database_url, people=10, capacity=1, locked=False)

    outcome = await crowd.press(*((number, seats.sign_up) for number in TEN))

    assert outcome == {"confirmed": 10}
    assert await crowd.count(RegistrationState.CONFIRMED) == 10
    assert await crowd.broken_invariants() == {"I1", "I5"}


async def test_the_unique_index_allows_one_seat_a_person_without_the_lock(
    postgres_with_tables: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_lock(monkeypatch)
    crowd = await Crowd.set_up(postgres_with_tables, people=1, capacity=10, locked=False)

    outcome = await crowd.press(*((0, seats.sign_up) for _ in TEN))

    assert outcome == {"confirmed": 1, "AlreadySignedUp": 9}
    assert await crowd.broken_invariants() == set()
