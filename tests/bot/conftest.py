"""The transport with handlers whose answers a test writes, over the sandbox in the same process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from inspect import isawaitable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from bot.app import App, create_app
from bot.database.engine import Database
from bot.inbox.flood import Flood
from bot.outbox.notices import NOTICES, Notices, NoticeTemplate
from bot.pace import Pace
from bot.settings import Settings
from handlers.table import Table
from handlers.visit import Answer, Visit
from models import Account, Heartbeat, InboxUpdate, OutboxMessage
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.session import SandboxSession
from screens.screen import Button, Screen
from screens.texts import Say
from services.notices import ANY_TIME, Notice, Window, notify
from services.stored import Shapes, name_of
from tests.sqlite import create_tables
from tests.world import PaceTime

P = ParamSpec("P")
T = TypeVar("T")


class StandingClock:
    """Time that passes only when a test advances it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 5, 7, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Watch:
    """Monotonic seconds that stand until a test adds to them."""

    def __init__(self, seconds: float = 1000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


class BreakableDatabase(Database):
    """Counts its writing transactions; `failure` and `reading_failure`, while set, are raised instead of opening one.

    `failures_left` ends the failure after that many times; `after_commit` is called after each commit.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.failure: Exception | None = None
        self.reading_failure: Exception | None = None
        self.failures_left: int | None = None
        self.failures = 0
        self.transactions = 0
        self.after_commit: Callable[[], None] = lambda: None

    async def run(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.failure is not None and self.failures_left != 0:
            self.failures += 1
            self.failures_left = None if self.failures_left is None else self.failures_left - 1
            raise self.failure
        self.transactions += 1
        result = await super().run(rule, *args, **kwargs)
        self.after_commit()
        return result

    async def read(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.reading_failure is not None:
            raise self.reading_failure
        return await super().read(rule, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Greeting(Notice):
    """A notice with its text in itself; without one it no longer holds."""

    text: str = "letter"


GREETING = name_of(Greeting)


def load_greeting(_db: Session, _account: Account, greeting: Greeting, _now: datetime) -> str | None:
    return greeting.text or None


def show_greeting(say: Say, text: str) -> Screen:
    return card(f"{say.language}: {text}", "agree")


def with_greeting(template: NoticeTemplate[Greeting, str]) -> Notices:
    """Return the registry of the bot with one more notice."""
    return Notices([*NOTICES.templates.values(), template])


AWAY = OperationalError("BEGIN", {}, Exception("away"))


@dataclass(frozen=True, slots=True)
class HandlerCall:
    """The text or wish of one update, and what the handler was given."""

    text: str
    visit: Visit


class Stage:
    """A bot whose answers a test writes: a screen, several, an exception, or a function of HandlerCall."""

    def __init__(self, folder: Path) -> None:
        self.telegram = Telegram()
        self.clock = StandingClock()
        self.pace_time = PaceTime()
        self.pace = Pace(per_second=10_000, burst=10_000, monotonic=self.pace_time)
        self.flood = Flood(limit=10_000)
        self.answers: dict[str, Any] = {}
        self.handled: list[str] = []
        self.file = folder / "centrik.db"
        self.settings = Settings(
            _env_file=None,
            bot_token="42:TEST",
            bot_api_url="http://127.0.0.1:1",
            database_url=f"sqlite+aiosqlite:///{self.file}",
            admin_ids=frozenset({9}),
        )
        self.apps: list[App] = []
        self.loop = asyncio.get_running_loop()

    @property
    def app(self) -> App:
        return self.apps[-1]

    @property
    def database(self) -> BreakableDatabase:
        assert isinstance(self.app.database, BreakableDatabase)
        return self.app.database

    async def starts(self, **parts: Any) -> App:
        """Start a bot over the same database; the one before, if any, counts as killed. `parts` are create_app's."""
        standard: dict[str, Any] = {
            "database": BreakableDatabase(self.settings.database_url),
            "session": SandboxSession(self.telegram),
            "table": WrittenTable(self),
            "clock": self.clock,
            "pace": self.pace,
            "flood": self.flood,
            "notices": with_greeting(NoticeTemplate(Greeting, load_greeting, show_greeting)),
        }
        made = create_app(self.settings, **(standard | parts))
        self.apps.append(made)
        await made.start()
        self.telegram.state.consumer = made.take
        return made

    def was_killed(self) -> None:
        """Leave the heartbeat of a killed bot: the next one stores every update before it is begun."""
        moment = self.clock.now()
        with self.db() as db:
            db.add(Heartbeat(id=1, started_at=moment, awake_since=moment, ticked_at=moment))
            db.commit()

    def person(self, name: str = "Нина") -> Person:
        return self.telegram.person(name)

    @contextmanager
    def db(self) -> Iterator[Session]:
        engine = sa.create_engine(f"sqlite:///{self.file}")
        with Session(engine) as session:
            yield session
        engine.dispose()

    def inbox(self) -> list[InboxUpdate]:
        with self.db() as db:
            return list(db.scalars(sa.select(InboxUpdate).order_by(InboxUpdate.number)))

    def outbox(self) -> list[OutboxMessage]:
        with self.db() as db:
            return list(db.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))

    def greets(self, person: Person, text: str = "letter", window: Window = ANY_TIME) -> None:
        """Enqueue a greeting for a person."""
        with self.db() as db:
            account = db.scalars(sa.select(Account).where(Account.external_id == person.id)).one()
            assert notify(db, account, Greeting(text), self.clock.now(), window)
            db.commit()

    def answer(self, call: HandlerCall) -> Answer:
        """Return the written answer; an asynchronous function runs on the loop and is waited for, as a slow handler."""
        self.handled.append(call.text)
        answer = self.answers.get(call.text, Screen(f"echo {call.text}"))
        if isinstance(answer, Exception):
            raise answer
        made = answer(call) if callable(answer) else answer
        shown: Answer = self._wait_for(made) if isawaitable(made) else made
        return shown

    def _wait_for(self, made: Any) -> Any:
        if self.database.is_sqlite:  # in the writer's thread
            return asyncio.run_coroutine_threadsafe(made, self.loop).result()
        return await_only(made)


class WrittenTable(Table):
    """Answers every text and wish with what the test wrote for it."""

    def __init__(self, stage: Stage, forms: Iterable[type[object]] = ()) -> None:
        super().__init__(())
        self._stage = stage
        self.forms = Shapes(forms)

    def text(self, visit: Visit) -> Answer:
        return self._stage.answer(HandlerCall(visit.text, visit))

    def press(self, visit: Visit, data: str | None) -> Answer:
        return self._stage.answer(HandlerCall(data or "", visit))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    made = Stage(tmp_path)
    create_tables(made.file)
    made.was_killed()
    await made.starts()
    yield made
    for app in made.apps:
        await app.close()


def card(text: str = "card", *labels: str, **screen: Any) -> Screen:
    """Return a screen with one button a row; the wish of each is its label."""
    return Screen(text, tuple((Button(label, wish=label),) for label in labels), **screen)


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for a condition that another task or thread brings about."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - tasks of the bot bring it about, there is no event for it
            await asyncio.sleep(0.005)
