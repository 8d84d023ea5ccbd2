"""Telegram gets at most thirty messages in any second, and a chat about one."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.outbox.in_flight import CHAT_BACKOFF_SECONDS
from bot.pace import CALLS_PER_SECOND, Pace
from models import Lane
from tests.bot.conftest import Watch


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.02)), min_size=80, max_size=120))
def test_no_sliding_second_holds_more_than_thirty(calls: list[tuple[float, float]]) -> None:
    """A call arrives at Telegram somewhere between its start and its response."""
    time = Watch()
    pace = Pace(monotonic=time)
    arrived: list[float] = []

    async def play() -> None:
        for part, latency in calls:
            while not pace.free_slots(Lane.ANSWER):
                time.seconds += 0.01
            async with pace.slot(Lane.ANSWER):
                arrived.append(time.seconds + part * latency)
                time.seconds += latency

    asyncio.run(play())

    assert all(later - earlier >= 1 for earlier, later in zip(arrived, arrived[30:], strict=False))
    assert arrived[60] - arrived[0] < 2 + 60 * 0.03


async def test_notices_may_take_every_slot_while_no_answer_waits() -> None:
    pace = Pace(monotonic=Watch())
    for _ in range(CALLS_PER_SECOND):
        assert pace.free_slots(Lane.NOTICE)
        async with pace.slot(Lane.NOTICE):
            pass

    assert pace.free_slots(Lane.ANSWER) == 0


async def test_notices_leave_ten_of_thirty_slots_while_answers_are_queued() -> None:
    time = Watch()
    pace = Pace(monotonic=time)
    pace.answers_queued = True
    for _ in range(20):
        async with pace.slot(Lane.NOTICE):
            pass

    assert pace.free_slots(Lane.NOTICE) == 0
    assert pace.free_slots(Lane.ANSWER) == 10
    pace.answers_queued = False
    assert pace.free_slots(Lane.NOTICE) == 10
    time.seconds += 1.01
    pace.answers_queued = True
    assert pace.free_slots(Lane.NOTICE) == 20


async def test_an_answer_that_waits_takes_the_next_slot_before_the_notices() -> None:
    time = Watch()
    pace = Pace(per_second=2, for_answers=1, monotonic=time)
    taken: list[Lane] = []

    async def call(lane: Lane) -> None:
        async with pace.slot(lane):
            taken.append(lane)

    await call(Lane.NOTICE)
    time.seconds += 0.9
    await call(Lane.NOTICE)
    time.seconds += 0.09
    waiting = [asyncio.create_task(call(lane)) for lane in (Lane.NOTICE, Lane.ANSWER)]
    await asyncio.sleep(0)
    time.seconds += 0.02
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert taken[2:] == [Lane.ANSWER]

    time.seconds += 1.01
    await asyncio.wait(waiting)
    assert taken[3:] == [Lane.NOTICE]


async def test_a_chat_may_burst_and_then_waits() -> None:
    time = Watch()
    pace = Pace(monotonic=time, burst=3)
    for _ in range(3):
        assert pace.unavailable_accounts() == set()
        pace.note_sent(7)
    assert pace.unavailable_accounts() == {7}

    time.seconds += 1
    assert pace.unavailable_accounts() == set()


async def test_after_a_failure_one_call_goes_at_a_time() -> None:
    time = Watch()
    pace = Pace(monotonic=time)
    pace.note_failure()
    assert pace.free_slots(Lane.ANSWER) == 0

    time.seconds += 60
    assert pace.free_slots(Lane.ANSWER) == 1
    pace.note_success()
    assert pace.free_slots(Lane.ANSWER) == 30


@pytest.mark.parametrize("failures", [1, 5, 50])
async def test_the_backoff_is_half_a_minute_at_most(failures: int) -> None:
    time = Watch()
    pace = Pace(monotonic=time)
    for _ in range(failures):
        time.seconds += 30.1
        pace.note_failure()

    time.seconds += 30.1
    assert pace.free_slots(Lane.ANSWER) == 1


def test_chats_that_failed_together_do_not_come_back_together() -> None:
    time = Watch()
    pace = Pace(monotonic=time)
    for account in range(200):
        pace.back_off(account, 8)

    time.seconds += 3.9
    assert len(pace.unavailable_accounts()) == 200
    time.seconds += 2
    assert 50 < len(pace.unavailable_accounts()) < 150
    time.seconds += 2.2
    assert pace.unavailable_accounts() == set()


async def test_unavailable_accounts_fit_into_one_statement() -> None:
    """SQLite allows 32,766 values. Here every send of ten minutes fails, each in another chat."""
    time = Watch()
    pace = Pace(monotonic=time)
    most = 0
    for account in range(CALLS_PER_SECOND * 600):
        while not pace.free_slots(Lane.ANSWER):
            time.seconds += 0.05
        async with pace.slot(Lane.ANSWER):
            pace.back_off(account, CHAT_BACKOFF_SECONDS[-1])
        most = max(most, len(pace.unavailable_accounts()) if account % 30 == 0 else 0)

    assert most <= CALLS_PER_SECOND * CHAT_BACKOFF_SECONDS[-1]


async def test_after_one_message_to_each_every_account_is_available() -> None:
    time = Watch()
    pace = Pace(monotonic=time)
    for account in range(2000):
        time.seconds += 0.05
        pace.note_sent(account)

    assert pace.unavailable_accounts() == set()
    assert len(pace._chats) <= 21


async def test_calls_that_fail_together_count_as_one_failure() -> None:
    time = Watch()
    pace = Pace(monotonic=time)
    for _ in range(13):
        pace.note_failure()

    time.seconds += 1.01
    assert pace.free_slots(Lane.ANSWER) == 1
