"""Delivery to a webhook: in order within each chat, repeated until the bot accepts an update or it expires."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from sandbox.clock import Clock
from sandbox.telegram.updates import Update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_PAUSE_SECONDS = 60.0
MAX_RETRY_AFTER_SECONDS = 3600.0
DEFAULT_CONNECTIONS = 40


class Webhook:
    """Deliveries while a URL is set. The first retry is immediate, the next comes after `pause` seconds, then twice
    as many, and so on; later updates of the same chat wait, other chats do not.

    `on_reply` gets the method and parameters that the bot may put into its answer.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.on_reply: Callable[[str, dict[str, Any]], Awaitable[None]] | None = None
        self.url = ""
        self.secret = ""
        self.max_connections = DEFAULT_CONNECTIONS
        self.pause = 2.0
        self.reply_seconds = 60.0
        self.last_error = ""
        self.last_error_at = 0.0
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._connections = asyncio.Semaphore(DEFAULT_CONNECTIONS)
        self._http: aiohttp.ClientSession | None = None

    async def set(self, url: str, secret: str, max_connections: int) -> None:
        waiting = await self.remove()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self._connections = asyncio.Semaphore(max_connections)
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.reply_seconds))
        for update in waiting:
            self.put(update)

    async def remove(self) -> list[Update]:
        """Stop delivering and return the updates not accepted, oldest first."""
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
        """Return when the bot has accepted the update or it has expired."""
        failures = 0
        while self._clock.monotonic() < update.expires:
            async with self._connections:
                pause = await self._post(update)
            if pause is None:
                return
            failures += 1
            backoff = 0.0 if failures == 1 else min(self.pause * 2.0 ** (failures - 2), MAX_PAUSE_SECONDS)
            await asyncio.sleep(pause or backoff)

    async def _post(self, update: Update) -> float | None:
        """Return None when accepted, otherwise the Retry-After asked for in seconds (0 when none was)."""
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        if self._http is None:
            return 0.0
        try:
            async with self._http.post(self.url, json=update.as_json(), headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._handle_reply(await response.read())
                    return None
                self._note_failure(f"Wrong response from the webhook: {response.status} {response.reason}")
                asked = response.headers.get("Retry-After", "")
                return min(float(asked), MAX_RETRY_AFTER_SECONDS) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._note_failure(f"Connection failed: {type(error).__name__}")
            return 0.0

    def _note_failure(self, reason: str) -> None:
        self.last_error, self.last_error_at = reason, self._clock.wall()

    async def _handle_reply(self, body: bytes) -> None:
        try:
            reply: Any = json.loads(body)
        except ValueError:
            return
        if self.on_reply is not None and isinstance(reply, dict) and isinstance(reply.get("method"), str):
            method = reply.pop("method")
            await self.on_reply(method, reply)
