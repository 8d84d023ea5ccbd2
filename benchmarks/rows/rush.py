"""A thousand people press for thirty seats: the whole press, and the rule alone."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from benchmarks.databases import POSTGRESQL, SQLITE, all_marked, new_database
from benchmarks.network import FIRST_CHAT, Filled, Size, fill
from benchmarks.peers import core_seats
from benchmarks.rounds import Benchmark, Cost, Line, Rounds, always, at_least
from benchmarks.running_bot import People, closed_loop, running_bot
from benchmarks.session import InstantSession
from bot.app import App
from bot.database.engine import Database
from models import Registration, RegistrationState
from screens import wishes
from services.actors import ensure_actor
from services.events import seats
from services.refusals import Refusal
from tests.builders import NOW, make_event

PRESSES = 1_000
SEATS = 30
CLIENTS = 100
PARALLEL_RULES = 8
WARM_UP = 20
ENTITIES = (
    "not the floor yet on SQLite: person, event and sign-up are entities, and a refusal names the event, for which its "
    "organization is read with it; in Core they are columns"
)
LINES = (
    Line("whole press, seats given", "", always("=", SEATS)),
    Line("whole press, presses a second", "", at_least(0.7)),
    Line("whole press, processor time", "ms"),
    Line("rule alone, seats given", "", always("=", SEATS)),
    Line("rule alone, calls a second", "", at_least(0.4), ENTITIES),
    Line("rule alone, processor time", "ms"),
    Line("lock time-outs", "", always("=", 0)),
)

Rule = Callable[[Session, int, int], bool]


def new_event(db: Session, title: str) -> int:
    return make_event(db, title, days=120, capacity=SEATS).id


def seats_given(db: Session, event_id: int) -> int:
    confirmed = Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED
    return db.scalar(select(func.count()).select_from(Registration).where(*confirmed)) or 0


def our_rule(db: Session, chat: int, event_id: int) -> bool:
    """Sign a person up. Raises Refusal."""
    seats.sign_up(db, ensure_actor(db, "telegram", chat, frozenset(), NOW), event_id, NOW)
    return True


def core_rule(db: Session, chat: int, event_id: int) -> bool:
    return core_seats.sign_up(db, chat, event_id, NOW)


@contextmanager
def lock_timeouts() -> Iterator[Counter[str]]:
    """Count errors of the database that speak of a lock."""
    found: Counter[str] = Counter()

    def on_error(context: Any) -> None:
        if "lock" in str(context.original_exception).lower():
            found["lock"] += 1

    event.listen(Engine, "handle_error", on_error)
    try:
        yield found
    finally:
        event.remove(Engine, "handle_error", on_error)


async def measure(kind: str, rounds: Rounds) -> None:
    async with new_database(kind) as url:
        database = Database(url)
        filled = await database.run(fill, Size(people=PRESSES, coming=PRESSES, participations=0))
        await database.close()
        session = InstantSession()
        async with running_bot(url, session) as app:
            people = People(app, session)
            for number in rounds:
                with lock_timeouts() as timeouts:
                    await _whole(rounds, app, people, _own_events(filled, number))
                    await _alone(rounds, app)
                rounds.note("lock time-outs", timeouts["lock"])


def _own_events(filled: Filled, number: int) -> list[int]:
    """Return another event for each person in every round."""
    shift = number % len(filled.events)
    return filled.events[shift:] + filled.events[:shift]


async def _whole(rounds: Rounds, app: App, people: People, spread: list[int]) -> None:
    rushed = await app.database.run(new_event, "Спешка")
    ours = await _press(app, people, [rushed] * PRESSES)
    theirs = await _press(app, people, spread)
    rounds.note("whole press, seats given", await app.database.read(seats_given, rushed))
    rounds.note("whole press, presses a second", PRESSES / ours.wall, PRESSES / theirs.wall)
    rounds.note("whole press, processor time", ours.cpu / PRESSES * 1e3, theirs.cpu / PRESSES * 1e3)


async def _press(app: App, people: People, events: list[int]) -> Cost:
    calls = [
        partial(people.press, FIRST_CHAT + number, wishes.SignUp(event=event_id).pack())
        for number, event_id in enumerate(events)
    ]
    began = time.perf_counter()
    with Cost() as cost:
        await closed_loop(calls, CLIENTS)
        wall = time.perf_counter() - began
        await all_marked(app.settings.database_url)
    cost.wall = wall
    return cost


async def _alone(rounds: Rounds, app: App) -> None:
    chats = range(FIRST_CHAT, FIRST_CHAT + PRESSES)
    rushed, core_rushed = [await app.database.run(new_event, title) for title in ("Правило", "Основа")]
    for rule in (our_rule, core_rule):
        warm = await app.database.run(new_event, "Разогрев")
        await _run(app.database, rule, warm, chats[:WARM_UP])
    ours = await _run(app.database, our_rule, rushed, chats)
    theirs = await _run(app.database, core_rule, core_rushed, chats)
    rounds.note("rule alone, seats given", await app.database.read(seats_given, rushed))
    rounds.note("rule alone, calls a second", PRESSES / ours.wall, PRESSES / theirs.wall)
    rounds.note("rule alone, processor time", ours.cpu / PRESSES * 1e3, theirs.cpu / PRESSES * 1e3)


async def _run(database: Database, rule: Rule, event_id: int, chats: Sequence[int]) -> Cost:
    """Run the rule for everybody, so many at a time as the bot works updates."""
    waiting = iter(chats)

    async def worker() -> None:
        for chat in waiting:
            try:
                await database.run(rule, chat, event_id)
            except Refusal:
                continue

    with Cost() as cost:
        await asyncio.gather(*(worker() for _ in range(PARALLEL_RULES)))
    return cost


PEER = (
    "the same presses by 100 clients, everybody for an event of their own; for the rule alone "
    f"{core_seats.DEFINITION}, 8 at a time"
)
BENCHMARKS = (
    Benchmark("rush", f"on SQLite, {PEER}", LINES, partial(measure, SQLITE)),
    Benchmark("rush-postgresql", f"on PostgreSQL, {PEER}", LINES, partial(measure, POSTGRESQL)),
)
