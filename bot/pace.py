"""The bot's sending rate: slots for the whole bot, tokens for each chat, pauses that Telegram asks for."""

import asyncio
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from models import Lane

CALLS_PER_SECOND = 30
SLOTS_FOR_ANSWERS = 10
"""Slots that notices leave free while answers wait."""
CHAT_BURST = 5
BACKOFF_BASE_SECONDS = 0.5
MAX_BACKOFF_SECONDS = 30.0


class Pace:
    """Telegram accepts 30 messages in any second and about one a second in a chat.

    A slot is free again one second after its response, so no sliding second at Telegram's end holds more than
    `per_second` messages, however long requests take. All moments are monotonic seconds.
    """

    def __init__(
        self,
        *,
        per_second: int = CALLS_PER_SECOND,
        for_answers: int = SLOTS_FOR_ANSWERS,
        burst: int = CHAT_BURST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = {Lane.ANSWER: per_second, Lane.NOTICE: per_second - for_answers}
        self._burst = burst
        self._monotonic = monotonic
        self._taken = dict.fromkeys(Lane, 0)
        self._waiting = dict.fromkeys(Lane, 0)
        """Calls that wait for a slot."""
        self.answers_queued = False
        """Whether answers wait that have not begun to ask for a slot."""
        self._cooling: deque[tuple[float, Lane]] = deque()
        self._chats: dict[int, tuple[float, float]] = {}
        """Tokens of the chats written to not long ago, and when they were counted."""
        self._forgotten_at = 0.0
        self._exhausted: dict[int, float] = {}
        """Chats without a token, and when they have one again."""
        self._backing_off: dict[int, float] = {}
        self.times_limited = 0
        self._longest_wait = 0.0
        self._asked_until = 0.0
        self._closed_until = 0.0
        self._failures = 0

    def free_slots(self, lane: Lane) -> int:
        """Return how many calls of this lane may begin at this moment."""
        now = self._monotonic()
        while self._cooling and self._cooling[0][0] <= now:
            self._taken[self._cooling.popleft()[1]] -= 1
        if now < self._closed_until:
            return 0
        free = self._limits[Lane.ANSWER] - sum(self._taken.values())
        if lane is Lane.NOTICE and (self.answers_queued or self._waiting[Lane.ANSWER]):
            free = min(free, self._limits[lane] - self._taken[lane])
        if self._failures:  # one call at a time until Telegram answers again
            free = min(free, 1 - sum(self._taken.values()) + len(self._cooling))
        return max(0, free)

    @asynccontextmanager
    async def slot(self, lane: Lane) -> AsyncIterator[None]:
        """Wait for a slot and hold it for one call."""
        self._waiting[lane] += 1
        try:
            while not self.free_slots(lane):  # noqa: ASYNC110 - slots come back by time alone, there is no event for it
                await asyncio.sleep(self.seconds_to_next_slot())
        finally:
            self._waiting[lane] -= 1
        self._taken[lane] += 1
        try:
            yield
        finally:
            self._cooling.append((self._monotonic() + 1, lane))

    def note_sent(self, account_id: int) -> None:
        """Take a token of this chat."""
        now = self._monotonic()
        tokens, at = self._chats.get(account_id, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + now - at) - 1
        self._chats[account_id] = (tokens, now)
        if tokens < 1:
            self._exhausted[account_id] = now + 1 - tokens

    def back_off(self, account_id: int, seconds: float) -> None:
        """Send nothing to this chat for half of `seconds` up to `seconds`: a message to it just failed."""
        self._backing_off[account_id] = self._monotonic() + _jittered(seconds)

    def unavailable_accounts(self) -> set[int]:
        """Return the accounts that must not be written to at this moment."""
        now = self._monotonic()
        self._backing_off = {account: until for account, until in self._backing_off.items() if until > now}
        self._exhausted = {account: until for account, until in self._exhausted.items() if until > now}
        if now - self._forgotten_at >= 1:
            self._forgotten_at = now
            self._chats = {
                account: (tokens, at)
                for account, (tokens, at) in self._chats.items()
                if tokens + now - at < self._burst
            }
        return self._exhausted.keys() | self._backing_off.keys()

    def obey_retry_after(self, seconds: float) -> None:
        """Send nothing before the moment that Telegram named in a 429; `times_limited` counts these."""
        self.times_limited += 1
        self._longest_wait = max(self._longest_wait, seconds)
        self._asked_until = max(self._asked_until, self._monotonic() + seconds)
        spread = random.uniform(0, 0.5)  # noqa: S311 - spreads retries, guards nothing
        self._closed_until = max(self._closed_until, self._monotonic() + seconds + spread)

    def take_longest_wait(self) -> float:
        """Return the longest wait Telegram asked for since the last call, including the rest of one still running."""
        longest = max(self._longest_wait, self._asked_until - self._monotonic(), 0.0)
        self._longest_wait = 0.0
        return longest

    def note_failure(self) -> None:
        """Telegram cannot be reached or is broken: wait longer with each failure.

        Calls that were in flight together fail together and count as one failure.
        """
        if self._monotonic() < self._closed_until:
            return
        self._failures += 1
        backoff = min(MAX_BACKOFF_SECONDS, BACKOFF_BASE_SECONDS * 2.0 ** min(self._failures, 6))
        self._closed_until = max(self._closed_until, self._monotonic() + _jittered(backoff))

    @property
    def is_failing(self) -> bool:
        return self._failures > 0

    def note_success(self) -> None:
        self._failures = 0

    def seconds_to_next_slot(self) -> float:
        """Return seconds, one at most, after which more slots may be free."""
        now = self._monotonic()
        next_free = self._cooling[0][0] if self._cooling else now + 1
        moment = self._closed_until if self._closed_until > now else next_free
        return min(max(moment - now, 0.02), 1.0)


def _jittered(seconds: float) -> float:
    return random.uniform(seconds / 2, seconds)  # noqa: S311 - spreads retries, guards nothing
