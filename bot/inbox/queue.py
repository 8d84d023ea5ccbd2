"""Updates in: stored, then worked in order within a chat and side by side across chats."""

import asyncio
import itertools
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database, is_away
from bot.inbox import rows as inbox_rows
from bot.inbox.flood import Flood, sender
from bot.inbox.reception import Reception
from bot.inbox.rows import MAX_ATTEMPTS, StoredUpdate
from bot.inbox.toasts import Toasts
from bot.logs import describe_error, is_worth_logging
from screens.texts import LANGUAGES, plain

log = structlog.get_logger()

PARALLEL_UPDATES = 8
QUEUE_CAPACITY = 1000
"""So many updates may wait in memory; then the next ones stay with Telegram."""
PER_CHAT_LIMIT = 200
"""So many updates of one chat may wait; more are dropped like a flood."""
REMEMBERED_UPDATES = 2000
"""So many ids of stored updates are remembered: what comes again is no flood."""
RETRY_SECONDS = (0.05, 0.5, 2.0)
POISON_REASON = "stops the bot"
ORPHAN_AGE = timedelta(minutes=1)


class Inbox:
    """`worked` is called after each update that is done; `dropped` counts by reason what was not heard at all."""

    def __init__(
        self,
        database: Database,
        reception: Reception,
        toasts: Toasts,
        now: Callable[[], datetime],
        worked: Callable[[], None],
        flood: Flood,
    ) -> None:
        self.junk = 0
        self.stored = 0
        self.dropped: Counter[str] = Counter()
        self._database = database
        self._reception = reception
        self._toasts = toasts
        self._now = now
        self._worked = worked
        self._flood = flood
        self._arriving = 0
        self._known: dict[int, None] = {}
        self._lines: defaultdict[int, deque[StoredUpdate]] = defaultdict(deque)
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._hands = asyncio.Semaphore(PARALLEL_UPDATES)
        self._alone = asyncio.Lock()
        self._closing = False
        self._away_since: float | None = None
        self._longest_away = 0.0

    @property
    def depth(self) -> int:
        return sum(map(len, self._lines.values()))

    @property
    def room(self) -> int:
        """How many more updates may wait in memory."""
        return max(0, QUEUE_CAPACITY - self.depth - self._arriving)

    @property
    def is_full(self) -> bool:
        return not self.room

    async def store(self, batch: list[Any]) -> None:
        """Returns when the batch is safe on disk: only then may it be confirmed. A flood is dropped before that."""
        heard, too_fast = self._sift(batch)
        if not heard and not too_fast:
            return
        crash.passes("batch-received")
        self._expect_presses(heard)
        self._arriving += len(heard)
        begun = time.monotonic()
        try:
            stored, junk, toasts = await self._database.run(self._keep, heard, too_fast, self._now())
        except BaseException:  # whatever it was, the batch comes again and then counts for the first time
            self._away_since = begun if self._away_since is None else self._away_since
            for raw in heard:
                self._flood.give_back(raw)
            raise
        finally:
            self._arriving -= len(heard)
        self._longest_away, self._away_since = self._away(), None
        crash.passes("batch-stored")
        self.junk += junk
        self.stored += len(stored)
        new = {item.update_id for item in stored}
        for raw in heard:
            if _number(raw) in new:
                continue
            self._flood.give_back(raw)
            if _number(raw) not in self._known and (query_id := _query_id(raw)):
                self._toasts.forget(query_id)
        for item in stored:
            self._remember(item.update_id)
            if query_id := _query_id(item.raw):
                self._toasts.expect(query_id)
            self._enqueue(item)
        for query_id, words in toasts.items():
            self._toasts.expect(query_id)
            self._toasts.answer(query_id, words)
        if too_fast:
            self._worked()

    def _expect_presses(self, heard: list[Any]) -> None:
        """A press that cannot be stored is told so: in a while, or at once when the one before could not be either."""
        for raw in heard:
            if query_id := _query_id(raw):
                excuse = _excuse(raw)
                self._toasts.arrived(query_id, excuse)
                if self._away_since is not None:
                    self._toasts.answer(query_id, excuse)

    def take_longest_away(self) -> float:
        """For how many seconds at most updates could not be stored since this was asked before."""
        longest, self._longest_away = self._away(), 0.0
        return longest

    def _away(self) -> float:
        still = time.monotonic() - self._away_since if self._away_since is not None else 0.0
        return max(self._longest_away, still)

    async def recover(self) -> None:
        """Take up what was stored and not done when the bot stopped."""
        found = await self._database.read(inbox_rows.unfinished)
        if found:
            log.info("updates left by a stopped bot", count=len(found))
        for item in found:
            if query_id := _query_id(item.raw):
                self._toasts.expect(query_id)
                self._toasts.answer(query_id)  # it has waited long enough
            self._enqueue(item)

    async def adopt(self) -> None:
        """Take up what is stored and stands in no line: the answer to a commit was lost, or the process that led before
        had still something in hand."""
        standing = {item.update_id for line in self._lines.values() for item in line}
        found = await self._database.read(inbox_rows.orphans, self._now() - ORPHAN_AGE, standing)
        if found:
            log.warning("stored updates stood in no line", count=len(found))
        for item in found:
            self._enqueue(item)

    async def settle(self) -> None:
        """Wait until every stored update is worked."""
        while self._workers:
            await asyncio.wait(list(self._workers.values()))

    async def drain(self, seconds: float) -> None:
        """Finish the updates in hand; the others stay stored for the next start."""
        self._closing = True
        if self._workers:
            await asyncio.wait(list(self._workers.values()), timeout=seconds)
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    def _sift(self, batch: list[Any]) -> tuple[list[Any], dict[int, str | None]]:
        """What of a batch is heard, and the accounts that are to be told that they are too fast: at which press."""
        heard: list[Any] = []
        too_fast: dict[int, str | None] = {}
        taken: Counter[int] = Counter()
        for raw in batch:
            if _number(raw) in self._known:
                continue
            chat = inbox_rows.chat_key(raw) if isinstance(raw, dict) else 0
            if not self._flood.admits(raw):
                self.dropped["flood"] += 1
            elif chat and len(self._lines.get(chat, ())) + taken[chat] >= PER_CHAT_LIMIT:
                self.dropped["line"] += 1
            else:
                taken[chat] += 1
                heard.append(raw)
                continue
            if chat == sender(raw) and self._flood.is_to_warn(chat):
                too_fast[chat] = _query_id(raw)
        return heard, too_fast

    def _remember(self, update_id: int) -> None:
        self._known[update_id] = None
        if len(self._known) > REMEMBERED_UPDATES:
            del self._known[next(iter(self._known))]

    def _keep(
        self, db: Session, heard: list[Any], too_fast: dict[int, str | None], now: datetime
    ) -> tuple[list[StoredUpdate], int, dict[str, str]]:
        """What is new, how much was junk, and the toasts that presses are to be answered by."""
        toasts = {}
        for chat, query_id in too_fast.items():
            words = self._reception.warn(db, chat, query_id, now)
            if query_id is not None and words is not None:
                toasts[query_id] = words
        return *inbox_rows.store(db, heard, now), toasts

    def _enqueue(self, item: StoredUpdate) -> None:
        self._lines[item.chat_key].append(item)
        if item.chat_key not in self._workers:
            self._workers[item.chat_key] = asyncio.create_task(self._work(item.chat_key))

    async def _work(self, chat_key: int) -> None:
        line = self._lines[chat_key]
        try:
            while line and not self._closing:
                await self._see_through(line[0])
                line.popleft()
                self._worked()
        finally:
            del self._workers[chat_key]
            if not line:
                del self._lines[chat_key]

    async def _see_through(self, item: StoredUpdate) -> None:
        """Try an update until it is done or parked; between two tries it is in nobody's way."""
        for attempt in itertools.count():
            async with self._alone if item.begun else nullcontext(), self._hands:
                if self._closing or await self._take(item, attempt):
                    return
            await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])

    async def _take(self, item: StoredUpdate, attempt: int) -> bool:
        """Whether the update is done or parked now."""
        try:
            if item.again and attempt == 0 and await self._is_poison(item):
                return True
            crash.passes("update-taken")
            await self._reception.receive(item.update_id, item.raw)
        except Exception as error:  # noqa: BLE001 - whatever one update breaks, the others go on
            told = attempt < MAX_ATTEMPTS or is_worth_logging(attempt)
            if told:
                log.error("update failed", update_id=item.update_id, error=describe_error(error))
            return await self._is_given_up(item, error, told=told)
        return True

    async def _is_poison(self, item: StoredUpdate) -> bool:
        """An update that was begun so often without an end is not begun again.

        What was begun before is begun alone, so that nobody beside it is counted for its faults.
        """
        begun = await self._database.run(inbox_rows.count_again, item.update_id)
        if begun <= MAX_ATTEMPTS:
            return False
        if begun > MAX_ATTEMPTS + 1 or not await self._reception.give_up(item.update_id, item.raw, POISON_REASON):
            await self._database.run(inbox_rows.park, item.update_id, POISON_REASON, self._now())
        return True

    async def _is_given_up(self, item: StoredUpdate, error: Exception, *, told: bool) -> bool:
        if is_away(error):
            return False  # it waits for the database
        try:
            return await self._reception.give_up(item.update_id, item.raw, describe_error(error))
        except Exception as second:  # noqa: BLE001 - the database itself is away: the update waits for it
            if told:
                log.error("failure not counted", update_id=item.update_id, error=describe_error(second))
            return False


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None


def _query_id(raw: Any) -> str | None:
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    query_id = query.get("id") if isinstance(query, dict) else None
    return query_id if isinstance(query_id, str) else None


def _excuse(press: dict[str, Any]) -> str:
    """Words for a press that cannot be stored, in the language of the telephone: the person's is in the database."""
    person = press["callback_query"].get("from")
    code = person.get("language_code") if isinstance(person, dict) else None
    return plain(code if code in LANGUAGES else LANGUAGES[0], "busy-now")
