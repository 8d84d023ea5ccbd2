"""How fast the bot may speak: slots for the whole bot, a little patience for each chat, Telegram's own red light."""

import asyncio
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from models import Lane

CALLS_PER_SECOND = 30
RESERVED_FOR_ANSWERS = 10
CHAT_BURST = 5
MAX_BACKOFF_SECONDS = 30.0


class Pace:
    """Telegram takes 30 messages in any second and about one a second in a chat.

    A slot is free again one second after its response, so no sliding second at Telegram's end holds more than
    `per_second` messages however long the way is. All moments are monotonic seconds.
    """

    def __init__(
        self,
        *,
        per_second: int = CALLS_PER_SECOND,
        kept: int = RESERVED_FOR_ANSWERS,
        burst: int = CHAT_BURST,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = {Lane.ANSWER: per_second, Lane.NOTICE: per_second - kept}
        self._burst = burst
        self._monotonic = monotonic
        self._taken = dict.fromkeys(Lane, 0)
        self._cooling: deque[tuple[float, Lane]] = deque()
        self._chats: dict[int, tuple[float, float]] = {}
        self._resting: dict[int, float] = {}
        self.held = 0
        self._longest_wait = 0.0
        self._asked_until = 0.0
        self._gate = 0.0
        self._strain = 0

    def free(self, lane: Lane) -> int:
        """How many calls of this lane may begin at this moment."""
        now = self._monotonic()
        while self._cooling and self._cooling[0][0] <= now:
            self._taken[self._cooling.popleft()[1]] -= 1
        if now < self._gate:
            return 0
        left = self._limits[Lane.ANSWER] - sum(self._taken.values())
        if lane is Lane.NOTICE:
            left = min(left, self._limits[lane] - self._taken[lane])
        if self._strain:  # Telegram is in trouble: one call feels the way
            left = min(left, 1 - sum(self._taken.values()) + len(self._cooling))
        return max(0, left)

    @asynccontextmanager
    async def slot(self, lane: Lane) -> AsyncIterator[None]:
        """Waits for a slot and holds it for one call."""
        while not self.free(lane):  # noqa: ASYNC110 - slots come back by time alone, nothing to be told of
            await asyncio.sleep(self.opens_in())
        self._taken[lane] += 1
        try:
            yield
        finally:
            self._cooling.append((self._monotonic() + 1, lane))

    def said(self, account_id: int) -> None:
        """A message went to this chat."""
        tokens, at = self._chats.get(account_id, (float(self._burst), 0.0))
        now = self._monotonic()
        tokens = min(float(self._burst), tokens + now - at) if at else tokens
        self._chats[account_id] = (tokens - 1, now)

    def rest(self, account_id: int, seconds: float) -> None:
        """This chat's line waits up to so long: its first message could not be delivered just now."""
        self._resting[account_id] = self._monotonic() + random.uniform(seconds / 2, seconds)  # noqa: S311 - spreads retries, guards nothing

    def silent(self) -> set[int]:
        """Accounts that must not be written to at this moment."""
        now = self._monotonic()
        self._resting = {account: until for account, until in self._resting.items() if until > now}
        tired = set()
        for account, (tokens, at) in list(self._chats.items()):
            if tokens + now - at >= self._burst:
                del self._chats[account]
            elif tokens + now - at < 1:
                tired.add(account)
        return tired | set(self._resting)

    def hold(self, seconds: float) -> None:
        """Telegram said when to come back (429): nothing is sent before. `held` counts how often it did."""
        self.held += 1
        self._longest_wait = max(self._longest_wait, seconds)
        self._asked_until = max(self._asked_until, self._monotonic() + seconds)
        self._gate = max(self._gate, self._monotonic() + seconds + random.uniform(0, 0.5))  # noqa: S311 - spreads retries, guards nothing

    def take_longest_wait(self) -> float:
        """The longest time Telegram asked for since this was last taken; what is left of one still running counts."""
        longest = max(self._longest_wait, self._asked_until - self._monotonic(), 0.0)
        self._longest_wait = 0.0
        return longest

    def strained(self) -> None:
        """Telegram cannot be reached or is broken: wait longer with each failure, up to half a minute.

        Calls that were on their way together fail together: that is one failure.
        """
        if self._monotonic() < self._gate:
            return
        self._strain += 1
        longest = min(MAX_BACKOFF_SECONDS, 0.5 * 2.0 ** min(self._strain, 6))
        self._gate = max(self._gate, self._monotonic() + random.uniform(longest / 2, longest))  # noqa: S311 - spreads retries, guards nothing

    @property
    def is_strained(self) -> bool:
        return self._strain > 0

    def relieved(self) -> None:
        """Telegram answered."""
        self._strain = 0

    def opens_in(self) -> float:
        """Seconds, up to one, after which there may be more room than now."""
        now = self._monotonic()
        moment = self._gate if self._gate > now else self._cooling[0][0] if self._cooling else now + 1
        return min(max(moment - now, 0.02), 1.0)
