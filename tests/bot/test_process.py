"""The bot as a process of its own that talks to the sandbox over HTTP."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.outbox.in_flight import IN_FLIGHT_LIMITS
from models import InboxState, InboxUpdate, Lane, VirtualClock
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.web.server import SandboxServer
from tests.checks.tree import ROOT
from tests.faults.processes import BotProcess, ForkServer

TOKEN = "4242424242:AA" + "invented-token-of-a-test-bot-00000"
HELP = "Как пользоваться ботом"
START_SECONDS = 60


class Place:
    """A folder with a database, the sandbox beside it, and the processes that work there."""

    def __init__(self, folder: Path, telegram: Telegram, url: str, fork_server: ForkServer) -> None:
        self.folder = folder
        self._fork_server = fork_server
        self.telegram = telegram
        self.port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CENTRIK")},
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "DATABASE_URL": f"sqlite:///{folder}/centrik.db",
            "WEB_PORT": str(self.port),
            "CLOCK_START": "2026-10-05T10:00:00+03:00",
        }
        self._processes: list[BotProcess] = []

    async def start(self, *arguments: str, **settings: str) -> BotProcess:
        """Run a command of the terminal in a process of its own."""
        process = await self._fork_server.start(self.folder, self.environment | settings, *arguments)
        self._processes.append(process)
        return process

    async def close(self) -> None:
        for process in self._processes:
            await process.kill()

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text()

    def states(self) -> set[InboxState]:
        engine = sa.create_engine(f"sqlite:///{self.folder}/centrik.db")
        with Session(engine) as db:
            found = set(db.scalars(sa.select(InboxUpdate.state)))
        engine.dispose()
        return found

    def newest_arrival(self) -> datetime:
        engine = sa.create_engine(f"sqlite:///{self.folder}/centrik.db")
        with Session(engine) as db:
            found = db.scalars(sa.select(InboxUpdate.received_at).order_by(InboxUpdate.number.desc())).first()
        engine.dispose()
        assert found is not None
        return found

    def offset(self) -> float:
        engine = sa.create_engine(f"sqlite:///{self.folder}/centrik.db")
        with Session(engine) as db:
            found = db.get_one(VirtualClock, 1).offset_seconds
        engine.dispose()
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def fork_server() -> Iterator[ForkServer]:
    server = ForkServer()
    yield server
    server.close()


@pytest.fixture
async def place(tmp_path: Path, fork_server: ForkServer) -> AsyncIterator[Place]:
    telegram = Telegram(TOKEN)
    async with SandboxServer(telegram) as serving:
        made = Place(tmp_path, telegram, serving.url, fork_server)
        yield made
        await made.close()


def answers(*people: Person) -> int:
    return sum(seen.from_bot and HELP in seen.text for person in people for seen in person.chat)


async def until_answered(count: int, *people: Person) -> None:
    state = people[0]._state
    async with asyncio.timeout(START_SECONDS):
        while answers(*people) < count:
            await state.wait(state.revision, 1)


def hall(place: Place) -> list[Person]:
    """Return seven people: one chat alone takes only about one message a second."""
    return [place.telegram.person(f"Нина {number}") for number in range(7)]


async def test_a_polling_bot_stops_in_time_and_loses_nothing(place: Place) -> None:
    people = hall(place)
    bot = await place.start("run")
    await people[0].types("/help")
    await until_answered(1, *people)

    for person in people * 3:
        await person.types("/help")
    await until_answered(3, *people)
    bot.send_signal(signal.SIGTERM)
    assert await bot.wait(10) == 0
    calls = len(place.telegram.journal.entries)

    before = place.offset()
    moving = await place.start("clock", "--advance", "1d2h")
    assert await moving.wait() == 0
    assert "Бот сейчас не работает: он начнёт с этого времени." in place.log
    assert place.offset() == pytest.approx(before + 26 * 3600)
    assert len(place.telegram.journal.entries) == calls

    await place.start("run")
    await until_answered(22, *people)
    assert answers(*people) == 22
    assert place.states() == {InboxState.DONE}
    assert TOKEN not in place.log
    assert "Нина" not in place.log


async def test_a_moved_clock_is_taken_over_before_the_command_ends(place: Place) -> None:
    bot = await place.start("run")
    nina = place.telegram.person("Нина")
    await nina.types("/help")
    await until_answered(1, nina)
    before = place.newest_arrival()
    for count in (2, 3):
        moving = await place.start("clock", "--advance", "1d")
        assert await moving.wait() == 0
        await nina.types("/help")
        await until_answered(count, nina)
        assert place.newest_arrival() >= before + timedelta(days=count - 1)
    assert "Часы бота теперь показывают" in place.log
    assert bot.exit_code is None


async def test_a_killed_webhook_bot_is_followed_by_the_one_that_waits(place: Place) -> None:
    webhook = {"PUBLIC_URL": f"http://127.0.0.1:{place.port}", "WEBHOOK_SECRET": "s3cret"}
    people = hall(place)
    leader = await place.start("run", **webhook)
    async with asyncio.timeout(START_SECONDS):
        while not place.telegram.webhook.url:
            await place.telegram.state.wait(place.telegram.state.revision, 1)
    follower = await place.start("run", **webhook)
    for person in people * 3:
        await person.types("/help")
    await until_answered(3, *people)
    await leader.kill()
    await until_answered(21, *people)

    assert follower.exit_code is None
    follower.send_signal(signal.SIGTERM)
    assert await follower.wait(10) == 0
    assert place.states() == {InboxState.DONE}
    assert 21 <= answers(*people) <= 21 + IN_FLIGHT_LIMITS[Lane.ANSWER]
