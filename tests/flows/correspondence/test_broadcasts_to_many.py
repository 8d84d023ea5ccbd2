"""A broadcast to 300 people: one copy each, true counts, progress in one message, pause, stop and restart."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import create_app
from bot.clock.ticks import TICKS, Tick
from models import Account, Broadcast, BroadcastState, OutboxMessage, OutboxState, Role
from sandbox.calls.faults import Fault
from sandbox.person import Person
from sandbox.session import SandboxSession
from services.correspondence.broadcasts import run_broadcasts
from tests.builders import NOW, make_organization, make_teacher
from tests.world import World, unlimited_pace

PEOPLE = 300
BATCH = 50
TEXT = "Завтра в школах вводят новый журнал."


def small_batches(db: Session, now: datetime) -> None:
    run_broadcasts(db, now, batch_size=BATCH)


TICKS_WITH_SMALL_BATCHES = tuple(small_batches if tick is run_broadcasts else tick for tick in TICKS)


@pytest.fixture
def ticks() -> tuple[Tick, ...]:
    return TICKS_WITH_SMALL_BATCHES


@dataclass
class BroadcastRun:
    """A broadcast of Татьяна to `people`."""

    world: World
    tatiana: Person
    people: list[Person]

    async def starts(self) -> None:
        await self.tatiana.types("/broadcast")
        await self.tatiana.types(TEXT)
        await self.tatiana.presses("Все педагоги")
        await self.tatiana.presses("Отправить")

    async def advance(self, *, ticks: int) -> None:
        for _ in range(ticks):
            await self.world.advance(seconds=15)

    @property
    def copies(self) -> Counter[int]:
        """Return the number of people by the number of copies they received."""
        sent = Counter(
            entry.person
            for entry in self.world.telegram.journal.calls("sendMessage", accepted=True)
            if TEXT in entry.params["text"] and entry.person != self.tatiana.id
        )
        return Counter(sent[person.id] for person in self.people)

    @property
    def broadcast(self) -> Broadcast:
        with self.world.db() as db:
            return db.scalars(select(Broadcast)).one()

    @property
    def states(self) -> Counter[OutboxState]:
        with self.world.db() as db:
            return Counter(db.scalars(select(OutboxMessage.state).where(OutboxMessage.broadcast_id.is_not(None))))

    @property
    def report_lines(self) -> list[str]:
        """Return the lines of the newest message to the author."""
        return self.tatiana.screen.text.splitlines()


@pytest.fixture
def run(world: World) -> BroadcastRun:
    with world.db() as db:
        school = make_organization(db)
        author = make_teacher(db, "Лугова Татьяна Сергеевна", school, role=Role.METHODIST)
        names = [f"Участник{number} Анна Петровна" for number in range(PEOPLE)]
        teachers = [make_teacher(db, name, school) for name in names]
        people = [world.person(name) for name in names]
        for person, teacher in zip(people, teachers, strict=True):
            db.add(Account(messenger="telegram", external_id=person.id, teacher_id=teacher.id, created_at=NOW))
            world.telegram.chats[person.id].started = True
        db.commit()
        author_id = author.id
    return BroadcastRun(world, world.registered(author_id, "Татьяна"), people)


async def test_every_tick_sends_one_batch_and_everybody_gets_one_copy(run: BroadcastRun) -> None:
    await run.starts()
    for batch in range(1, PEOPLE // BATCH + 1):
        await run.advance(ticks=1)
        assert run.states == {OutboxState.SENT: batch * BATCH}
    await run.advance(ticks=1)
    assert run.copies == {1: PEOPLE}
    assert run.report_lines[0] == "Рассылка закончена"
    assert run.report_lines[-1] == f"Доставлено: {PEOPLE} из {PEOPLE}"


async def test_the_final_report_counts_every_outcome(run: BroadcastRun) -> None:
    for person in run.people[:7]:
        await person.blocks_bot()
    for person in run.people[7:12]:
        person.deletes_account()
    with run.world.db() as db:
        ids = [person.id for person in run.people]
        for account in db.scalars(select(Account).where(Account.external_id.in_(ids[12:21]))):
            account.no_broadcasts = True
        db.commit()
    for person in run.people[21:24]:
        run.world.telegram.faults.add(Fault("drop_after", "sendMessage", str(person.id), times=None))
    run.world.pace_time.skip_backoffs()
    await run.starts()
    await run.advance(ticks=4)
    await run.people[-1].blocks_bot()
    leaver = run.people[-2]
    with run.world.db() as db:
        db.scalars(select(Account).where(Account.external_id == leaver.id)).one().teacher_id = None
        db.commit()
    await run.advance(ticks=4)

    assert run.report_lines[0] == "Рассылка закончена"
    assert run.report_lines[4:] == [
        "Доставлено: 274 из 299",
        "Заблокировали бота: 13",
        "Неясно, дошло ли: 3",
        "Пропущено (отказались, выбыли или рассылка остановлена): 9",
    ]
    assert run.copies == {0: 23, 1: 274, 2: 3}


async def test_a_pause_holds_waiting_messages_and_resuming_sends_them(run: BroadcastRun) -> None:
    await run.starts()
    await run.advance(ticks=2)
    run.world.clock.advance(seconds=15)
    await run.world.app.ticker.tick()
    assert run.states == {OutboxState.SENT: 100, OutboxState.NEW: 50}
    await run.tatiana.presses("Пауза")
    assert run.report_lines[0] == "Рассылка приостановлена"
    await run.advance(ticks=3)
    assert run.copies == {0: 200, 1: 100}
    assert "Доставлено: 100 из 300" in run.tatiana.screen.text
    await run.world.advance(days=6)
    assert run.copies == {0: 200, 1: 100}

    await run.tatiana.presses("Продолжить")
    await run.advance(ticks=6)
    assert run.copies == {1: PEOPLE}
    assert run.report_lines[0] == "Рассылка закончена"


async def test_a_stop_asks_first_and_cannot_be_undone(run: BroadcastRun) -> None:
    await run.starts()
    await run.advance(ticks=2)
    await run.tatiana.presses("Остановить")
    assert "Доставлено 100, ещё 200 её не получат" in run.tatiana.screen.text
    await run.advance(ticks=1)
    assert "Остановить рассылку?" in run.tatiana.screen.text, "the progress does not replace the question"
    await run.tatiana.presses("Не сейчас")
    assert "Доставлено: 150 из 300" in run.tatiana.screen.text
    await run.tatiana.presses("Остановить")
    run.world.clock.advance(seconds=15)
    await run.world.app.ticker.tick()
    assert run.states == {OutboxState.SENT: 150, OutboxState.NEW: 50}
    await run.tatiana.presses("Да, остановить")
    await run.advance(ticks=3)

    assert run.broadcast.state is BroadcastState.STOPPED
    assert run.copies == {0: 150, 1: 150}
    assert run.report_lines[0] == "Рассылка остановлена"
    assert run.report_lines[4:] == [
        "Доставлено: 150 из 300",
        "Пропущено (отказались, выбыли или рассылка остановлена): 150",
    ]
    number = run.broadcast.id
    await run.tatiana.presses_data(run.tatiana.screen.message_id, f"bch:{number}:0")
    await run.advance(ticks=1)
    assert run.broadcast.state is BroadcastState.STOPPED
    assert run.copies == {0: 150, 1: 150}


async def test_one_message_shows_the_progress_even_below_newer_ones(run: BroadcastRun) -> None:
    await run.starts()
    board = run.tatiana.screen.message_id
    await run.advance(ticks=2)
    assert run.tatiana.screen.message_id == board
    assert "Доставлено: 50 из 300" in run.tatiana.screen.text
    await run.tatiana.types("Мои записи")
    newest = run.tatiana.screen.message_id
    await run.advance(ticks=2)
    assert run.tatiana.screen.message_id == newest
    shown = next(seen for seen in run.tatiana.chat if seen.message_id == board)
    assert "Доставлено: 150 из 300" in shown.text
    await run.advance(ticks=4)
    shown = next(seen for seen in run.tatiana.chat if seen.message_id == board)
    assert "Доставлено: 300 из 300" in shown.text
    assert run.tatiana.screen.message_id > newest
    assert run.report_lines[0] == "Рассылка закончена"
    calls = len(run.world.telegram.journal.calls(person=run.tatiana.id))
    await run.advance(ticks=3)
    assert len(run.world.telegram.journal.calls(person=run.tatiana.id)) == calls


async def test_a_deleted_progress_message_is_not_sent_again(run: BroadcastRun) -> None:
    await run.starts()
    gone = Fault("400", "editMessageText", str(run.tatiana.id), description="Bad Request: message to edit not found")
    run.world.telegram.faults.add(gone)
    await run.advance(ticks=2)
    assert run.broadcast.message_id is None
    before = len(run.tatiana.chat)
    await run.advance(ticks=6)
    assert len(run.tatiana.chat) == before + 1, "only the final report comes as a new message"
    assert run.report_lines[-1] == "Доставлено: 300 из 300"


async def test_a_kill_midway_loses_nobody_and_sends_at_most_three_copies_twice(run: BroadcastRun) -> None:
    telegram, killed = run.world.telegram, run.world.app
    await run.starts()
    await run.advance(ticks=1)
    telegram.faults.add(Fault("slow_after", "sendMessage", times=None, seconds=3600, skip=20))
    under_way = asyncio.create_task(run.advance(ticks=1))
    async with asyncio.timeout(10):
        while run.states[OutboxState.SENDING] < 3 or run.copies[1] < BATCH + 23:
            await telegram.state.wait(telegram.state.revision, 0.05)
    under_way.cancel()
    await asyncio.wait([under_way])
    telegram.faults.clear()

    again = create_app(
        killed.settings,
        session=SandboxSession(telegram),
        clock=run.world.clock,
        pace=unlimited_pace(),
        ticks=TICKS_WITH_SMALL_BATCHES,
    )
    await again.start()
    run.world.app = again
    telegram.state.consumer = again.take
    await run.advance(ticks=8)

    assert run.states == {OutboxState.SENT: PEOPLE}
    assert run.copies == {1: PEOPLE - 3, 2: 3}
    assert "Доставлено: 300 из 300" in run.tatiana.screen.text
    await again.close()
