"""The queue of updates and getUpdates over it: confirmation by offset, expiry, one reader at a time."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from sandbox.calls.errors import ApiError
from sandbox.clock import Clock

Json = dict[str, Any]

MESSAGE_LIFETIME_SECONDS = 24 * 3600.0
CALLBACK_LIFETIME_SECONDS = 150.0
LONG_POLL_LIMIT_SECONDS = 50
BATCH_LIMIT = 100
KINDS_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}

OTHER_READER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True)
class Update:
    """An update. Updates of one `chat` are delivered in order; `expires` is on the monotonic clock."""

    update_id: int
    kind: str
    body: Json
    chat: int
    expires: float

    def as_json(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.body}


class UpdateQueue:
    """Updates not confirmed yet. `lifetime_scale` shortens every lifetime (0.01: a day becomes 15 minutes)."""

    def __init__(self, clock: Clock, first_id: int) -> None:
        self._clock = clock
        self._waiting: deque[Update] = deque()
        self._next_id = first_id
        self._reader: asyncio.Future[None] | None = None
        self._last_offset: int | None = None
        self._last_read_at = float("-inf")
        self._conflict_at = float("-inf")
        self.allowed: frozenset[str] | None = None
        self.lifetime_scale = 1.0
        self.conflict_delay = 3.0

    def create(self, kind: str, body: Json, chat: int) -> Update | None:
        """Return a numbered update, or None when the bot has not asked for this kind."""
        if kind in KINDS_ON_REQUEST if self.allowed is None else kind not in self.allowed:
            return None
        lifetime = CALLBACK_LIFETIME_SECONDS if kind == "callback_query" else MESSAGE_LIFETIME_SECONDS
        update = Update(self._next_id, kind, body, chat, self._clock.monotonic() + lifetime * self.lifetime_scale)
        self._next_id += 1
        return update

    def put(self, update: Update) -> None:
        self._waiting.append(update)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def set_next_id(self, update_id: int) -> None:
        """Set the id of the next update; Telegram starts at a random one after a week without updates."""
        self._next_id = update_id

    def pending(self) -> list[Update]:
        """Drop expired updates and return the rest."""
        now = self._clock.monotonic()
        if any(update.expires <= now for update in self._waiting):
            self._waiting = deque(update for update in self._waiting if update.expires > now)
        return list(self._waiting)

    def take_all(self) -> list[Update]:
        """Empty the queue and return its updates."""
        waiting = self.pending()
        self._waiting.clear()
        return waiting

    def allow(self, kinds: Any) -> None:
        """Set allowed_updates; None (absent) keeps the earlier choice, an empty list restores the default."""
        if isinstance(kinds, list):
            self.allowed = frozenset(map(str, kinds)) or None

    async def read(self, offset: int, limit: int, seconds: int) -> list[Update]:
        """Confirm everything below `offset`, then return up to `limit` updates; wait at most `seconds` for the first.

        As on the real server, an offset repeated within half a second gives one update, within three seconds it waits
        for three seconds.
        """
        now = self._clock.monotonic()
        limit = min(max(limit, 1), BATCH_LIMIT)
        seconds = min(max(seconds, 0), LONG_POLL_LIMIT_SECONDS)
        if offset == self._last_offset:
            if seconds < 3 and now < self._last_read_at + 3.0:
                seconds = 3
            if now < self._last_read_at + 0.5:
                limit = 1
        self._last_offset, self._last_read_at = offset, now
        self.interrupt(OTHER_READER)
        self._confirm(offset)
        if not self.pending() and seconds > 0:
            await self._wait(seconds)
        return self.pending()[:limit]

    def interrupt(self, description: str) -> None:
        """End a pending long poll with a conflict, when a second reader or a webhook takes its place."""
        if self._reader is not None and not self._reader.done():
            self._reader.set_exception(ApiError(409, description))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while offset > 0 and self._waiting and self._waiting[0].update_id < offset:
            self._waiting.popleft()

    async def _wait(self, seconds: float) -> None:
        self._reader = reader = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(reader, seconds)
        except TimeoutError:
            pass
        except ApiError:
            await self._hold_conflict()
            raise
        finally:
            if self._reader is reader:
                self._reader = None

    async def _hold_conflict(self) -> None:
        """Answer one 409 in `conflict_delay` seconds immediately and delay the others by as much."""
        now = self._clock.monotonic()
        if now < self._conflict_at:
            await asyncio.sleep(self.conflict_delay)
        else:
            self._conflict_at = now + self.conflict_delay
