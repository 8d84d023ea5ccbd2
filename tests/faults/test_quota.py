"""A rush for seats from four processes at once, on both databases; CENTRIK_FAULTS=full tries it in full size."""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from models import Base, Event, Registration, RegistrationState
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.checks.tree import ROOT
from tests.faults.presser import Orders
from tests.invariants import broken

FULL = os.environ.get("CENTRIK_FAULTS") == "full"
PROCESSES = 4
RUSH = 1000 if FULL else 200
SEATS = 30
RACING = 100
WAIT_SECONDS = 180


@dataclass
class Story:
    """What stands at the end."""

    event: Event
    registrations: list[Registration]
    broken: list[tuple[str, int, int]]

    def count(self, state: RegistrationState) -> int:
        return sum(row.state is state for row in self.registrations)


@dataclass
class Rush:
    """An event and people with accounts; several processes press for them at once."""

    url: str
    event: int
    accounts: list[int]
    teachers: dict[int, int]
    """Teacher by account."""
    again: int = 0

    @classmethod
    async def gather(cls, url: str, people: int, capacity: int) -> "Rush":
        database = Database(url)
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        event, teachers = await database.run(_invite, people, capacity)
        await database.close()
        return cls(url, event, list(teachers), teachers)

    async def presses(self, presses: list[tuple[int, str]], *, locked: bool = True) -> list[tuple[int, str, Any]]:
        """Account, outcome and place told of each press; the presses are dealt out to the processes like cards.

        `again`: how many of them the bot would have tried more than once.
        """
        began = time.monotonic()
        hands = [
            Orders(self.url, self.event, began, presses[number::PROCESSES], locked).dump()
            for number in range(PROCESSES)
        ]
        processes = [await _start(hand) for hand in hands]
        async with asyncio.timeout(WAIT_SECONDS):
            for process in processes:
                assert process.stdout is not None
                assert await process.stdout.readline() == b"ready\n"
            outputs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
        results = [result for output, _ in outputs for result in json.loads(output)]
        self.again = sum(number > 1 for *_, number in results)
        return [(account, outcome, place) for account, outcome, place, _ in results]

    async def ends(self) -> Story:
        database = Database(self.url)
        story = await database.read(_look, self.event)
        await database.close()
        return story


async def _start(orders: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.presser"),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**22,
    )
    assert process.stdin is not None
    process.stdin.write(orders.encode() + b"\n")
    return process


def _invite(db: Session, people: int, capacity: int) -> tuple[int, dict[int, int]]:
    make_network(db)
    event = make_event(db, capacity=capacity)
    actors = [make_actor(db, make_teacher(db, f"Участник{number} Анна Петровна")) for number in range(people)]
    return event.id, {actor.account.id: actor.require_teacher().id for actor in actors}


def _look(db: Session, event_id: int) -> Story:
    found = select(Registration).where(Registration.event_id == event_id)
    rows = list(db.scalars(found.order_by(Registration.queued_at, Registration.id)).unique())
    return Story(db.get_one(Event, event_id), rows, broken(db, NOW))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite+aiosqlite:///{tmp_path}/rush.sqlite3"


async def test_a_rush_fills_the_seats_and_queues_the_rest_in_the_order_of_commits(url: str) -> None:
    rush = await Rush.gather(url, RUSH, SEATS)

    began = time.monotonic()
    results = await rush.presses([(account, "join") for account in rush.accounts])
    story = await rush.ends()
    print(f"{RUSH} presses in {time.monotonic() - began:.1f} s, {rush.again} tried again")  # noqa: T201 - what was measured, for the reader of the run

    assert Counter(outcome for _, outcome, _ in results) == {"confirmed": SEATS, "waitlisted": RUSH - SEATS}
    assert (story.count(RegistrationState.CONFIRMED), story.event.taken) == (SEATS, SEATS)
    assert story.broken == []
    # Each was told its place before its commit, counting those committed before: told and final places agree for
    # everybody only if the list stands in the order of the commits.
    told = {rush.teachers[account]: place for account, outcome, place in results if outcome == "waitlisted"}
    waiting = [row.teacher_id for row in story.registrations if row.state is RegistrationState.WAITLISTED]
    assert [told[teacher] for teacher in waiting] == list(range(1, RUSH - SEATS + 1))


@pytest.mark.long
async def test_one_person_pressing_from_every_process_has_one_seat(url: str) -> None:
    rush = await Rush.gather(url, 1, SEATS)

    results = await rush.presses([(rush.accounts[0], "join")] * 40)
    story = await rush.ends()

    assert Counter(outcome for _, outcome, _ in results) == {"confirmed": 1, "AlreadySignedUp": 39}
    assert story.event.taken == 1
    assert story.broken == []


@pytest.mark.long
async def test_cancels_racing_joins_leave_no_seat_empty_and_none_doubled(url: str) -> None:
    rush = await Rush.gather(url, 2 * RACING, RACING)
    leaving, joining = rush.accounts[:RACING], rush.accounts[RACING:]
    await rush.presses([(account, "join") for account in leaving])

    racing = [
        press for pair in zip(leaving, joining, strict=True) for press in zip(pair, ("cancel", "join"), strict=True)
    ]
    outcomes = Counter(outcome for _, outcome, _ in await rush.presses(racing))
    story = await rush.ends()

    assert outcomes["given_up"] == RACING
    assert outcomes["confirmed"] + outcomes["waitlisted"] == RACING
    assert story.count(RegistrationState.CANCELLED) == RACING
    assert story.count(RegistrationState.CONFIRMED) + story.count(RegistrationState.OFFERED) == RACING
    assert story.count(RegistrationState.WAITLISTED) == 0
    assert story.broken == []


@pytest.mark.long
async def test_the_same_rush_oversells_with_the_lock_off(url: str) -> None:
    rush = await Rush.gather(url, 60, 5)

    results = await rush.presses([(account, "join") for account in rush.accounts], locked=False)
    story = await rush.ends()

    assert story.count(RegistrationState.CONFIRMED) > 5
    assert sum(outcome == "confirmed" for _, outcome, _ in results) > 5
    assert "I1" in {invariant for invariant, *_ in story.broken}
