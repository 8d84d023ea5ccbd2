"""Storing updates: what arrives while a commit is under way is stored by the next one, all together."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.messenger import Arrival


@dataclass(frozen=True, slots=True)
class Batch:
    """Updates to store, and by account the dropped ones that a warning answers.

    `attempts`: how often these updates have been tried in vain. `in_front`: they come before all others of their chats.
    """

    accepted: list[Arrival]
    too_fast: dict[int, Arrival] = field(default_factory=dict)
    attempts: int = 0
    in_front: bool = False


class GroupCommit:
    """Stores batches by `store`, those that come meanwhile all at once by the next call."""

    def __init__(self, store: Callable[[list[Batch]], Awaitable[None]]) -> None:
        self._store = store
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def add(self, batch: Batch) -> None:
        """Return once the batch is stored. Raises what `store` has raised for it."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, stored))
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_waiting())
        await stored

    async def _store_waiting(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                await self._store_group(group)
        finally:
            self._storing = None

    async def _store_group(self, group: list[tuple[Batch, asyncio.Future[None]]]) -> None:
        error: BaseException | None = None
        try:
            await self._store([batch for batch, _ in group])
        except BaseException as raised:  # noqa: BLE001 - raised again where each batch is awaited
            error = raised
        for _, stored in group:
            if stored.done():  # its caller was cancelled
                continue
            if error is None:
                stored.set_result(None)
            else:
                stored.set_exception(error)
        if isinstance(error, asyncio.CancelledError):
            raise error
