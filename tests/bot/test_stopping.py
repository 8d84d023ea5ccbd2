"""A stopping bot marks messages that arrived and keeps those that have not left; nothing is sent twice for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import EditMessageReplyMarkup, SendMessage
from sqlalchemy.exc import OperationalError

from bot.pace import Pace
from models import Lane, OutboxState
from sandbox.person import Person
from tests.bot.conftest import Stage, card


@pytest.fixture
async def nina(stage: Stage) -> Person:
    person = stage.person()
    stage.answers |= {"/start": card("menu", "go"), "next": card("next", "on")}
    await person.types("/start")
    stage.telegram.state.consumer = None
    return person


class Held:
    """A middleware of the session: calls of this method arrive at Telegram only after `release`, or never."""

    def __init__(self, stage: Stage, method: type[Any]) -> None:
        self._method = method
        self.begun = asyncio.Event()
        self.release = asyncio.Event()
        stage.app.bot.session.middleware.register(self)

    async def __call__(self, make_request: Any, bot: Bot, method: Any) -> Any:
        if isinstance(method, self._method):
            self.begun.set()
            await self.release.wait()
        return await make_request(bot, method)


class LimitedAfterClaim(Pace):
    """Telegram asks to wait an hour at the moment between the claim of a message and its slot."""

    def __init__(self) -> None:
        super().__init__(per_second=10_000, burst=10_000)
        self.begun = asyncio.Event()

    @asynccontextmanager
    async def slot(self, lane: Lane) -> AsyncIterator[None]:
        self.obey_retry_after(3600)
        self.begun.set()
        async with super().slot(lane):
            yield


async def start_sending(stage: Stage, stop: asyncio.Event) -> asyncio.Task[None]:
    """Work what waits at Telegram and let the sender run on its own, as in the program."""
    await stage.app.poller.fetch(0)
    await stage.app.workers.settle()
    return asyncio.create_task(stage.app.sender.run(stop))


async def stop_sending(stage: Stage, running: asyncio.Task[None], stop: asyncio.Event) -> None:
    stop.set()
    await asyncio.wait([running], timeout=1)
    await stage.app.sender.drain(0.2)


async def test_an_answer_that_arrived_is_not_sent_again_though_removing_old_buttons_hangs(
    stage: Stage, nina: Person
) -> None:
    stop, held = asyncio.Event(), Held(stage, EditMessageReplyMarkup)
    await nina.types("next")
    running = await start_sending(stage, stop)
    await asyncio.wait_for(held.begun.wait(), 5)
    await stop_sending(stage, running, stop)
    assert stage.outbox()[-1].state is OutboxState.SENT

    await stage.starts()
    await stage.app.settle()
    assert [seen.text for seen in nina.chat if seen.from_bot].count("next") == 1


async def test_a_chat_gets_no_further_message_until_its_old_buttons_are_removed(stage: Stage, nina: Person) -> None:
    stop, held = asyncio.Event(), Held(stage, EditMessageReplyMarkup)
    await nina.types("next")
    running = await start_sending(stage, stop)
    await asyncio.wait_for(held.begun.wait(), 5)
    stage.greets(nina)
    stage.app.sender.wake()
    await asyncio.sleep(0.2)  # time enough to send it
    assert stage.outbox()[-1].state is OutboxState.NEW
    await stop_sending(stage, running, stop)


async def test_a_message_that_waits_for_its_slot_stays_queued(stage: Stage, nina: Person) -> None:
    stop, pace = asyncio.Event(), LimitedAfterClaim()
    await stage.starts(pace=pace)
    stage.greets(nina)
    running = await start_sending(stage, stop)
    await asyncio.wait_for(pace.begun.wait(), 5)
    assert stage.outbox()[-1].state is OutboxState.SENDING
    await stop_sending(stage, running, stop)

    row = stage.outbox()[-1]
    assert (row.state, row.attempts, row.unclear_attempts) == (OutboxState.NEW, 0, 0)
    assert nina.screen.text == "menu"


async def test_a_message_without_a_response_is_taken_up_by_the_next_start(stage: Stage, nina: Person) -> None:
    stop, held = asyncio.Event(), Held(stage, SendMessage)
    stage.greets(nina)
    running = await start_sending(stage, stop)
    await asyncio.wait_for(held.begun.wait(), 5)
    await stop_sending(stage, running, stop)
    assert stage.outbox()[-1].state is OutboxState.SENDING

    await stage.starts()
    assert (stage.outbox()[-1].state, stage.outbox()[-1].unclear_attempts) == (OutboxState.NEW, 1)


async def test_messages_that_arrived_are_marked_though_the_database_is_locked_for_a_moment(
    stage: Stage, nina: Person
) -> None:
    stop, held = asyncio.Event(), Held(stage, SendMessage)
    stage.greets(nina)
    running = await start_sending(stage, stop)
    await asyncio.wait_for(held.begun.wait(), 5)
    stop.set()
    await running
    stage.database.failure = OperationalError("UPDATE", {}, Exception("database is locked"))
    stage.database.failures_left = 2
    held.release.set()
    await stage.app.sender.drain(4)

    assert (stage.database.failures, stage.outbox()[-1].state) == (2, OutboxState.SENT)
