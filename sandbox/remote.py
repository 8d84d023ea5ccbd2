"""The sandbox in another process: the names of `sandbox.local` and `sandbox.person`, with properties to await."""

import asyncio
from typing import Any

import aiohttp

from sandbox.seen import SeenFile, SeenMessage, SeenToast, message_from_view

Json = dict[str, Any]


class RemoteTelegram:
    """A client of the sandbox: `async with RemoteTelegram("http://127.0.0.1:8081") as telegram`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http: aiohttp.ClientSession | None = None
        self._files: dict[str, bytes] = {}

    async def __aenter__(self) -> "RemoteTelegram":
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def person(self, first_name: str = "", **account: Any) -> "RemotePerson":
        """Return the person with this `id`, or a new one; `account`: id, last_name, username, language_code."""
        created = await self.post("people", {"first_name": first_name, **account})
        return RemotePerson(self, created["id"], created["name"])

    async def journal(self, method: str | None = None, person: int | None = None, after: int = 0) -> list[Json]:
        """Return calls of the bot, oldest first, with the fields of `journal.Entry`."""
        query: dict[str, str] = {"all": "1", "after": str(after)}
        if method is not None:
            query["method"] = method
        if person is not None:
            query["person"] = str(person)
        calls: list[Json] = (await self.get("journal", query))["calls"]
        return calls

    async def warnings(self) -> list[str]:
        """Return warnings about calls that Telegram would misread or ignore in part."""
        warnings: list[str] = (await self.get("journal", {}))["warnings"]
        return warnings

    async def add_fault(self, kind: str, **rule: Any) -> None:
        """See `faults.Fault` for the fields of a rule."""
        await self.post("faults", {"kind": kind, **rule})

    async def clear_faults(self) -> None:
        await self.post("faults", {"clear": True})

    async def set_clock(self, instant: float) -> None:
        """Move message dates to `instant` (unix seconds)."""
        await self.post("clock", {"now": instant})

    async def advance(self, seconds: float) -> None:
        """Move message dates forward; nothing expires."""
        await self.post("clock", {"advance": seconds})

    async def elapse(self, seconds: float) -> None:
        """Let time pass for everything: queued updates and unanswered presses grow older."""
        await self.post("clock", {"elapse": seconds})

    async def emit_raw(self, update: Json) -> None:
        """Send any object as an update, however malformed."""
        await self.post("update", update)

    async def wait(self, after: int, seconds: float) -> int:
        """Return the number of the last change, once it exceeds `after` or `seconds` have passed."""
        return int((await self.get("wait", {"after": str(after), "seconds": str(seconds)}))["revision"])

    async def get(self, name: str, query: dict[str, str]) -> Json:
        async with self._session.get(f"{self.url}/sandbox/{name}", params=query) as response:
            return await _read(response)

    async def post(self, name: str, body: Json) -> Json:
        async with self._session.post(f"{self.url}/sandbox/{name}", json=body) as response:
            return await _read(response)

    async def upload(self, fields: dict[str, str], name: str, data: bytes) -> Json:
        form = aiohttp.FormData(fields)
        form.add_field("file", data, filename=name)
        async with self._session.post(f"{self.url}/sandbox/send_file", data=form) as response:
            return await _read(response)

    async def content(self, file_id: str) -> bytes:
        if file_id not in self._files:
            async with self._session.get(f"{self.url}/sandbox/file/{file_id}") as response:
                response.raise_for_status()
                self._files[file_id] = await response.read()
        return self._files[file_id]

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            raise RuntimeError("the sandbox is not connected: use it in `async with`")
        return self._http


async def _read(response: aiohttp.ClientResponse) -> Json:
    """Return the body; AssertionError with the reason when a person could not do that."""
    body: Json = await response.json()
    if response.status != 200:
        raise AssertionError(body.get("error", f"the sandbox answered {response.status}"))
    return body


class RemotePerson:
    """A person with a phone, as `sandbox.person.Person`. Actions return before the bot has answered: wait with `sees`.
    The screen is read by properties to await: `await person.screen`."""

    def __init__(self, telegram: RemoteTelegram, id: int, name: str) -> None:
        self._telegram = telegram
        self.id = id
        self.name = name
        self.acted_at = 0

    # Actions

    async def types(self, text: str, reply_to: int | None = None) -> None:
        await self._act("say", {"text": text, "reply_to": reply_to})

    async def presses(self, label: str) -> None:
        await self._act("press", {"label": label})

    async def presses_key(self, label: str) -> None:
        await self._act("press", {"key": label})

    async def presses_data(self, message_id: int, data: str) -> None:
        await self._act("press", {"message_id": message_id, "data": data})

    async def opens(self, link: str) -> None:
        await self._act("open", {"link": link})

    async def sends(self, content: Json) -> None:
        await self._act("send", {"content": content})

    async def edits(self, message_id: int, text: str) -> None:
        await self._act("edit", {"message_id": message_id, "text": text})

    async def sends_file(self, name: str, data: bytes, caption: str = "") -> None:
        self._acted(await self._telegram.upload({"person": str(self.id), "caption": caption}, name, data))

    async def sends_photo(self, data: bytes, caption: str = "") -> None:
        fields = {"person": str(self.id), "caption": caption, "as": "photo"}
        self._acted(await self._telegram.upload(fields, "photo.jpg", data))

    async def blocks_bot(self) -> None:
        await self._act("block", {})

    async def unblocks_bot(self) -> None:
        await self._act("unblock", {})

    async def sees(self, fragment: str = "", seconds: float = 10.0) -> SeenMessage:
        """Wait for a message of the bot, sent or edited after this person's last action, with `fragment` in its text or
        file name."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            view = await self.view
            for message in reversed(view["messages"]):
                if message_from_view(message).answers(self.acted_at, fragment):
                    return await self._with_file(message)
            await self._wait(view, deadline, f"did not see «{fragment}»")

    async def sees_toast(self, fragment: str = "", seconds: float = 10.0) -> SeenToast:
        """Wait for the answer to this person's last press."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            view = await self.view
            for toast in reversed(view["toasts"]):
                if toast["revision"] > self.acted_at and fragment in toast["text"]:
                    return SeenToast(**toast)
            await self._wait(view, deadline, f"got no answer «{fragment}»")

    # The screen

    @property
    async def view(self) -> Json:
        return await self._telegram.get("chat", {"person": str(self.id)})

    @property
    async def chat(self) -> list[SeenMessage]:
        return [await self._with_file(message) for message in (await self.view)["messages"]]

    @property
    async def screen(self) -> SeenMessage:
        for message in reversed((await self.view)["messages"]):
            if message["from_bot"]:
                return await self._with_file(message)
        raise AssertionError(f"{self.name} sees no message of the bot")

    @property
    async def labels(self) -> list[str]:
        return _labels(await self.view)

    @property
    async def keyboard(self) -> list[list[str]]:
        return [[str(button["text"]) for button in row] for row in (await self.view)["keyboard"]]

    @property
    async def toasts(self) -> list[SeenToast]:
        return [SeenToast(**toast) for toast in (await self.view)["toasts"]]

    @property
    async def files(self) -> list[SeenFile]:
        return [message.file for message in await self.chat if message.from_bot and message.file is not None]

    @property
    async def opened(self) -> list[str]:
        return list((await self.view)["opened"])

    @property
    async def copied(self) -> list[str]:
        return list((await self.view)["copied"])

    async def _with_file(self, view: Json) -> SeenMessage:
        data = await self._telegram.content(view["file"]["file_id"]) if view["file"] else b""
        return message_from_view(view, data)

    async def _act(self, name: str, body: Json) -> None:
        self._acted(await self._telegram.post(name, {"person": self.id, **body}))

    def _acted(self, answer: Json) -> None:
        self.acted_at = int(answer["acted_at"])

    async def _wait(self, view: Json, deadline: float, complaint: str) -> None:
        left = deadline - asyncio.get_running_loop().time()
        if left <= 0:
            lines = [f"{'bot' if one['from_bot'] else self.name}: {one['text']}" for one in view["messages"][-5:]]
            summary = "\n".join([*lines, f"labels: {', '.join(_labels(view))}"])
            raise AssertionError(f"{self.name} {complaint} in time; visible:\n{summary}")
        await self._telegram.wait(view["revision"], left)


def _labels(view: Json) -> list[str]:
    rows = [row for message in view["messages"] for row in message["keys"]] + view["keyboard"]
    return [str(button["text"]) for row in rows for button in row]
