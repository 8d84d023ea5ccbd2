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
from bot.logs import is_told, where
from bot.outbox import rows as outbox
from bot.outbox.pace import Pace
from bot.outbox.rows import Outcome, Parcel, Verdict
from bot.telegram import methods as telegram
from models import Lane

log = structlog.get_logger()

IN_FLIGHT = {Lane.ANSWER: 10, Lane.NOTICE: 3}
"""C: how many messages a crash can double, by lane."""
SLOW_SECONDS = 0.5
SLOW_ANSWERS = 15
"""So many answers that are on their way for longer than that hold nobody up: a crash can double them besides."""
REQUEST_SECONDS = 30
QUICK_SECONDS = 5
"""For calls whose loss harms nobody."""
IDLE_SECONDS = 1.0
MARK_AGAIN_SECONDS = 0.2
REST_SECONDS = (0.5, 1, 2, 4, 8, 15, 30)
NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError)
"""Causes that prove that the request never reached Telegram."""


class _NothingLeft(Exception):
    """What was claimed has waited too long for its turn, or the bot stops: it stays here."""


@dataclass(frozen=True, slots=True)
class Flight:
    """A message on its way since `began` (monotonic seconds)."""

    parcel: Parcel
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
        self._flights: dict[asyncio.Task[Outcome], Flight] = {}
        self._strips: dict[asyncio.Task[None], int] = {}
        """By account: nothing else is shown in a chat meanwhile."""
        self._landed: list[Outcome] = []
        self._failures: dict[int, int] = {}
        self._flushing = asyncio.Lock()
        self.outcomes: Counter[tuple[Lane, Verdict]] = Counter()

    async def recover(self, *, alone: bool) -> None:
        """Take up what a sender that died left between claim and mark."""
        flying = {flight.parcel.row_id for flight in self._flights.values()}
        flying |= {outcome.parcel.row_id for outcome in self._landed}
        count = await self._database.run(outbox.recover, self.owner, flying, datetime.now(UTC), alone=alone)
        if count:
            log.warning("messages left by a stopped sender", count=count)
            self.wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; `drain` waits for what is in flight then."""
        failures = 0
        while not stop.is_set():
            try:
                await self._desk()
                failures = 0
            except SQLAlchemyError as error:
                failures += 1
                if is_told(failures):
                    log.error("outbox unavailable", error=where(error))
                await asyncio.sleep(IDLE_SECONDS)
            await self._pause(stop)

    async def flush(self) -> None:
        """Send everything that is due and may be sent now."""
        async with self._flushing:
            while True:
                await self._desk()
                if busy := [*self._flights, *self._strips]:
                    await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                elif not self.wake.is_set():
                    return

    async def drain(self, seconds: float) -> None:
        """Wait for the messages in flight and mark them; claims nothing new. What has not left by then stays here."""
        until = time.monotonic() + seconds
        if self._flights:
            await asyncio.wait(self._flights, timeout=seconds)
        late = [*self._flights, *self._strips]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        self._collect()
        while self._landed:
            try:
                await self._database.run(self._turn, {}, set(), self._now())
                self._landed.clear()
            except SQLAlchemyError as error:
                log.error("outcomes not marked", error=where(error))
                if time.monotonic() >= until:
                    return
                await asyncio.sleep(MARK_AGAIN_SECONDS)

    async def _desk(self) -> None:
        """One transaction: what came of the finished attempts, and the next messages to send."""
        self._collect()
        self.wake.clear()
        now = self._now()
        rooms = {lane: room for lane in Lane if (room := self._room(lane))}
        silent = self._pace.silent() | {flight.parcel.account_id for flight in self._flights.values()}
        silent |= set(self._strips.values())
        if not self._landed and not (rooms and await self._is_due(list(rooms), now, silent)):
            return
        if rooms and self._pace.is_strained and not await self._feels():
            rooms = {}
        claimed, more = await self._database.run(self._turn, rooms, silent, now)
        self._landed.clear()
        if more:
            self.wake.set()
        if claimed:
            crash.passes("messages-taken")
        for parcel in claimed:
            self._flights[asyncio.create_task(self._deliver(parcel))] = Flight(parcel, time.monotonic())

    async def _is_due(self, lanes: list[Lane], now: datetime, silent: set[int]) -> bool:
        return await self._database.read(outbox.any_due, lanes, now, silent)

    async def _feels(self) -> bool:
        """After trouble a call that harms nobody goes first: no message is spent on a Telegram that is broken."""
        try:
            async with self._pace.slot(Lane.ANSWER):
                await self._bot(GetMe(), request_timeout=QUICK_SECONDS)
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
        except (TelegramAPIError, ClientDecodeError):
            self._pace.strained()
        else:
            return True
        return False

    def _turn(self, db: Session, rooms: dict[Lane, int], silent: set[int], now: datetime) -> tuple[list[Parcel], bool]:
        for outcome in self._landed:
            outbox.mark(db, outcome, self._bot.id, now)
            crash.passes("outcomes-marked")
        claimed: list[Parcel] = []
        more = False
        for lane, room in rooms.items():
            busy = silent | {parcel.account_id for parcel in claimed}
            left = min(room, self._pace.free(lane) - len(claimed))
            taken, is_rest = outbox.claim(db, lane, left, self.owner, self._bot.id, now, datetime.now(UTC), busy)
            claimed += taken
            more |= is_rest
        if claimed:
            crash.passes("messages-claimed")
        return claimed, more

    def _collect(self) -> None:
        for task in [task for task in self._flights if task.done()]:
            parcel = self._flights.pop(task).parcel
            if task.cancelled():
                continue  # nobody knows whether it arrived: the next start takes it up
            outcome = task.result()
            self._landed.append(outcome)
            self.outcomes[parcel.lane, outcome.verdict] += 1
            if outcome.verdict in {Verdict.AGAIN, Verdict.UNCLEAR}:
                failures = self._failures[parcel.account_id] = self._failures.get(parcel.account_id, 0) + 1
                self._pace.rest(parcel.account_id, REST_SECONDS[min(failures, len(REST_SECONDS)) - 1])
            else:
                self._failures.pop(parcel.account_id, None)

    def _room(self, lane: Lane) -> int:
        flying = [flight for flight in self._flights.values() if flight.parcel.lane is lane]
        long_ago = time.monotonic() - SLOW_SECONDS
        slow = sum(flight.began < long_ago for flight in flying) if lane is Lane.ANSWER else 0
        return max(0, min(IN_FLIGHT[lane] - len(flying) + min(slow, SLOW_ANSWERS), self._pace.free(lane)))

    async def _pause(self, stop: asyncio.Event) -> None:
        waits = [asyncio.create_task(self.wake.wait()), asyncio.create_task(stop.wait())]
        await asyncio.wait(
            [*waits, *self._flights],
            timeout=min(SLOW_SECONDS / 4 if self._flights else IDLE_SECONDS, self._pace.opens_in()),
            return_when=asyncio.FIRST_COMPLETED,
        )
        for task in waits:
            task.cancel()

    async def _deliver(self, parcel: Parcel) -> Outcome:
        try:
            outcome = await self._show(parcel)
        except Exception as error:  # noqa: BLE001 - every failure has its class; what has none is a fault of ours
            return self._failed(parcel, error)
        self._pace.relieved()
        self._pace.said(parcel.account_id)
        if parcel.takes_over and parcel.live is not None and parcel.live != outcome.message_id:
            stripping = asyncio.create_task(self._strip(parcel.chat_id, parcel.live))
            self._strips[stripping] = parcel.account_id
            stripping.add_done_callback(self._stripped)
        return outcome

    def _stripped(self, task: asyncio.Task[None]) -> None:
        del self._strips[task]
        self.wake.set()

    async def _show(self, parcel: Parcel) -> Outcome:
        """Edit or send, each as simply as Telegram needs it."""
        chat_id, screen, edited = parcel.chat_id, parcel.screen, parcel.edit
        if edited is not None:
            try:
                await self._try(parcel, lambda manner: telegram.edit(chat_id, edited, screen, manner))
                return Outcome(parcel, Verdict.SENT, edited)
            except TelegramBadRequest as error:
                if telegram.is_shown(error.message):
                    return Outcome(parcel, Verdict.SENT, edited)
                if not telegram.is_lost(error.message):
                    raise
                if parcel.in_place:
                    return Outcome(parcel, Verdict.GONE)
        message = await self._try(parcel, lambda manner: telegram.send(chat_id, screen, parcel.attachment, manner))
        return Outcome(parcel, Verdict.SENT, *telegram.sent(message))

    async def _try(self, parcel: Parcel, method: Callable[[telegram.Manner], TelegramMethod[Any]]) -> Any:
        manner = telegram.Manner()
        while True:
            leaving = False
            try:
                async with self._pace.slot(parcel.lane):
                    if self._now() >= parcel.good_until:
                        raise _NothingLeft
                    crash.passes("message-sending")
                    leaving = True
                    result = await self._bot(method(manner), request_timeout=REQUEST_SECONDS)
                crash.passes("message-sent")
                return result
            except asyncio.CancelledError:
                if leaving:
                    raise
                raise _NothingLeft from None
            except TelegramBadRequest as error:
                simpler = telegram.simpler(manner, parcel.screen, error.message)
                if simpler is None:
                    raise
                manner = simpler
            except ClientDecodeError as error:
                if not isinstance(error.data, dict) or error.data.get("ok") is not True:
                    raise
                return error.data.get("result")  # accepted, only told in words that this aiogram does not know

    async def _strip(self, chat_id: int, message_id: int) -> None:
        """The old screen loses its buttons; when that fails, they still work or say why not."""
        try:
            async with self._pace.slot(Lane.ANSWER):
                crash.passes("buttons-stripping")
                await self._bot(telegram.strip(chat_id, message_id), request_timeout=QUICK_SECONDS)
            crash.passes("buttons-stripped")
        except TelegramRetryAfter as error:
            self._pace.hold(error.retry_after)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.info("old buttons stay", error=type(error).__name__)

    def _failed(self, parcel: Parcel, error: Exception) -> Outcome:
        reason = type(error).__name__
        match error:
            case _NothingLeft():
                return Outcome(parcel, Verdict.HELD)
            case TelegramRetryAfter():
                self._pace.hold(error.retry_after)
                return Outcome(parcel, Verdict.HELD)
            case TelegramMigrateToChat():
                return Outcome(parcel, Verdict.MOVED, moved_to=error.migrate_to_chat_id)
            case TelegramForbiddenError():
                return Outcome(parcel, Verdict.UNREACHABLE, reason=error.message)
            case TelegramUnauthorizedError():
                self._pace.strained()
                log.error("Telegram refuses the token")
                return Outcome(parcel, Verdict.AGAIN)
            case TelegramBadRequest() | TelegramNotFound() | TelegramEntityTooLarge():
                if telegram.is_unreachable(error.message):
                    return Outcome(parcel, Verdict.UNREACHABLE, reason=error.message)
                log.error("message refused", row=parcel.row_id, reason=error.message)
                return Outcome(parcel, Verdict.REFUSED, reason=error.message)
            case TelegramNetworkError():
                if isinstance(error.__cause__, NEVER_LEFT):
                    self._pace.strained()
                    return Outcome(parcel, Verdict.AGAIN)
                return Outcome(parcel, Verdict.UNCLEAR, reason=reason)
            case TelegramAPIError() | ClientDecodeError():
                self._pace.strained()
                return Outcome(parcel, Verdict.UNCLEAR, reason=reason)
        log.error("message cannot be sent", row=parcel.row_id, error=where(error))
        return Outcome(parcel, Verdict.REFUSED, reason=where(error))
