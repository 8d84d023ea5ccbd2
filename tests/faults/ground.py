"""Where a fault is tried: a database, the sandbox over HTTP, people, and the bot as a process that can be killed."""

import asyncio
import os
import random
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from bot.database.engine import Database
from bot.database.migrations import migrate
from models import (
    Account,
    Heartbeat,
    InboxState,
    InboxUpdate,
    Job,
    JobState,
    OutboxMessage,
    OutboxState,
    Registration,
    RegistrationState,
    Role,
    VirtualClock,
)
from sandbox.calls.faults import Faults
from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.telegram.updates import Update
from sandbox.web.server import SandboxServer
from screens.texts import plain
from services.delivery.health import Concern
from tests.builders import NOW, ZONE, make_actor, make_event, make_network, make_teacher
from tests.checks.tree import ROOT
from tests.faults.ledger import open_ledger
from tests.faults.nursery import Child, Nursery

TOKEN = "4242424242:AA" + "invented-token-of-a-test-bot-00000"
SECRET = "s3cret"
SURNAME = "Испытателев"
FIRST_PERSON = 20_001
LOOK_SECONDS = 0.03
PATIENCE = 120.0


class Ground:
    """One trial. `luck` is the chance of its seed, `full` asks for the whole size instead of the quick one."""

    def __init__(
        self,
        folder: Path,
        url: str,
        nursery: Nursery,
        serving: SandboxServer,
        telegram: Telegram,
        seed: int,
        full: bool,
    ) -> None:
        self.folder = folder
        self.url = sa.make_url(url)
        self.telegram = telegram
        self.seed = seed
        self.luck = random.Random(seed)
        self.full = full
        self.serving = serving
        self.port = free_port()
        self.children: list[Child] = []
        self.people: list[Person] = []
        self.staff: Person | None = None
        self.event = 0
        self.emitted: set[int] = set()
        """The numbers of all updates that were sent to the bot and have to be stored."""
        for way in (telegram.updates, telegram.webhook):
            way.put = self._noting(way.put)  # type: ignore[assignment,method-assign]  # it stays what it was
        self._nursery = nursery
        self._engine = _engine(self.url)
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": serving.url,
            "DATABASE_URL": url,
            "WEB_PORT": str(self.port),
            "TIMEZONE": ZONE,
            "CLOCK_START": NOW.isoformat(),
        }

    # The bot

    def by_webhook(self) -> None:
        """From now on updates are pushed to the bot."""
        self.environment |= {"PUBLIC_URL": f"http://127.0.0.1:{self.port}", "WEBHOOK_SECRET": SECRET}

    async def starts(self, **settings: str) -> Child:
        child = await self._nursery.starts(self.folder, self.environment | settings, "run")
        self.children.append(child)
        return child

    async def commands(self, *arguments: str, **settings: str) -> Child:
        """Run another command of the command line."""
        child = await self._nursery.starts(self.folder, self.environment | settings, *arguments)
        self.children.append(child)
        return child

    @property
    def bot(self) -> Child:
        return self.children[-1]

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text(encoding="utf-8")

    async def listens(self) -> None:
        """Wait until the bot that was started takes updates."""
        seen = len(self.telegram.journal.entries)
        method = "setWebhook" if "PUBLIC_URL" in self.environment else "getUpdates"
        first = self.telegram.journal.entries[-1].number if seen else 0
        await self.until(lambda: bool(self.telegram.journal.calls(method, after=first)))
        if "PUBLIC_URL" in self.environment:
            await self.until(lambda: bool(self.telegram.webhook.url))

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until it holds. Raises AssertionError with the end of the log otherwise."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():  # noqa: ASYNC110 - another process changes it and tells nobody
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            raise AssertionError(f"waited {seconds:.0f} s in vain; {self.waiting()}; {self.log[-1500:]}") from None

    async def settles(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is left to do at this moment, neither here nor at Telegram."""
        quiet = 0

        def nothing_left() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if not any(self.waiting().values()) else 0
            return quiet >= 3

        await self.until(nothing_left, seconds)

    def waiting(self) -> dict[str, int]:
        now = self.now()
        telegram = self.telegram
        with self.db() as db:
            return {
                "queued": len(telegram.updates.pending()) + telegram.webhook.pending_count(),
                "inbox": _count(db, InboxUpdate, InboxUpdate.state == InboxState.NEW),
                "outbox": _count(
                    db, OutboxMessage, OutboxMessage.state == OutboxState.NEW, OutboxMessage.not_before <= now
                )
                + _count(db, OutboxMessage, OutboxMessage.state == OutboxState.SENDING),
                "jobs": _count(db, Job, Job.state.in_([JobState.NEW, JobState.WORKING])),
            }

    async def cut(self) -> None:
        """Telegram's port is closed: connections are refused."""
        await self.serving.stop()

    async def heal(self) -> None:
        """The port is open again, nothing was forgotten."""
        self.serving = SandboxServer(self.telegram, port=int(self.environment["BOT_API_URL"].rpartition(":")[2]))
        await self.serving.start()

    # The database

    @property
    def file(self) -> Path:
        """The file of SQLite; a trial that needs one is never tried on PostgreSQL."""
        assert self.url.database is not None
        return Path(self.url.database)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def keeps_ledger(self) -> None:
        """The tables are there: from now on everything is noted that the reckoning asks for."""
        open_ledger(self._engine)

    def another(self) -> Database:
        """The same database once more, as another program opens it."""
        return Database(self.environment["DATABASE_URL"])

    def columns(self) -> dict[str, set[str]]:
        """The columns of every table that is there."""
        seen = sa.inspect(self._engine)
        return {name: {column["name"] for column in seen.get_columns(name)} for name in seen.get_table_names()}

    def forgets_everything(self) -> None:
        """The database is as empty as before the first start."""
        if not self.is_sqlite:
            with self._engine.begin() as connection:
                connection.execute(sa.text("DROP SCHEMA public CASCADE"))
                connection.execute(sa.text("CREATE SCHEMA public"))
            return
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)

    @contextmanager
    def db(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    def count(self, model: Any, *where: Any) -> int:
        with self.db() as db:
            return _count(db, model, *where)

    def sign_ups(self, state: RegistrationState) -> int:
        return self.count(Registration, Registration.event_id == self.event, Registration.state == state)

    def now(self) -> datetime:
        """The bot's time."""
        with self.db() as db:
            row = db.get(VirtualClock, 1)
            return NOW if row is None else datetime.now(UTC) + timedelta(seconds=row.offset_seconds)

    def set_clock(self, moment: datetime) -> None:
        """Move the bot's clock, forth or back."""
        with self.db() as db:
            db.get_one(VirtualClock, 1).offset_seconds = (moment - datetime.now(UTC)).total_seconds()
            db.commit()

    async def reaches(self, moment: datetime) -> None:
        """Move the bot's clock there; returns when the bot has seen it and begun a tick."""
        self.set_clock(moment)
        await self.until(lambda: self.has_ticked_at(moment))

    def has_ticked_at(self, moment: datetime) -> bool:
        with self.db() as db:
            heartbeat = db.get(Heartbeat, 1)
            return heartbeat is not None and timedelta(0) <= heartbeat.ticked_at - moment < timedelta(minutes=1)

    # People

    def gather(self, people: int, *, capacity: int | None = None, seated: bool = False, **event: Any) -> None:
        """An event, its organizer and people who have profiles; `seated`: all of them have a seat."""
        with self.db() as db:
            make_network(db)
            methodist = make_teacher(db, f"{SURNAME} Организатор Петрович", role=Role.METHODIST)
            row = make_event(db, capacity=capacity, responsible=methodist, **event)
            self.event = row.id
            make_actor(db, methodist, FIRST_PERSON - 1)
            for number in range(people):
                teacher = make_teacher(db, f"{SURNAME}{number} Анна Петровна")
                make_actor(db, teacher, FIRST_PERSON + number)
                if seated:
                    db.add(_seat(row.id, teacher.id))
                    row.taken += 1
            db.commit()
        self.staff = self._known(FIRST_PERSON - 1)
        self.people += [self._known(FIRST_PERSON + number) for number in range(people)]

    def _known(self, number: int) -> Person:
        person = self.telegram.person(f"{SURNAME}-{number}", id=number)
        self.telegram.chats[number].started = True
        return person

    def _noting(self, put: Callable[[Update], None]) -> Callable[[Update], None]:
        def noted(update: Update) -> None:
            self.emitted.add(update.update_id)
            put(update)

        return noted

    def is_alarmed(self, concern: Concern) -> bool:
        """Whether the organizer, if the bot was started with them as an admin, has read of this trouble."""
        assert self.staff is not None
        words = plain("ru", f"delivery-alarm-{concern.value}", count=0, minutes=0).partition("0")[0]
        return any(seen.from_bot and seen.text.startswith(words) for seen in self.staff.history)

    def account_of(self, person: Person) -> int:
        with self.db() as db:
            return db.scalars(sa.select(Account.id).where(Account.external_id == person.id)).one()

    async def close(self) -> None:
        for child in self.children:
            await child.killed()
        await self.serving.stop()
        self._engine.dispose()


def _seat(event: int, teacher: int) -> Registration:
    return Registration(
        event_id=event,
        teacher_id=teacher,
        state=RegistrationState.CONFIRMED,
        created_at=NOW,
        confirmed_at=NOW,
    )


def _count(db: Session, model: Any, *where: Any) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        return sa.create_engine(url.set(drivername="sqlite"), poolclass=NullPool)
    return sa.create_engine(url.set(drivername="postgresql+psycopg"), connect_args={"options": "-c timezone=UTC"})


@asynccontextmanager
async def open_ground(folder: Path, nursery: Nursery, seed: int, *, full: bool, url: str = "") -> AsyncIterator[Ground]:
    """An empty database (`url`, or a file of SQLite) gets its tables, Telegram a port; at the end every process is
    dead."""
    telegram = Telegram(TOKEN)
    telegram.faults = Faults(seed)
    serving = SandboxServer(telegram)
    await serving.start()
    url = url or f"sqlite+aiosqlite:///{folder}/centrik.db"
    ground = Ground(folder, url, nursery, serving, telegram, seed, full)
    database = ground.another()
    await migrate(database)
    await database.close()
    ground.keeps_ledger()
    try:
        yield ground
    finally:
        await ground.close()
