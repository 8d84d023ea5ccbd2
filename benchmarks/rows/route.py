"""Finding the handler: from the bytes of an update until the handler is entered, without a database."""

import json
import time
from dataclasses import replace

from aiogram import Bot, Dispatcher
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from benchmarks import updates
from benchmarks.rounds import Benchmark, Line, Rounds, at_most
from bot.telegram import arrival as telegram
from handlers.table import ROUTES, Table
from handlers.visit import Visit
from models import Account, Role, Teacher
from screens.texts import Say
from services.actors import Actor
from tests.builders import NOW

CALLS = 2000
CHAT = 10_001
TO_PEER, TO_FIRST = at_most(0.6), at_most(1.1)
LINES = (
    Line("first press handler, processor time", "µs", TO_PEER),
    Line("last press handler, processor time", "µs", TO_PEER),
    Line("first command, processor time", "µs", TO_PEER),
    Line("last command, processor time", "µs", TO_PEER),
    Line("last press handler against the first", "µs", TO_FIRST),
    Line("last command against the first", "µs", TO_FIRST),
)


class Router:
    """Our way to a handler; every handler of the table is replaced by one that only counts."""

    def __init__(self) -> None:
        self.entered = 0
        self._table = Table(replace(route, handler=self._enter) for route in ROUTES)
        teacher = Teacher(id=1, surname="Иванова", given_name="Анна", patronymic="")
        account = Account(id=1, messenger="telegram", external_id=CHAT, created_at=NOW)
        self._actor = Actor(account, teacher, frozenset({Role.ADMIN}))
        self._say = Say("ru")
        self._db = Session()

    def _enter(self, *_: object) -> None:
        self.entered += 1

    def route(self, body: bytes) -> None:
        arrival = telegram.read(json.loads(body))
        if arrival is None or telegram.unreadable(arrival):
            raise ValueError("the update cannot be read")
        visit = Visit(self._db, self._actor, self._say, NOW, arrival.key, arrival.text or "", arrival.caption)
        if arrival.wish is None:
            self._table.text(visit)
        else:
            self._table.press(visit, arrival.wish)


def first_and_last_press() -> tuple[bytes, bytes]:
    """Return presses of the first and the last button of the table that carries one number."""
    wishes = [route.key[0] for route in ROUTES if len(route.key) == 1 and isinstance(route.key[0], type)]
    plain: list[type[CallbackData]] = [
        wish
        for wish in wishes
        if issubclass(wish, CallbackData) and [each.annotation for each in wish.model_fields.values()] == [int]
    ]
    data = [wish(**dict.fromkeys(wish.model_fields, 1)).pack() for wish in (plain[0], plain[-1])]
    first, last = (json.dumps(updates.press(CHAT, 1, each)).encode() for each in data)
    return first, last


def first_and_last_command() -> tuple[bytes, bytes]:
    names = [str(route.key[1]) for route in ROUTES if route.key[0] == "command"]
    first, last = (json.dumps(updates.typed(CHAT, 1, f"/{name}")).encode() for name in (names[0], names[-1]))
    return first, last


def peer() -> tuple[Dispatcher, Bot]:
    """Return a bare aiogram dispatcher with one handler for presses and one for messages."""
    dispatcher = Dispatcher()

    async def pressed(_query: CallbackQuery) -> None: ...

    async def typed(_message: Message) -> None: ...

    dispatcher.callback_query.register(pressed)
    dispatcher.message.register(typed)
    return dispatcher, Bot("42:TEST")


async def measure(rounds: Rounds) -> None:
    router, (dispatcher, bot) = Router(), peer()
    pairs = {"press handler": first_and_last_press(), "command": first_and_last_command()}
    for _ in rounds:
        for name, bodies in pairs.items():
            ours = [_ours(router, body) for body in bodies]
            theirs = await _theirs(dispatcher, bot, bodies[0])
            rounds.note(f"first {name}, processor time", ours[0], theirs)
            rounds.note(f"last {name}, processor time", ours[1], theirs)
            rounds.note(f"last {name} against the first", ours[1], ours[0])


def _ours(router: Router, body: bytes) -> float:
    """Return microseconds a call."""
    before, began = router.entered, time.process_time()
    for _ in range(CALLS):
        router.route(body)
    spent = time.process_time() - began
    if router.entered - before != CALLS:
        raise ValueError("a handler was not entered")
    return spent / CALLS * 1e6


async def _theirs(dispatcher: Dispatcher, bot: Bot, body: bytes) -> float:
    began = time.process_time()
    for _ in range(CALLS):
        await dispatcher.feed_raw_update(bot, json.loads(body))
    return (time.process_time() - began) / CALLS * 1e6


BENCHMARKS = (
    Benchmark(
        "route",
        "a bare aiogram dispatcher with one handler, fed the same bytes by `feed_raw_update`; ours finds it among all.",
        LINES,
        measure,
    ),
)
