"""A person with a phone, who types, presses visible buttons and reads the screen."""

import asyncio
import re
from typing import Any

from sandbox.calls.call import UploadedFile
from sandbox.labels import find_button, visible_labels
from sandbox.seen import SeenFile, SeenMessage, SeenToast, chat_view, message_from_view, message_view
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.presses import press
from sandbox.telegram.state import State
from sandbox.texts.entities import TEXT_LIMIT, read_formatted

Json = dict[str, Any]

_DEEP_LINK = re.compile(r"(?:https?://t\.me/|tg://resolve\?domain=)(?P<bot>\w+)(?:[?&]start=(?P<payload>[^&]*))?$")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Person:
    """Actions send updates to the bot; with a consumer in the state they return when the bot has handled them.

    A label or text that is not found raises AssertionError with the visible ones. `acted_at` is the number of the last
    change before the last action: the bot's reaction has a higher one.
    """

    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self._chat = chat
        self.acted_at = 0

    @property
    def id(self) -> int:
        return self._chat.account.id

    @property
    def name(self) -> str:
        return self._chat.account.first_name

    # Actions

    async def types(self, text: str, reply_to: int | None = None) -> None:
        """Send a text, a command or a label of the reply keyboard; a blocked bot is unblocked first.

        As on a phone, a text of over 4096 characters is sent in several messages, an empty one not at all.
        """
        if not text.strip():
            raise AssertionError("Telegram sends no empty message")
        replied = self._chat.find(reply_to or 0)
        for start in range(0, len(text), TEXT_LIMIT):
            plain, entities = read_formatted(text[start : start + TEXT_LIMIT], "", None)
            await self._send(text=plain, entities=entities, reply_to=replied)

    async def presses(self, label: str) -> None:
        """Press the newest visible button with this label (see `find_button`)."""
        found = find_button(self._chat, label)
        if found.message_id is None:
            await self._press_key(found.button)
            return
        button = found.button
        if "callback_data" in button:
            await self.presses_data(found.message_id, str(button["callback_data"]))
        elif "url" in button:
            await self.opens(str(button["url"]))
        elif "copy_text" in button:
            self._chat.copied.append(str(button["copy_text"]["text"]))
        elif "disabled" not in button:
            name = next(name for name in button if name.startswith("switch_inline_query") or name == "web_app")
            self._chat.opened.append(f"{name}:{button[name]}")

    async def presses_key(self, label: str) -> None:
        """Press a key of the reply keyboard, even when a button under a message has the same label."""
        for row in self._chat.reply_rows:
            for button in row:
                if button["text"] == label:
                    await self._press_key(button)
                    return
        raise AssertionError(f"no key «{label}» on the keyboard; keys: {self.keyboard}")

    async def presses_data(self, message_id: int, data: str) -> None:
        """Press a button that may be old, removed or forged; its data reaches the bot as from any client."""
        self._act()
        body = press(self._state, self._chat, message_id, data)
        self._state.note_change(self._chat)
        await self._state.emit("callback_query", body, self.id)

    async def opens(self, link: str) -> None:
        """Follow a link; a link to the bot itself presses its START with the payload."""
        self._chat.opened.append(link)
        match = _DEEP_LINK.match(link)
        if match is None or match["bot"].lower() != self._state.username.lower():
            return
        payload = match["payload"] or ""
        if not _PAYLOAD.fullmatch(payload):
            raise AssertionError(f"Telegram opens no link with the payload {payload!r}")
        await self.types(f"/start {payload}".rstrip())

    async def sends_file(self, name: str, data: bytes, caption: str = "", *, mime: str | None = None) -> None:
        """Send a document."""
        stored = self._state.files.add(UploadedFile(name, data), "document", mime)
        text, entities = read_formatted(caption, "", None)
        await self._send(file=stored, text=text, entities=entities)

    async def sends_photo(self, data: bytes, caption: str = "") -> None:
        """Send a PNG or JPEG as a photo."""
        stored = self._state.files.add(UploadedFile("photo.jpg", data), "photo")
        text, entities = read_formatted(caption, "", None)
        await self._send(file=stored, text=text, entities=entities)

    async def sends(self, content: Json) -> None:
        """Send any other fields of Message: `{"sticker": {...}}`, `{"contact": {...}}`, `{"voice": ...}`."""
        await self._send(extra=content)

    async def edits(self, message_id: int, text: str) -> None:
        """Edit a text sent before."""
        message = self._chat.find(message_id)
        if message is None or message.is_outgoing:
            raise AssertionError(f"{self.name} has no message {message_id} to edit")
        self._act()
        message.text, message.entities = read_formatted(text, "", None)
        message.edit_date = int(self._state.clock.wall())
        self._state.note_change(self._chat, message)
        await self._state.emit("edited_message", message.as_json(), self.id)

    async def blocks_bot(self) -> None:
        await self._set_blocked(True)

    async def unblocks_bot(self) -> None:
        await self._set_blocked(False)

    def deletes_account(self) -> None:
        """Make every later send fail with "user is deactivated"."""
        self._chat.deactivated = True

    async def sees_toast(self, fragment: str = "", seconds: float = 10.0) -> SeenToast:
        """Wait for the answer to this person's last press."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            for toast in reversed(self.toasts):
                if toast.revision > self.acted_at and fragment in toast.text:
                    return toast
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(f"{self.name} got no answer «{fragment}» in {seconds} s; visible:\n{self.summary}")
            await self._state.wait(self._state.revision, left)

    async def sees(self, fragment: str = "", seconds: float = 10.0) -> SeenMessage:
        """Wait for a message of the bot, sent or edited after this person's last action, with `fragment` in its text or
        file name."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            for message in reversed(self.chat):
                if message.answers(self.acted_at, fragment):
                    return message
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(f"{self.name} did not see «{fragment}» in {seconds} s; visible:\n{self.summary}")
            await self._state.wait(self._state.revision, left)

    # The screen

    @property
    def screen(self) -> SeenMessage:
        """The newest message of the bot."""
        for message in reversed(self._chat.visible):
            if message.is_outgoing:
                return self._seen(message)
        raise AssertionError(f"{self.name} sees no message of the bot")

    @property
    def chat(self) -> list[SeenMessage]:
        """All visible messages of both sides, oldest first."""
        return [self._seen(message) for message in self._chat.visible]

    @property
    def history(self) -> list[SeenMessage]:
        """All messages, including deleted ones."""
        return [self._seen(message) for message in self._chat.messages]

    @property
    def labels(self) -> list[str]:
        return visible_labels(self._chat)

    @property
    def keyboard(self) -> list[list[str]]:
        """Rows of labels of the reply keyboard."""
        return [[str(button["text"]) for button in row] for row in self._chat.reply_rows]

    @property
    def toasts(self) -> list[SeenToast]:
        """Answers to presses that had a text."""
        return [
            SeenToast(toast.text, toast.alert, toast.message_id, toast.revision)
            for toast in self._chat.toasts
            if toast.text
        ]

    @property
    def files(self) -> list[SeenFile]:
        """Files the bot sent that are still in the chat, oldest first."""
        return [message.file for message in self.chat if message.from_bot and message.file is not None]

    @property
    def opened(self) -> list[str]:
        """Links followed by presses."""
        return list(self._chat.opened)

    @property
    def copied(self) -> list[str]:
        """Texts copied by presses."""
        return list(self._chat.copied)

    @property
    def view(self) -> Json:
        """The whole screen, as the chat page gets it."""
        return chat_view(self._state, self._chat)

    @property
    def summary(self) -> str:
        """The last messages and all labels, for failure messages."""
        newest = self._chat.visible[-5:]
        lines = [f"{'bot' if message.is_outgoing else self.name}: {message.text}" for message in newest]
        return "\n".join([*lines, f"labels: {', '.join(self.labels)}"])

    def _seen(self, message: Message) -> SeenMessage:
        return message_from_view(message_view(message), message.file.data if message.file else b"")

    def _act(self) -> None:
        self.acted_at = self._state.revision

    async def _press_key(self, button: Json) -> None:
        if button.get("request_contact"):
            account = self._chat.account
            contact = {"phone_number": f"+7999{account.id:07d}", "first_name": account.first_name}
            await self.sends({"contact": {**contact, "user_id": account.id}})
            return
        if self._chat.keyboard is not None and self._chat.keyboard.value.get("one_time_keyboard"):
            self._chat.keyboard_hidden = True
        await self.types(str(button["text"]))

    async def _send(self, **content: Any) -> None:
        self._act()
        if self._chat.blocked:
            await self._set_blocked(False)
        self._chat.started = True
        message = self._state.add_message(self._chat, sender=self._chat.account.as_user(), **content)
        await self._state.emit("message", message.as_json(), self.id)

    async def _set_blocked(self, blocked: bool) -> None:
        if self._chat.blocked == blocked:
            return
        self._act()
        self._chat.blocked = blocked
        self._state.note_change(self._chat)
        member = {"user": self._state.bot_user, "status": "member"}
        kicked = {"user": self._state.bot_user, "status": "kicked", "until_date": 0}
        body = {
            "chat": self._chat.account.as_chat(),
            "from": self._chat.account.as_user(),
            "date": int(self._state.clock.wall()),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        await self._state.emit("my_chat_member", body, self.id)
