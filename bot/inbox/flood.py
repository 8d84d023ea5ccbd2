"""Too much from one account is dropped before it costs anything: nobody else may feel it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.inbox.rows import chat_key

UPDATES_PER_PERIOD = 20
PERIOD_SECONDS = 10.0
WARNING_INTERVAL_SECONDS = 60.0
BACKLOG_AGE_SECONDS = 60.0
REMEMBERED_ACCOUNTS = 10_000
"""So many accounts are remembered before those that are quiet again are forgotten."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Flood:
    """A bucket of `limit` updates for each account, full again in `seconds`; who asks when it is empty is not heard.

    What lay at Telegram while the bot was away counts by the time it was written: a day's worth of messages that
    arrives at once is no flood. All other moments are monotonic seconds; `wall` is the time since 1970.
    """

    def __init__(
        self,
        *,
        limit: int = UPDATES_PER_PERIOD,
        seconds: float = PERIOD_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._limit = limit
        self._rate = limit / seconds
        self._monotonic = monotonic
        self._wall = wall
        self._buckets: dict[tuple[int, bool], _Bucket] = {}
        self._warned: dict[int, float] = {}
        self._many = REMEMBERED_ACCOUNTS

    def admits(self, raw: Any) -> bool:
        """Whether this update is heard; takes a token. What nobody has sent is heard."""
        account = sender(raw)
        if not account:
            return True
        late, now = self._moment(raw)
        bucket = self._buckets.get((account, late))
        if bucket is None:
            self._forget_quiet()
            bucket = self._buckets[account, late] = _Bucket(float(self._limit), now)
        elif now > bucket.at:
            bucket.tokens = min(float(self._limit), bucket.tokens + (now - bucket.at) * self._rate)
            bucket.at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def give_back(self, raw: Any) -> None:
        """The update was known already or could not be stored: it will not count."""
        late, _ = self._moment(raw)
        bucket = self._buckets.get((sender(raw), late))
        if bucket is not None:
            bucket.tokens = min(float(self._limit), bucket.tokens + 1)

    def is_to_warn(self, account: int) -> bool:
        """Whether the account may be told now that it is too fast: once a minute."""
        now = self._monotonic()
        if now - self._warned.get(account, -WARNING_INTERVAL_SECONDS) < WARNING_INTERVAL_SECONDS:
            return False
        self._warned[account] = now
        return True

    def _moment(self, raw: Any) -> tuple[bool, float]:
        """Whether the update comes late, and when it was sent, in the seconds of that bucket."""
        message = raw.get("message") if isinstance(raw, dict) else None
        date = message.get("date") if isinstance(message, dict) else None
        if isinstance(date, int) and self._wall() - date > BACKLOG_AGE_SECONDS:
            return True, float(date)
        return False, self._monotonic()

    def _forget_quiet(self) -> None:
        if len(self._buckets) < self._many:
            return
        now = self._monotonic()
        full = self._limit / self._rate
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not key[1] and now - bucket.at < full}
        self._warned = {account: at for account, at in self._warned.items() if now - at < WARNING_INTERVAL_SECONDS}
        self._many = max(REMEMBERED_ACCOUNTS, 2 * len(self._buckets))


def sender(raw: Any) -> int:
    """The account that caused a raw update: in a group its member, not the group; 0 when there is none."""
    if not isinstance(raw, dict):
        return 0
    for body in raw.values():
        person = body.get("from") if isinstance(body, dict) else None
        number = person.get("id") if isinstance(person, dict) else None
        if isinstance(number, int) and not isinstance(number, bool):
            return number
    return chat_key(raw)
