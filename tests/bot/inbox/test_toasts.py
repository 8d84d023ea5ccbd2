"""A press gets one answer: its toast, or the blank one that goes when the toast takes too long."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot

from bot.inbox.toasts import Toasts, ToastTimes
from bot.pace import Pace
from bot.telegram.messenger import TelegramMessenger
from sandbox.local import Telegram
from sandbox.session import SandboxSession
from tests.bot.conftest import until

ROUNDS, PRESSES = 300, 10


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads give way to one another between almost any two instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@asynccontextmanager
async def opened(telegram: Telegram, times: ToastTimes) -> AsyncIterator[Toasts]:
    bot = Bot("42:TEST", session=SandboxSession(telegram))
    toasts = Toasts(TelegramMessenger(bot), Pace(), times)
    try:
        yield toasts
        await toasts.settle()
    finally:
        toasts.close()
        await bot.session.close()


def answers(telegram: Telegram) -> list[str]:
    """Return the presses that were answered, in order, as often as they were."""
    return [call.params["callback_query_id"] for call in telegram.journal.calls("answerCallbackQuery")]


@pytest.mark.usefixtures("hasty_threads")
async def test_exactly_one_of_press_and_timer_answers() -> None:
    telegram = Telegram()
    taken: set[str] = set()
    async with opened(telegram, ToastTimes(blank_delay=0)) as toasts:
        with ThreadPoolExecutor(1) as thread:
            for number in range(ROUNDS):
                presses = [f"{number}:{press}" for press in range(PRESSES)]
                for press in reversed(presses):  # timers and thread meet on the way
                    toasts.expect(press)
                takes = asyncio.get_running_loop().run_in_executor(
                    thread, lambda ids: [toasts.take(press) for press in ids], presses
                )
                taken |= {press for press, took in zip(presses, await takes, strict=True) if took}
        await until(lambda: len(answers(telegram)) >= ROUNDS * PRESSES - len(taken))

    blank = answers(telegram)
    assert len(blank) + len(taken) == ROUNDS * PRESSES
    assert not taken & set(blank)


async def test_a_press_that_is_tried_again_keeps_the_toast_it_took() -> None:
    telegram = Telegram()
    async with opened(telegram, ToastTimes(blank_delay=0)) as toasts:
        toasts.expect("1")
        assert toasts.take("1")
        toasts.expect("2")
        await until(lambda: answers(telegram) == ["2"])  # the timer of the first has gone by before
        assert toasts.take("1")
        toasts.answer("1", "Done")
        toasts.answer("1", "Done")

    assert answers(telegram) == ["2", "1"]


async def test_nothing_can_be_taken_of_an_answered_press() -> None:
    async with opened(Telegram(), ToastTimes()) as toasts:
        toasts.expect("1")
        toasts.answer("1")
        toasts.expect("1")
        assert not toasts.take("1")
        assert not toasts.take("never seen")
