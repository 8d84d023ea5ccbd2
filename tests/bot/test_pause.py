"""A pause ends early and leaves nothing behind."""

import asyncio
import time

import pytest

from bot.pause import pause


def own_tasks() -> set[asyncio.Task[object]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_a_pause_ends_with_its_time() -> None:
    began = time.monotonic()
    await pause(0.01, asyncio.Event(), asyncio.Event())

    assert 0.01 <= time.monotonic() - began < 5
    assert own_tasks() == set()


async def test_any_event_ends_a_pause_at_once() -> None:
    first, second = asyncio.Event(), asyncio.Event()
    second.set()
    async with asyncio.timeout(5):
        await pause(None, first, second)

    assert own_tasks() == set()


async def test_a_task_ends_a_pause_and_keeps_its_error() -> None:
    async def breaks() -> None:
        raise RuntimeError

    breaking = asyncio.create_task(breaks())
    async with asyncio.timeout(5):
        await pause(None, breaking, asyncio.Event())

    with pytest.raises(RuntimeError):
        breaking.result()
    assert own_tasks() == set()


async def test_a_given_task_outlives_the_pause() -> None:
    gate = asyncio.Event()
    waiting = asyncio.create_task(gate.wait())
    await pause(0, waiting)

    assert own_tasks() == {waiting}
    gate.set()
    assert await waiting


async def test_a_cancelled_pause_leaves_no_task() -> None:
    pausing = asyncio.create_task(pause(None, asyncio.Event()))
    await asyncio.sleep(0)
    pausing.cancel()
    await asyncio.wait([pausing])

    assert own_tasks() == set()
