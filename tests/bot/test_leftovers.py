"""Leftovers are taken up without a restart, and failures are counted only for what caused them."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.methods import SendMessage
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from bot.app import Tuning
from bot.inbox.workers import PARALLEL_UPDATES
from bot.outbox.claims import LEASE
from bot.outbox.notices import NoticeTemplate
from models import Account, AudienceKind, Broadcast, BroadcastState, InboxState, InboxUpdate, OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from sandbox.person import Person
from screens.screen import Screen
from screens.texts import plain
from services.notices import Window
from tests.bot.conftest import (
    AWAY,
    GREETING,
    BreakableDatabase,
    Greeting,
    HandlerCall,
    Stage,
    show_greeting,
    until,
    with_greeting,
)
from tests.bot.inbox.test_queue import add_school, message, schools


class Hopes:
    """Greetings that can be called off."""

    hold = True

    def load(self, _db: Session, _account: Account, greeting: Greeting, _now: datetime) -> str | None:
        return greeting.text if self.hold else None


@pytest.fixture
async def nina(stage: Stage) -> Person:
    person = stage.person()
    await person.types("/start")
    return person


class LockNotAvailable(Exception):
    """PostgreSQL's error of a lock timeout."""

    sqlstate = "55P03"


def greeting(stage: Stage) -> OutboxMessage:
    return next(row for row in stage.outbox() if row.kind == GREETING)


def put(db: Session, stage: Stage, raw: dict[str, Any], attempts: int = 0) -> None:
    """Store an update as another process would."""
    chat, now = raw["message"]["chat"]["id"], stage.clock.now()
    row = InboxUpdate(
        messenger="telegram", key=str(raw["update_id"]), chat_key=chat, body=json.dumps(raw), received_at=now
    )
    row.attempts = attempts
    db.add(row)


@pytest.mark.parametrize("late", [False, True], ids=["called off", "late"])
async def test_a_broadcast_that_may_have_arrived_and_is_not_tried_again_stays_unclear(
    stage: Stage, nina: Person, late: bool
) -> None:
    hopes = Hopes()
    await stage.starts(notices=with_greeting(NoticeTemplate(Greeting, hopes.load, show_greeting)))
    stage.telegram.faults.add(Fault("drop_after", method="sendMessage"))
    stage.greets(nina, window=Window(expires_at=stage.clock.now() + timedelta(hours=1)))
    with stage.db() as db:
        author = db.scalars(sa.select(Account.id)).one()
        now, state = stage.clock.now(), BroadcastState.STOPPED
        wanted = {"audience": AudienceKind.ALL, "chosen": [], "state": state, "people": 1, "last_id": author}
        broadcast = Broadcast(author_id=author, text="letter", **wanted, written_at=now, expires_at=now, told_at=now)
        db.add(broadcast)
        db.flush()
        db.execute(sa.update(OutboxMessage).where(OutboxMessage.kind == GREETING).values(broadcast_id=broadcast.id))
        db.commit()
    await stage.app.settle()
    assert greeting(stage).unclear_attempts == 1
    hopes.hold = late
    if late:
        stage.clock.advance(hours=2)
    stage.pace_time.skip_backoffs()
    await stage.app.settle()

    assert greeting(stage).state is OutboxState.UNCLEAR
    assert [seen.text for seen in nina.chat if seen.from_bot].count("ru: letter") == 1


async def test_a_message_with_a_known_result_is_no_leftover_of_a_stopped_sender(stage: Stage, nina: Person) -> None:
    async def then_away(make_request: Any, bot: Bot, method: Any) -> Any:
        response = await make_request(bot, method)
        stage.database.failure = AWAY if isinstance(method, SendMessage) else None
        return response

    stage.greets(nina)
    stage.app.bot.session.middleware.register(then_away)
    with pytest.raises(OperationalError):
        await stage.app.sender.flush()
    assert greeting(stage).state is OutboxState.SENDING
    stage.database.failure = None
    with stage.db() as db:
        db.execute(sa.update(OutboxMessage).values(lease_until=datetime.now(UTC) - LEASE))
        db.commit()
    await stage.app.sender.recover(alone=False)
    await stage.app.settle()

    assert (greeting(stage).state, greeting(stage).unclear_attempts) == (OutboxState.SENT, 0)


async def test_a_leftover_of_a_kind_that_another_version_sent_is_left_to_an_admin(stage: Stage, nina: Person) -> None:
    stage.greets(nina)
    with stage.db() as db:
        abandoned = sa.update(OutboxMessage).where(OutboxMessage.kind == GREETING)
        db.execute(abandoned.values(kind="of_later", state=OutboxState.SENDING, owner="another"))
        db.commit()
    await stage.starts()

    with stage.db() as db:
        left = db.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "of_later")).one()
    assert left.state is OutboxState.UNCLEAR


async def test_a_stored_update_in_no_queue_is_worked_without_a_restart(stage: Stage) -> None:
    await stage.app.take(message(1, "first"))
    with stage.db() as db:
        put(db, stage, message(2, "lost"))
        db.commit()
    await stage.app.inbox.enqueue_orphans()
    await stage.app.settle()
    assert stage.handled == ["first"]  # the process that stored it may be about to work it

    stage.clock.advance(minutes=2)
    await stage.app.inbox.enqueue_orphans()
    await stage.app.inbox.enqueue_orphans()
    await stage.app.settle()
    assert stage.handled == ["first", "lost"]


@pytest.mark.parametrize("attempts", [0, 1], ids=["killed once", "killed again"])
async def test_what_a_killed_bot_left_is_begun_one_by_one_and_counted_only_then(stage: Stage, attempts: int) -> None:
    counted: list[int] = []
    begun = sa.select(sa.func.count()).where(InboxUpdate.state == InboxState.NEW, InboxUpdate.attempts > attempts)

    async def slow(_call: HandlerCall) -> Screen:
        await asyncio.sleep(0.05)  # the others could begin meanwhile
        with stage.db() as db:
            counted.append(db.scalar(begun) or 0)
        return Screen("slow")

    people = range(1, 5)
    stage.answers["slow"] = slow
    with stage.db() as db:
        for number in people:
            put(db, stage, message(number, "slow", chat=1000 + number), attempts)
        db.commit()
    await stage.starts()
    await stage.app.settle()

    assert counted == [1] * len(people)
    assert {(row.state, row.attempts) for row in stage.inbox()} == {(InboxState.DONE, attempts + 1)}


async def test_what_a_killed_bot_had_begun_most_often_is_begun_last(stage: Stage) -> None:
    with stage.db() as db:
        for number, (text, chat, attempts) in enumerate(
            [("suspect", 1, 2), ("behind it", 1, 0), ("once begun", 2, 1), ("innocent", 3, 0), ("another", 4, 0)]
        ):
            put(db, stage, message(number, text, chat=1000 + chat), attempts)
        db.commit()
    await stage.starts()
    await stage.app.settle()

    assert stage.handled == ["innocent", "another", "once begun", "suspect", "behind it"]


async def test_an_update_is_not_begun_while_it_cannot_be_counted(stage: Stage) -> None:
    with stage.db() as db:
        put(db, stage, message(1, "left"))
        db.commit()
    database = BreakableDatabase(stage.settings.database_url)
    await stage.starts(database=database, tuning=Tuning(update_retries=(0.001,)))
    database.failure, database.failures_left = AWAY, 3
    await stage.app.settle()

    assert database.failures == 3
    assert stage.handled == ["left"]
    assert [row.attempts for row in stage.inbox()] == [1]


@pytest.mark.parametrize(
    ("begun", "apologizes"), [(3, True), (4, False)], ids=["apology", "the apology kills the bot, too"]
)
async def test_the_sender_of_an_update_that_kills_the_bot_gets_an_apology(
    stage: Stage, begun: int, apologizes: bool
) -> None:
    nina = stage.person()
    await nina.types("poison")
    with stage.db() as db:
        row = db.scalars(sa.select(InboxUpdate)).one()
        row.state, row.attempts, row.done_at = InboxState.NEW, begun, None
        row.body = json.dumps(message(int(row.key), "poison", chat=nina.id))
        db.commit()
    await stage.starts()
    await stage.app.settle()

    assert stage.handled == ["poison"]
    assert stage.inbox()[0].state is InboxState.PARKED
    assert (nina.screen.text == plain("ru", "sorry-broken")) is apologizes


async def test_an_update_waits_for_a_lock_any_number_of_times(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(update_retries=(0.001,)))
    tries = 0

    def locked(call: HandlerCall) -> Screen:
        nonlocal tries
        tries += 1
        add_school(call.visit.db, "school")
        if tries < 6:
            raise DBAPIError("SELECT", {}, LockNotAvailable())
        return Screen("done")

    stage.answers["locked"] = locked
    nina = stage.person()
    await nina.types("locked")

    assert nina.screen.text == "done"
    assert schools(stage) == ["school"]
    assert stage.inbox()[0].state is InboxState.DONE


async def test_updates_that_wait_for_a_lock_occupy_no_slot(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(update_retries=(60,)))
    failed = asyncio.Semaphore(0)

    def locked(_call: HandlerCall) -> Screen:
        failed.release()
        raise DBAPIError("SELECT", {}, LockNotAvailable())

    stage.answers["locked"] = locked
    people = range(1, PARALLEL_UPDATES + 2)
    await stage.app.inbox.store([message(number, "locked", chat=1000 + number) for number in people])
    async with asyncio.timeout(5):
        for _ in people:
            await failed.acquire()
        await stage.app.inbox.store([message(99, "hello", chat=2000)])
    await until(lambda: "hello" in stage.handled)
    await stage.app.workers.drain(0.1)
    assert {row.state for row in stage.inbox() if row.key != "99"} == {InboxState.NEW}
