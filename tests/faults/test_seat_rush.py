"""A rush for seats from four processes at once, on both databases; CENTRIK_FAULTS=full runs it in full size."""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.engine import Database
from bot.inbox.rows import MAX_ATTEMPTS
from bot.inbox.workers import PARALLEL_UPDATES, RETRY_SECONDS
from models import Event, Registration, RegistrationState
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.checks.tree import ROOT
from tests.faults import load_generator
from tests.faults.load_generator import Result, Workload
from tests.invariants import broken_invariants

FULL = os.environ.get("CENTRIK_FAULTS") == "full"
PROCESSES = 4
RUSH = 1000 if FULL else 200
SEATS = 30
RACING = 100
WAIT_SECONDS = 180


@dataclass
class Outcome:
    """The rows after a rush."""

    event: Event
    registrations: list[Registration]
    broken: list[tuple[str, int, int]]

    def count(self, state: RegistrationState) -> int:
        return sum(row.state is state for row in self.registrations)


@dataclass
class Rush:
    """An event and people with accounts, for whom several processes press at once."""

    url: str
    event_id: int
    teachers: dict[int, int]
    """Teacher by account."""

    @classmethod
    async def set_up(cls, url: str, people: int, capacity: int) -> "Rush":
        database = Database(url)
        event_id, teachers = await database.run(_make_event, people, capacity)
        await database.close()
        return cls(url, event_id, teachers)

    @property
    def accounts(self) -> list[int]:
        return list(self.teachers)

    async def press(self, presses: list[tuple[int, str]], *, locked: bool = True) -> list[Result]:
        """Deal the presses (account, rule) out to the processes, run them and return their results."""
        began, pauses = time.monotonic(), list(RETRY_SECONDS[:MAX_ATTEMPTS])
        workloads = [
            Workload(self.url, self.event_id, began, presses[number::PROCESSES], PARALLEL_UPDATES, pauses, locked)
            for number in range(PROCESSES)
        ]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", load_generator.__name__),
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(WAIT_SECONDS):
            output, _ = await process.communicate(load_generator.dump(workloads))
        return [(account, outcome, place, attempt) for account, outcome, place, attempt in json.loads(output)]

    async def outcome(self) -> Outcome:
        database = Database(self.url)
        outcome = await database.read(_read_outcome, self.event_id)
        await database.close()
        return outcome


def _make_event(db: Session, people: int, capacity: int) -> tuple[int, dict[int, int]]:
    make_network(db)
    event = make_event(db, capacity=capacity)
    actors = [make_actor(db, make_teacher(db, f"Участник{number} Анна Петровна")) for number in range(people)]
    return event.id, {actor.account.id: actor.require_teacher().id for actor in actors}


def _read_outcome(db: Session, event_id: int) -> Outcome:
    statement = select(Registration).where(Registration.event_id == event_id)
    rows = list(db.scalars(statement.order_by(Registration.queued_at, Registration.id)).unique())
    return Outcome(db.get_one(Event, event_id), rows, broken_invariants(db, NOW))


async def test_a_rush_fills_the_seats_and_queues_the_rest_in_the_order_of_commits(database_url: str) -> None:
    rush = await Rush.set_up(database_url, RUSH, SEATS)

    began = time.monotonic()
    results = await rush.press([(account, "join") for account in rush.accounts])
    end = await rush.outcome()
    retried = sum(attempt > 1 for *_, attempt in results)
    print(f"{RUSH} presses in {time.monotonic() - began:.1f} s, {retried} tried again")  # noqa: T201 - a measurement for the reader of the run

    assert Counter(outcome for _, outcome, *_ in results) == {"confirmed": SEATS, "waitlisted": RUSH - SEATS}
    assert (end.count(RegistrationState.CONFIRMED), end.event.taken) == (SEATS, SEATS)
    assert end.broken == []
    # Each press reads its place inside its transaction, counting those committed before: these places agree with the
    # final ones for everybody only if the list is in the order of the commits.
    places = {rush.teachers[account]: place for account, outcome, place, _ in results if outcome == "waitlisted"}
    waiting = [row.teacher_id for row in end.registrations if row.state is RegistrationState.WAITLISTED]
    assert [places[teacher] for teacher in waiting] == list(range(1, RUSH - SEATS + 1))


@pytest.mark.long
async def test_one_person_pressing_from_every_process_has_one_seat(database_url: str) -> None:
    rush = await Rush.set_up(database_url, 1, SEATS)

    results = await rush.press([(rush.accounts[0], "join")] * 40)
    end = await rush.outcome()

    assert Counter(outcome for _, outcome, *_ in results) == {"confirmed": 1, "AlreadySignedUp": 39}
    assert end.event.taken == 1
    assert end.broken == []


@pytest.mark.long
async def test_cancels_racing_joins_leave_no_seat_empty_and_none_doubled(database_url: str) -> None:
    rush = await Rush.set_up(database_url, 2 * RACING, RACING)
    leaving, joining = rush.accounts[:RACING], rush.accounts[RACING:]
    await rush.press([(account, "join") for account in leaving])

    racing = [
        press for pair in zip(leaving, joining, strict=True) for press in zip(pair, ("cancel", "join"), strict=True)
    ]
    outcomes = Counter(outcome for _, outcome, *_ in await rush.press(racing))
    end = await rush.outcome()

    assert outcomes["given_up"] == RACING
    assert outcomes["confirmed"] + outcomes["waitlisted"] == RACING
    assert end.count(RegistrationState.CANCELLED) == RACING
    assert end.count(RegistrationState.CONFIRMED) + end.count(RegistrationState.OFFERED) == RACING
    assert end.count(RegistrationState.WAITLISTED) == 0
    assert end.broken == []


@pytest.mark.long
async def test_the_same_rush_oversells_with_the_lock_off(database_url: str) -> None:
    rush = await Rush.set_up(database_url, 60, 5)

    results = await rush.press([(account, "join") for account in rush.accounts], locked=False)
    end = await rush.outcome()

    assert end.count(RegistrationState.CONFIRMED) > 5
    assert sum(outcome == "confirmed" for _, outcome, *_ in results) > 5
    assert "I1" in {invariant for invariant, *_ in end.broken}
