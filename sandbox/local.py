"""The sandbox in this process: people, their chats with one bot, and calls of the Bot API."""

import json
from dataclasses import replace
from typing import Any

from sandbox.calls.call import Call, UploadedFile, canonical_method
from sandbox.calls.errors import ApiError, ConnectionDropped, RawAnswer
from sandbox.calls.faults import Faults, apply_after, apply_before
from sandbox.calls.journal import Entry, Journal
from sandbox.clock import Clock
from sandbox.person import Person
from sandbox.telegram.chats import Account, Chat
from sandbox.telegram.methods import METHODS
from sandbox.telegram.state import State

Json = dict[str, Any]

FIRST_PERSON_ID = 1001


class Telegram:
    """One bot and its people.

    With `state.consumer` set, actions such as `types()` return when the bot has handled them (quick tests). `strict`
    answers 400 to what Telegram would ignore: unknown parameters and fields.
    """

    def __init__(
        self,
        token: str = "42:TEST",  # noqa: S107 - invented, opens nothing
        *,
        username: str = "centrik_demo_bot",
        name: str = "Центрик",
        clock: Clock | None = None,
        strict: bool = True,
    ) -> None:
        self.token = token
        self.username = username
        self.clock = clock or Clock()
        self.strict = strict
        self.state = State(token, username, name, self.clock)
        self.chats = self.state.chats
        self.files = self.state.files
        self.updates = self.state.updates
        self.webhook = self.state.webhook
        self.webhook.on_reply = self._call_from_webhook
        self.people: dict[int, Person] = {}
        self.journal = Journal()
        self.faults = Faults()

    def person(
        self,
        first_name: str = "",
        *,
        id: int | None = None,
        last_name: str = "",
        username: str = "",
        language_code: str = "ru",
    ) -> Person:
        """Return the person with this `id`, or a new one."""
        if id is not None and id in self.people:
            return self.people[id]
        number = id if id is not None else max([FIRST_PERSON_ID - 1, *self.people]) + 1
        chat = Chat(Account(number, first_name or f"№ {number}", last_name, username, language_code))
        self.chats[number] = chat
        self.people[number] = Person(self.state, chat)
        self.state.note_change(chat)
        return self.people[number]

    def migrate_chat(self, chat: int, to: int) -> Person:
        """Continue a chat under another id, as a group that becomes a supergroup; the old id refuses calls."""
        old = self.chats[chat]
        self.chats[to] = Chat(replace(old.account, id=to), started=old.started)
        self.people[to] = Person(self.state, self.chats[to])
        old.migrated_to = to
        self.state.note_change(old)
        return self.people[to]

    async def emit_raw(self, update: Json) -> None:
        """Send any object as an update, however malformed: `{"message": ...}` gets an update_id of its own."""
        kind = next((name for name in update if name != "update_id"), "message")
        if "update_id" in update:
            self.updates.set_next_id(int(update["update_id"]))
        await self.state.emit(kind, update.get(kind, {}), 0)

    async def answer(
        self, token: str, method: str, params: Json, files: dict[str, UploadedFile] | None = None
    ) -> tuple[int, str]:
        """Return HTTP status and body as the real server writes them; ConnectionDropped when a fault asks for it."""
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
        """Return the result of a call and record it in the journal; ApiError, RawAnswer or ConnectionDropped."""
        call = Call(canonical_method(method) or method, params, files or {}, self.strict)
        entry = self.journal.record(
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
        except ConnectionDropped:
            entry.outcome = "dropped"
            raise
        finally:
            entry.finished = self.clock.monotonic()
            self.state.note_change()

    async def close(self) -> None:
        """Stop deliveries and release every long poll."""
        await self.state.close()

    async def _run(self, token: str, call: Call, entry: Entry) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        fault = self.faults.take(call.method, entry.person)
        if fault is not None:
            entry.fault = fault.kind
            await apply_before(fault)
        result = await self._perform(call)
        entry.accepted = True
        if fault is not None:
            entry.result = result
            await apply_after(fault)
        return result

    async def _perform(self, call: Call) -> Any:
        if call.method not in METHODS:
            self.journal.warn(call.method, "the sandbox has no such method")
            raise ApiError(404, "Not Found: method not found")
        try:
            for name in call.unknown_parameters():
                call.report(f"unknown parameter {name}")
            return await METHODS[call.method](self.state, call)
        finally:
            for warning in call.warnings:
                self.journal.warn(call.method, warning)

    async def _call_from_webhook(self, method: str, params: Json) -> None:
        """Run a method that the bot wrote into its answer to a webhook call; nobody gets the result."""
        try:
            await self.call(self.token, method, params)
        except (ApiError, RawAnswer, ConnectionDropped) as error:
            self.journal.warn(method, f"in a webhook's answer failed: {error}")

    def _person_of(self, call: Call) -> int | None:
        press = self.state.presses.get(call.text("callback_query_id"))
        return press.chat.account.id if press else call.chat_id
