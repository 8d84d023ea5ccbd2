"""Three hundred receivers: everybody once, true counters, one message that shows the progress, stops and restarts."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import create_app
from bot.clock.ticks import TICKS, Tick
from bot.pace import Pace
from models import Account, Broadcast, BroadcastState, OutboxMessage, OutboxState, Role
from sandbox.calls.faults import Fault
from sandbox.person import Person
from sandbox.session import SandboxSession
from services.correspondence.broadcasts import run_broadcasts
from tests.builders import NOW, make_organization, make_teacher
from tests.world import World

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
class Hall:
    """A methodist and the people written to."""

    world: World
    tatiana: Person
    people: list[Person]

    async def begins(self) -> None:
        await self.tatiana.types("/broadcast")
        await self.tatiana.types(TEXT)
        await self.tatiana.presses("Все педагоги")
        await self.tatiana.presses("Отправить")

    async def passes(self, ticks: int) -> None:
        for _ in range(ticks):
            await self.world.advance(seconds=15)

    @property
    def copies(self) -> Counter[int]:
        """How many people have how many copies."""
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
    def lines(self) -> list[str]:
        return self.tatiana.screen.text.splitlines()


@pytest.fixture
def hall(world: World) -> Hall:
    with world.db() as db:
        school = make_organization(db)
        author = make_teacher(db, "Лугова Татьяна Сергеевна", school, role=Role.METHODIST)
        names = [f"Участник{number} Анна Петровна" for number in range(PEOPLE)]
        teachers = [make_teacher(db, name, school) for name in names]
        people = [world.person(name) for name in names]
        for person, teacher in zip(people, teachers, strict=True):
            db.add(Account(external_id=person.id, teacher_id=teacher.id, created_at=NOW))
            world.telegram.chats[person.id].started = True
        db.commit()
        author_id = author.id
    return Hall(world, world.registered(author_id, "Татьяна"), people)


async def test_everybody_gets_it_once_a_batch_at_a_tick(hall: Hall) -> None:
    await hall.begins()
    for batch in range(1, PEOPLE // BATCH + 1):
        await hall.passes(1)
        assert hall.states == {OutboxState.SENT: batch * BATCH}
    await hall.passes(1)
    assert hall.copies == {1: PEOPLE}
    assert hall.lines[0] == "Рассылка закончена"
    assert hall.lines[-1] == f"Доставлено: {PEOPLE} из {PEOPLE}"


async def test_the_counters_at_the_end_are_true(hall: Hall) -> None:
    for person in hall.people[:7]:
        await person.blocks_bot()
    for person in hall.people[7:12]:
        person.deletes_account()
    with hall.world.db() as db:
        ids = [person.id for person in hall.people]
        for account in db.scalars(select(Account).where(Account.external_id.in_(ids[12:21]))):
            account.no_broadcasts = True
        db.commit()
    for person in hall.people[21:24]:
        hall.world.telegram.faults.add(Fault("drop_after", "sendMessage", str(person.id), times=None))
    await hall.begins()
    await hall.passes(4)
    await hall.people[-1].blocks_bot()
    leaver = hall.people[-2]
    with hall.world.db() as db:
        db.scalars(select(Account).where(Account.external_id == leaver.id)).one().teacher_id = None
        db.commit()
    await hall.passes(4)
    while OutboxState.NEW in hall.states:
        await asyncio.sleep(0.05)  # a chat whose answer was unclear rests for half a second of the machine's time
        await hall.passes(1)
    await hall.passes(1)

    assert hall.lines[0] == "Рассылка закончена"
    assert hall.lines[4:] == [
        "Доставлено: 274 из 299",
        "Заблокировали бота: 13",
        "Неясно, дошло ли: 3",
        "Пропущено (отказались, выбыли или рассылка остановлена): 9",
    ]
    assert hall.copies == {0: 23, 1: 274, 2: 3}


async def test_a_pause_holds_what_is_owed_and_a_resume_goes_on(hall: Hall) -> None:
    await hall.begins()
    await hall.passes(2)
    hall.world.clock.advance(seconds=15)
    await hall.world.app.ticker.tick()
    assert hall.states == {OutboxState.SENT: 100, OutboxState.NEW: 50}
    await hall.tatiana.presses("Пауза")
    assert hall.lines[0] == "Рассылка приостановлена"
    await hall.passes(3)
    assert hall.copies == {0: 200, 1: 100}
    assert "Доставлено: 100 из 300" in hall.tatiana.screen.text
    await hall.world.advance(days=6)
    assert hall.copies == {0: 200, 1: 100}

    await hall.tatiana.presses("Продолжить")
    await hall.passes(6)
    assert hall.copies == {1: PEOPLE}
    assert hall.lines[0] == "Рассылка закончена"


async def test_a_stop_is_asked_about_and_final(hall: Hall) -> None:
    await hall.begins()
    await hall.passes(2)
    await hall.tatiana.presses("Остановить")
    assert "Доставлено 100, ещё 200 её не получат" in hall.tatiana.screen.text
    await hall.passes(1)
    assert "Остановить рассылку?" in hall.tatiana.screen.text, "the progress leaves the question alone"
    await hall.tatiana.presses("Не сейчас")
    assert "Доставлено: 150 из 300" in hall.tatiana.screen.text
    await hall.tatiana.presses("Остановить")
    hall.world.clock.advance(seconds=15)
    await hall.world.app.ticker.tick()
    assert hall.states == {OutboxState.SENT: 150, OutboxState.NEW: 50}
    await hall.tatiana.presses("Да, остановить")
    await hall.passes(3)

    assert hall.broadcast.state is BroadcastState.STOPPED
    assert hall.copies == {0: 150, 1: 150}
    assert hall.lines[0] == "Рассылка остановлена"
    assert hall.lines[4:] == [
        "Доставлено: 150 из 300",
        "Пропущено (отказались, выбыли или рассылка остановлена): 150",
    ]
    number = hall.broadcast.id
    await hall.tatiana.presses_data(hall.tatiana.screen.message_id, f"bch:{number}:0")
    await hall.passes(1)
    assert hall.broadcast.state is BroadcastState.STOPPED
    assert hall.copies == {0: 150, 1: 150}


async def test_one_message_shows_the_progress_wherever_it_stands(hall: Hall) -> None:
    await hall.begins()
    board = hall.tatiana.screen.message_id
    await hall.passes(2)
    assert hall.tatiana.screen.message_id == board
    assert "Доставлено: 50 из 300" in hall.tatiana.screen.text
    await hall.tatiana.types("Мои записи")
    newest = hall.tatiana.screen.message_id
    await hall.passes(2)
    assert hall.tatiana.screen.message_id == newest
    shown = next(seen for seen in hall.tatiana.chat if seen.message_id == board)
    assert "Доставлено: 150 из 300" in shown.text
    await hall.passes(4)
    shown = next(seen for seen in hall.tatiana.chat if seen.message_id == board)
    assert "Доставлено: 300 из 300" in shown.text
    assert hall.tatiana.screen.message_id > newest
    assert hall.lines[0] == "Рассылка закончена"
    calls = len(hall.world.telegram.journal.calls(person=hall.tatiana.id))
    await hall.passes(3)
    assert len(hall.world.telegram.journal.calls(person=hall.tatiana.id)) == calls


async def test_a_progress_message_that_is_gone_is_not_sent_anew(hall: Hall) -> None:
    await hall.begins()
    gone = Fault("400", "editMessageText", str(hall.tatiana.id), description="Bad Request: message to edit not found")
    hall.world.telegram.faults.add(gone)
    await hall.passes(2)
    assert hall.broadcast.message_id is None
    before = len(hall.tatiana.chat)
    await hall.passes(6)
    assert len(hall.tatiana.chat) == before + 1, "the numbers at the end are told all the same"
    assert hall.lines[-1] == "Доставлено: 300 из 300"


async def test_a_kill_in_the_middle_loses_nobody_and_tells_at_most_three_twice(hall: Hall) -> None:
    telegram, killed = hall.world.telegram, hall.world.app
    await hall.begins()
    await hall.passes(1)
    telegram.faults.add(Fault("slow_after", "sendMessage", times=None, seconds=3600, skip=20))
    under_way = asyncio.create_task(hall.passes(1))
    async with asyncio.timeout(10):
        while hall.states[OutboxState.SENDING] < 3 or hall.copies[1] < BATCH + 23:
            await telegram.state.wait(telegram.state.revision, 0.05)
    under_way.cancel()
    await asyncio.wait([under_way])
    telegram.faults.clear()

    pace = Pace(per_second=1_000_000, for_answers=0, burst=1_000_000)
    again = create_app(
        killed.settings,
        session=SandboxSession(telegram),
        clock=hall.world.clock,
        pace=pace,
        ticks=TICKS_WITH_SMALL_BATCHES,
    )
    await again.start()
    hall.world.app = again
    telegram.state.consumer = again.take
    await hall.passes(8)

    assert hall.states == {OutboxState.SENT: PEOPLE}
    assert hall.copies == {1: PEOPLE - 3, 2: 3}
    assert "Доставлено: 300 из 300" in hall.tatiana.screen.text
    await again.close()
