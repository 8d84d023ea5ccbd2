"""While Telegram is broken or slow, no message is wasted on it, and slow chats hold up no others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import Tuning
from bot.inbox.toasts import ToastTimes
from bot.outbox.in_flight import IN_FLIGHT_LIMITS, SLOW_ANSWERS_LIMIT, SendingTimes
from models import Lane, OutboxState
from sandbox.calls.faults import Fault
from tests.bot.conftest import Stage, until
from tests.bot.outbox.test_sender import texts


async def test_no_message_is_wasted_on_a_broken_telegram(stage: Stage) -> None:
    stage.pace_time.skip_backoffs()
    stage.telegram.faults.add(Fault("500", times=20))
    nina = stage.person()
    await nina.types("hello")
    for _ in range(30):
        await stage.app.settle()

    sent = stage.telegram.journal.calls("sendMessage")
    assert [call.accepted for call in sent] == [False, True]
    assert [row.state for row in stage.outbox()] == [OutboxState.SENT]
    assert len([call for call in stage.telegram.journal.calls("getMe") if call.fault]) == 19


async def test_a_telegram_that_refuses_only_messages_is_probed_before_each(stage: Stage) -> None:
    people = [stage.person(f"№ {number}") for number in range(3)]
    for person in people:
        await person.types("/start")
    stage.pace_time.skip_backoffs()
    stage.telegram.state.consumer = None
    stage.telegram.faults.add(Fault("500", method="sendMessage", times=None))
    before = stage.telegram.journal.entries[-1].number
    for person in people:
        await person.types("hello")
    stage.pace.note_failure()
    while await stage.app.poller.fetch(0):
        await stage.app.workers.settle()
    for _ in range(10):
        await stage.app.settle()

    calls = [call.method for call in stage.telegram.journal.calls(after=before) if call.method != "getUpdates"]
    assert calls.count("sendMessage") == 6  # each of them twice, never a third time
    assert all(calls[place - 1] == "getMe" for place, method in enumerate(calls) if method == "sendMessage")


async def test_slow_chats_hold_up_no_others(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(sending=SendingTimes(slow=0.05)))
    most = IN_FLIGHT_LIMITS[Lane.ANSWER] + SLOW_ANSWERS_LIMIT
    slow = [stage.person(f"slow {number}") for number in range(most + 5)]
    quick = stage.person("quick")
    async with sending(stage):
        for person in slow[: most - 1]:
            stage.telegram.faults.add(Fault("slow", "sendMessage", chat=str(person.id), seconds=60))
            await person.types("hello")
        await quick.types("hello")
        await until(lambda: texts(quick) == ["echo hello"])

        for person in slow[most - 1 :]:
            stage.telegram.faults.add(Fault("slow", "sendMessage", chat=str(person.id), seconds=60))
            await person.types("hello")
        await until(lambda: running(stage) == most)
        await asyncio.sleep(0.2)  # four times as long as a message is not slow yet: no further one leaves
        assert running(stage) == most


def running(stage: Stage) -> int:
    return sum(call.outcome == "running" for call in stage.telegram.journal.calls("sendMessage"))


@asynccontextmanager
async def sending(stage: Stage) -> AsyncIterator[None]:
    """Let the sender run as in the program; updates are worked at once, their answers not waited for."""

    async def consume(raw: dict[str, Any]) -> None:
        await stage.app.inbox.store([raw])
        await stage.app.workers.settle()

    stage.telegram.state.consumer = consume
    stop = asyncio.Event()
    loop = asyncio.create_task(stage.app.sender.run(stop))
    try:
        yield
    finally:
        stop.set()
        await loop
        await stage.app.sender.drain(0)


async def rush(stage: Stage, presses: int, times: ToastTimes | None = None) -> None:
    """Let presses of one person arrive all at once at a bot that answers five at a time."""
    await stage.starts(tuning=Tuning(toasts=times or ToastTimes(), parallel_toasts=5))
    nina = stage.person()
    await nina.types("/start")
    stage.telegram.state.consumer = None
    for number in range(presses):
        await nina.presses_data(nina.screen.message_id, f"press {number}")
    while await stage.app.poller.fetch(0):
        await stage.app.settle()
    assert stage.handled[1:] == [f"press {number}" for number in range(presses)]


async def test_toasts_above_the_limit_wait_for_a_slot(stage: Stage) -> None:
    stage.telegram.faults.add(Fault("slow", "answerCallbackQuery", times=None, seconds=0.2))
    await rush(stage, 12)

    calls = stage.telegram.journal.calls("answerCallbackQuery")
    assert len(calls) == 12
    assert max(sum(one.started <= call.started < one.finished for one in calls) for call in calls) == 5


async def test_a_toast_that_waits_too_long_for_a_slot_is_not_sent(stage: Stage) -> None:
    stage.telegram.faults.add(Fault("slow", "answerCallbackQuery", times=None, seconds=1))
    await rush(stage, 12, ToastTimes(slot_timeout=0.1))

    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == 5
