"""Long polling: updates are fetched raw, stored, and only then confirmed by the next request."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError, TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError

from bot import crash_points as crash
from bot.logs import describe_error, is_worth_logging
from bot.pause import pause
from bot.telegram.methods import ALLOWED_UPDATES, GetRawUpdates

log = structlog.get_logger()

POLL_SECONDS = 25
RESPONSE_SECONDS = 10
MIN_BATCH_SIZE = 20
"""A nearly full queue still fetches this many: they are worked soon, and then the bot asks again."""
MAX_BATCH_SIZE = 100
FULL_PAUSE_SECONDS = 0.1
MAX_PAUSE_SECONDS = 30.0
CONFLICT_PAUSE_SECONDS = 3.0
STORE_RETRY_SECONDS = 2.0
"""Polling goes on at this rate while the database is down, since presses must be answered in time."""


@dataclass(frozen=True, slots=True)
class PollingPauses:
    """Seconds: the longest pause after failures in a row, and the one while another program reads the updates."""

    longest: float = MAX_PAUSE_SECONDS
    conflict: float = CONFLICT_PAUSE_SECONDS


class Poller:
    """The one reader of getUpdates: `store` returns once a batch is safe, `free_capacity` how many more may come.

    The offset lives in memory only: stored updates are known by their ids, so reading them again costs nothing. It is
    forgotten after an empty response, which has confirmed everything: after a quiet week Telegram numbers anew.
    """

    def __init__(
        self,
        bot: Bot,
        store: Callable[[list[Any]], Awaitable[None]],
        free_capacity: Callable[[], int],
        pauses: PollingPauses = PollingPauses(),
    ) -> None:
        self._bot = bot
        self._store = store
        self._free_capacity = free_capacity
        self._pauses = pauses
        self._offset: int | None = None
        self._failures = 0

    async def fetch(self, seconds: int) -> int:
        """Fetch and store one batch, waiting up to `seconds` for it; return its size."""
        limit = min(MAX_BATCH_SIZE, max(MIN_BATCH_SIZE, self._free_capacity()))
        method = GetRawUpdates(offset=self._offset, limit=limit, timeout=seconds, allowed_updates=ALLOWED_UPDATES)
        batch = await self._bot(method, request_timeout=seconds + RESPONSE_SECONDS)
        await self._store(batch)
        numbers = [raw["update_id"] for raw in batch if isinstance(raw, dict) and type(raw.get("update_id")) is int]
        self._offset = max(numbers) + 1 if numbers else None
        crash.passes("batch-confirming")
        return len(batch)

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch until `stop`, which cuts a waiting request short: the updates it might bring stay unconfirmed."""
        while not stop.is_set():
            if not self._free_capacity():
                await pause(FULL_PAUSE_SECONDS, stop)
                continue
            fetching = asyncio.create_task(self.fetch(POLL_SECONDS))
            await pause(None, fetching, stop)
            if not fetching.done():
                fetching.cancel()
                await asyncio.gather(fetching, return_exceptions=True)
                return
            if (seconds := self._pause_after(fetching)) is not None:
                await pause(seconds, stop)

    def _pause_after(self, fetching: asyncio.Task[int]) -> float | None:
        """Return how long to wait after this request; None after a good one."""
        try:
            fetching.result()
        except TelegramRetryAfter as error:
            return float(error.retry_after)
        except TelegramConflictError:
            log.warning("another program reads this bot's updates")
            return self._pauses.conflict
        except SQLAlchemyError as error:
            self._failures += 1
            if is_worth_logging(self._failures):
                log.error("updates not stored", error=describe_error(error), failures=self._failures)
            return STORE_RETRY_SECONDS
        except (TelegramAPIError, ClientDecodeError) as error:
            self._failures += 1
            longest = min(self._pauses.longest, 2.0 ** min(self._failures, 6))
            seconds = random.uniform(longest / 2, longest)  # noqa: S311 - spreads retries, guards nothing
            log.warning("updates not fetched", error=describe_error(error), pause=round(seconds, 1))
            return seconds
        self._failures = 0
        return None
