"""Working stored updates: in order within a chat, side by side across chats, each until it is done or parked."""

import asyncio
import itertools
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from enum import Enum, auto
from typing import Any, TypeVar

import structlog
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database, is_away
from bot.inbox import rows as inbox_rows
from bot.inbox.reception import MustBeStored, Reception, Told
from bot.inbox.rows import MAX_ATTEMPTS, StoredUpdate
from bot.inbox.toasts import Toasts
from bot.logs import describe_error, is_worth_logging
from bot.messenger import Arrival
from bot.outbox.direct import Place
from bot.outbox.sender import Sender

log = structlog.get_logger()

PARALLEL_UPDATES = 8
RETRY_SECONDS = (0.05, 0.5, 2.0)
POISON_REASON = "stops the bot"


A = TypeVar("A")
T = TypeVar("T", Told, Told | None)


class FirstTry(Enum):
    """Result of working an update before it was stored. After the last two it must still be stored."""

    DONE = auto()
    KNOWN = auto()
    FAILED = auto()
    NOT_MADE = auto()


class ChatWorkers:
    """One queue and one worker for each chat with work."""

    def __init__(  # noqa: PLR0913 - every collaborator is an argument
        self,
        database: Database,
        reception: Reception,
        toasts: Toasts,
        sender: Sender,
        now: Callable[[], datetime],
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
    ) -> None:
        self._database = database
        self._reception = reception
        self._toasts = toasts
        self._sender = sender
        self._now = now
        self._retry_seconds = retry_seconds
        self._queues: defaultdict[int, deque[StoredUpdate]] = defaultdict(deque)
        self._workers: dict[int, asyncio.Task[Any]] = {}
        self._slots = asyncio.Semaphore(PARALLEL_UPDATES)
        self._alone = asyncio.Lock()
        self._uncounted: set[int] = set()
        self._held: set[int] = set()
        """Chats whose first update is tried, or has failed and is not stored yet; those after it wait."""
        self._is_stopping = False

    @property
    def depth(self) -> int:
        """Return the number of updates that are queued or being worked."""
        return sum(map(len, self._queues.values()))

    def depth_of(self, chat: int) -> int:
        return len(self._queues.get(chat, ()))

    def queued_numbers(self) -> set[int]:
        return {item.number for queue in self._queues.values() for item in queue}

    def enqueue(self, item: StoredUpdate, *, in_front: bool = False) -> None:
        if item.recovered:
            self._uncounted.add(item.number)
        chat = item.arrival.chat
        if in_front:
            self._queues[chat].appendleft(item)
        else:
            self._queues[chat].append(item)
        if chat not in self._workers and chat not in self._held:
            self._begin(chat)

    def is_free(self, chat: int) -> bool:
        """Whether an update of this chat can be begun at once."""
        is_taken = chat in self._workers or chat in self._held
        return not (self._is_stopping or is_taken or self._slots.locked())

    def begin_new(self, arrival: Arrival) -> asyncio.Task[FirstTry]:
        """Begin an update of a free chat that is not stored yet, in one transaction with its row.

        If that fails, the chat waits until the caller releases it.
        """
        task = asyncio.create_task(self._try_new(arrival))
        self._workers[arrival.chat] = task
        return task

    def release(self, chat: int) -> None:
        """Go on with what waits in a chat."""
        self._held.discard(chat)
        if chat in self._queues and chat not in self._workers:
            self._begin(chat)

    async def settle(self) -> None:
        """Wait until every queued update is worked."""
        while self._workers:
            await asyncio.wait(list(self._workers.values()))

    async def drain(self, seconds: float) -> None:
        """Finish the begun updates; the others stay stored for the next start."""
        self.hold()
        if self._workers:
            await asyncio.wait(list(self._workers.values()), timeout=seconds)
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    def hold(self) -> None:
        """Begin no further update."""
        self._is_stopping = True

    def _begin(self, chat: int) -> None:
        self._workers[chat] = asyncio.create_task(self._work(chat))

    async def _try_new(self, arrival: Arrival) -> FirstTry:
        self._held.add(arrival.chat)
        try:
            async with self._slots:
                told = await self._receive(self._reception.receive_new, arrival)
        except MustBeStored:
            return FirstTry.NOT_MADE
        except Exception as error:  # noqa: BLE001 - it is stored and tried again
            log.error("update failed", error=describe_error(error))
            return FirstTry.NOT_MADE if is_away(error) else FirstTry.FAILED
        else:
            if told is None:
                return FirstTry.KNOWN
            self._answer_press(arrival, told)
            return FirstTry.DONE
        finally:
            del self._workers[arrival.chat]
            if arrival.chat not in self._held:  # nobody waits for the try any more
                self.release(arrival.chat)

    async def _receive(self, receive: Callable[[Session, A, Place | None], T], update: A) -> T:
        """Work an update in a transaction and send its answer, if that took its place in flight."""
        crash.passes("update-taken")
        with self._sender.place() as place:
            told = await self._database.run(receive, update, place)
            if told is not None and told.delivery is not None:
                self._sender.begin(told.delivery)
        crash.passes("update-committed")
        return told

    def _answer_press(self, arrival: Arrival, told: Told) -> None:
        if arrival.press is not None:
            self._toasts.answer(arrival.press, None if told.toast is None else told.toast.text)

    async def _work(self, chat: int) -> None:
        queue = self._queues[chat]
        try:
            while queue and not self._is_stopping:
                await self._work_until_done(queue[0])
                queue.popleft()
        finally:
            del self._workers[chat]
            if not queue:
                del self._queues[chat]

    async def _work_until_done(self, item: StoredUpdate) -> None:
        """Try an update until it is done or parked; between two attempts it occupies no slot.

        What the process before left is tried one by one, so that no update is counted for the faults of another: nobody
        knows which of them was in hand when it died.
        """
        for attempt in itertools.count():
            async with self._alone if item.recovered else nullcontext(), self._slots:
                if self._is_stopping or await self._try(item, attempt):
                    return
            await asyncio.sleep(self._retry_seconds[min(attempt, len(self._retry_seconds) - 1)])

    async def _try(self, item: StoredUpdate, attempt: int) -> bool:
        """Return whether the update is done or parked now."""
        try:
            if item.number in self._uncounted and await self._is_poison(item):
                return True
            told = await self._receive(self._reception.receive, item)
            self._answer_press(item.arrival, told)
        except Exception as error:  # noqa: BLE001 - an error in one update must not stop the others
            is_logged = attempt < MAX_ATTEMPTS or is_worth_logging(attempt)
            if is_logged:
                log.error("update failed", number=item.number, error=describe_error(error))
            return await self._is_given_up(item, error, is_logged=is_logged)
        return True

    async def _is_poison(self, item: StoredUpdate) -> bool:
        """Count the update before it is begun again. Park it if MAX_ATTEMPTS processes have begun it alone and died."""
        begun = await self._database.run(inbox_rows.count_restart, item.number)
        is_poison = begun > MAX_ATTEMPTS
        is_apology_poison = begun > MAX_ATTEMPTS + 1
        if is_poison and (is_apology_poison or not await self._give_up(item, POISON_REASON)):
            await self._database.run(inbox_rows.park, item.number, POISON_REASON, self._now())
        self._uncounted.discard(item.number)
        return is_poison

    async def _give_up(self, item: StoredUpdate, reason: str) -> bool:
        """Count a failed attempt; return whether the update is parked now."""
        is_parked = await self._database.run(self._reception.give_up, item, reason)
        if is_parked and item.arrival.press is not None:
            self._toasts.answer(item.arrival.press)
        return is_parked

    async def _is_given_up(self, item: StoredUpdate, error: Exception, *, is_logged: bool) -> bool:
        """Count the failure, except while the database is away: then the update waits for it."""
        if is_away(error):
            return False
        try:
            return await self._give_up(item, describe_error(error))
        except Exception as second:  # noqa: BLE001 - the database cannot be written: the update waits for it
            if is_logged:
                log.error("failure not counted", number=item.number, error=describe_error(second))
            return False
