"""A crowd at one event: everybody has a connection of their own and presses at the same moment."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event as listen
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from bot.database.engine import Database
from bot.inbox.rows import MAX_ATTEMPTS
from models import Account, Event, Registration, RegistrationState
from services.actors import Actor, actor_of
from services.refusals import Refusal
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.invariants import broken_invariants

Rule = Callable[[Session, Actor, int, datetime], Any]


@dataclass
class Crowd:
    """One event and people by account id. `locked` False opens bare connections, which take no lock by themselves."""

    url: str
    locked: bool
    event_id: int
    accounts: list[int]

    @classmethod
    async def set_up(cls, url: str, *, people: int, capacity: int, locked: bool = True) -> "Crowd":
        database = Database(url)
        event_id, accounts = await database.run(_make_event, people, capacity)
        await database.close()
        return cls(url, locked, event_id, accounts)

    async def press(self, *presses: tuple[int, Rule]) -> Counter[str]:
        """Run the rules at the same moment, each for a person by number in the crowd; count the outcomes."""
        barrier = asyncio.Barrier(len(presses))
        outcomes = (self._press(self.accounts[number], rule, barrier) for number, rule in presses)
        return Counter(await asyncio.gather(*outcomes))

    async def _press(self, account_id: int, rule: Rule, barrier: asyncio.Barrier) -> str:
        async with self._connection() as run:
            await barrier.wait()
            for attempts_left in reversed(range(MAX_ATTEMPTS if self.locked else 1)):
                try:
                    return str(await run(_apply, account_id, rule, self.event_id))
                except Refusal as refusal:
                    return type(refusal).__name__
                except DBAPIError:  # a wait for the lock timed out on a busy machine; the inbox tries again, too
                    if not attempts_left:
                        raise
            raise AssertionError("a press is tried at least once")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Callable[..., Any]]:
        if self.locked:
            database = Database(self.url)
            await database.read(_connect)
            yield database.run
            await database.close()
            return
        engine = create_async_engine(self.url)
        if engine.dialect.name == "sqlite":
            listen.listen(engine.sync_engine, "connect", _autocommit)

        async def run(rule: Callable[..., Any], *args: Any) -> Any:
            async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                return await session.run_sync(rule, *args)

        await run(_connect)
        yield run
        await engine.dispose()

    async def count(self, state: RegistrationState) -> int:
        database = Database(self.url)
        count = await database.read(_count, self.event_id, state)
        await database.close()
        return count

    async def broken_invariants(self, now: datetime = NOW) -> set[str]:
        database = Database(self.url)
        broken = await database.read(broken_invariants, now)
        await database.close()
        return {invariant for invariant, *_ in broken}


def _make_event(db: Session, people: int, capacity: int) -> tuple[int, list[int]]:
    make_network(db)
    event = make_event(db, capacity=capacity)
    names = [f"Участник{number} Анна Петровна" for number in range(people)]
    return event.id, [make_actor(db, make_teacher(db, name)).account.id for name in names]


def _apply(db: Session, account_id: int, rule: Rule, event_id: int) -> str:
    outcome = rule(db, actor_of(db, db.get_one(Account, account_id)), event_id, NOW)
    registration = getattr(outcome, "registration", None)
    return registration.state.value if registration else "given_up"


def _connect(db: Session) -> None:
    db.scalar(select(func.count()).select_from(Event))


def _count(db: Session, event_id: int, state: RegistrationState) -> int:
    statement = select(func.count()).select_from(Registration)
    return db.scalar(statement.where(Registration.event_id == event_id, Registration.state == state)) or 0


def _autocommit(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=5000").close()
