"""A press of a free chat is stored, worked and answered in one commit; what fails or may kill is stored first."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.clock.heartbeat import note_stop
from models import InboxState, OutboxState
from screens.screen import Screen
from tests.bot.conftest import HandlerCall, Stage, until
from tests.bot.inbox.test_queue import message, schools, write_and_refuse
from tests.sqlite import create_tables


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot over a new database: no process before it was killed."""
    made = Stage(tmp_path)
    create_tables(made.file)
    await made.starts()
    yield made
    for app in made.apps:
        await app.close()


@contextmanager
def commits(stage: Stage) -> Iterator[list[None]]:
    counted: list[None] = []
    stage.database.after_commit = lambda: counted.append(None)
    yield counted
    stage.database.after_commit = lambda: None


async def test_a_press_and_its_answer_are_two_commits(stage: Stage) -> None:
    nina = stage.person()
    await nina.types("/start")
    with commits(stage) as counted:
        await nina.types("hello")

    assert nina.screen.text == "echo hello"
    assert len(counted) == 2  # the update with its effect and answer, then the mark of its arrival
    assert [(row.state, row.body) for row in stage.inbox()] == [(InboxState.DONE, None)] * 2


async def test_the_same_update_is_worked_once(stage: Stage) -> None:
    await stage.app.take(message(1, "hello"))
    await stage.app.take(message(1, "hello"))
    await stage.starts()
    await stage.app.take(message(1, "hello"))

    assert stage.handled == ["hello"]


async def test_a_refusal_undoes_what_the_handler_wrote_and_is_answered(stage: Stage) -> None:
    stage.answers["open"] = write_and_refuse
    nina = stage.person()
    await nina.types("open")

    assert "больше нет" in nina.screen.text
    assert schools(stage) == []
    assert [row.state for row in stage.inbox()] == [InboxState.DONE]


async def test_an_update_that_fails_is_stored_and_tried_three_times_in_all(stage: Stage) -> None:
    stage.answers["broken"] = ValueError("broken")
    nina = stage.person()
    await nina.types("broken")

    assert stage.handled == ["broken"] * 3
    assert [row.state for row in stage.inbox()] == [InboxState.PARKED]
    assert "не получилось" in nina.screen.text.casefold()


async def test_an_update_of_a_busy_chat_waits_for_its_turn(stage: Stage) -> None:
    gate = asyncio.Event()

    async def slow(_call: HandlerCall) -> Screen:
        await gate.wait()
        return Screen("slow")

    stage.answers["slow"] = slow
    first = asyncio.create_task(stage.app.inbox.store([message(1, "slow")]))
    await until(lambda: stage.handled == ["slow"])
    second = asyncio.create_task(stage.app.inbox.store([message(2, "after")]))
    await asyncio.sleep(0.01)
    gate.set()
    await asyncio.gather(first, second)
    await stage.app.settle()

    assert stage.handled == ["slow", "after"]
    assert {row.state for row in stage.inbox()} == {InboxState.DONE}


async def test_an_update_that_fails_first_is_done_before_the_next_of_its_chat(stage: Stage) -> None:
    def fails_once(_call: HandlerCall) -> Screen:
        if len(stage.handled) == 1:
            raise ValueError("broken")
        return Screen("one")

    stage.answers["one"] = fails_once
    await stage.app.inbox.store([message(1, "one"), message(2, "two")])
    await stage.app.settle()

    assert stage.handled == ["one", "one", "two"]


async def test_of_one_batch_the_second_update_of_a_chat_follows_the_first(stage: Stage) -> None:
    await stage.app.inbox.store([message(1, "one"), message(2, "two"), message(3, "other", chat=1002)])
    await stage.app.settle()

    assert sorted(stage.handled) == ["one", "other", "two"]
    assert stage.handled.index("one") < stage.handled.index("two")
    assert {row.state for row in stage.outbox()} <= {OutboxState.SENT, OutboxState.DROPPED}


async def test_after_a_kill_every_update_is_stored_before_it_is_begun(stage: Stage) -> None:
    await stage.starts()
    seen: list[InboxState] = []

    def look(_call: HandlerCall) -> Screen:
        seen.extend(row.state for row in stage.inbox())
        return Screen("seen")

    stage.answers["hello"] = look
    await stage.person().types("hello")

    assert seen == [InboxState.NEW]


async def test_after_a_stop_in_good_order_it_is_not(stage: Stage) -> None:
    await stage.database.run(note_stop, stage.clock.now())
    await stage.starts()
    seen: list[int] = []

    def look(_call: HandlerCall) -> Screen:
        seen.append(len(stage.inbox()))
        return Screen("seen")

    stage.answers["hello"] = look
    await stage.person().types("hello")

    assert seen == [0]


async def test_what_arrives_during_a_commit_is_stored_by_one_commit_more(stage: Stage) -> None:
    stage.app.inbox.be_careful()
    with commits(stage) as counted:
        await asyncio.gather(*(stage.app.inbox.store([message(number, "hi", chat=number)]) for number in range(1, 21)))
        stored = len(stage.inbox())

    assert stored == 20
    assert len(counted) <= 2 + len(stage.handled)
