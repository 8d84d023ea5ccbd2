"""Ten people and one seat, on both databases; and the same crowd with the lock off, to prove that it races."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from models import Event, RegistrationState
from services.events import seats
from services.events import waiting_list as queue
from services.refusals import NotFound
from tests.concurrency.crowd import Crowd

TEN = range(10)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/crowd.sqlite3"


def without_lock(db: Session, event_id: int) -> Event:
    event = db.scalar(select(Event).where(Event.id == event_id).execution_options(populate_existing=True))
    if event is None:
        raise NotFound()
    return event


def without_atomic_count(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Seats are looked at first and counted afterwards; everybody looks before anybody counts."""
    all_have_looked = asyncio.Barrier(people)

    def take_seat(db: Session, event: Event) -> bool:
        taken = db.scalar(select(Event.taken).where(Event.id == event.id)) or 0
        await_only(all_have_looked.wait())
        if event.capacity is not None and taken >= event.capacity:
            return False
        counted = update(Event).where(Event.id == event.id).values(taken=taken + 1)
        db.execute(counted.execution_options(synchronize_session=False))
        return True

    for module in (seats, queue):
        monkeypatch.setattr(module, "take_seat", take_seat)


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (seats, queue):
        monkeypatch.setattr(module, "lock_event", without_lock)


async def one_seat_goes_to_one(url: str) -> None:
    crowd = await Crowd.gather(url, people=10, capacity=1)

    outcome = await crowd.press(*((who, seats.sign_up) for who in TEN))

    assert outcome == {"confirmed": 1, "EventFull": 9}
    assert await crowd.count(RegistrationState.CONFIRMED) == 1
    assert await crowd.broken() == set()


async def one_person_has_one_seat(url: str) -> None:
    crowd = await Crowd.gather(url, people=1, capacity=5)

    outcome = await crowd.press(*((0, seats.sign_up) for _ in TEN))

    assert outcome == {"confirmed": 1, "AlreadySignedUp": 9}
    assert await crowd.broken() == set()


async def cancels_and_joins_leave_no_seat_over(url: str) -> None:
    crowd = await Crowd.gather(url, people=16, capacity=8)
    await crowd.press(*((who, seats.sign_up) for who in range(8)))
    leaving = [(who, seats.cancel) for who in range(6)]
    joining = [(who, seats.join_waiting_list) for who in range(8, 16)]

    outcome = await crowd.press(*leaving, *joining)

    assert outcome["given_up"] == 6
    assert outcome["confirmed"] + outcome["waitlisted"] == 8
    seated = await crowd.count(RegistrationState.CONFIRMED) + await crowd.count(RegistrationState.OFFERED)
    assert seated == 8
    assert await crowd.count(RegistrationState.WAITLISTED) == 2
    assert await crowd.broken() == set()


async def the_race_appears(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unlock(monkeypatch)
    without_atomic_count(monkeypatch, people=10)
    crowd = await Crowd.gather(url, people=10, capacity=1, guarded=False)

    outcome = await crowd.press(*((who, seats.sign_up) for who in TEN))

    assert outcome == {"confirmed": 10}
    assert await crowd.count(RegistrationState.CONFIRMED) == 10
    assert await crowd.broken() == {"I1", "I5"}


async def test_ten_at_once_for_one_seat_on_sqlite(sqlite_url: str) -> None:
    await one_seat_goes_to_one(sqlite_url)


async def test_ten_at_once_for_one_seat_on_postgresql(postgres_url: str) -> None:
    await one_seat_goes_to_one(postgres_url)


async def test_ten_presses_of_one_person_on_sqlite(sqlite_url: str) -> None:
    await one_person_has_one_seat(sqlite_url)


async def test_ten_presses_of_one_person_on_postgresql(postgres_url: str) -> None:
    await one_person_has_one_seat(postgres_url)


async def test_cancels_racing_joins_on_sqlite(sqlite_url: str) -> None:
    await cancels_and_joins_leave_no_seat_over(sqlite_url)


async def test_cancels_racing_joins_on_postgresql(postgres_url: str) -> None:
    await cancels_and_joins_leave_no_seat_over(postgres_url)


async def test_the_race_appears_when_the_lock_is_off_on_sqlite(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await the_race_appears(sqlite_url, monkeypatch)


async def test_the_race_appears_when_the_lock_is_off_on_postgresql(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await the_race_appears(postgres_url, monkeypatch)


async def test_the_unique_index_holds_when_the_lock_is_off(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unlock(monkeypatch)
    crowd = await Crowd.gather(postgres_url, people=1, capacity=10, guarded=False)

    outcome = await crowd.press(*((0, seats.sign_up) for _ in TEN))

    assert outcome == {"confirmed": 1, "AlreadySignedUp": 9}
    assert await crowd.broken() == set()
