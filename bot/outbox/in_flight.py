"""The messages that are being sent: which they are, how many more may be, and what has come of them."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from bot.messenger import OutcomeStatus
from bot.outbox.delivery import Delivery, DeliveryResult
from bot.pace import Pace
from models import Lane

IN_FLIGHT_LIMITS = {Lane.ANSWER: 10, Lane.NOTICE: 3}
"""Messages in flight by lane: as many can arrive twice after a crash."""
SLOW_SECONDS = 0.5
SLOW_ANSWERS_LIMIT = 15
"""Answers in flight for longer than SLOW_SECONDS that do not count against the limit; a crash can double them, too."""
CHAT_BACKOFF_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""By the number of failures in a row in one chat."""


@dataclass(frozen=True, slots=True)
class SendingTimes:
    """Seconds: after which an answer counts as slow, and for how long a chat rests after each failure in a row."""

    slow: float = SLOW_SECONDS
    chat_backoff: tuple[float, ...] = CHAT_BACKOFF_SECONDS


@dataclass(frozen=True, slots=True)
class _Sending:
    """A message that is being sent since `began` (monotonic seconds)."""

    delivery: Delivery
    began: float


class InFlight:
    """The messages whose sending has begun; a chat whose message failed rests before the next one."""

    def __init__(self, pace: Pace, times: SendingTimes) -> None:
        self._pace = pace
        self._times = times
        self._sending: dict[asyncio.Task[DeliveryResult], _Sending] = {}
        self._failures: dict[int, int] = {}
        self.kept = 0
        """Places kept for the answers of presses in hand."""

    @property
    def tasks(self) -> list[asyncio.Task[DeliveryResult]]:
        return list(self._sending)

    @property
    def row_ids(self) -> set[int]:
        return {sending.delivery.row_id for sending in self._sending.values()}

    @property
    def account_ids(self) -> set[int]:
        return {sending.delivery.account_id for sending in self._sending.values()}

    def begin(self, delivery: Delivery, attempt: Coroutine[Any, Any, DeliveryResult]) -> asyncio.Task[DeliveryResult]:
        """Begin an attempt, after whatever else is in flight to the same account."""
        account_id = delivery.account_id
        earlier = [task for task, sending in self._sending.items() if sending.delivery.account_id == account_id]
        task = asyncio.create_task(_after(earlier, attempt) if earlier else attempt)
        self._sending[task] = _Sending(delivery, time.monotonic())
        return task

    def capacities(self) -> dict[Lane, int]:
        """Return how many more messages of each lane may be in flight, without the lanes that are full."""
        return {lane: capacity for lane in Lane if (capacity := self._capacity(lane)) > 0}

    def take_finished(self) -> list[DeliveryResult]:
        """Return the results of the attempts that have ended. A cancelled one may have arrived: it has no result, and
        the next start takes its row up."""
        finished = []
        for task in [task for task in self._sending if task.done()]:
            del self._sending[task]
            if not task.cancelled():
                result = task.result()
                self._note_result(result)
                finished.append(result)
        return finished

    def _note_result(self, result: DeliveryResult) -> None:
        account_id = result.delivery.account_id
        if result.outcome.status not in {OutcomeStatus.AGAIN, OutcomeStatus.UNCLEAR}:
            self._failures.pop(account_id, None)
            return
        failures = self._failures[account_id] = self._failures.get(account_id, 0) + 1
        backoff = self._times.chat_backoff
        self._pace.back_off(account_id, backoff[min(failures, len(backoff)) - 1])

    def _capacity(self, lane: Lane) -> int:
        of_lane = [sending for sending in self._sending.values() if sending.delivery.lane is lane]
        slow_since = time.monotonic() - self._times.slow
        slow = sum(sending.began < slow_since for sending in of_lane) if lane is Lane.ANSWER else 0
        free = IN_FLIGHT_LIMITS[lane] - len(of_lane) + min(slow, SLOW_ANSWERS_LIMIT)
        slots = self._pace.free_slots(lane) - self.kept
        return min(free - self.kept, slots) if lane is Lane.ANSWER else min(free, slots)


async def _after(
    earlier: list[asyncio.Task[DeliveryResult]], attempt: Coroutine[Any, Any, DeliveryResult]
) -> DeliveryResult:
    try:
        await asyncio.wait(earlier)
    except asyncio.CancelledError:
        attempt.close()
        raise
    return await attempt
