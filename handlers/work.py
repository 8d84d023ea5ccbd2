"""Calls of services from handlers, in the transaction of the update."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

P = ParamSpec("P")
T = TypeVar("T")


class Work:
    """Runs services in the update's session: `await work(service, …)` calls the synchronous `service(session, …)`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def __call__(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._session.run_sync(rule, *args, **kwargs)
