"""Sending what is due: claim, commit, send, commit; answers before notices, every failure by its class."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.logs import describe_error, is_worth_logging
from bot.messenger import OutcomeStatus
from bot.outbox import claims, results, rows
from bot.outbox.attempts import Attempts
from bot.outbox.claims import LEASE, Claimer, Claims
from bot.outbox.delivery import Delivery, DeliveryResult
from bot.outbox.direct import Place
from bot.outbox.in_flight import InFlight, SendingTimes
from bot.outbox.notices import NOTICES, Notices
from bot.outbox.old_buttons import OldButtons
from bot.pace import Pace
from bot.pause import pause
from bot.telegram.messenger import TelegramMessenger
from models import Lane

log = structlog.get_logger()

IDLE_SECONDS = 1.0
MARK_RETRY_SECONDS = 0.2


class Sender:
    """Sends what is due: at once what it is woken for, the rest when it looks for it every second."""

    def __init__(  # noqa: PLR0913 - every part can be replaced
        self,
        messenger: TelegramMessenger,
        database: Database,
        pace: Pace,
        now: Callable[[], datetime],
        times: SendingTimes,
        notices: Notices = NOTICES,
    ) -> None:
        self.owner = secrets.token_hex(8)
        self.results: Counter[tuple[Lane, OutcomeStatus]] = Counter()
        self._messenger = messenger
        self._database = database
        self._pace = pace
        self._now = now
        self._times = times
        self._notices = notices
        self._in_flight = InFlight(pace, times)
        self._attempts = Attempts(messenger, pace, now)
        self._woken = asyncio.Event()
        self._old_buttons = OldButtons(messenger, pace, self._woken.set)
        self._unmarked: list[DeliveryResult] = []
        self._flushing = asyncio.Lock()
        self._queued: set[Lane] = set(Lane)
        """Lanes in which something was queued since the last claim."""
        self._left: set[Lane] = set()
        """Lanes in which the last claim may have left something that is due."""
        self._looked_at = 0.0
        """When all lanes were looked at (monotonic seconds)."""

    def wake(self, lanes: Iterable[Lane] = Lane) -> None:
        """Claim from these lanes now."""
        self._queued.update(lanes)
        self._woken.set()

    @contextmanager
    def place(self) -> Iterator[Place | None]:
        """Keep a place in flight for the answer of a press; None while other answers wait for one."""
        if not self._has_place():
            yield None
            return
        self._in_flight.kept += 1
        try:
            yield Place(self.owner, datetime.now(UTC) + LEASE, frozenset(self._unavailable_accounts()))
        finally:
            self._in_flight.kept -= 1

    def begin(self, delivery: Delivery) -> None:
        """Send a claimed message."""
        task = self._in_flight.begin(delivery, self._deliver(delivery))
        task.add_done_callback(lambda _task: self._woken.set())

    async def recover(self, *, alone: bool) -> None:
        """Take up the messages that a dead sender left between claim and mark. `alone`: no other process sends."""
        own = self._in_flight.row_ids | {result.delivery.row_id for result in self._unmarked}
        count = await self._database.run(self._end_abandoned, own, alone)
        if count:
            log.warning("messages left by a stopped sender", count=count)

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
            idle = self._times.slow / 4 if self._in_flight.tasks else IDLE_SECONDS
            await pause(min(idle, self._pace.seconds_to_next_slot()), self._woken, stop)

    async def flush(self) -> None:
        """Send everything that is due and may be sent now."""
        async with self._flushing:
            self.wake()
            while True:
                await self._dispatch()
                if busy := [*self._in_flight.tasks, *self._old_buttons.tasks]:
                    await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                elif not self._woken.is_set():
                    return

    async def drain(self, seconds: float) -> None:
        """Wait for the messages in flight and mark them; messages not sent by then stay in the outbox."""
        until = time.monotonic() + seconds
        if sending := self._in_flight.tasks:
            await asyncio.wait(sending, timeout=seconds)
        late = [*self._in_flight.tasks, *self._old_buttons.tasks]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        self._collect()
        while self._unmarked:
            try:
                await self._database.run(self._claim_batch, {}, {}, set(), self._now())
                self._unmarked.clear()
            except SQLAlchemyError as error:
                log.error("outcomes not marked", error=describe_error(error))
                if time.monotonic() >= until:
                    return
                await asyncio.sleep(MARK_RETRY_SECONDS)

    async def _dispatch(self) -> None:
        """In one transaction mark the finished attempts and claim the next messages, then begin to send these."""
        self._collect()
        self._woken.clear()
        now = self._now()
        self._pace.answers_queued = self._answers_queued
        capacities = self._in_flight.capacities()
        unavailable = self._unavailable_accounts()
        due = await self._due_lanes(set(capacities), now, unavailable)
        limits = {lane: capacity for lane, capacity in capacities.items() if lane in due}
        if limits and self._pace.is_failing and not await self._attempts.probe():
            limits = {}
        if not self._unmarked and not limits:
            return
        free = {lane: self._pace.free_slots(lane) for lane in limits}
        self._queued -= limits.keys()
        try:
            claims = await self._database.run(self._claim_batch, limits, free, unavailable, now)
        except BaseException:  # whatever it was, they are claimed from again
            self._queued |= limits.keys()
            raise
        self._unmarked.clear()
        self._note_left(claims)
        claimed = [delivery for of_lane in claims.values() for delivery in of_lane.deliveries]
        if claimed:
            crash.passes("messages-taken")
        for delivery in claimed:
            self.begin(delivery)

    @property
    def _answers_queued(self) -> bool:
        return Lane.ANSWER in self._queued | self._left

    def _has_place(self) -> bool:
        return not self._answers_queued and not self._pace.is_failing and Lane.ANSWER in self._in_flight.capacities()

    def _unavailable_accounts(self) -> set[int]:
        return self._pace.unavailable_accounts() | self._old_buttons.account_ids | self._in_flight.account_ids

    async def _due_lanes(self, lanes: set[Lane], now: datetime, unavailable: set[int]) -> set[Lane]:
        """Return those of the lanes that may have something to send.

        A lane is looked at if the last claim may have left something in it, and every IDLE_SECONDS. When results are
        to be written anyway, claiming from it is cheaper than looking.
        """
        likely = self._queued | self._left if self._unmarked else self._queued
        unsure = lanes & self._left
        if time.monotonic() - self._looked_at >= IDLE_SECONDS:
            self._looked_at, unsure = time.monotonic(), lanes
        if unsure := unsure - likely:
            likely = likely | await self._database.read(claims.due_lanes, unsure, now, unavailable)
        return likely

    def _note_left(self, claims_of_lanes: dict[Lane, Claims]) -> None:
        for lane, of_lane in claims_of_lanes.items():
            if of_lane.is_exhausted:
                self._left.discard(lane)
            else:
                self._left.add(lane)
            if of_lane.more:
                self.wake([lane])

    def _end_abandoned(self, db: Session, own: set[int], alone: bool) -> int:
        """End the messages of a dead sender as unclear; return their number."""
        left = rows.abandoned(db, self.owner, own, datetime.now(UTC), alone=alone)
        for row in left:
            rows.finish_unclear(db, row, self._notices, "the sender stopped")
        return len(left)

    def _claim_batch(
        self, db: Session, limits: dict[Lane, int], free: dict[Lane, int], unavailable: set[int], now: datetime
    ) -> dict[Lane, Claims]:
        """Mark the finished attempts, then claim.

        `limits`: how many more messages of each lane may be in flight; `free`: the slots of the pace for each.
        """
        for result in self._unmarked:
            results.mark(db, result, self._notices, self._messenger.bot_id, now)
            crash.passes("outcomes-marked")
        claimer = Claimer(self.owner, self._messenger.bot_id, self._notices, now, datetime.now(UTC))
        claimed: dict[Lane, Claims] = {}
        busy = unavailable
        count = 0
        for lane, capacity in limits.items():
            of_lane = claims.claim(db, lane, min(capacity, free[lane] - count), claimer, busy)
            claimed[lane] = of_lane
            count += len(of_lane.deliveries)
            busy = busy | {delivery.account_id for delivery in of_lane.deliveries}
        if count:
            crash.passes("messages-claimed")
        return claimed

    def _collect(self) -> None:
        """Take the results of the attempts that have ended, to be marked."""
        for result in self._in_flight.take_finished():
            self._unmarked.append(result)
            self.results[result.delivery.lane, result.outcome.status] += 1

    async def _deliver(self, delivery: Delivery) -> DeliveryResult:
        if removals := self._old_buttons.tasks_of(delivery.account_id):
            await asyncio.wait(removals)
        result = await self._attempts.deliver(delivery)
        if result.outcome.status is OutcomeStatus.SENT:
            self._old_buttons.remove(result)
        return result
