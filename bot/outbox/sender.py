"""The one who talks to Telegram: claim, commit, send, commit; answers before notices; every failure by its class."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, TelegramMethod
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import crash_points as crash
from bot.database.engine import Database
from bot.logs import describe_error, is_worth_logging
from bot.outbox import rows as outbox
from bot.outbox.pace import Pace
from bot.outbox.rows import Delivery, DeliveryResult, DeliveryStatus
from bot.telegram import methods as telegram
from models import Lane

log = structlog.get_logger()

IN_FLIGHT_LIMITS = {Lane.ANSWER: 10, Lane.NOTICE: 3}
"""C: how many messages a crash can double, by lane."""
SLOW_SECONDS = 0.5
SLOW_ANSWERS_LIMIT = 15
"""So many answers that are on their way for longer than that hold nobody up: a crash can double them besides."""
REQUEST_TIMEOUT_SECONDS = 30
QUICK_TIMEOUT_SECONDS = 5
"""For calls whose loss harms nobody."""
IDLE_SECONDS = 1.0
MARK_RETRY_SECONDS = 0.2
CHAT_BACKOFF_SECONDS = (0.5, 1, 2, 4, 8, 15, 30)
NEVER_SENT_CAUSES = (ClientConnectorError, ConnectionTimeoutError)
"""Causes that prove that the request never reached Telegram."""


class _NothingLeft(Exception):
    """What was claimed has waited too long for its turn, or the bot stops: it stays here."""


@dataclass(frozen=True, slots=True)
class InFlight:
    """A message on its way since `began` (monotonic seconds)."""

    delivery: Delivery
    began: float


class Sender:
    """Sends what is due; `wake` tells it that something was queued."""

    def __init__(self, bot: Bot, database: Database, pace: Pace, now: Callable[[], datetime]) -> None:
        self.wake = asyncio.Event()
        self.owner = secrets.token_hex(8)
        self._bot = bot
        self._database = database
        self._pace = pace
        self._now = now
        self._flights: dict[asyncio.Task[DeliveryResult], InFlight] = {}
        self._button_removals: dict[asyncio.Task[None], int] = {}
        """By account: nothing else is shown in a chat meanwhile."""
        self._landed: list[DeliveryResult] = []
        self._failures: dict[int, int] = {}
        self._flushing = asyncio.Lock()
        self.results: Counter[tuple[Lane, DeliveryStatus]] = Counter()

    async def recover(self, *, alone: bool) -> None:
        """Take up what a sender that died left between claim and mark."""
        flying = {flight.delivery.row_id for flight in self._flights.values()}
        flying |= {result.delivery.row_id for result in self._landed}
        count = await self._database.run(outbox.recover, self.owner, flying, datetime.now(UTC), alone=alone)
        if count:
            log.warning("messages left by a stopped sender", count=count)
            self.wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; `drain` waits for what is in flight then."""
        failures = 0
        while not stop.is_set():
            try:
                await self._dispatch()
                failures = 0
            except SQLAlchemyError as error:
                failures += 1
                if is_worth_logging(failures):
                    log.error("outbox unavailable", error=describe_error(error))
                await asyncio.sleep(IDLE_SECONDS)
            await self._pause(stop)

    async def flush(self) -> None:
        """Send everything that is due and may be sent now."""
        async with self._flushing:
            while True:
                await self._dispatch()
                if busy := [*self._flights, *self._button_removals]:
                    await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                elif not self.wake.is_set():
                    return

    async def drain(self, seconds: float) -> None:
        """Wait for the messages in flight and mark them; claims nothing new. What has not left by then stays here."""
        until = time.monotonic() + seconds
        if self._flights:
            await asyncio.wait(self._flights, timeout=seconds)
        late = [*self._flights, *self._button_removals]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        self._collect()
        while self._landed:
            try:
                await self._database.run(self._claim_batch, {}, set(), self._now())
                self._landed.clear()
            except SQLAlchemyError as error:
                log.error("outcomes not marked", error=describe_error(error))
                if time.monotonic() >= until:
                    return
                await asyncio.sleep(MARK_RETRY_SECONDS)

    async def _dispatch(self) -> None:
        """One transaction: what came of the finished attempts, and the next messages to send."""
        self._collect()
        self.wake.clear()
        now = self._now()
        rooms = {lane: room for lane in Lane if (room := self._capacity(lane))}
        silent = self._pace.silent() | {flight.delivery.account_id for flight in self._flights.values()}
        silent |= set(self._button_removals.values())
        if not self._landed and not (rooms and await self._is_due(list(rooms), now, silent)):
            return
        if rooms and self._pace.is_strained and not await self._probe():
            rooms = {}
        claimed, more = await self._database.run(self._claim_batch, rooms, silent, now)
        self._landed.clear()
        if more:
            self.wake.set()
        if claimed:
            crash.passes("messages-taken")
        for delivery in claimed:
            self._flights[asyncio.create_task(self._deliver(delivery))] = InFlight(delivery, time.monotonic())

    async def _is_due(self, lanes: list[Lane], now: datetime, silent: set[int]) -> bool:
        return await self._database.read(outbox.any_due, lanes, now, silent)

    async def _probe(self) -> bool:
        """After trouble a call that harms nobody goes first: no message is spent on a Telegram that is broken."""
        try:
            async with self._pace.slot(Lane.ANSWER):
                await self._bot(GetMe(), request_timeout=QUICK_TIMEOUT_SECONDS)
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
        except (TelegramAPIError, ClientDecodeError):
            self._pace.strained()
        else:
            return True
        return False

    def _claim_batch(
        self, db: Session, rooms: dict[Lane, int], silent: set[int], now: datetime
    ) -> tuple[list[Delivery], bool]:
        for result in self._landed:
            outbox.mark(db, result, self._bot.id, now)
            crash.passes("outcomes-marked")
        claimed: list[Delivery] = []
        more = False
        for lane, room in rooms.items():
            busy = silent | {delivery.account_id for delivery in claimed}
            left = min(room, self._pace.free(lane) - len(claimed))
            taken, is_rest = outbox.claim(db, lane, left, self.owner, self._bot.id, now, datetime.now(UTC), busy)
            claimed += taken
            more |= is_rest
        if claimed:
            crash.passes("messages-claimed")
        return claimed, more

    def _collect(self) -> None:
        for task in [task for task in self._flights if task.done()]:
            delivery = self._flights.pop(task).delivery
            if task.cancelled():
                continue  # nobody knows whether it arrived: the next start takes it up
            result = task.result()
            self._landed.append(result)
            self.results[delivery.lane, result.status] += 1
            if result.status in {DeliveryStatus.AGAIN, DeliveryStatus.UNCLEAR}:
                failures = self._failures[delivery.account_id] = self._failures.get(delivery.account_id, 0) + 1
                self._pace.rest(delivery.account_id, CHAT_BACKOFF_SECONDS[min(failures, len(CHAT_BACKOFF_SECONDS)) - 1])
            else:
                self._failures.pop(delivery.account_id, None)

    def _capacity(self, lane: Lane) -> int:
        flying = [flight for flight in self._flights.values() if flight.delivery.lane is lane]
        long_ago = time.monotonic() - SLOW_SECONDS
        slow = sum(flight.began < long_ago for flight in flying) if lane is Lane.ANSWER else 0
        return max(0, min(IN_FLIGHT_LIMITS[lane] - len(flying) + min(slow, SLOW_ANSWERS_LIMIT), self._pace.free(lane)))

    async def _pause(self, stop: asyncio.Event) -> None:
        waits = [asyncio.create_task(self.wake.wait()), asyncio.create_task(stop.wait())]
        await asyncio.wait(
            [*waits, *self._flights],
            timeout=min(SLOW_SECONDS / 4 if self._flights else IDLE_SECONDS, self._pace.opens_in()),
            return_when=asyncio.FIRST_COMPLETED,
        )
        for task in waits:
            task.cancel()

    async def _deliver(self, delivery: Delivery) -> DeliveryResult:
        try:
            result = await self._show(delivery)
        except Exception as error:  # noqa: BLE001 - every failure has its class; what has none is a fault of ours
            return self._failed(delivery, error)
        self._pace.relieved()
        self._pace.said(delivery.account_id)
        if delivery.takes_over and delivery.live is not None and delivery.live != result.message_id:
            stripping = asyncio.create_task(self._remove_buttons(delivery.chat_id, delivery.live))
            self._button_removals[stripping] = delivery.account_id
            stripping.add_done_callback(self._buttons_removed)
        return result

    def _buttons_removed(self, task: asyncio.Task[None]) -> None:
        del self._button_removals[task]
        self.wake.set()

    async def _show(self, delivery: Delivery) -> DeliveryResult:
        """Edit or send, each as simply as Telegram needs it."""
        chat_id, screen, edited = delivery.chat_id, delivery.screen, delivery.edit
        if edited is not None:
            try:
                await self._try(delivery, lambda formatting: telegram.edit(chat_id, edited, screen, formatting))
                return DeliveryResult(delivery, DeliveryStatus.SENT, edited)
            except TelegramBadRequest as error:
                if telegram.is_shown(error.message):
                    return DeliveryResult(delivery, DeliveryStatus.SENT, edited)
                if not telegram.is_lost(error.message):
                    raise
                if delivery.in_place:
                    return DeliveryResult(delivery, DeliveryStatus.GONE)
        message = await self._try(
            delivery, lambda formatting: telegram.send(chat_id, screen, delivery.attachment, formatting)
        )
        return DeliveryResult(delivery, DeliveryStatus.SENT, *telegram.sent(message))

    async def _try(self, delivery: Delivery, method: Callable[[telegram.Formatting], TelegramMethod[Any]]) -> Any:
        formatting = telegram.Formatting()
        while True:
            leaving = False
            try:
                async with self._pace.slot(delivery.lane):
                    if self._now() >= delivery.good_until:
                        raise _NothingLeft
                    crash.passes("message-sending")
                    leaving = True
                    result = await self._bot(method(formatting), request_timeout=REQUEST_TIMEOUT_SECONDS)
                crash.passes("message-sent")
                return result
            except asyncio.CancelledError:
                if leaving:
                    raise
                raise _NothingLeft from None
            except TelegramBadRequest as error:
                simpler = telegram.simpler(formatting, delivery.screen, error.message)
                if simpler is None:
                    raise
                formatting = simpler
            except ClientDecodeError as error:
                if not isinstance(error.data, dict) or error.data.get("ok") is not True:
                    raise
                return error.data.get("result")  # accepted, only told in words that this aiogram does not know

    async def _remove_buttons(self, chat_id: int, message_id: int) -> None:
        """The old screen loses its buttons; when that fails, they still work or say why not."""
        try:
            async with self._pace.slot(Lane.ANSWER):
                crash.passes("buttons-stripping")
                await self._bot(telegram.remove_buttons(chat_id, message_id), request_timeout=QUICK_TIMEOUT_SECONDS)
            crash.passes("buttons-stripped")
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("old buttons stay", error=type(error).__name__)

    def _failed(self, delivery: Delivery, error: Exception) -> DeliveryResult:
        reason = type(error).__name__
        match error:
            case _NothingLeft():
                return DeliveryResult(delivery, DeliveryStatus.HELD)
            case TelegramRetryAfter():
                self._pace.hold(error.retry_after)
                return DeliveryResult(delivery, DeliveryStatus.HELD)
            case TelegramMigrateToChat():
                return DeliveryResult(delivery, DeliveryStatus.MOVED, moved_to=error.migrate_to_chat_id)
            case TelegramForbiddenError():
                return DeliveryResult(delivery, DeliveryStatus.UNREACHABLE, reason=error.message)
            case TelegramUnauthorizedError():
                self._pace.strained()
                log.error("Telegram refuses the token")
                return DeliveryResult(delivery, DeliveryStatus.AGAIN)
            case TelegramBadRequest() | TelegramNotFound() | TelegramEntityTooLarge():
                if telegram.is_unreachable(error.message):
                    return DeliveryResult(delivery, DeliveryStatus.UNREACHABLE, reason=error.message)
                log.error("message refused", row=delivery.row_id, reason=error.message)
                return DeliveryResult(delivery, DeliveryStatus.REFUSED, reason=error.message)
            case TelegramNetworkError():
                if isinstance(error.__cause__, NEVER_SENT_CAUSES):
                    self._pace.strained()
                    return DeliveryResult(delivery, DeliveryStatus.AGAIN)
                return DeliveryResult(delivery, DeliveryStatus.UNCLEAR, reason=reason)
            case TelegramAPIError() | ClientDecodeError():
                self._pace.strained()
                return DeliveryResult(delivery, DeliveryStatus.UNCLEAR, reason=reason)
        log.error("message cannot be sent", row=delivery.row_id, error=describe_error(error))
        return DeliveryResult(delivery, DeliveryStatus.REFUSED, reason=describe_error(error))
