"""Presses in a large network beside the same presses in a small one."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from benchmarks.databases import SQLITE, all_marked, new_database
from benchmarks.network import FIRST_CHAT, Filled, Size, fill
from benchmarks.rounds import Benchmark, Cost, Line, Rounds, at_most
from benchmarks.running_bot import People, closed_loop, running_bot
from benchmarks.session import InstantSession
from bot.database.engine import Database
from screens import wishes
from services.events.browse import EventFilter

PRESSES = 60
WARM_UP = 5
CHATS = 60

Press = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A large network beside a small one, by these kinds of presses. Everybody has equally many participations."""

    words: str
    bound: float
    kinds: tuple[str, ...]
    small: Size
    large: Size

    def line(self, kind: str) -> Line:
        return Line(f"{kind}, {self.words}", "ms", at_most(self.bound))


ROWS = Comparison(
    "1,000,000 participations",
    1.2,
    ("card", "sign-up", "my card"),
    Size(people=60, participations=1_000),
    Size(people=60_000, participations=1_000_000),
)
EVENTS = Comparison(
    "400 coming events",
    1.3,
    ("card", "list for me", "list of all"),
    Size(people=1_000, participations=1_000, statuses=True),
    Size(people=1_000, coming=400, participations=1_000, statuses=True),
)


class Network:
    """A running bot over a network of one size."""

    def __init__(self, url: str, people: People, filled: Filled) -> None:
        self._url = url
        self._people = people
        self._filled = filled
        self._chats = itertools.cycle(range(FIRST_CHAT, FIRST_CHAT + CHATS))
        self._sign_ups = itertools.count()

    async def cost(self, kind: str, count: int = PRESSES) -> float:
        """Return milliseconds of processor time a press."""
        with Cost() as cost:
            await closed_loop(self._presses(kind, count), 1)
            await all_marked(self._url)
        return cost.cpu / count * 1e3

    def _presses(self, kind: str, count: int) -> Iterator[Press]:
        for _ in range(count):
            chat, wish = next(self._chats), self._wish(kind)
            if kind == "sign-up":
                turn, person = divmod(next(self._sign_ups), CHATS)
                chat, wish = FIRST_CHAT + person, wishes.SignUp(event=self._filled.events[turn % 12]).pack()
            yield partial(self._people.press, chat, wish)

    def _wish(self, kind: str) -> str:
        if kind == "card":
            return wishes.ShowEvent(event=self._filled.events[2]).pack()
        if kind.startswith("list"):
            by = EventFilter.FIT if kind == "list for me" else EventFilter.ALL
            return wishes.ListEvents(by=by, value="", page=1).pack()
        return wishes.Go(to=wishes.Place.CARD).pack()


@asynccontextmanager
async def network(size: Size) -> AsyncIterator[Network]:
    """Run a bot over a new SQLite database with a network of this size."""
    async with new_database(SQLITE) as url:
        database = Database(url)
        filled = await database.run(fill, size)
        await database.close()
        session = InstantSession()
        async with running_bot(url, session) as app:
            yield Network(url, People(app, session), filled)


async def measure(comparison: Comparison, rounds: Rounds) -> None:
    async with AsyncExitStack() as stack:
        rounds.tell("filling two databases")
        large = await stack.enter_async_context(network(comparison.large))
        small = await stack.enter_async_context(network(comparison.small))
        for each, kind in itertools.product((large, small), comparison.kinds):
            await each.cost(kind, WARM_UP)
        for _ in rounds:
            for kind in comparison.kinds:
                rounds.note(comparison.line(kind).title, await large.cost(kind), await small.cost(kind))


def benchmark(name: str, comparison: Comparison) -> Benchmark:
    small, large = comparison.small, comparison.large
    peer = "the same press in a small network, both on SQLite at 1 client, in processor time: "
    peer += (
        f"{small.people:,} people, {small.participations:,} participations and {small.coming} coming events instead of "
    )
    peer += f"{large.people:,}, {large.participations:,} and {large.coming}"
    lines = tuple(comparison.line(kind) for kind in comparison.kinds)
    return Benchmark(name, peer, lines, partial(measure, comparison))


BENCHMARKS = (benchmark("growth", ROWS), benchmark("growth-events", EVENTS))
