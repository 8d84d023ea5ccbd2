"""The way of updates into the bot: floods dropped, the rest stored, then handed to the workers."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.inbox import rows as inbox_rows
from bot.inbox.flood import Flood
from bot.inbox.reception import Reception, Toast
from bot.inbox.rows import Reader, StoredUpdate
from bot.inbox.storing import Batch, GroupCommit
from bot.inbox.toasts import Toasts
from bot.inbox.workers import ChatWorkers, FirstTry
from bot.messenger import Arrival
from screens.texts import LANGUAGES, plain

log = structlog.get_logger()

QUEUE_CAPACITY = 1000
"""Beyond it no update is fetched, and the messenger keeps the rest."""
PER_CHAT_LIMIT = 200
"""Updates of one chat above it are dropped as a flood."""
REMEMBERED_UPDATES = 2000
"""Keys of stored updates; one that comes again is no flood."""
CAREFUL_SECONDS = 600.0
ORPHAN_AGE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """Numbers of updates that may wait in memory: in all, and of one chat."""

    capacity: int = QUEUE_CAPACITY
    per_chat: int = PER_CHAT_LIMIT


class StoreOutage:
    """The time in which updates cannot be stored."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.monotonic = monotonic
        self._since: float | None = None
        self._longest = 0.0

    @property
    def is_running(self) -> bool:
        return self._since is not None

    def begin(self, since: float) -> None:
        """Note a failure to store that began at `since` (monotonic seconds)."""
        self._since = since if self._since is None else self._since

    def end(self) -> None:
        self._longest, self._since = self._longest_so_far(), None

    def take_longest(self) -> float:
        """Return the longest outage in seconds since the last call."""
        longest, self._longest = self._longest_so_far(), 0.0
        return longest

    def _longest_so_far(self) -> float:
        running = self.monotonic() - self._since if self._since is not None else 0.0
        return max(self._longest, running)


class Inbox:
    """Stores updates and queues them.

    `dropped` counts by reason the updates that were not stored at all, `junk` those that `read` finds unusable.
    """

    def __init__(  # noqa: PLR0913 - every collaborator is an argument
        self,
        read: Reader,
        database: Database,
        reception: Reception,
        toasts: Toasts,
        workers: ChatWorkers,
        flood: Flood,
        now: Callable[[], datetime],
        limits: QueueLimits = QueueLimits(),
        outage: StoreOutage | None = None,
    ) -> None:
        self.junk = 0
        self.stored = 0
        self.dropped: Counter[str] = Counter()
        self.outage = outage or StoreOutage()
        self._read = read
        self._database = database
        self._reception = reception
        self._toasts = toasts
        self._workers = workers
        self._flood = flood
        self._now = now
        self._limits = limits
        self._arriving = 0
        self._known: dict[tuple[str, str], None] = {}
        self._storing = GroupCommit(self._store)
        self._careful_until = 0.0

    @property
    def depth(self) -> int:
        """Return the number of updates in memory."""
        return self._workers.depth

    @property
    def free_capacity(self) -> int:
        """Return how many more updates may wait in memory."""
        return max(0, self._limits.capacity - self.depth - self._arriving)

    @property
    def is_full(self) -> bool:
        return not self.free_capacity

    async def store(self, batch: list[Any]) -> None:
        """Return once the batch is safe on disk: only then may it be confirmed. Floods are dropped before that."""
        arrivals = [arrival for raw in batch if (arrival := self._read(raw)) is not None]
        self.junk += len(batch) - len(arrivals)
        accepted, too_fast = self._filter(arrivals)
        if not accepted and not too_fast:
            return
        crash.passes("batch-received")
        self._expect_presses(accepted)
        self._arriving += len(accepted)
        try:
            await self._take_in(accepted, too_fast)
        finally:
            self._arriving -= len(accepted)

    async def _take_in(self, accepted: list[Arrival], too_fast: dict[int, Arrival]) -> None:
        """Work the updates of free chats at once, each with its row in one transaction; store the others first."""
        first = self._of_free_chats(accepted)
        rest = [arrival for arrival in accepted if first.get(arrival.chat) is not arrival]
        tries = [(arrival, self._workers.begin_new(arrival)) for arrival in first.values()]
        storing = [self._storing.add(Batch(rest, too_fast))] if rest or too_fast else []
        await _all_of(*storing, *(self._finish_try(arrival, task) for arrival, task in tries))

    async def _finish_try(self, arrival: Arrival, task: asyncio.Task[FirstTry]) -> None:
        """Wait for a first try, store the update if it has failed, and let its chat go on."""
        try:
            match await asyncio.shield(task):
                case FirstTry.DONE:
                    self._note_stored(arrival)
                case FirstTry.KNOWN:
                    self._forget_known([arrival], set())
                case FirstTry.FAILED:
                    await self._storing.add(Batch([arrival], attempts=1, in_front=True))
                case FirstTry.NOT_MADE:
                    await self._storing.add(Batch([arrival], in_front=True))
        finally:
            self._workers.release(arrival.chat)

    def _of_free_chats(self, accepted: list[Arrival]) -> dict[int, Arrival]:
        """Return the first update of each chat in which nothing waits; none while all must be stored first."""
        first: dict[int, Arrival] = {}
        if self.outage.is_running or self.outage.monotonic() < self._careful_until:
            return first
        for arrival in accepted:
            if arrival.chat not in first and self._workers.is_free(arrival.chat):
                first[arrival.chat] = arrival
        return first

    async def _store(self, batches: list[Batch]) -> None:
        """Store batches in one commit and hand the new updates to the workers."""
        began = self.outage.monotonic()
        accepted = [arrival for batch in batches for arrival in batch.accepted]
        in_front = {_identity(arrival) for batch in batches if batch.in_front for arrival in batch.accepted}
        try:
            stored, toasts = await self._database.run(self._store_rows, batches, self._now())
        except BaseException:  # whatever it was, the batch comes again and then counts for the first time
            self.outage.begin(began)
            for arrival in accepted:
                self._flood.give_back(arrival)
            raise
        self.outage.end()
        crash.passes("batch-stored")
        self._forget_known(accepted, {_identity(item.arrival) for item in stored})
        for item in stored:
            self._note_stored(item.arrival)
            if item.arrival.press is not None:
                self._toasts.expect(item.arrival.press)
            self._workers.enqueue(item, in_front=_identity(item.arrival) in in_front)
        for toast in toasts:
            self._toasts.expect(toast.press)
            self._toasts.answer(toast.press, toast.text)

    def _note_stored(self, arrival: Arrival) -> None:
        self.stored += 1
        self._known[_identity(arrival)] = None
        if len(self._known) > REMEMBERED_UPDATES:
            del self._known[next(iter(self._known))]

    def be_careful(self) -> None:
        """For a while store every update before it is begun: the process before was killed, maybe by one of them."""
        self._careful_until = self.outage.monotonic() + CAREFUL_SECONDS

    async def recover(self) -> None:
        """Take up the updates that a stopped process has stored and not done."""
        found = await self._database.read(inbox_rows.unfinished, self._read)
        if found:
            log.info("updates left by a stopped bot", count=len(found))
        for item in found:
            if (press := item.arrival.press) is not None:
                self._toasts.expect(press)
                self._toasts.answer(press)  # it has waited long enough
            self._workers.enqueue(item)

    async def enqueue_orphans(self) -> None:
        """Take up stored updates that are in no queue: a commit whose response was lost, or a batch that the process
        leading before stored last."""
        before = self._now() - ORPHAN_AGE
        found = await self._database.read(inbox_rows.orphans, before, self._workers.queued_numbers(), self._read)
        if found:
            log.warning("stored updates were in no queue", count=len(found))
        for item in found:
            self._workers.enqueue(item)

    def _filter(self, batch: list[Arrival]) -> tuple[list[Arrival], dict[int, Arrival]]:
        """Return the updates to store, and by account the dropped ones that a warning answers."""
        accepted: list[Arrival] = []
        too_fast: dict[int, Arrival] = {}
        in_batch: Counter[int] = Counter()
        for arrival in batch:
            if _identity(arrival) in self._known:
                continue
            chat = arrival.chat
            if not self._flood.admits(arrival):
                self.dropped["flood"] += 1
            elif chat and self._workers.depth_of(chat) + in_batch[chat] >= self._limits.per_chat:
                self.dropped["line"] += 1
            else:
                in_batch[chat] += 1
                accepted.append(arrival)
                continue
            if chat == arrival.sender and self._flood.may_warn(chat):
                too_fast[chat] = arrival
        return accepted, too_fast

    def _expect_presses(self, accepted: list[Arrival]) -> None:
        """Answer presses that cannot be stored: after a delay, or at once if the batch before could not be either."""
        for arrival in accepted:
            if arrival.press is not None:
                excuse = _excuse(arrival)
                self._toasts.arrived(arrival.press, excuse)
                if self.outage.is_running:
                    self._toasts.answer(arrival.press, excuse)

    def _forget_known(self, accepted: list[Arrival], new: set[tuple[str, str]]) -> None:
        """Undo the counting of updates that were stored before."""
        for arrival in accepted:
            if _identity(arrival) in new:
                continue
            self._flood.give_back(arrival)
            if _identity(arrival) not in self._known and arrival.press is not None:
                self._toasts.forget(arrival.press)

    def _store_rows(self, db: Session, batches: list[Batch], now: datetime) -> tuple[list[StoredUpdate], list[Toast]]:
        """Return the new updates, and the toasts that warn of a flood."""
        toasts: list[Toast] = []
        by_attempts: dict[int, list[Arrival]] = defaultdict(list)
        for batch in batches:
            by_attempts[batch.attempts] += batch.accepted
            for arrival in batch.too_fast.values():
                if (toast := self._reception.warn(db, arrival, now)) is not None:
                    toasts.append(toast)
        stored = []
        for attempts, arrivals in by_attempts.items():
            stored += inbox_rows.store(db, arrivals, now, attempts)
        return stored, toasts


async def _all_of(*work: Coroutine[Any, Any, None]) -> None:
    """Wait for all, then raise the first error of any. One alone needs no task of its own."""
    if len(work) == 1:
        await work[0]
        return
    for result in await asyncio.gather(*work, return_exceptions=True):
        if result is not None:
            raise result


def _identity(arrival: Arrival) -> tuple[str, str]:
    return arrival.messenger, arrival.key


def _excuse(press: Arrival) -> str:
    """Return the answer to a press that cannot be stored, in the phone's language: the person's is in the database."""
    return plain(press.language if press.language in LANGUAGES else LANGUAGES[0], "busy-now")
