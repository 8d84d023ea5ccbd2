"""A crowd at one event: everybody has a connection of their own and presses in the same moment."""

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
from models import Account, Base, Event, Registration, RegistrationState
from services.actors import Actor, actor_of
from services.refusals import Refusal
from tests.builders import NOW, make_actor, make_event, make_network, make_teacher
from tests.invariants import broken_invariants

Rule = Callable[[Session, Actor, int, datetime], Any]


@dataclass
class Crowd:
    """People by account id, and one event. `guarded` False opens bare connections that lock nothing by themselves."""

    url: str
    guarded: bool
    event: int
    accounts: list[int]

    @classmethod
    async def gather(cls, url: str, *, people: int, capacity: int, guarded: bool = True) -> "Crowd":
        database = Database(url)
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        event, accounts = await database.run(_invite, people, capacity)
        await database.close()
        return cls(url, guarded, event, accounts)

    async def press(self, *presses: tuple[int, Rule]) -> Counter[str]:
        """Everybody (number in the crowd) runs a rule at once; counts what came of it."""
        gate = asyncio.Barrier(len(presses))
        return Counter(await asyncio.gather(*(self._one(self.accounts[who], rule, gate) for who, rule in presses)))

    async def _one(self, account: int, rule: Rule, gate: asyncio.Barrier) -> str:
        async with self._connection() as run:
            await gate.wait()
            for left in reversed(range(MAX_ATTEMPTS if self.guarded else 1)):
                try:
                    return str(await run(_press, account, rule, self.event))
                except Refusal as refusal:
                    return type(refusal).__name__
                except DBAPIError:  # a lock waited for too long on a busy machine: the inbox tries again, too
                    if not left:
                        raise
            raise AssertionError("a press is tried at least once")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Callable[..., Any]]:
        if self.guarded:
            database = Database(self.url)
            await database.read(_wake)
            yield database.run
            await database.close()
            return
        engine = create_async_engine(self.url)
        if engine.dialect.name == "sqlite":
            listen.listen(engine.sync_engine, "connect", _every_statement_alone)

        async def run(rule: Callable[..., Any], *args: Any) -> Any:
            async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                return await session.run_sync(rule, *args)

        await run(_wake)
        yield run
        await engine.dispose()

    async def count(self, state: RegistrationState) -> int:
        database = Database(self.url)
        found = await database.read(_count, self.event, state)
        await database.close()
        return found

    async def broken(self, now: datetime = NOW) -> set[str]:
        database = Database(self.url)
        found = await database.read(broken_invariants, now)
        await database.close()
        return {invariant for invariant, *_ in found}


def _invite(db: Session, people: int, capacity: int) -> tuple[int, list[int]]:
    make_network(db)
    event = make_event(db, capacity=capacity)
    names = [f"Участник{number} Анна Петровна" for number in range(people)]
    return event.id, [make_actor(db, make_teacher(db, name)).account.id for name in names]


def _press(db: Session, account: int, rule: Rule, event: int) -> str:
    outcome = rule(db, actor_of(db, db.get_one(Account, account)), event, NOW)
    registration = getattr(outcome, "registration", None)
    return registration.state.value if registration else "given_up"


def _wake(db: Session) -> None:
    db.scalar(select(func.count()).select_from(Event))


def _count(db: Session, event: int, state: RegistrationState) -> int:
    statement = select(func.count()).select_from(Registration)
    return db.scalar(statement.where(Registration.event_id == event, Registration.state == state)) or 0


def _every_statement_alone(connection: Any, record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=5000").close()
