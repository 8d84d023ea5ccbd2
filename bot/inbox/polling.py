"""Updates by long polling: raw, stored, and only then confirmed by the next request."""

import asyncio
import random

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramConflictError, TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError

from bot import crash_points as crash
from bot.inbox.queue import Inbox
from bot.logs import describe_error, is_worth_logging
from bot.telegram.methods import ALLOWED_UPDATES, GetRawUpdates

log = structlog.get_logger()

POLL_SECONDS = 25
BATCH_SIZES = (20, 100)
"""A nearly full bot fetches little at a time: it asks again as soon as that little has been worked off."""
MAX_PAUSE_SECONDS = 30.0
CONFLICT_PAUSE_SECONDS = 3.0
STORE_RETRY_SECONDS = 2.0
"""Who presses while the database is away is told so in time only if somebody fetches the press."""


class Poller:
    """One reader of getUpdates.

    The offset lives in memory only: what is stored is known by its id, so reading it again costs nothing. It is
    forgotten after an empty answer, which has confirmed everything: after a quiet week Telegram numbers anew.
    """

    def __init__(self, bot: Bot, inbox: Inbox) -> None:
        self._bot = bot
        self._inbox = inbox
        self._offset: int | None = None

    async def fetch(self, seconds: int) -> int:
        """Fetch and store one batch, waiting up to `seconds` for it; returns its size."""
        few, most = BATCH_SIZES
        limit = min(most, max(few, self._inbox.room))
        method = GetRawUpdates(offset=self._offset, limit=limit, timeout=seconds, allowed_updates=ALLOWED_UPDATES)
        batch = await self._bot(method, request_timeout=seconds + 10)
        await self._inbox.store(batch)
        numbers = [raw["update_id"] for raw in batch if isinstance(raw, dict) and type(raw.get("update_id")) is int]
        self._offset = max(numbers) + 1 if numbers else None
        crash.passes("batch-confirming")
        return len(batch)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`: a request that hangs then is given up, what it might bring stays unconfirmed."""
        failures = 0
        while not stop.is_set():
            if self._inbox.is_full:
                await asyncio.sleep(0.1)
                continue
            fetching = asyncio.create_task(self.fetch(POLL_SECONDS))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([fetching, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not fetching.done():
                fetching.cancel()
                await asyncio.gather(fetching, return_exceptions=True)
                return
            try:
                fetching.result()
                failures = 0
                continue
            except TelegramRetryAfter as error:
                pause = float(error.retry_after)
            except TelegramConflictError:
                pause = CONFLICT_PAUSE_SECONDS
                log.warning("another program reads this bot's updates")
            except SQLAlchemyError as error:
                failures += 1
                pause = STORE_RETRY_SECONDS
                if is_worth_logging(failures):
                    log.error("updates not stored", error=describe_error(error), failures=failures)
            except (TelegramAPIError, ClientDecodeError) as error:
                failures += 1
                pause = random.uniform(0.5, 1) * min(MAX_PAUSE_SECONDS, 2.0 ** min(failures, 6))  # noqa: S311 - spreads retries, guards nothing
                log.warning("updates not fetched", error=describe_error(error), pause=round(pause, 1))
            await _until(stop, pause)


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
