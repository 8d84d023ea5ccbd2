"""The way of updates into the bot: floods dropped, the rest stored, then handed to the workers."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.inbox import rows as inbox_rows
from bot.inbox.flood import Flood, sender
from bot.inbox.reception import Reception
from bot.inbox.rows import StoredUpdate
from bot.inbox.toasts import Toasts
from bot.inbox.workers import ChatWorkers
from screens.texts import LANGUAGES, plain

log = structlog.get_logger()

QUEUE_CAPACITY = 1000
"""Beyond it no update is fetched, and Telegram keeps the rest."""
PER_CHAT_LIMIT = 200
"""Updates of one chat above it are dropped as a flood."""
REMEMBERED_UPDATES = 2000
"""Ids of stored updates; one that comes again is no flood."""
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
    """Stores updates and queues them; `dropped` counts by reason the updates that were not stored at all."""

    def __init__(  # noqa: PLR0913 - every collaborator is an argument
        self,
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
        self._database = database
        self._reception = reception
        self._toasts = toasts
        self._workers = workers
        self._flood = flood
        self._now = now
        self._limits = limits
        self._arriving = 0
        self._known: dict[int, None] = {}

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
        accepted, too_fast = self._filter(batch)
        if not accepted and not too_fast:
            return
        crash.passes("batch-received")
        self._expect_presses(accepted)
        self._arriving += len(accepted)
        began = self.outage.monotonic()
        try:
            stored, junk, toasts = await self._database.run(self._store, accepted, too_fast, self._now())
        except BaseException:  # whatever it was, the batch comes again and then counts for the first time
            self.outage.begin(began)
            for raw in accepted:
                self._flood.give_back(raw)
            raise
        finally:
            self._arriving -= len(accepted)
        self.outage.end()
        crash.passes("batch-stored")
        self.junk += junk
        self.stored += len(stored)
        self._forget_known(accepted, {item.update_id for item in stored})
        for item in stored:
            self._remember(item.update_id)
            if query_id := _query_id(item.raw):
                self._toasts.expect(query_id)
            self._workers.enqueue(item)
        for query_id, text in toasts.items():
            self._toasts.expect(query_id)
            self._toasts.answer(query_id, text)
        if too_fast:
            self._workers.on_done()

    async def recover(self) -> None:
        """Take up the updates that a stopped process has stored and not done."""
        found = await self._database.read(inbox_rows.unfinished)
        if found:
            log.info("updates left by a stopped bot", count=len(found))
        for item in found:
            if query_id := _query_id(item.raw):
                self._toasts.expect(query_id)
                self._toasts.answer(query_id)  # it has waited long enough
            self._workers.enqueue(item)

    async def enqueue_orphans(self) -> None:
        """Take up stored updates that are in no queue: a commit whose response was lost, or a batch that the process
        leading before stored last."""
        before = self._now() - ORPHAN_AGE
        found = await self._database.read(inbox_rows.orphans, before, self._workers.queued_ids())
        if found:
            log.warning("stored updates were in no queue", count=len(found))
        for item in found:
            self._workers.enqueue(item)

    def _filter(self, batch: list[Any]) -> tuple[list[Any], dict[int, str | None]]:
        """Return the updates to store, and the accounts to warn with the press that the warning may answer."""
        accepted: list[Any] = []
        too_fast: dict[int, str | None] = {}
        in_batch: Counter[int] = Counter()
        for raw in batch:
            if _number(raw) in self._known:
                continue
            chat = inbox_rows.chat_key(raw) if isinstance(raw, dict) else 0
            if not self._flood.admits(raw):
                self.dropped["flood"] += 1
            elif chat and self._workers.depth_of(chat) + in_batch[chat] >= self._limits.per_chat:
                self.dropped["line"] += 1
            else:
                in_batch[chat] += 1
                accepted.append(raw)
                continue
            if chat == sender(raw) and self._flood.may_warn(chat):
                too_fast[chat] = _query_id(raw)
        return accepted, too_fast

    def _expect_presses(self, accepted: list[Any]) -> None:
        """Answer presses that cannot be stored: after a delay, or at once if the batch before could not be either."""
        for raw in accepted:
            if query_id := _query_id(raw):
                excuse = _excuse(raw)
                self._toasts.arrived(query_id, excuse)
                if self.outage.is_running:
                    self._toasts.answer(query_id, excuse)

    def _forget_known(self, accepted: list[Any], new: set[int]) -> None:
        """Undo the counting of updates that were stored before."""
        for raw in accepted:
            if _number(raw) in new:
                continue
            self._flood.give_back(raw)
            if _number(raw) not in self._known and (query_id := _query_id(raw)):
                self._toasts.forget(query_id)

    def _remember(self, update_id: int) -> None:
        self._known[update_id] = None
        if len(self._known) > REMEMBERED_UPDATES:
            del self._known[next(iter(self._known))]

    def _store(
        self, db: Session, accepted: list[Any], too_fast: dict[int, str | None], now: datetime
    ) -> tuple[list[StoredUpdate], int, dict[str, str]]:
        """Return the new updates, the number of unusable ones, and the toasts that warn of a flood by press."""
        toasts = {}
        for chat, query_id in too_fast.items():
            text = self._reception.warn(db, chat, query_id, now)
            if query_id is not None and text is not None:
                toasts[query_id] = text
        return *inbox_rows.store(db, accepted, now), toasts


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None


def _query_id(raw: Any) -> str | None:
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    query_id = query.get("id") if isinstance(query, dict) else None
    return query_id if isinstance(query_id, str) else None


def _excuse(press: dict[str, Any]) -> str:
    """Return the answer to a press that cannot be stored, in the phone's language: the person's is in the database."""
    person = press["callback_query"].get("from")
    code = person.get("language_code") if isinstance(person, dict) else None
    return plain(code if code in LANGUAGES else LANGUAGES[0], "busy-now")
