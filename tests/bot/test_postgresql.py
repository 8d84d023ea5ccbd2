"""The transport on PostgreSQL: updates, answers, edits, notices, one leading process."""

import asyncio

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from bot.app import App
from bot.database.engine import Database
from bot.database.lead import leading
from models import Account, InboxState, InboxUpdate, Organization, OutboxMessage, OutboxState
from screens.screen import Screen
from services.notices import notify
from services.people import merging
from tests.bot.conftest import Greeting, HandlerCall, Stage, card, until
from tests.bot.inbox.test_queue import add_school, message, write_and_refuse
from tests.bot.test_leftovers import put
from tests.builders import make_actor, make_network, make_teacher


@pytest.fixture
async def first_app(stage: Stage, postgres_url: str) -> App:
    """The first process of a bot."""
    stage.settings = stage.settings.model_copy(update={"database_url": postgres_url})
    return await stage.starts()


@pytest.fixture
async def app(first_app: App) -> App:
    """One that stores every update before it is begun."""
    first_app.inbox.be_careful()
    return first_app


@pytest.mark.parametrize("is_careful", [False, True], ids=["in one commit", "stored first"])
async def test_a_conversation_goes_on_as_on_sqlite(stage: Stage, first_app: App, is_careful: bool) -> None:
    app = first_app
    if is_careful:
        app.inbox.be_careful()

    def enqueue(db: Session) -> bool:
        account = db.scalars(sa.select(Account)).one()
        return notify(db, account, Greeting(), stage.clock.now())

    stage.answers |= {"/start": card("menu", "go"), "go": card("page", "back"), "refused": write_and_refuse}
    nina = stage.person()
    await nina.types("/start")
    await nina.presses("go")
    assert [seen.text for seen in nina.chat if seen.from_bot] == ["page"]
    await nina.types("refused")
    assert "больше нет" in nina.screen.text
    assert await app.database.run(enqueue)
    assert not await app.database.run(enqueue)
    await app.settle()

    assert nina.screen.text == "ru: letter"
    assert await app.database.read(states) == ({InboxState.DONE}, {OutboxState.SENT})


def states(db: Session) -> tuple[set[InboxState], set[OutboxState]]:
    return set(db.scalars(sa.select(InboxUpdate.state))), set(db.scalars(sa.select(OutboxMessage.state)))


async def test_people_are_answered_side_by_side(stage: Stage, app: App) -> None:
    gate, waiting = asyncio.Event(), asyncio.Semaphore(0)

    async def together(_call: HandlerCall) -> Screen:
        waiting.release()
        await gate.wait()
        return Screen("together")

    stage.answers["together"] = together
    await app.inbox.store([message(number, "together", chat=1000 + number) for number in range(1, 5)])
    async with asyncio.timeout(10):
        for _ in range(4):
            await waiting.acquire()
    gate.set()
    await app.workers.settle()

    assert stage.handled == ["together"] * 4


async def test_updates_of_a_chat_are_worked_in_order_beside_those_of_others(stage: Stage, app: App) -> None:
    gate = asyncio.Event()

    async def slow(_call: HandlerCall) -> Screen:
        await gate.wait()
        return Screen("slow")

    stage.answers["slow"] = slow
    await app.inbox.store([message(1, "slow"), message(2, "after slow"), message(3, "other", chat=1002)])
    await until(lambda: "slow" in stage.handled)
    assert "after slow" not in stage.handled
    gate.set()
    await app.settle()

    assert stage.handled.index("slow") < stage.handled.index("after slow")


async def test_a_repeated_update_is_worked_once(stage: Stage, app: App) -> None:
    await app.take(message(1, "hello"))
    await stage.starts()
    await stage.app.take(message(1, "hello"))

    assert stage.handled == ["hello"]


async def test_one_process_leads_and_the_next_follows(app: App, postgres_url: str) -> None:
    second = Database(postgres_url)
    stop = asyncio.Event()

    async def follow() -> bool:
        async with leading(second, stop) as leads:
            return leads

    async with leading(app.database, stop) as leads:
        assert leads
        following = asyncio.create_task(follow())
        done, _ = await asyncio.wait([following], timeout=0.3)
        assert not done
    assert await asyncio.wait_for(following, 5)
    await second.close()


async def test_a_process_that_loses_the_lead_stops_with_an_error(app: App, postgres_url: str) -> None:
    stop = asyncio.Event()

    async def lead() -> None:
        async with leading(app.database, stop, check_seconds=0.05) as leads:
            assert leads
            await drop_connections(postgres_url)
            await asyncio.wait_for(stop.wait(), 5)

    with pytest.raises(OperationalError):
        await lead()


async def test_a_server_that_drops_all_connections_loses_no_update(stage: Stage, app: App, postgres_url: str) -> None:
    def dropped(call: HandlerCall) -> Screen:
        add_school(call.visit.db, "school")
        if stage.handled.count("dropped") == 1:
            await_only(drop_connections(postgres_url))
        return Screen("done")

    stage.answers["dropped"] = dropped
    nina = stage.person()
    await nina.types("dropped")

    assert nina.screen.text == "done"
    assert stage.handled == ["dropped"] * 2
    assert await app.database.read(lambda db: db.scalars(sa.select(Organization.title)).all()) == ["school"]


async def test_what_a_killed_bot_left_is_begun_one_by_one_beside_what_is_new(stage: Stage, app: App) -> None:
    gate = asyncio.Event()

    async def slow(_call: HandlerCall) -> Screen:
        await gate.wait()
        return Screen("slow")

    stage.answers["slow"] = slow
    for number, text in enumerate(("slow", "left")):
        await app.database.run(put, stage, message(number, text, chat=1000 + number))
    await stage.starts()
    await until(lambda: stage.handled == ["slow"])
    await stage.app.inbox.store([message(2, "new", chat=1002)])
    await until(lambda: stage.handled == ["slow", "new"])
    gate.set()
    await stage.app.settle()

    assert stage.handled == ["slow", "new", "left"]


async def drop_connections(url: str) -> None:
    """End every connection to the database, as a restart of the server does."""
    other = await asyncpg.connect(sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    await other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await other.close()


async def test_an_update_during_a_merge_of_two_people_is_worked_as_the_one_that_stays(
    stage: Stage, app: App, postgres_url: str
) -> None:
    def who(call: HandlerCall) -> Screen:
        return Screen(call.visit.actor.require_teacher().patronymic or "newcomer")

    def begin(db: Session) -> tuple[int, int]:
        make_network(db)
        known, newcomer = make_teacher(db, "Зотова Ирина Львовна"), make_teacher(db, "Зотова Ирина")
        make_actor(db, newcomer, nina.id)
        return newcomer.id, known.id

    nina = stage.person()
    stage.telegram.chats[nina.id].started = True
    stage.answers["who"] = who
    pair = await app.database.run(begin)
    engine = create_async_engine(postgres_url)
    async with AsyncSession(engine) as merger, merger.begin():
        newcomer, known = await merger.run_sync(merging.lock_pair, *pair)
        await app.inbox.store([message(1, "who", chat=nina.id)])
        async with asyncio.timeout(5):
            while not await app.database.read(some_lock_is_awaited):  # noqa: ASYNC110 - PostgreSQL tells of no event
                await asyncio.sleep(0.01)
        assert stage.handled == []
        await merger.run_sync(merging.merge, newcomer, known, stage.clock.now())
    await engine.dispose()
    await app.settle()

    assert nina.screen.text == "Львовна"


def some_lock_is_awaited(db: Session) -> bool:
    return bool(db.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
