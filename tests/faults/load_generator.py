"""Processes that press at the same moment, apart from the test's own.

`python -m tests.faults.load_generator` reads a list of workloads as JSON, forks a process for each, lets all begin
together and writes the results as JSON. It imports only what a press needs: forking costs nothing, importing a second.
"""

import asyncio
import json
import multiprocessing
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import event as listen
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from bot.database.engine import Database
from models import Account, Event
from services.actors import actor_of
from services.events import seats, waiting_list
from services.refusals import NotFound, Refusal
from tests.builders import NOW

Run = Callable[..., Awaitable[Any]]
Result = tuple[int, str, int | None, int]
"""Account, outcome, place in the list as the screen shows it, number of attempts."""
RULES: dict[str, Callable[..., Any]] = {"join": seats.join_waiting_list, "cancel": seats.cancel}
START_SECONDS = 60
GAP_SECONDS = 0.02
"""Time between looking at the seats and counting one, with the lock off."""


@dataclass(frozen=True)
class Workload:
    """The presses of one process as (account, rule), run and retried as the inbox does.

    `locked` False takes no lock and reads the number of seats before counting one.
    """

    url: str
    event_id: int
    began: float
    """The moment of CLOCK_MONOTONIC, the same in every process, that stands for NOW."""
    presses: list[tuple[int, str]]
    parallel: int
    retry_seconds: list[float]
    locked: bool = True


def dump(workloads: list[Workload]) -> bytes:
    return json.dumps([asdict(workload) for workload in workloads]).encode()


def main() -> None:
    workloads = [Workload(**item) for item in json.load(sys.stdin)]
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(len(workloads)), context.SimpleQueue()
    processes = [context.Process(target=_run, args=(workload, barrier, results)) for workload in workloads]
    for process in processes:
        process.start()
    json.dump([result for _ in processes for result in results.get()], sys.stdout)
    for process in processes:
        process.join()


def _run(workload: Workload, barrier: Barrier, results: "SimpleQueue[list[Result]]") -> None:
    results.put(asyncio.run(_press_all(workload, barrier)))


async def _press_all(workload: Workload, barrier: Barrier) -> list[Result]:
    if not workload.locked:
        for module in (seats, waiting_list):
            vars(module).update(lock_event=_only_read, take_seat=_look_then_count)
    limit = asyncio.Semaphore(workload.parallel)
    async with _database(workload) as run:
        await run(_connect)
        barrier.wait(START_SECONDS)
        return await asyncio.gather(*(_press(run, limit, workload, *press) for press in workload.presses))


async def _press(run: Run, limit: asyncio.Semaphore, workload: Workload, account_id: int, rule: str) -> Result:
    for attempt, pause in enumerate(workload.retry_seconds, 1):
        try:
            async with limit:
                outcome, place = await run(_apply, workload, account_id, RULES[rule])
                return account_id, outcome, place, attempt
        except Refusal as refusal:
            return account_id, type(refusal).__name__, None, attempt
        except Exception as error:  # noqa: BLE001 - any error that the bot would apologize for is a result
            failure = f"ERROR {type(error).__name__}: {str(error)[:200]}"
        await asyncio.sleep(pause)
    return account_id, failure, None, attempt


def _apply(db: Session, workload: Workload, account_id: int, rule: Callable[..., Any]) -> tuple[str, int | None]:
    now = NOW + timedelta(seconds=time.monotonic() - workload.began)
    outcome = rule(db, actor_of(db, db.get_one(Account, account_id)), workload.event_id, now)
    registration = getattr(outcome, "registration", None)
    return (registration.state.value, outcome.place_in_list) if registration else ("given_up", None)


@asynccontextmanager
async def _database(workload: Workload) -> AsyncIterator[Run]:
    """Yield the bot's way to run a rule, or with the lock off a bare session that commits each statement of SQLite."""
    if workload.locked:
        database = Database(workload.url)
        yield database.run
        await database.close()
        return
    engine = create_async_engine(workload.url, pool_size=10)
    if engine.dialect.name == "sqlite":
        listen.listen(engine.sync_engine, "connect", _autocommit)

    async def run(rule: Callable[..., Any], *args: Any) -> Any:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            return await session.run_sync(rule, *args)

    yield run
    await engine.dispose()


def _autocommit(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=5000").close()


def _connect(db: Session) -> None:
    db.scalar(select(func.count()).select_from(Event))


def _only_read(db: Session, event_id: int) -> Event:
    event = db.scalar(select(Event).where(Event.id == event_id).execution_options(populate_existing=True))
    if event is None:
        raise NotFound()
    return event


def _look_then_count(db: Session, event: Event) -> bool:
    taken = db.scalar(select(Event.taken).where(Event.id == event.id)) or 0
    await_only(asyncio.sleep(GAP_SECONDS))
    if event.capacity is not None and taken >= event.capacity:
        return False
    counted = update(Event).where(Event.id == event.id).values(taken=taken + 1)
    db.execute(counted.execution_options(synchronize_session=False))
    return True


if __name__ == "__main__":
    main()
