"""Polling confirms only stored updates and fetches no more than the inbox has room for."""

import asyncio

import pytest

from bot.app import Tuning
from bot.inbox.queue import QueueLimits
from bot.telegram.methods import ALLOWED_UPDATES
from bot.telegram.polling import PollingPauses
from models import Account
from sandbox.calls.faults import Fault
from tests.bot.conftest import Stage, until


async def test_a_batch_is_confirmed_only_after_it_is_stored(stage: Stage) -> None:
    stage.telegram.state.consumer = None
    nina = stage.person()
    await nina.types("one")
    stage.database.failure = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        await stage.app.poller.fetch(0)
    assert len(stage.telegram.updates.pending()) == 1

    stage.database.failure = None
    await stage.app.poller.fetch(3)
    assert [row.state for row in stage.inbox()] == ["new"]
    await stage.app.settle()
    assert stage.handled == ["one"]


async def test_an_unreadable_update_does_not_stop_the_others(stage: Stage) -> None:
    stage.telegram.state.consumer = None
    await stage.telegram.emit_raw({"message": {"message_id": "x", "chat": []}})
    await stage.person().types("good")

    await stage.app.poller.fetch(0)
    await stage.app.settle()

    assert stage.handled == ["good"]


async def test_a_poller_recovers_from_every_kind_of_failure(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(polling=PollingPauses(longest=0.01, conflict=0.01)))
    stage.telegram.state.consumer = None
    for kind in ("500", "502-html", "drop_before", "drop_after", "429"):
        stage.telegram.faults.add(Fault(kind, method="getUpdates", retry_after=1))
    stop = asyncio.Event()
    polling = asyncio.create_task(stage.app.poller.run(stop))
    await stage.person().types("at last")
    await until(lambda: stage.app.inbox.stored > 0, seconds=20)
    stop.set()
    await asyncio.wait_for(polling, 2)
    await stage.app.settle()

    assert stage.handled == ["at last"]


async def test_a_full_inbox_is_not_filled_further(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(queue=QueueLimits(capacity=0)))
    stage.telegram.state.consumer = None
    await stage.person().types("later")
    stop = asyncio.Event()
    polling = asyncio.create_task(stage.app.poller.run(stop))
    for _ in range(10):
        await asyncio.sleep(0)
    stop.set()
    await polling

    assert stage.telegram.journal.calls("getUpdates") == []


async def test_a_nearly_full_inbox_is_filled_a_little_at_a_time(stage: Stage) -> None:
    await stage.starts(tuning=Tuning(queue=QueueLimits(capacity=50)))
    people = [stage.person(f"№ {number}") for number in range(60)]
    stage.telegram.state.consumer = None
    for person in people:
        await person.types("hello")
    assert await stage.app.poller.fetch(0) == 50
    assert await stage.app.poller.fetch(0) == 10
    await stage.app.settle()
    for person in people:
        await person.types("hello")
    await stage.starts(tuning=Tuning(queue=QueueLimits(capacity=5)))
    stage.telegram.state.consumer = None
    assert await stage.app.poller.fetch(0) == 20
    await stage.app.settle()

    assert [int(call.params["limit"]) for call in stage.telegram.journal.calls("getUpdates")] == [50, 20, 20]


async def test_only_kinds_of_update_that_the_bot_answers_are_asked_for(stage: Stage) -> None:
    await stage.app.poller.fetch(0)

    assert ALLOWED_UPDATES == ["message", "callback_query", "my_chat_member"]
    assert stage.telegram.updates.allowed == frozenset(ALLOWED_UPDATES)


def test_nothing_of_a_telegram_profile_is_stored() -> None:
    """A person is known only by the data they gave with consent."""
    assert not {"username", "first_name", "last_name", "phone"} & set(Account.__table__.columns.keys())
