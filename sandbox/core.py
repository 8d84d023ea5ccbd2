"""Telegram itself, in memory: people, their chats with one bot, and the Bot API over them. No HTTP, no aiogram."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sandbox import editing, presses, profile, receiving, sending
from sandbox.calls import Call, canonical
from sandbox.chats import Account, Chat, Message
from sandbox.clock import Clock
from sandbox.errors import ApiError, Dropped, RawAnswer, bad_request, moved
from sandbox.faults import Fault, Faults, after, before
from sandbox.files import FileStore, UploadedFile
from sandbox.journal import Entry, Journal
from sandbox.person import Person
from sandbox.updates import Update, UpdateQueue
from sandbox.webhook import Webhook

Json = dict[str, Any]
Consumer = Callable[[Json], Awaitable[None]]
Method = Callable[["Telegram", Call], Awaitable[Any]]

FIRST_PERSON = 1001
FIRST_UPDATE = 700_000_001

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.agree,
    "close": profile.agree,
    "getChat": profile.get_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_text,
    "setMyDescription": profile.set_my_text,
    "setMyShortDescription": profile.set_my_text,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "getFile": sending.get_file,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": presses.answer_callback_query,
}


class Telegram:
    """One bot and the people around it.

    `consumer` takes updates straight from the person's action (quick tests: `types()` returns when the bot is done);
    without one they wait for getUpdates or go to the webhook. `strict` answers 400 to what Telegram would ignore:
    unknown parameters and fields. `lifetime_scale` shortens how long unread updates are kept.
    """

    def __init__(
        self,
        token: str = "42:TEST",  # noqa: S107 - invented, opens nothing
        *,
        username: str = "centrik_demo_bot",
        name: str = "Центрик",
        clock: Clock | None = None,
        strict: bool = True,
        seed: int = 0,
        lifetime_scale: float = 1.0,
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.strict = strict
        self.consumer: Consumer | None = None
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.files = FileStore()
        self.journal = Journal()
        self.faults = Faults(seed)
        self.updates = UpdateQueue(self.clock, FIRST_UPDATE, lifetime_scale)
        self.webhook = Webhook(self)
        self.presses: dict[str, presses.Press] = {}
        self.press_count = 0
        self.answer_seconds = presses.ANSWER_SECONDS
        self.commands: dict[profile.CommandKey, list[profile.Command]] = {}
        self.texts: dict[tuple[str, str], str] = {("name", ""): name}
        self.username = username
        self.revision = 0
        self._watchers: set[asyncio.Future[None]] = set()
        self._message_count = 0

    @property
    def bot_user(self) -> Json:
        bot_id = int(self.token.partition(":")[0])
        return {"id": bot_id, "is_bot": True, "first_name": self.texts["name", ""], "username": self.username}

    # People

    def person(
        self,
        first_name: str = "",
        *,
        id: int | None = None,
        last_name: str = "",
        username: str = "",
        language_code: str = "ru",
    ) -> Person:
        """A new person, or the known one when `id` is theirs."""
        if id is not None and id in self.people:
            return self.people[id]
        number = id if id is not None else max([FIRST_PERSON - 1, *self.people]) + 1
        chat = Chat(Account(number, first_name or f"№ {number}", last_name, username, language_code))
        self.chats[number] = chat
        self.people[number] = Person(self, chat)
        self.changed(chat)
        return self.people[number]

    def moves(self, chat: int, to: int) -> Person:
        """The chat goes on under another id, as a group does that becomes a supergroup: the old one refuses calls."""
        old = self.chats[chat]
        self.chats[to] = Chat(replace(old.account, id=to), started=old.started)
        self.people[to] = Person(self, self.chats[to])
        old.moved_to = to
        self.changed(old)
        return self.people[to]

    # The Bot API

    async def answer(
        self, token: str, method: str, params: Json, files: dict[str, UploadedFile] | None = None
    ) -> tuple[int, str]:
        """HTTP status and body of a call, as the real server writes them. Raises Dropped when the connection broke."""
        try:
            result = await self.call(token, method, params, files)
        except ApiError as error:
            refusal: Json = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                refusal["parameters"] = error.parameters
            return error.code, json.dumps(refusal, ensure_ascii=False)
        except RawAnswer as raw:
            return raw.status, raw.body
        return 200, json.dumps({"ok": True, "result": result}, ensure_ascii=False)

    async def call(self, token: str, method: str, params: Json, files: dict[str, UploadedFile] | None = None) -> Any:
        """The result of a call. Raises ApiError, RawAnswer or Dropped; everything is written to the journal."""
        call = Call(canonical(method) or method, params, files or {}, self.strict)
        entry = self.journal.open(
            Entry(
                number=0,
                at=self.clock.wall(),
                started=self.clock.monotonic(),
                method=call.method,
                params=dict(params),
                files={name: len(file.data) for name, file in call.files.items()},
                person=self._person_of(call),
            )
        )
        try:
            entry.result = await self._run(token, call, entry)
            entry.outcome, entry.code = "ok", 200
            return entry.result
        except ApiError as error:
            entry.outcome, entry.code, entry.description = "error", error.code, error.description
            raise
        except RawAnswer as raw:
            entry.outcome, entry.code = "raw", raw.status
            raise
        except Dropped:
            entry.outcome = "dropped"
            raise
        finally:
            entry.finished = self.clock.monotonic()
            self.changed()

    async def _run(self, token: str, call: Call, entry: Entry) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        fault = self.faults.strike(call.method, entry.person)
        if fault is not None:
            entry.fault = fault.kind
            await before(fault)
        result = await self._perform(call)
        entry.accepted = True
        if fault is not None:
            entry.result = result
            await after(fault)
        return result

    async def _perform(self, call: Call) -> Any:
        if call.method not in METHODS:
            self.journal.warn(call.method, "the sandbox has no such method")
            raise ApiError(404, "Not Found: method not found")
        try:
            for name in call.unknown():
                call.report(f"unknown parameter {name}")
            return await METHODS[call.method](self, call)
        finally:
            for warning in call.warnings:
                self.journal.warn(call.method, warning)

    def _person_of(self, call: Call) -> int | None:
        press = self.presses.get(call.text("callback_query_id"))
        return press.chat.account.id if press else call.chat_id

    def known(self, call: Call) -> Chat:
        """The chat a call names; ApiError when there is none."""
        if not call.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(call.chat_id or 0)
        if chat is None:
            raise bad_request("chat not found")
        if chat.moved_to is not None:
            raise moved(chat.moved_to)
        return chat

    def writable(self, call: Call) -> Chat:
        """The chat a call names, if the bot may write there."""
        chat = self.known(call)
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
        self.changed(chat, message)
        return message

    # Updates

    async def emit(self, kind: str, body: Json, chat: int) -> None:
        """Send an update to the bot; with a consumer, return when it has been taken."""
        update = self.updates.made(kind, body, chat)
        if update is None:
            return
        if self.consumer is not None:
            await self.consumer(update.as_json())
        else:
            self._hand_over(update)

    async def emit_raw(self, update: Json) -> None:
        """Send any object as an update, however malformed: `{"message": ...}` gets an update_id of its own."""
        kind = next((name for name in update if name != "update_id"), "message")
        if "update_id" in update:
            self.updates.skip_to(int(update["update_id"]))
        await self.emit(kind, update.get(kind, {}), 0)

    def _hand_over(self, update: Update) -> None:
        if self.webhook.url:
            self.webhook.put(update)
        else:
            self.updates.put(update)

    # Changes, for those who watch

    def changed(self, chat: Chat | None = None, message: Message | None = None) -> None:
        """Note a change; the chat and the message remember its number."""
        self.revision += 1
        if chat is not None:
            chat.revision = self.revision
        if message is not None:
            message.revision = self.revision
        for watcher in self._watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def wait(self, after: int, seconds: float) -> int:
        """The number of the last change as soon as it is above `after`, or when `seconds` have passed."""
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
        """Stop deliveries and let go of whoever waits."""
        self.updates.interrupt("Conflict: terminated by other getUpdates request")
        self.changed()
        await self.webhook.close()


__all__ = ["Fault", "Telegram", "UploadedFile"]
