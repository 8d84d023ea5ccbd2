"""Delivery to a webhook: in order for each chat, again and again until the bot takes an update or it expires."""

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

from sandbox.errors import ApiError, Dropped, RawAnswer
from sandbox.updates import Update

if TYPE_CHECKING:
    from sandbox.core import Telegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600.0


class Webhook:
    """Where updates go while a URL is set. The first retry comes at once, then after `pause`, twice that, and so on;
    a chat's later updates wait behind the one that fails, other chats do not."""

    def __init__(self, telegram: "Telegram") -> None:
        self._telegram = telegram
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.pause = 2.0
        self.reply_seconds = 60.0
        self.last_error = ""
        self.last_error_at = 0.0
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._connections = asyncio.Semaphore(40)
        self._http: aiohttp.ClientSession | None = None

    async def set(self, url: str, secret: str, max_connections: int) -> None:
        waiting = await self.remove()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self._connections = asyncio.Semaphore(max_connections)
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.reply_seconds))
        for update in waiting:
            self.put(update)

    async def remove(self) -> list[Update]:
        """Stop delivering; what was not taken comes back, oldest first."""
        self.url = ""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        waiting = sorted((update for lane in self._lanes.values() for update in lane), key=lambda one: one.update_id)
        self._tasks.clear()
        self._lanes.clear()
        await self.close()
        return waiting

    async def close(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._http is not None:
            await self._http.close()
            self._http = None

    def pending_count(self) -> int:
        return sum(map(len, self._lanes.values()))

    def put(self, update: Update) -> None:
        self._lanes.setdefault(update.chat, deque()).append(update)
        task = self._tasks.get(update.chat)
        if task is None or task.done():
            self._tasks[update.chat] = asyncio.create_task(self._drain(update.chat))

    async def _drain(self, chat: int) -> None:
        lane = self._lanes[chat]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()

    async def _deliver(self, update: Update) -> None:
        """Return when the bot has taken the update or it has expired."""
        failures = 0
        while self._telegram.clock.monotonic() < update.expires:
            async with self._connections:
                pause = await self._post(update)
            if pause is None:
                return
            failures += 1
            grown = 0.0 if failures == 1 else min(self.pause * 2.0 ** (failures - 2), LONGEST_PAUSE)
            await asyncio.sleep(pause or grown)

    async def _post(self, update: Update) -> float | None:
        """None when taken, otherwise the Retry-After asked for in seconds (0 when none was)."""
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        if self._http is None:
            return 0.0
        try:
            async with self._http.post(self.url, json=update.as_json(), headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._perform(await response.read())
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                asked = response.headers.get("Retry-After", "")
                return min(float(asked), LONGEST_RETRY_AFTER) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0

    def _failed(self, reason: str) -> None:
        self.last_error, self.last_error_at = reason, self._telegram.clock.wall()

    async def _perform(self, body: bytes) -> None:
        """A method in the answer's body is run; its result is told to nobody."""
        try:
            reply: Any = json.loads(body)
        except ValueError:
            return
        if isinstance(reply, dict) and isinstance(reply.get("method"), str):
            params = {name: value for name, value in reply.items() if name != "method"}
            try:
                await self._telegram.call(self._telegram.token, reply["method"], params)
            except (ApiError, RawAnswer, Dropped) as error:
                self._telegram.journal.warn(reply["method"], f"in a webhook's answer failed: {error}")
