"""State of one bot and its chats in the sandbox; the methods of the Bot API are functions over it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.calls.call import Call
from sandbox.calls.errors import ApiError, bad_request, chat_migrated
from sandbox.clock import Clock
from sandbox.telegram.chats import Chat, Message, Press
from sandbox.telegram.files import FileStore
from sandbox.telegram.updates import Update, UpdateQueue
from sandbox.telegram.webhook import Webhook

Json = dict[str, Any]
Consumer = Callable[[Json], Awaitable[None]]
Command = dict[str, str]
CommandKey = tuple[str, str]  # scope as JSON, language

FIRST_UPDATE_ID = 700_000_001
ANSWER_SECONDS = 15.0


class State:
    """One bot, its chats and the updates on their way to it.

    `consumer` takes updates directly from a person's action; without one they wait for getUpdates or go to the
    webhook. `answer_seconds` is how long a press may wait for its answer.
    """

    def __init__(self, token: str, username: str, name: str, clock: Clock) -> None:
        self.token = token
        self.username = username
        self.clock = clock
        self.consumer: Consumer | None = None
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.updates = UpdateQueue(clock, FIRST_UPDATE_ID)
        self.webhook = Webhook(clock)
        self.presses: dict[str, Press] = {}
        self.press_count = 0
        self.answer_seconds = ANSWER_SECONDS
        self.commands: dict[CommandKey, list[Command]] = {}
        self.profile_texts: dict[tuple[str, str], str] = {("name", ""): name}
        self.revision = 0
        self._watchers: set[asyncio.Future[None]] = set()
        self._message_count = 0

    @property
    def bot_user(self) -> Json:
        bot_id = int(self.token.partition(":")[0])
        name = self.profile_texts["name", ""]
        return {"id": bot_id, "is_bot": True, "first_name": name, "username": self.username}

    # Chats

    def known_chat(self, call: Call) -> Chat:
        """Return the chat that a call names; ApiError when there is none or it has migrated."""
        if not call.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(call.chat_id or 0)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise chat_migrated(chat.migrated_to)
        return chat

    def writable_chat(self, call: Call) -> Chat:
        """Return the chat that a call names; ApiError when the bot may not write there."""
        chat = self.known_chat(call)
        if chat.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if not chat.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def add_message(self, chat: Chat, *, sender: Json, **content: Any) -> Message:
        self._message_count += 1
        message = Message(self._message_count, chat.account, sender, int(self.clock.wall()), **content)
        chat.messages.append(message)
        self.note_change(chat, message)
        return message

    # Updates

    async def emit(self, kind: str, body: Json, chat: int) -> None:
        """Send an update to the bot; with a consumer, return when it has been taken."""
        update = self.updates.create(kind, body, chat)
        if update is None:
            return
        if self.consumer is not None:
            await self.consumer(update.as_json())
        else:
            self.enqueue(update)

    def enqueue(self, update: Update) -> None:
        if self.webhook.url:
            self.webhook.put(update)
        else:
            self.updates.put(update)

    # Changes

    def note_change(self, chat: Chat | None = None, message: Message | None = None) -> None:
        """Count a change and wake `wait`; the chat and the message remember its number."""
        self.revision += 1
        if chat is not None:
            chat.revision = self.revision
        if message is not None:
            message.revision = self.revision
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def wait(self, after: int, seconds: float) -> int:
        """Return the number of the last change, once it exceeds `after` or `seconds` have passed."""
        if self.revision <= after:
            watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._watchers.add(watcher)
            try:
                await asyncio.wait_for(watcher, seconds)
            except TimeoutError:
                pass
            finally:
                self._watchers.discard(watcher)
        return self.revision

    async def close(self) -> None:
        """Stop deliveries and release every long poll and watcher."""
        self.updates.interrupt("Conflict: terminated by other getUpdates request")
        self.note_change()
        await self.webhook.close()
