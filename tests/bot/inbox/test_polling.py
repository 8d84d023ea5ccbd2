"""Polling confirms only what is stored, in the order and at the pace of the inbox."""

import asyncio
from typing import Any

import pytest

from bot.telegram.methods import ALLOWED_UPDATES
from models import Account
from sandbox.calls.faults import Fault
from tests.bot.conftest import Stage


async def test_a_batch_is_confirmed_only_after_it_is_stored(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.telegram.state.consumer = None
    nina = stage.person()
    await nina.types("one")
    store = stage.app.inbox.store

    async def failing(batch: list[Any]) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(stage.app.inbox, "store", failing)
    with pytest.raises(OSError, match="disk full"):
        await stage.app.poller.fetch(0)
    assert len(stage.telegram.updates.pending()) == 1

    monkeypatch.setattr(stage.app.inbox, "store", store)
    await stage.app.poller.fetch(3)
    assert [row.state for row in stage.inbox()] == ["new"]
    await stage.app.settle()
    assert stage.heard == ["one"]


async def test_an_update_no_library_knows_does_not_stop_the_others(stage: Stage) -> None:
    stage.telegram.state.consumer = None
    await stage.telegram.emit_raw({"message": {"message_id": "x", "chat": []}})
    await stage.person().types("good")

    await stage.app.poller.fetch(0)
    await stage.app.settle()

    assert stage.heard == ["good"]


async def test_a_poller_recovers_from_every_kind_of_trouble(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.polling.MAX_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("bot.inbox.polling.CONFLICT_PAUSE_SECONDS", 0.01)
    stage.telegram.state.consumer = None
    for kind in ("500", "502-html", "drop_before", "drop_after", "429"):
        stage.telegram.faults.add(Fault(kind, method="getUpdates", retry_after=1))
    stop, stored = asyncio.Event(), asyncio.Event()
    store = stage.app.inbox.store

    async def telling(batch: list[Any]) -> None:
        await store(batch)
        if batch:
            stored.set()

    monkeypatch.setattr(stage.app.inbox, "store", telling)
    polling = asyncio.create_task(stage.app.poller.run(stop))
    await stage.person().types("at last")
    await asyncio.wait_for(stored.wait(), 20)
    stop.set()
    await asyncio.wait_for(polling, 2)
    await stage.app.settle()

    assert stage.heard == ["at last"]


async def test_a_full_inbox_is_not_filled_further(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.queue.QUEUE_CAPACITY", 0)
    stage.telegram.state.consumer = None
    await stage.person().types("later")
    stop = asyncio.Event()
    polling = asyncio.create_task(stage.app.poller.run(stop))
    for _ in range(10):
        await asyncio.sleep(0)
    stop.set()
    await polling

    assert stage.telegram.journal.calls("getUpdates") == []


async def test_a_nearly_full_inbox_is_filled_a_little_at_a_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [stage.person(f"№ {number}") for number in range(60)]
    stage.telegram.state.consumer = None
    for person in people:
        await person.types("hello")
    monkeypatch.setattr("bot.inbox.queue.QUEUE_CAPACITY", 50)
    assert await stage.app.poller.fetch(0) == 50
    assert await stage.app.poller.fetch(0) == 10
    await stage.app.settle()
    for person in people:
        await person.types("hello")
    monkeypatch.setattr("bot.inbox.queue.QUEUE_CAPACITY", 5)
    assert await stage.app.poller.fetch(0) == 20
    await stage.app.settle()

    assert [int(call.params["limit"]) for call in stage.telegram.journal.calls("getUpdates")] == [50, 20, 20]


async def test_only_what_the_bot_answers_is_asked_for(stage: Stage) -> None:
    await stage.app.poller.fetch(0)

    assert ALLOWED_UPDATES == ["message", "callback_query", "my_chat_member"]
    assert stage.telegram.updates.allowed == frozenset(ALLOWED_UPDATES)


def test_an_account_has_no_words_of_telegrams_profile() -> None:
    """Names and usernames of Telegram are not kept: a person is known by what they told with consent."""
    assert not {"username", "first_name", "last_name", "phone"} & set(Account.__table__.columns.keys())
