"""How a handler reaches the rules: every call runs in the update's own transaction."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

P = ParamSpec("P")
T = TypeVar("T")


class Work:
    """The unit of work of one update: `await work(rule, …)` calls a synchronous rule with the open session first."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def __call__(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._session.run_sync(rule, *args, **kwargs)
