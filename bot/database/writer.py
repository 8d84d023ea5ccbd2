"""The one thread that writes to an SQLite database; its queue takes the place of a lock."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from bot import crash_points as crash

T = TypeVar("T")


class _Abandoned(Exception):
    """Nobody waits for the result any more: nothing is committed."""


class Writer:
    """Runs rules one after the other, each with its commit in one hop to the thread (or to a test's `run_in`)."""

    def __init__(self, engine: Engine, run_in: Executor | None = None) -> None:
        self._engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._run_in = run_in or ThreadPoolExecutor(1, "writer")

    async def run(self, rule: Callable[[Session], T]) -> T:
        """Return what the rule returns. When cancelled, wait for a rule that has begun: it rolls back, unless its
        commit has begun, too."""
        abandoned = Event()
        call = self._run_in.submit(self._transact, rule, abandoned)
        hop = asyncio.wrap_future(call)
        try:
            return await asyncio.shield(hop)
        except asyncio.CancelledError:
            abandoned.set()
            if not call.cancel():
                await asyncio.wait([hop])
            raise

    async def close(self) -> None:
        await asyncio.to_thread(self._run_in.shutdown)
        self._engine.dispose()

    def _transact(self, rule: Callable[[Session], T], abandoned: Event) -> T:
        with self._sessions() as session:
            result = rule(session)
            if abandoned.is_set():
                raise _Abandoned
            commit(session)
        return result


def commit(session: Session) -> None:
    crash.passes("committing")
    session.commit()
    crash.passes("committed")
