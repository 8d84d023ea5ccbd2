"""Sending what is due: claim, commit, send, commit; answers before notices, every failure by its class."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.logs import describe_error, is_worth_logging
from bot.messenger import Outcome, OutcomeStatus
from bot.outbox import claims, results, rows
from bot.outbox.claims import Claimer
from bot.outbox.delivery import Delivery, DeliveryResult
from bot.outbox.notices import NOTICES, Notices
from bot.pace import Pace
from bot.pause import pause
from bot.telegram.messenger import TelegramMessenger
from models import Lane

log = structlog.get_logger()

IN_FLIGHT_LIMITS = {Lane.ANSWER: 10, Lane.NOTICE: 3}
"""Messages in flight by lane: as many can arrive twice after a crash."""
SLOW_SECONDS = 0.5
SLOW_ANSWERS_LIMIT = 15
"""Answers in flight for longer than SLOW_SECONDS that do not count against the limit; a crash can double them, too."""
IDLE_SECONDS = 1.0
MARK_RETRY_SECONDS = 0.2
ARRIVED = (OutcomeStatus.SENT, OutcomeStatus.GONE)
"""The messenger works: it has shown the message, or has said that the one to edit is gone."""
CHAT_BACKOFF_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""By the number of failures in a row in one chat."""


class _NotSent(Exception):
    """The delivery waited too long for its slot, or the bot stops: the message stays in the outbox."""


@dataclass(frozen=True, slots=True)
class SendingTimes:
    """Seconds: after which an answer counts as slow, and for how long a chat rests after each failure in a row."""

    slow: float = SLOW_SECONDS
    chat_backoff: tuple[float, ...] = CHAT_BACKOFF_SECONDS


@dataclass(frozen=True, slots=True)
class InFlight:
    """A message that is being sent since `began` (monotonic seconds)."""

    delivery: Delivery
    began: float


class Sender:
    """Sends what is due; set `wake` after queuing a message."""

    def __init__(  # noqa: PLR0913 - every part can be replaced
        self,
        messenger: TelegramMessenger,
        database: Database,
        pace: Pace,
        now: Callable[[], datetime],
        times: SendingTimes = SendingTimes(),
        notices: Notices = NOTICES,
    ) -> None:
        self.wake = asyncio.Event()
        self.owner = secrets.token_hex(8)
        self.results: Counter[tuple[Lane, OutcomeStatus]] = Counter()
        self._messenger = messenger
        self._database = database
        self._pace = pace
        self._now = now
        self._times = times
        self._notices = notices
        self._in_flight: dict[asyncio.Task[DeliveryResult], InFlight] = {}
        self._button_removals: dict[asyncio.Task[None], int] = {}
        """By account: nothing else is shown in a chat meanwhile."""
        self._unmarked: list[DeliveryResult] = []
        self._failures: dict[int, int] = {}
        self._flushing = asyncio.Lock()

    async def recover(self, *, alone: bool) -> None:
        """Take up the messages that a dead sender left between claim and mark. `alone`: no other process sends."""
        own = {sending.delivery.row_id for sending in self._in_flight.values()}
        own |= {result.delivery.row_id for result in self._unmarked}
        count = await self._database.run(self._end_abandoned, own, alone)
        if count:
            log.warning("messages left by a stopped sender", count=count)
            self.wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`; `drain` then waits for the messages in flight."""
        failures = 0
        while not stop.is_set():
            try:
                await self._dispatch()
                failures = 0
            except SQLAlchemyError as error:
                failures += 1
                if is_worth_logging(failures):
                    log.error("outbox unavailable", error=describe_error(error))
                await pause(IDLE_SECONDS, stop)
            idle = self._times.slow / 4 if self._in_flight else IDLE_SECONDS
            await pause(min(idle, self._pace.seconds_to_next_slot()), self.wake, stop, *self._in_flight)

    async def flush(self) -> None:
        """Send everything that is due and may be sent now."""
        async with self._flushing:
            while True:
                await self._dispatch()
                if busy := [*self._in_flight, *self._button_removals]:
                    await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                elif not self.wake.is_set():
                    return

    async def drain(self, seconds: float) -> None:
        """Wait for the messages in flight and mark them; messages not sent by then stay in the outbox."""
        until = time.monotonic() + seconds
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=seconds)
        late = [*self._in_flight, *self._button_removals]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        self._collect()
        while self._unmarked:
            try:
                await self._database.run(self._claim_batch, {}, set(), self._now())
                self._unmarked.clear()
            except SQLAlchemyError as error:
                log.error("outcomes not marked", error=describe_error(error))
                if time.monotonic() >= until:
                    return
                await asyncio.sleep(MARK_RETRY_SECONDS)

    async def _dispatch(self) -> None:
        """In one transaction mark the finished attempts and claim the next messages, then begin to send these."""
        self._collect()
        self.wake.clear()
        now = self._now()
        limits = {lane: capacity for lane in Lane if (capacity := self._capacity(lane))}
        unavailable = self._pace.unavailable_accounts() | set(self._button_removals.values())
        unavailable |= {sending.delivery.account_id for sending in self._in_flight.values()}
        if not self._unmarked and not (limits and await self._is_due(list(limits), now, unavailable)):
            return
        if limits and self._pace.is_failing and not await self._probe():
            limits = {}
        claimed, more = await self._database.run(self._claim_batch, limits, unavailable, now)
        self._unmarked.clear()
        if more:
            self.wake.set()
        if claimed:
            crash.passes("messages-taken")
        for delivery in claimed:
            self._in_flight[asyncio.create_task(self._deliver(delivery))] = InFlight(delivery, time.monotonic())

    def _end_abandoned(self, db: Session, own: set[int], alone: bool) -> int:
        """End the messages of a dead sender as unclear; return their number."""
        left = rows.abandoned(db, self.owner, own, datetime.now(UTC), alone=alone)
        for row in left:
            rows.finish_unclear(row, self._notices, "the sender stopped")
        return len(left)

    async def _is_due(self, lanes: list[Lane], now: datetime, unavailable: set[int]) -> bool:
        return await self._database.read(claims.any_due, lanes, now, unavailable)

    async def _probe(self) -> bool:
        """Call getMe after a failure, so that no message burns an attempt while Telegram is broken."""
        async with self._pace.slot(Lane.ANSWER):
            outcome = await self._messenger.probe()
        if outcome.retry_after is not None:
            self._pace.obey_retry_after(outcome.retry_after)
        elif outcome.status is not OutcomeStatus.SENT:
            self._pace.note_failure()
        return outcome.status is OutcomeStatus.SENT

    def _claim_batch(
        self, db: Session, limits: dict[Lane, int], unavailable: set[int], now: datetime
    ) -> tuple[list[Delivery], bool]:
        """Mark the finished attempts, then claim; also return whether more messages may be due."""
        for result in self._unmarked:
            results.mark(db, result, self._notices, self._messenger.bot_id, now)
            crash.passes("outcomes-marked")
        claimer = Claimer(self.owner, self._messenger.bot_id, self._notices, now, datetime.now(UTC))
        claimed: list[Delivery] = []
        more = False
        for lane, capacity in limits.items():
            busy = unavailable | {delivery.account_id for delivery in claimed}
            limit = min(capacity, self._pace.free_slots(lane) - len(claimed))
            of_lane, more_in_lane = claims.claim(db, lane, limit, claimer, busy)
            claimed += of_lane
            more |= more_in_lane
        if claimed:
            crash.passes("messages-claimed")
        return claimed, more

    def _collect(self) -> None:
        """Take the results of the finished attempts; a chat whose message failed rests."""
        for task in [task for task in self._in_flight if task.done()]:
            delivery = self._in_flight.pop(task).delivery
            if task.cancelled():
                continue  # it may have arrived: the next start takes it up
            result = task.result()
            self._unmarked.append(result)
            status = result.outcome.status
            self.results[delivery.lane, status] += 1
            if status in {OutcomeStatus.AGAIN, OutcomeStatus.UNCLEAR}:
                failures = self._failures[delivery.account_id] = self._failures.get(delivery.account_id, 0) + 1
                backoff = self._times.chat_backoff
                self._pace.back_off(delivery.account_id, backoff[min(failures, len(backoff)) - 1])
            else:
                self._failures.pop(delivery.account_id, None)

    def _capacity(self, lane: Lane) -> int:
        """Return how many more messages of this lane may be in flight."""
        sending = [one for one in self._in_flight.values() if one.delivery.lane is lane]
        slow_since = time.monotonic() - self._times.slow
        slow = sum(one.began < slow_since for one in sending) if lane is Lane.ANSWER else 0
        free = IN_FLIGHT_LIMITS[lane] - len(sending) + min(slow, SLOW_ANSWERS_LIMIT)
        return max(0, min(free, self._pace.free_slots(lane)))

    async def _deliver(self, delivery: Delivery) -> DeliveryResult:
        try:
            outcome = await self._show(delivery)
        except _NotSent:
            outcome = Outcome(OutcomeStatus.HELD)
        except Exception as error:  # noqa: BLE001 - an unknown error is a fault of ours, and the message would fail again
            log.error("message cannot be sent", row=delivery.row_id, error=describe_error(error))
            return DeliveryResult(delivery, Outcome(OutcomeStatus.REFUSED, reason=describe_error(error)))
        self._adapt_pace(delivery, outcome)
        if outcome.status is OutcomeStatus.REFUSED:
            log.error("message refused", row=delivery.row_id, reason=outcome.reason)
        if outcome.status in ARRIVED:
            self._replace_live_screen(delivery, outcome)
        return DeliveryResult(delivery, outcome)

    def _adapt_pace(self, delivery: Delivery, outcome: Outcome) -> None:
        if outcome.retry_after is not None:
            self._pace.obey_retry_after(outcome.retry_after)
        if outcome.is_outage:
            self._pace.note_failure()
        if outcome.status in ARRIVED:
            self._pace.note_success()
            self._pace.note_sent(delivery.account_id)

    def _replace_live_screen(self, delivery: Delivery, outcome: Outcome) -> None:
        """Remove the buttons of the screen before, if this message takes its place."""
        shown = outcome.message.text if outcome.message else None
        if delivery.takes_over and delivery.live is not None and delivery.live != shown:
            removal = asyncio.create_task(self._remove_buttons(delivery.chat_id, delivery.live))
            self._button_removals[removal] = delivery.account_id
            removal.add_done_callback(self._buttons_removed)

    def _buttons_removed(self, task: asyncio.Task[None]) -> None:
        del self._button_removals[task]
        self.wake.set()

    async def _show(self, delivery: Delivery) -> Outcome:
        """Edit a message or, if that is not asked or no longer possible, send a new one."""
        slot = partial(self._slot, delivery)
        if delivery.edit is not None:
            outcome = await self._messenger.edit(delivery.chat_id, delivery.edit, delivery.screen, slot)
            if outcome.status is not OutcomeStatus.GONE or delivery.in_place:
                return outcome
        return await self._messenger.send(delivery.chat_id, delivery.screen, delivery.attachment, slot)

    @asynccontextmanager
    async def _slot(self, delivery: Delivery) -> AsyncIterator[None]:
        """Hold a slot of the pace for one attempt. Raises _NotSent before it."""
        is_leaving = False
        try:
            async with self._pace.slot(delivery.lane):
                if self._now() >= delivery.good_until:
                    raise _NotSent
                crash.passes("message-sending")
                is_leaving = True
                yield
            crash.passes("message-sent")
        except asyncio.CancelledError:
            if is_leaving:
                raise
            raise _NotSent from None

    async def _remove_buttons(self, chat_id: int, message_id: str) -> None:
        """Remove the old screen's buttons; if that fails, they still work or say why not."""
        async with self._pace.slot(Lane.ANSWER):
            crash.passes("buttons-stripping")
            outcome = await self._messenger.remove_buttons(chat_id, message_id)
        if outcome.status is OutcomeStatus.SENT:
            crash.passes("buttons-stripped")
        elif outcome.retry_after is not None:
            self._pace.obey_retry_after(outcome.retry_after)
        else:
            log.info("old buttons stay", error=outcome.reason)
