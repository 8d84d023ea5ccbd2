"""Telling 60,000 people of an event: how long it takes to write their notices, in which transactions."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, cast, delete, event, func, literal, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import String

from benchmarks.databases import POSTGRESQL, SQLITE, new_database
from benchmarks.network import Filled, Size, fill
from benchmarks.rounds import Benchmark, Cost, Line, Rounds, always, at_most
from benchmarks.running_bot import Limits, build_bot
from benchmarks.session import InstantSession
from bot.app import App
from bot.clock.ticks import TICKS
from bot.database.engine import Database
from models import Account, Event, EventState, OutboxMessage
from models.base import insert
from services.notices import Window, outbox_values
from services.reminders.notices import EventPublished
from tests.builders import NOW, make_event

PEOPLE = 60_000
MOST_TICKS = 1_000
COST = at_most(1.5)
FLOOR = (
    "the floor is about 1.6: the statements alone take 1.3, since each looks whom the event invites and who was told "
    "before, and their 30 commits 0.35, without which a press would wait for all of them; the ids that they return and "
    "the rules around them take the rest"
)


def lines(kind: str) -> tuple[Line, ...]:
    """Return the lines; what a server of PostgreSQL does is in the wall time only."""
    on_sqlite = kind == SQLITE
    return (
        Line("whole announcement, processor time", "s", COST if on_sqlite else None, FLOOR if on_sqlite else ""),
        Line("whole announcement, wall time", "s", None if on_sqlite else COST),
        Line("longest transaction", "ms", always("≤", 200)),
        Line("notices", "", always("=", PEOPLE - 1)),
        Line("ticks", ""),
    )


@contextmanager
def transactions() -> Iterator[list[float]]:
    """Collect the seconds of every transaction that is committed."""
    found: list[float] = []

    def on_begin(connection: Connection) -> None:
        connection.info["begun"] = time.perf_counter()

    def on_commit(connection: Connection) -> None:
        found.append(time.perf_counter() - connection.info["begun"])

    event.listen(Engine, "begin", on_begin)
    event.listen(Engine, "commit", on_commit)
    try:
        yield found
    finally:
        event.remove(Engine, "begin", on_begin)
        event.remove(Engine, "commit", on_commit)


def publish(db: Session, responsible: int) -> int:
    """Make an event of which nobody has heard; the responsible person is told nothing."""
    return make_event(db, "Мастерская для всех", days=60, responsible_id=responsible, published_at=NOW).id


def told(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(OutboxMessage)) or 0


def forget(db: Session, event_id: int) -> None:
    """Cancel the event and delete all notices."""
    db.get_one(Event, event_id).state = EventState.CANCELLED
    db.execute(delete(OutboxMessage))


def insert_select(db: Session, event_id: int, now: datetime) -> None:
    """Write the same rows for everybody in one statement."""
    notice = EventPublished("new_event", event_id, 0, 1)
    values = outbox_values(0, notice, now, Window(expires_at=now))
    columns: dict[str, Any] = {
        name: type_coerce(literal(value, OutboxMessage.__table__.c[name].type), OutboxMessage.__table__.c[name].type)
        for name, value in values.items()
    }
    columns["account_id"] = Account.id
    columns["key"] = literal(f"{notice.key}:") + cast(Account.id, String)
    source = select(*columns.values()).where(Account.blocked_at.is_(None), Account.teacher_id.is_not(None))
    db.execute(insert(db, OutboxMessage).from_select(list(columns), source.where(Account.id > 1)))


async def measure(kind: str, rounds: Rounds) -> None:
    async with new_database(kind) as url:
        database = Database(url)
        filled: Filled = await database.run(fill, Size(people=PEOPLE, coming=0, participations=0))
        await database.close()
        app = build_bot(url, InstantSession(), Limits(ticks=TICKS))
        await app.start()
        try:
            for _ in rounds:
                await _round(rounds, app, filled.teachers[0])
        finally:
            await app.close()


async def _round(rounds: Rounds, app: App, responsible: int) -> None:
    event_id = await app.database.run(publish, responsible)
    ticks = 0
    with transactions() as seconds, Cost() as ours:
        while ticks < MOST_TICKS and await app.database.read(told) < PEOPLE - 1:
            await app.ticker.tick()
            ticks += 1
    rounds.note("notices", await app.database.read(told))
    await app.database.run(forget, event_id)
    with Cost() as theirs:
        await app.database.run(insert_select, event_id, NOW)
    await app.database.run(forget, event_id)
    rounds.note("whole announcement, processor time", ours.cpu, theirs.cpu)
    rounds.note("whole announcement, wall time", ours.wall, theirs.wall)
    rounds.note("longest transaction", max(seconds) * 1e3)
    rounds.note("ticks", ticks)


PEER = "one INSERT … SELECT of the same 59,999 rows into the same table"
BENCHMARKS = (
    Benchmark("announcement", f"on SQLite, {PEER}", lines(SQLITE), partial(measure, SQLITE)),
    Benchmark("announcement-postgresql", f"on PostgreSQL, {PEER}", lines(POSTGRESQL), partial(measure, POSTGRESQL)),
)
