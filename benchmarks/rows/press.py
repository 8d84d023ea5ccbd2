"""A whole press, from the stored update to the answer that is sent and marked, beside a plain aiogram bot's."""

import itertools
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import updates
from benchmarks.counting import counted
from benchmarks.databases import POSTGRESQL, SQLITE, all_marked, new_database
from benchmarks.network import FIRST_CHAT, Filled, Size, fill
from benchmarks.peers.orm_bot import DEFINITION, orm_bot
from benchmarks.rounds import Benchmark, Cost, Line, Rounds, at_least, at_most
from benchmarks.running_bot import People, closed_loop, running_bot
from benchmarks.session import InstantSession
from bot.database.engine import Database
from screens import wishes

PEOPLE = 2_000
PRESSES = {1: 60, 20: 200}
"""Presses of a round by the number of clients."""
COUNTED = 20
WARM_UP = 5
STATEMENTS = {"card": 14, "sign-up": 20, "my card": 14, "/start": 10}
"""Kinds of presses with the goal for their statements."""

ON_SQLITE = (
    "not the floor yet: by calls of Python and C a card is 17 % loop, queue and hop, 15 % the benchmark's own session "
    "(the peer pays it, too), 13 % the screen, 15 % the event and the person, 12 % reading the update and building the "
    "methods, 8 % session and commit, 7 % the outbox; marks written with the next press may save a tenth"
)
ON_POSTGRESQL = (
    "not the floor yet: the peer sends two SELECTs, an INSERT, BEGIN and COMMIT, ours about ten more over the "
    "same driver, and marks the answer in a second transaction; 20 people who sign up for one event wait for its row"
)
REASONS = {
    SQLITE: {(press, clients): ON_SQLITE for press in ("card", "sign-up") for clients in PRESSES}
    | {("my card", 20): ON_SQLITE},
    POSTGRESQL: {(press, clients): ON_POSTGRESQL for press in ("card", "sign-up") for clients in PRESSES}
    | {("my card", 1): ON_POSTGRESQL},
}
"""Reasons for processor time by press and number of clients."""

Call = Callable[[], Awaitable[None]]


def lines(kind: str) -> tuple[Line, ...]:
    """Return the lines for one database."""
    on_sqlite = kind == SQLITE
    found = []
    for press, clients in itertools.product(STATEMENTS, PRESSES):
        cpu = (at_most(1.3) if clients == 1 else at_most(0.8)) if on_sqlite else at_most(1.5)
        reason = REASONS[kind].get((press, clients), "")
        found.append(Line(f"{press}, {_clients(clients)}, processor time", "ms", cpu, reason))
    for press in STATEMENTS:
        found.append(Line(f"{press}, 1 client, wall time", "ms", at_most(1.3 if on_sqlite else 2.0)))
        found.append(Line(f"{press}, 20 clients, presses a second", "", at_least(200) if on_sqlite else None))
    for press, most in STATEMENTS.items():
        found.append(Line(f"{press}, statements with BEGIN", "", at_most(most)))
        if on_sqlite:
            found.append(Line(f"{press}, hops to the database's thread", ""))
            found.append(Line(f"{press}, commits on an idle bot", "", at_most(4)))
            found.append(Line(f"{press}, commits in a flow", "", at_most(3)))
    return tuple(found)


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


class Presses:
    """Calls of each kind by the next people in turn; nobody signs up twice for one event."""

    def __init__(self, people: People, filled: Filled) -> None:
        self._people = people
        self._filled = filled
        self._chats = itertools.cycle(range(FIRST_CHAT, FIRST_CHAT + PEOPLE))
        self._sign_ups = itertools.count()

    def of(self, kind: str, count: int) -> Iterator[Call]:
        for _ in range(count):
            if kind == "sign-up":
                turn, person = divmod(next(self._sign_ups), PEOPLE)
                wish = wishes.SignUp(event=self._filled.events[turn % len(self._filled.events)])
                yield partial(self._people.press, FIRST_CHAT + person, wish.pack())
            elif kind == "card":
                yield partial(
                    self._people.press, next(self._chats), wishes.ShowEvent(event=self._filled.events[2]).pack()
                )
            elif kind == "my card":
                yield partial(self._people.press, next(self._chats), wishes.Go(to=wishes.Place.CARD).pack())
            else:
                yield partial(self._people.type, next(self._chats), "/start")


async def measure(kind: str, rounds: Rounds) -> None:
    async with new_database(kind) as url:
        database = Database(url)
        filled = await database.run(fill, Size(people=PEOPLE))
        await database.close()
        session, peer_session = InstantSession(), InstantSession()
        async with running_bot(url, session) as app, orm_bot(url, PEOPLE, peer_session) as peer:
            presses = Presses(People(app, session), filled)
            for press in STATEMENTS:
                await closed_loop(presses.of(press, WARM_UP), 1)
                await all_marked(url)
                await _count(rounds, press, presses, url, kind)
            await closed_loop(_peer_calls(peer, peer_session, WARM_UP), 1)
            for _ in rounds:
                for press, clients in itertools.product(STATEMENTS, PRESSES):
                    count = PRESSES[clients]
                    ours = await _ours(presses.of(press, count), clients, url)
                    theirs = await _theirs(_peer_calls(peer, peer_session, count), clients)
                    theirs.wall += _bare_commits(2 * count) if kind == SQLITE else 0
                    _note(rounds, f"{press}, {_clients(clients)}", count, ours, theirs)


def _note(rounds: Rounds, name: str, count: int, ours: Cost, theirs: Cost) -> None:
    """Note milliseconds a press."""
    rounds.note(f"{name}, processor time", ours.cpu / count * 1e3, theirs.cpu / count * 1e3)
    rounds.note(f"{name}, wall time", ours.wall / count * 1e3, theirs.wall / count * 1e3)
    rounds.note(f"{name}, presses a second", count / ours.wall)


async def _ours(calls: Iterator[Call], clients: int, url: str) -> Cost:
    """Return the cost until the last answer has arrived, in processor time until the last one is marked."""
    with Cost() as cost:
        await closed_loop(calls, clients)
        wall = time.perf_counter() - cost.wall
        await all_marked(url)
    cost.wall = wall
    return cost


async def _theirs(calls: Iterator[Call], clients: int) -> Cost:
    with Cost() as cost:
        await closed_loop(calls, clients)
    return cost


def _peer_calls(feed: Callable[[updates.Raw], Awaitable[None]], session: InstantSession, count: int) -> Iterator[Call]:
    for number in range(count):
        chat = FIRST_CHAT + number % PEOPLE
        yield partial(feed, updates.press(chat, session.newest[chat], "ev:3"))


def _bare_commits(count: int) -> float:
    """Return the seconds of so many commits of one row, FULL, without anything around them."""
    with tempfile.TemporaryDirectory(prefix="centrik-benchmark-") as folder:
        file = Path(folder) / "bare.sqlite3"
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x)")
            began = time.perf_counter()
            for number in range(count):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO t VALUES (?)", (number,))
                connection.execute("COMMIT")
            return time.perf_counter() - began


async def _count(rounds: Rounds, press: str, presses: Presses, url: str, kind: str) -> None:
    """Note what a press does: alone on an idle bot, and the commits of presses that follow each other at once."""
    with counted() as alone:
        for call in presses.of(press, COUNTED):
            await call()
            await all_marked(url)
    with counted() as flow:
        await closed_loop(presses.of(press, COUNTED), 1)
        await all_marked(url)
    rounds.note(f"{press}, statements with BEGIN", round(alone["statements"] / COUNTED, 1))
    if kind == SQLITE:
        rounds.note(f"{press}, hops to the database's thread", round(alone["hops"] / COUNTED, 1))
        rounds.note(f"{press}, commits on an idle bot", round(alone["commits"] / COUNTED, 1))
        rounds.note(f"{press}, commits in a flow", round(flow["commits"] / COUNTED, 1))


BENCHMARKS = (
    Benchmark(
        "press",
        f"{DEFINITION}, BEGIN IMMEDIATE, SQLite FULL; two bare commits a press are added to its wall time",
        lines(SQLITE),
        partial(measure, SQLITE),
    ),
    Benchmark(
        "press-postgresql", f"{DEFINITION}, PostgreSQL over asyncpg", lines(POSTGRESQL), partial(measure, POSTGRESQL)
    ),
)
