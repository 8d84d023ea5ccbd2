"""One of several processes that press at once. `python -m tests.faults.presser`: the presses come as a line of JSON on
the input, «ready» goes out, and with the next line all of them begin; what came of each goes out as JSON."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import event as listen
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from bot.database.engine import Database
from bot.inbox.queue import PARALLEL_UPDATES, RETRY_SECONDS
from bot.inbox.rows import MAX_ATTEMPTS
from models import Account, Event
from services.actors import actor_of
from services.events import seats
from services.events import waiting_list as queue
from services.refusals import NotFound, Refusal
from tests.builders import NOW

RULES: dict[str, Callable[..., Any]] = {"join": seats.join_waiting_list, "cancel": seats.cancel}
LOOKING_SECONDS = 0.02


@dataclass(frozen=True)
class Orders:
    """Presses as (account, rule). `locked` False: nobody locks anything, seats are looked at first, counted after."""

    url: str
    event: int
    began: float
    """The moment (CLOCK_MONOTONIC, the same in every process) that is NOW in the story."""
    presses: list[tuple[int, str]]
    locked: bool = True

    def dump(self) -> str:
        return json.dumps(asdict(self))


async def main() -> None:
    orders = Orders(**json.loads(sys.stdin.readline()))
    if not orders.locked:
        for module in (seats, queue):
            vars(module).update(lock_event=_only_read, take_seat=_look_then_count)
    hands = asyncio.Semaphore(PARALLEL_UPDATES)
    async with _running(orders) as run:
        await run(_wake)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        results = await asyncio.gather(*(_one(run, hands, orders, *press) for press in orders.presses))
    sys.stdout.write(json.dumps(results) + "\n")


async def _one(
    run: Callable[..., Awaitable[Any]], hands: asyncio.Semaphore, orders: Orders, account: int, rule: str
) -> list[Any]:
    """Account, outcome, place told, number of the try; the bot tries as often."""
    for number, pause in enumerate(RETRY_SECONDS[:MAX_ATTEMPTS], 1):
        try:
            async with hands:
                return [account, *await run(_press, orders, account, RULES[rule]), number]
        except Refusal as refusal:
            return [account, type(refusal).__name__, None, number]
        except Exception as error:  # noqa: BLE001 - whatever a person would have been apologized to for is counted
            shown = f"ERROR {type(error).__name__}: {str(error)[:200]}"
        await asyncio.sleep(pause)
    return [account, shown, None, MAX_ATTEMPTS]


def _press(db: Session, orders: Orders, account: int, rule: Callable[..., Any]) -> tuple[str, int | None]:
    now = NOW + timedelta(seconds=time.monotonic() - orders.began)
    outcome = rule(db, actor_of(db, db.get_one(Account, account)), orders.event, now)
    registration = getattr(outcome, "registration", None)
    return (registration.state.value, outcome.place_in_list) if registration else ("given_up", None)


@asynccontextmanager
async def _running(orders: Orders) -> Any:
    """How a rule is run: as the bot does, or bare, each statement of SQLite alone."""
    if orders.locked:
        database = Database(orders.url)
        yield database.run
        await database.close()
        return
    engine = create_async_engine(orders.url, pool_size=10)
    if engine.dialect.name == "sqlite":
        listen.listen(engine.sync_engine, "connect", _every_statement_alone)

    async def bare(rule: Callable[..., Any], *args: Any) -> Any:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            return await session.run_sync(rule, *args)

    yield bare
    await engine.dispose()


def _every_statement_alone(connection: Any, record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=5000").close()


def _wake(db: Session) -> None:
    db.scalar(select(func.count()).select_from(Event))


def _only_read(db: Session, event_id: int) -> Event:
    event = db.scalar(select(Event).where(Event.id == event_id).execution_options(populate_existing=True))
    if event is None:
        raise NotFound()
    return event


def _look_then_count(db: Session, event: Event) -> bool:
    taken = db.scalar(select(Event.taken).where(Event.id == event.id)) or 0
    await_only(asyncio.sleep(LOOKING_SECONDS))
    if event.capacity is not None and taken >= event.capacity:
        return False
    counted = update(Event).where(Event.id == event.id).values(taken=taken + 1)
    db.execute(counted.execution_options(synchronize_session=False))
    return True


if __name__ == "__main__":
    asyncio.run(main())
