"""The environment of a trial: a database, the sandbox over HTTP, people, and the bot as a process to kill."""

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
from tests.faults.database_journal import install_journal
from tests.faults.processes import BotProcess, ForkServer
from tests.sqlite import create_tables

TOKEN = "4242424242:AA" + "invented-token-of-a-test-bot-00000"
SECRET = "s3cret"
SURNAME = "Испытателев"
FIRST_PERSON_ID = 20_001
POLL_SECONDS = 0.03
WAIT_SECONDS = 120.0
IDLE_POLLS = 3
"""Idle means nothing left to do at this many polls in a row: work moves from table to table between two queries."""


class Environment:
    """One trial. `random` is seeded; `is_full_size` asks for the full size instead of the quick one."""

    def __init__(self, folder: Path, url: str, fork_server: ForkServer, seed: int, is_full_size: bool) -> None:
        self.folder = folder
        self.url = sa.make_url(url)
        self.telegram = Telegram(TOKEN)
        self.telegram.faults = Faults(seed)
        self.seed = seed
        self.random = random.Random(seed)
        self.is_full_size = is_full_size
        self.server = SandboxServer(self.telegram)
        self.port = free_port()
        self.bots: list[BotProcess] = []
        self.people: list[Person] = []
        self.organizer: Person | None = None
        self.event_id = 0
        self.emitted_update_ids: set[int] = set()
        """Updates sent to the bot, each of which has to be stored."""
        for transport in (self.telegram.updates, self.telegram.webhook):
            transport.put = self._recorded(transport.put)  # type: ignore[assignment,method-assign]  # same signature
        self._fork_server = fork_server
        self._engine = _engine(self.url)
        self.variables = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ},
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
            "BOT_TOKEN": TOKEN,
            "DATABASE_URL": url,
            "WEB_PORT": str(self.port),
            "TIMEZONE": ZONE,
            "CLOCK_START": NOW.isoformat(),
        }

    # The bot

    def use_webhook(self) -> None:
        """Push updates to the bots started from now on."""
        self.variables |= {"PUBLIC_URL": f"http://127.0.0.1:{self.port}", "WEBHOOK_SECRET": SECRET}

    async def start_bot(self, **variables: str) -> BotProcess:
        bot = await self._fork_server.start(self.folder, self.variables | variables, "run")
        self.bots.append(bot)
        return bot

    @property
    def bot(self) -> BotProcess:
        """The bot started last."""
        return self.bots[-1]

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text(encoding="utf-8")

    async def wait_until_listening(self) -> None:
        """Wait until the bot started last takes updates."""
        journal = self.telegram.journal
        method = "setWebhook" if "PUBLIC_URL" in self.variables else "getUpdates"
        last = journal.entries[-1].number if journal.entries else 0
        await self.wait_until(lambda: bool(journal.calls(method, after=last)))
        if "PUBLIC_URL" in self.variables:
            await self.wait_until(lambda: bool(self.telegram.webhook.url))

    async def wait_until(self, holds: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
        """Poll until the condition holds. Raises AssertionError with the end of the log after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():  # noqa: ASYNC110 - another process changes it and cannot notify
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise AssertionError(f"waited {seconds:.0f} s in vain; {self.backlog()}; {self.log[-1500:]}") from None

    async def wait_until_idle(self, seconds: float = WAIT_SECONDS) -> None:
        """Wait until neither the bot nor Telegram has anything left to do at the present moment."""
        idle_polls = 0

        def is_idle() -> bool:
            nonlocal idle_polls
            idle_polls = idle_polls + 1 if not any(self.backlog().values()) else 0
            return idle_polls >= IDLE_POLLS

        await self.wait_until(is_idle, seconds)

    def backlog(self) -> dict[str, int]:
        """Count what is left to do at the present moment, by place."""
        telegram = self.telegram
        due = (OutboxMessage.state == OutboxState.NEW) & (OutboxMessage.not_before <= self.now())
        with self.db() as db:
            return {
                "queued": len(telegram.updates.pending()) + telegram.webhook.pending_count(),
                "inbox": _count(db, InboxUpdate, InboxUpdate.state == InboxState.NEW),
                "outbox": _count(db, OutboxMessage, due | (OutboxMessage.state == OutboxState.SENDING)),
                "jobs": _count(db, Job, Job.state.in_([JobState.NEW, JobState.WORKING])),
            }

    async def connect(self) -> None:
        """Open Telegram's port."""
        await self.server.start()
        self.variables["BOT_API_URL"] = self.server.url

    async def disconnect(self) -> None:
        """Close Telegram's port: connections are refused."""
        await self.server.stop()

    async def reconnect(self) -> None:
        """Open the port again; Telegram has forgotten nothing."""
        self.server = SandboxServer(self.telegram, port=int(self.variables["BOT_API_URL"].rpartition(":")[2]))
        await self.server.start()

    # The database

    @property
    def file(self) -> Path:
        """The file of SQLite, for trials that run on SQLite only."""
        assert self.url.database is not None
        return Path(self.url.database)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def install_journal(self) -> None:
        """Record from now on what the verification needs; the tables must exist."""
        install_journal(self._engine)

    def open_database(self) -> Database:
        """Open the database as another program does."""
        return Database(self.variables["DATABASE_URL"])

    def columns(self) -> dict[str, set[str]]:
        """Return the columns of every existing table."""
        inspector = sa.inspect(self._engine)
        return {
            name: {column["name"] for column in inspector.get_columns(name)} for name in inspector.get_table_names()
        }

    def empty_database(self) -> None:
        """Make the database as empty as before the first start."""
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

    def count_registrations(self, state: RegistrationState) -> int:
        return self.count(Registration, Registration.event_id == self.event_id, Registration.state == state)

    def now(self) -> datetime:
        """Return the bot's time."""
        with self.db() as db:
            row = db.get(VirtualClock, 1)
            return NOW if row is None else datetime.now(UTC) + timedelta(seconds=row.offset_seconds)

    def set_clock(self, moment: datetime) -> None:
        """Move the bot's clock, forward or back."""
        with self.db() as db:
            db.get_one(VirtualClock, 1).offset_seconds = (moment - datetime.now(UTC)).total_seconds()
            db.commit()

    async def tick_at(self, moment: datetime) -> None:
        """Move the bot's clock and wait until a tick has begun at its new time."""
        self.set_clock(moment)
        await self.wait_until(lambda: self.has_ticked_at(moment))

    def has_ticked_at(self, moment: datetime) -> bool:
        with self.db() as db:
            heartbeat = db.get(Heartbeat, 1)
            return heartbeat is not None and timedelta(0) <= heartbeat.ticked_at - moment < timedelta(minutes=1)

    # People

    def set_up_event(self, people: int, *, capacity: int | None = None, seated: bool = False, **event: Any) -> None:
        """Make an event, its organizer and people with profiles; `seated` gives each of them a seat."""
        with self.db() as db:
            make_network(db)
            methodist = make_teacher(db, f"{SURNAME} Организатор Петрович", role=Role.METHODIST)
            row = make_event(db, capacity=capacity, responsible=methodist, **event)
            self.event_id = row.id
            make_actor(db, methodist, FIRST_PERSON_ID - 1)
            for number in range(people):
                teacher = make_teacher(db, f"{SURNAME}{number} Анна Петровна")
                make_actor(db, teacher, FIRST_PERSON_ID + number)
                if seated:
                    db.add(_seat(row.id, teacher.id))
                    row.taken += 1
            db.commit()
        self.organizer = self._open_chat(FIRST_PERSON_ID - 1)
        self.people += [self._open_chat(FIRST_PERSON_ID + number) for number in range(people)]

    def _open_chat(self, telegram_id: int) -> Person:
        person = self.telegram.person(f"{SURNAME}-{telegram_id}", id=telegram_id)
        self.telegram.chats[telegram_id].started = True
        return person

    def _recorded(self, put: Callable[[Update], None]) -> Callable[[Update], None]:
        def record(update: Update) -> None:
            self.emitted_update_ids.add(update.update_id)
            put(update)

        return record

    def has_alarmed_organizer(self, concern: Concern) -> bool:
        """Whether the organizer has read this alarm; the bot must have been started with them as an admin."""
        assert self.organizer is not None
        words = plain("ru", f"delivery-alarm-{concern.value}", count=0, minutes=0).partition("0")[0]
        return any(seen.from_bot and seen.text.startswith(words) for seen in self.organizer.history)

    def account_id(self, person: Person) -> int:
        with self.db() as db:
            return db.scalars(sa.select(Account.id).where(Account.external_id == person.id)).one()

    async def close(self) -> None:
        for bot in self.bots:
            await bot.kill()
        await self.server.stop()
        self._engine.dispose()


def _seat(event_id: int, teacher_id: int) -> Registration:
    return Registration(
        event_id=event_id,
        teacher_id=teacher_id,
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
async def open_environment(
    folder: Path, fork_server: ForkServer, seed: int, *, is_full_size: bool, url: str = ""
) -> AsyncIterator[Environment]:
    """Open Telegram's port over a database with tables (`url`, or a new file of SQLite); kill every bot at the end."""
    if not url:
        url = f"sqlite+aiosqlite:///{folder}/centrik.db"
        create_tables(folder / "centrik.db")
    env = Environment(folder, url, fork_server, seed, is_full_size)
    env.install_journal()
    await env.connect()
    try:
        yield env
    finally:
        await env.close()
