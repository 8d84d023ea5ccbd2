"""A whole network in one test: the bot over a file of SQLite, people with phones, a clock that a test moves."""

import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import App, create_app
from bot.clock.ticks import TICKS, Tick
from bot.database.engine import Database, reading_engine, sqlite_engine
from bot.inbox.flood import Flood
from bot.pace import Pace
from bot.settings import Settings
from models import Account, InboxState, InboxUpdate, OutboxMessage, OutboxState, Role, RoleGrant, Teacher
from sandbox.clock import Clock as SandboxClock
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.session import SandboxSession
from tests.builders import NOW, ZONE, make_network
from tests.invariants import broken_invariants
from tests.sqlite import InlineExecutor, ReusedEngine, create_tables

TOKEN = "42:TEST"
ADMIN_ID = 5001


class ManualClock:
    """Stands still until a test moves it."""

    def __init__(self, start: datetime = NOW) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)

    def set(self, moment: datetime) -> None:
        self._now = moment


class PaceTime:
    """Monotonic seconds for a bot's pace, from any source."""

    def __init__(self) -> None:
        self.source: Callable[[], float] = time.monotonic

    def __call__(self) -> float:
        return self.source()

    def jump(self, seconds: float) -> None:
        source = self.source
        self.source = lambda: source() + seconds

    def skip_backoffs(self) -> None:
        """Let a minute pass between two looks, so that no backoff is waited for."""
        self.source = itertools.count(time.monotonic(), 60).__next__


_writing_engine = ReusedEngine(sqlite_engine)
_reading_engine = ReusedEngine(reading_engine)
_test_engine = ReusedEngine(sa.create_engine)


def unlimited_pace(monotonic: Callable[[], float] = time.monotonic) -> Pace:
    return Pace(per_second=1_000_000, for_answers=0, burst=1_000_000, monotonic=monotonic)


class World:
    """The bot and its people; their `types` and `presses` return when the bot has answered everything."""

    def __init__(self, telegram: Telegram, app: App, clock: ManualClock, pace: Pace, pace_time: PaceTime) -> None:
        self.telegram = telegram
        self.app = app
        self.clock = clock
        self.pace = pace
        self.pace_time = pace_time
        self._engine = _test_engine(f"sqlite:///{app.database.file}")

    def person(self, name: str, *, id: int | None = None) -> Person:
        return self.telegram.person(name, id=id)

    def admin(self, name: str = "Ольга") -> Person:
        """Return the person whom the settings name as an admin."""
        return self.telegram.person(name, id=ADMIN_ID)

    def registered(self, teacher_id: int, name: str = "", *, role: Role | None = None) -> Person:
        """Return a person who has started the chat and whose account belongs to the teacher."""
        with self.db() as db:
            teacher = db.get_one(Teacher, teacher_id)
            person = self.telegram.person(name or teacher.given_name)
            db.add(
                Account(messenger="telegram", external_id=person.id, teacher_id=teacher_id, created_at=self.clock.now())
            )
            if role is not None:
                db.add(RoleGrant(teacher_id=teacher_id, role=role))
            db.commit()
        self.telegram.chats[person.id].started = True
        return person

    async def settle(self) -> None:
        """Let the bot do everything due at the present moment."""
        await self.app.ticker.tick()
        await self.app.settle()

    async def advance(self, **span: float) -> None:
        """Move the clock (`hours=23`) and let the bot do what has come due."""
        self.clock.advance(**span)
        await self.settle()

    async def advance_to(self, moment: datetime) -> None:
        """Set the clock and let the bot do what has come due."""
        self.clock.set(moment)
        await self.settle()

    @contextmanager
    def db(self) -> Iterator[Session]:
        """Open a session of the test's own; changes need `commit`."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    def violations(self) -> list[str]:
        """Return what must never happen: broken invariants, refused messages, parked updates, sandbox warnings."""
        with self.db() as db:
            found = [
                f"{name} is broken for event {event}: {count}"
                for name, event, count in broken_invariants(db, self.clock.now())
            ]
            refused = select(OutboxMessage).where(OutboxMessage.state == OutboxState.FAILED)
            found += [f"message refused: {row.kind}: {row.error}" for row in db.scalars(refused)]
            parked = select(InboxUpdate).where(InboxUpdate.state == InboxState.PARKED)
            found += [f"update parked: {row.error}" for row in db.scalars(parked)]
        return found + self.telegram.journal.warnings

    def close(self) -> None:
        self._engine.dispose()


W = TypeVar("W", bound=World)


def build_world(path: Path, clock: ManualClock, *, ticks: tuple[Tick, ...] = TICKS, kind: type[W]) -> W:
    """Build the bot over a file of SQLite, not started yet, with three test doubles.

    They are: no rate limits, a manual clock, Telegram inside the process.
    """
    telegram = Telegram(TOKEN, clock=SandboxClock(wall=lambda: clock.now().timestamp()))
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url="http://127.0.0.1:1",
        database_url=f"sqlite+aiosqlite:///{path}",
        admin_ids=str(ADMIN_ID),
        timezone=ZONE,
    )
    pace_time = PaceTime()
    pace = unlimited_pace(pace_time)
    app = create_app(
        settings,
        database=Database(
            settings.database_url,
            engine=_reading_engine(settings.database_url),
            writing_engine=_writing_engine(settings.database_url),
            run_in=InlineExecutor(),
        ),
        session=SandboxSession(telegram),
        clock=clock,
        pace=pace,
        flood=Flood(limit=1_000_000),
        ticks=ticks,
    )
    return kind(telegram, app, clock, pace, pace_time)


@asynccontextmanager
async def open_world(folder: Path, *, start: datetime = NOW, ticks: tuple[Tick, ...] = TICKS) -> AsyncIterator[World]:
    """Start the bot over a database of its own that holds a network and nobody else."""
    path = folder / "centrik.sqlite3"
    create_tables(path)
    world = build_world(path, ManualClock(start), ticks=ticks, kind=World)
    await world.app.start()
    with world.db() as db:
        make_network(db)
        db.commit()
    world.telegram.state.consumer = world.app.take
    try:
        yield world
    finally:
        world.close()
        await world.app.close()
