"""A limit on updates per account: a flood is dropped before it costs anything or slows anybody down."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.messenger import Arrival

UPDATES_PER_PERIOD = 20
PERIOD_SECONDS = 10.0
WARNING_INTERVAL_SECONDS = 60.0
BACKLOG_AGE_SECONDS = 60.0
"""Messages older than this waited at the messenger while the bot was away."""
REMEMBERED_ACCOUNTS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Flood:
    """A bucket of `limit` updates for each account, refilled in `seconds`; updates are dropped while it is empty.

    Messages that waited at the messenger while the bot was away count at the time they were written: a day's worth
    that arrives at once is no flood. All other moments are monotonic seconds; `wall` returns the time since 1970.
    Above `remembered` accounts those with full buckets are forgotten.
    """

    def __init__(
        self,
        *,
        limit: int = UPDATES_PER_PERIOD,
        seconds: float = PERIOD_SECONDS,
        remembered: int = REMEMBERED_ACCOUNTS,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._limit = limit
        self._rate = limit / seconds
        self._remembered = remembered
        self._monotonic = monotonic
        self._wall = wall
        self._buckets: dict[tuple[int, bool], _Bucket] = {}
        self._warned: dict[int, float] = {}
        self._forget_above = remembered

    def admits(self, arrival: Arrival) -> bool:
        """Take a token and return whether there was one. Updates without a sender always pass."""
        account = arrival.sender
        if not account:
            return True
        is_late, now = self._moment(arrival)
        bucket = self._buckets.get((account, is_late))
        if bucket is None:
            self._forget_quiet()
            bucket = self._buckets[account, is_late] = _Bucket(float(self._limit), now)
        elif now > bucket.at:
            bucket.tokens = min(float(self._limit), bucket.tokens + (now - bucket.at) * self._rate)
            bucket.at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def give_back(self, arrival: Arrival) -> None:
        """Return the token of an update that was known already or could not be stored."""
        is_late, _ = self._moment(arrival)
        bucket = self._buckets.get((arrival.sender, is_late))
        if bucket is not None:
            bucket.tokens = min(float(self._limit), bucket.tokens + 1)

    def may_warn(self, account: int) -> bool:
        """Whether the account may be warned now; once a minute."""
        now = self._monotonic()
        if now - self._warned.get(account, -WARNING_INTERVAL_SECONDS) < WARNING_INTERVAL_SECONDS:
            return False
        self._warned[account] = now
        return True

    def _moment(self, arrival: Arrival) -> tuple[bool, float]:
        """Return whether the update comes from a backlog, and its moment in the seconds of that bucket."""
        sent_at = arrival.sent_at.timestamp() if arrival.sent_at is not None else self._wall()
        if self._wall() - sent_at > BACKLOG_AGE_SECONDS:
            return True, sent_at
        return False, self._monotonic()

    def _forget_quiet(self) -> None:
        if len(self._buckets) < self._forget_above:
            return
        now = self._monotonic()
        full = self._limit / self._rate
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not key[1] and now - bucket.at < full}
        self._warned = {account: at for account, at in self._warned.items() if now - at < WARNING_INTERVAL_SECONDS}
        self._forget_above = max(self._remembered, 2 * len(self._buckets))
