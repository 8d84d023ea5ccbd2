"""Telegram never sees more than thirty messages in any second, and a chat about one."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outbox.pace import CALLS_PER_SECOND, Pace
from bot.outbox.sender import CHAT_BACKOFF_SECONDS
from models import Lane


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.02)), min_size=80, max_size=120))
def test_no_sliding_second_holds_more_than_thirty(calls: list[tuple[float, float]]) -> None:
    """A call arrives at Telegram somewhere between its start and its response."""
    time = Seconds()
    pace = Pace(monotonic=time)
    arrived: list[float] = []

    async def play() -> None:
        for part, latency in calls:
            while not pace.free(Lane.ANSWER):
                time.now += 0.01
            async with pace.slot(Lane.ANSWER):
                arrived.append(time.now + part * latency)
                time.now += latency

    asyncio.run(play())

    assert all(later - earlier >= 1 for earlier, later in zip(arrived, arrived[30:], strict=False))
    assert arrived[60] - arrived[0] < 2 + 60 * 0.03


async def test_ten_of_thirty_slots_are_kept_for_answers() -> None:
    time = Seconds()
    pace = Pace(monotonic=time)
    for _ in range(20):
        async with pace.slot(Lane.NOTICE):
            pass

    assert pace.free(Lane.NOTICE) == 0
    assert pace.free(Lane.ANSWER) == 10
    time.now += 1.01
    assert pace.free(Lane.NOTICE) == 20


async def test_a_chat_may_burst_and_then_waits() -> None:
    time = Seconds()
    pace = Pace(monotonic=time, burst=3)
    for _ in range(3):
        assert pace.silent() == set()
        pace.said(7)
    assert pace.silent() == {7}

    time.now += 1
    assert pace.silent() == set()


async def test_after_trouble_one_call_feels_the_way() -> None:
    time = Seconds()
    pace = Pace(monotonic=time)
    pace.strained()
    assert pace.free(Lane.ANSWER) == 0

    time.now += 60
    assert pace.free(Lane.ANSWER) == 1
    pace.relieved()
    assert pace.free(Lane.ANSWER) == 30


@pytest.mark.parametrize("failures", [1, 5, 50])
async def test_trouble_is_waited_out_half_a_minute_at_most(failures: int) -> None:
    time = Seconds()
    pace = Pace(monotonic=time)
    for _ in range(failures):
        time.now += 30.1
        pace.strained()

    time.now += 30.1
    assert pace.free(Lane.ANSWER) == 1


def test_chats_that_failed_together_do_not_come_back_together() -> None:
    time = Seconds()
    pace = Pace(monotonic=time)
    for account in range(200):
        pace.rest(account, 8)

    time.now += 3.9
    assert len(pace.silent()) == 200
    time.now += 2
    assert 50 < len(pace.silent()) < 150
    time.now += 2.2
    assert pace.silent() == set()


async def test_silent_accounts_stay_far_below_what_a_statement_can_carry() -> None:
    """A statement carries 32,766 values in SQLite. Every send of ten minutes fails here, each in another chat."""
    time = Seconds()
    pace = Pace(monotonic=time)
    most = 0
    for account in range(CALLS_PER_SECOND * 600):
        while not pace.free(Lane.ANSWER):
            time.now += 0.05
        async with pace.slot(Lane.ANSWER):
            pace.rest(account, CHAT_BACKOFF_SECONDS[-1])
        most = max(most, len(pace.silent()) if account % 30 == 0 else 0)

    assert most <= CALLS_PER_SECOND * CHAT_BACKOFF_SECONDS[-1]


async def test_after_a_message_to_each_nobody_is_silent() -> None:
    time = Seconds()
    pace = Pace(monotonic=time)
    for account in range(2000):
        time.now += 0.05
        pace.said(account)

    assert pace.silent() == set()
    assert len(pace._chats) <= 20


async def test_calls_that_fail_together_are_one_trouble() -> None:
    time = Seconds()
    pace = Pace(monotonic=time)
    for _ in range(13):
        pace.strained()

    time.now += 1.01
    assert pace.free(Lane.ANSWER) == 1
