"""A press that does not end brings the process to its end, and nothing else does."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.inbox.watchdog import PRESS_SECONDS, Watchdog
from screens.screen import Screen
from tests.bot.conftest import HandlerCall, Stage, Watch, until
from tests.bot.inbox.test_queue import message


class Ended:
    """Notes that the process would end now."""

    times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def ended() -> Ended:
    return Ended()


@pytest.fixture
def watchdog(watch: Watch, ended: Ended) -> Watchdog:
    return Watchdog(monotonic=watch, end=ended)


async def test_a_press_that_waits_without_end_ends_the_process(
    stage: Stage, watchdog: Watchdog, watch: Watch, ended: Ended
) -> None:
    await stage.starts(watchdog=watchdog)
    gate = asyncio.Event()

    async def endless(_call: HandlerCall) -> Screen:
        await gate.wait()
        return Screen("done")

    stage.answers["endless"] = endless
    await stage.app.inbox.store([message(5, "endless")])
    await until(lambda: stage.handled == ["endless"])
    watch.seconds += PRESS_SECONDS - 1
    watchdog.check()
    assert ended.times == 0
    watch.seconds += 1
    with capture_logs() as lines:
        watchdog.check()
    gate.set()
    await stage.app.settle()
    watchdog.check()

    assert ended.times == 1
    (row,) = stage.inbox()
    assert [(line["log_level"], line["number"], line["seconds"]) for line in lines] == [("critical", row.number, 20.0)]


async def test_the_time_that_a_press_waits_for_others_does_not_count(
    stage: Stage, watchdog: Watchdog, watch: Watch, ended: Ended
) -> None:
    await stage.starts(watchdog=watchdog)
    gates = {"first": asyncio.Event(), "second": asyncio.Event()}

    async def slow(call: HandlerCall) -> Screen:
        await gates[call.text].wait()
        return Screen("done")

    stage.answers |= dict.fromkeys(gates, slow)
    await stage.app.inbox.store([message(1, "first"), message(2, "second", chat=1002)])
    await until(lambda: stage.handled == ["first"])
    watch.seconds += PRESS_SECONDS - 1
    gates["first"].set()
    await until(lambda: stage.handled == ["first", "second"])
    watch.seconds += PRESS_SECONDS - 1
    watchdog.check()
    gates["second"].set()
    await stage.app.settle()

    assert ended.times == 0
