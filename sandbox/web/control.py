"""Actions of people over HTTP, for the chat page and for tests in another process."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.calls.faults import Fault
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.seen import chat_view, message_view
from sandbox.web.bot_clock import BotClock
from sandbox.web.downloads import file_response

Json = dict[str, Any]
MAX_WAIT_SECONDS = 30.0
JOURNAL_PAGE_SIZE = 500


class Control:
    """Handlers of requests. Answers are JSON; a refusal is {"error": text} with 404 (no such person or file), 409 (no
    such button visible), 400, or 500 (the owner's clock did not move). Actions answer {"acted_at": number of a
    change}: reactions have a higher one."""

    def __init__(self, telegram: Telegram, bot_clock: BotClock | None) -> None:
        self._telegram = telegram
        self._bot_clock = bot_clock

    async def people(self, _request: web.Request) -> Json:
        people = []
        for chat in self._telegram.chats.values():
            last = chat.visible[-1] if chat.visible else None
            people.append(
                {
                    **chat.account.as_user(),
                    "blocked": chat.blocked,
                    "started": chat.started,
                    "last": message_view(last) if last else None,
                    "newest": [message.message_id for message in chat.visible if message.is_outgoing],
                }
            )
        return {"people": people, "revision": self._telegram.state.revision}

    async def add_person(self, request: web.Request) -> Json:
        given = await request.json()
        if not str(given.get("first_name", "")).strip() and given.get("id") not in self._telegram.people:
            raise ValueError("first_name is needed")
        person = self._telegram.person(**given)
        return {"id": person.id, "name": person.name}

    async def say(self, request: web.Request) -> Json:
        given = await request.json()
        person = self._person(given["person"])
        await person.types(str(given["text"]), given.get("reply_to"))
        return _acted(person)

    async def press(self, request: web.Request) -> Json:
        given = await request.json()
        person = self._person(given["person"])
        if "label" in given:
            await person.presses(str(given["label"]))
        elif "key" in given:
            await person.presses_key(str(given["key"]))
        else:
            await person.presses_data(int(given["message_id"]), str(given["data"]))
        return _acted(person)

    async def open(self, request: web.Request) -> Json:
        given = await request.json()
        person = self._person(given["person"])
        await person.opens(str(given["link"]))
        return _acted(person)

    async def send(self, request: web.Request) -> Json:
        given = await request.json()
        person = self._person(given["person"])
        await person.sends(given["content"])
        return _acted(person)

    async def edit(self, request: web.Request) -> Json:
        given = await request.json()
        person = self._person(given["person"])
        await person.edits(int(given["message_id"]), str(given["text"]))
        return _acted(person)

    async def send_file(self, request: web.Request) -> Json:
        form = await request.post()
        person = self._person(form["person"])
        file, caption = form["file"], str(form.get("caption", ""))
        if not isinstance(file, web.FileField):
            raise ValueError("file is needed")
        data = file.file.read()
        if form.get("as") == "photo":
            await person.sends_photo(data, caption)
        else:
            await person.sends_file(file.filename, data, caption)
        return _acted(person)

    async def block(self, request: web.Request) -> Json:
        person = self._person((await request.json())["person"])
        await person.blocks_bot()
        return _acted(person)

    async def unblock(self, request: web.Request) -> Json:
        person = self._person((await request.json())["person"])
        await person.unblocks_bot()
        return _acted(person)

    async def chat(self, request: web.Request) -> Json:
        person = self._person(request.query.get("person", ""))
        return chat_view(self._telegram.state, self._telegram.chats[person.id])

    async def journal(self, request: web.Request) -> Json:
        query = request.query
        calls = self._telegram.journal.calls(
            query.get("method"),
            int(query["person"]) if "person" in query else None,
            after=int(query.get("after", 0)),
        )
        if "after" not in query and "all" not in query:
            calls = calls[-JOURNAL_PAGE_SIZE:]
        return {"calls": [call.as_json() for call in calls], "warnings": self._telegram.journal.warnings}

    async def faults(self, _request: web.Request) -> Json:
        return {"faults": [vars(fault) for fault in self._telegram.faults.rules]}

    async def add_fault(self, request: web.Request) -> Json:
        given = await request.json()
        if given.pop("clear", False):
            self._telegram.faults.clear()
        if given:
            self._telegram.faults.add(Fault(**given))
        return await self.faults(request)

    async def clock(self, _request: web.Request) -> Json:
        shown = self._bot_clock
        about = {"zone": shown.zone, "movable": shown.is_movable} if shown else {"zone": None, "movable": False}
        return {"now": self._telegram.clock.wall(), **about}

    async def advance(self, request: web.Request) -> Json:
        if self._bot_clock is None or not self._bot_clock.is_movable:
            raise ValueError("the clock of the bot cannot be moved from here")
        await self._bot_clock.advance(int((await request.json())["seconds"]))
        self._telegram.state.note_change()
        return await self.clock(request)

    async def move_clock(self, request: web.Request) -> Json:
        given = await request.json()
        clock = self._telegram.clock
        if "now" in given:
            clock.set(float(given["now"]))
        clock.advance(float(given.get("advance", 0)))
        clock.elapse(float(given.get("elapse", 0)))
        self._telegram.state.note_change()
        return {"now": clock.wall()}

    async def update(self, request: web.Request) -> Json:
        await self._telegram.emit_raw(await request.json())
        return {}

    async def wait(self, request: web.Request) -> Json:
        seconds = min(float(request.query.get("seconds", MAX_WAIT_SECONDS)), MAX_WAIT_SECONDS)
        return {"revision": await self._telegram.state.wait(int(request.query.get("after", 0)), seconds)}

    async def file(self, request: web.Request) -> web.Response:
        stored = self._telegram.files.by_id(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        return file_response(stored, inline="download" not in request.query)

    def _person(self, given: Any) -> Person:
        person = self._telegram.people.get(int(given))
        if person is None:
            raise LookupError(f"no person {given}")
        return person


def _acted(person: Person) -> Json:
    return {"acted_at": person.acted_at}


def add_control(app: web.Application, telegram: Telegram, bot_clock: BotClock | None) -> None:
    control = Control(telegram, bot_clock)
    gets = {"people": control.people, "chat": control.chat, "journal": control.journal, "wait": control.wait}
    gets |= {"faults": control.faults, "clock": control.clock}
    posts = {"people": control.add_person, "say": control.say, "press": control.press, "open": control.open}
    posts |= {"send": control.send, "edit": control.edit, "send_file": control.send_file, "block": control.block}
    posts |= {"unblock": control.unblock, "faults": control.add_fault, "clock": control.move_clock}
    posts |= {"update": control.update, "advance": control.advance}
    for name, handler in gets.items():
        app.router.add_get(f"/sandbox/{name}", _as_json(handler))
    for name, handler in posts.items():
        app.router.add_post(f"/sandbox/{name}", _as_json(handler))
    app.router.add_get("/sandbox/file/{file_id}", control.file)


def _as_json(
    handler: Callable[[web.Request], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await handler(request))
        except AssertionError as error:
            return web.json_response({"error": str(error)}, status=409)
        except KeyError as error:
            return web.json_response({"error": f"{error.args[0]} is needed"}, status=400)
        except LookupError as error:
            return web.json_response({"error": str(error)}, status=404)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        except RuntimeError as error:
            return web.json_response({"error": str(error)}, status=500)

    return answered
