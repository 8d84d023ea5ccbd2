"""A whole network in one test: the bot over a file database, people with phones, a clock that stands until moved."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import App, create_app
from bot.inbox.flood import Flood
from bot.outbox.pace import Pace
from bot.settings import Settings
from models import Account, InboxState, InboxUpdate, OutboxMessage, OutboxState, Role, RoleGrant, Teacher
from sandbox.clock import Clock as SandboxClock
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.session import SandboxSession
from tests.builders import NOW, ZONE, make_network
from tests.invariants import broken_invariants
from tests.template import Kept, put_tables

TOKEN = "42:TEST"
ADMIN_ID = 5001


class StandingClock:
    """Stands still until a test moves it."""

    def __init__(self, start: datetime = NOW) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        self._now += timedelta(**span)

    def set(self, moment: datetime) -> None:
        self._now = moment


_another_look = Kept(sa.create_engine)


class World:
    """`person()` gives somebody with a phone: `types` and `presses` return when the bot has said all it has to say."""

    def __init__(self, telegram: Telegram, app: App, clock: StandingClock, url: str) -> None:
        self.telegram = telegram
        self.app = app
        self.clock = clock
        self._engine = _another_look(url)

    def person(self, name: str, *, id: int | None = None) -> Person:
        return self.telegram.person(name, id=id)

    def admin(self, name: str = "Ольга") -> Person:
        """Somebody whom the settings name as an admin."""
        return self.telegram.person(name, id=ADMIN_ID)

    def acquainted(self, teacher_id: int, name: str = "", *, role: Role | None = None) -> Person:
        """A person who has a profile already: an account that belongs to `teacher_id`, the chat started."""
        with self.db() as db:
            teacher = db.get_one(Teacher, teacher_id)
            person = self.telegram.person(name or teacher.given_name)
            db.add(Account(external_id=person.id, teacher_id=teacher_id, created_at=self.clock.now()))
            if role is not None:
                db.add(RoleGrant(teacher_id=teacher_id, role=role))
            db.commit()
        self.telegram.chats[person.id].started = True
        return person

    async def settle(self) -> None:
        """Let the bot do everything that is due at this moment."""
        await self.app.ticker.tick()
        await self.app.settle()

    async def advance(self, **span: float) -> None:
        """Let time pass (`hours=23`) and the bot do what has come due."""
        self.clock.advance(**span)
        await self.settle()

    @contextmanager
    def db(self) -> Iterator[Session]:
        """Another look at the database, through a session of its own; changes need `commit`."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    def faults(self) -> list[str]:
        """What must never be there, whatever people did: broken invariants, refused messages, updates put aside."""
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


@asynccontextmanager
async def open_world(folder: Path, *, start: datetime = NOW) -> AsyncIterator[World]:
    """The bot as it runs, with three things of a test: no speed limits, a standing clock, Telegram in the process."""
    clock = StandingClock(start)
    telegram = Telegram(TOKEN, clock=SandboxClock(wall=lambda: clock.now().timestamp()))
    path = folder / "centrik.sqlite3"
    settings = Settings(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url="http://127.0.0.1:1",
        database_url=f"sqlite+aiosqlite:///{path}",
        admin_ids=str(ADMIN_ID),
        timezone=ZONE,
    )
    pace = Pace(per_second=1_000_000, kept=0, burst=1_000_000)
    put_tables(path)
    app = create_app(settings, session=SandboxSession(telegram), clock=clock, pace=pace, flood=Flood(limit=1_000_000))
    await app.start()
    world = World(telegram, app, clock, f"sqlite:///{path}")
    with world.db() as db:
        make_network(db)
        db.commit()
    telegram.state.consumer = app.take
    try:
        yield world
    finally:
        world.close()
        await app.close()
