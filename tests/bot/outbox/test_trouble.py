"""Telegram is broken or slow: no message is spent on it, and nobody waits for those whom it reaches slowly."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.inbox import toasts
from bot.outbox.sender import IN_FLIGHT_LIMITS, SLOW_ANSWERS_LIMIT
from models import Lane, OutboxState
from sandbox.calls.faults import Fault
from tests.bot.conftest import Stage
from tests.bot.outbox.test_sender import later, told


async def holds(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - looked for from outside
            await asyncio.sleep(0.01)


async def test_no_message_is_spent_on_a_telegram_that_is_broken(stage: Stage) -> None:
    later(stage)
    stage.telegram.faults.add(Fault("500", times=20))
    nina = stage.person()
    await nina.types("hello")
    for _ in range(30):
        await stage.app.settle()

    sent = stage.telegram.journal.calls("sendMessage")
    assert [call.accepted for call in sent] == [False, True]
    assert [row.state for row in stage.outbox()] == [OutboxState.SENT]
    assert len([call for call in stage.telegram.journal.calls("getMe") if call.fault]) == 19


async def test_a_telegram_that_answers_but_takes_no_messages_is_felt_with_one_at_a_time(stage: Stage) -> None:
    people = [stage.person(f"№ {number}") for number in range(3)]
    for person in people:
        await person.types("/start")
    later(stage)
    stage.telegram.state.consumer = None
    stage.telegram.faults.add(Fault("500", method="sendMessage", times=None))
    before = stage.telegram.journal.entries[-1].number
    for person in people:
        await person.types("hello")
    while await stage.app.poller.fetch(0):
        await stage.app.inbox.settle()
    stage.app.sender._pace.strained()
    for _ in range(10):
        await stage.app.settle()

    calls = [call.method for call in stage.telegram.journal.calls(after=before) if call.method != "getUpdates"]
    assert calls.count("sendMessage") == 6  # each of them twice, never a third time
    assert all(calls[place - 1] == "getMe" for place, method in enumerate(calls) if method == "sendMessage")


async def test_slow_chats_hold_up_no_others(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.sender.SLOW_SECONDS", 0.05)
    most = IN_FLIGHT_LIMITS[Lane.ANSWER] + SLOW_ANSWERS_LIMIT
    slow = [stage.person(f"slow {number}") for number in range(most + 5)]
    quick = stage.person("quick")
    async with sending(stage):
        for person in slow[: most - 1]:
            stage.telegram.faults.add(Fault("slow", "sendMessage", chat=str(person.id), seconds=60))
            await person.types("hello")
        await quick.types("hello")
        await holds(lambda: told(quick) == ["heard hello"])

        for person in slow[most - 1 :]:
            stage.telegram.faults.add(Fault("slow", "sendMessage", chat=str(person.id), seconds=60))
            await person.types("hello")
        await asyncio.sleep(0.5)
        running = [call for call in stage.telegram.journal.calls("sendMessage") if call.outcome == "running"]
        assert len(running) == most


@asynccontextmanager
async def sending(stage: Stage) -> AsyncIterator[None]:
    """The sender runs as in the program; what people do is fetched by nobody but `take` and not waited for."""

    async def consume(raw: dict[str, Any]) -> None:
        await stage.app.inbox.store([raw])
        await stage.app.inbox.settle()

    stage.telegram.state.consumer = consume
    stop = asyncio.Event()
    running = asyncio.create_task(stage.app.sender.run(stop))
    try:
        yield
    finally:
        stop.set()
        stage.app.sender.wake.set()
        await running
        for task in list(stage.app.sender._flights):
            task.cancel()


async def rush(stage: Stage, presses: int) -> None:
    """One person presses so often that all of it arrives at once; five answers may be on their way."""
    stage.app.toasts._turns = asyncio.Semaphore(5)
    nina = stage.person()
    await nina.types("/start")
    stage.telegram.state.consumer = None
    for number in range(presses):
        await nina.presses_data(nina.screen.message_id, f"press {number}")
    while await stage.app.poller.fetch(0):
        await stage.app.settle()
    assert stage.heard[1:] == [f"press {number}" for number in range(presses)]


async def test_answers_to_presses_wait_for_their_turn(stage: Stage) -> None:
    stage.telegram.faults.add(Fault("slow", "answerCallbackQuery", times=None, seconds=0.2))
    await rush(stage, 12)

    calls = stage.telegram.journal.calls("answerCallbackQuery")
    assert len(calls) == 12
    assert max(sum(one.started <= call.started < one.finished for one in calls) for call in calls) == 5


async def test_an_answer_to_a_press_that_waits_too_long_is_not_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts, "SLOT_TIMEOUT_SECONDS", 0.1)
    stage.telegram.faults.add(Fault("slow", "answerCallbackQuery", times=None, seconds=3))
    await rush(stage, 12)

    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == 5
