"""The clock jumps, the network fails for half an hour, or two schedulers run at once: T15, T18, T22."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from bot.outbox.in_flight import IN_FLIGHT_LIMITS
from models import Lane, OutboxMessage, OutboxState, VirtualClock
from services.reminders.notices import DayBefore, HourBefore
from services.reminders.run import run_reminders
from services.stored import name_of
from tests.builders import NOW
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

EVENT_START = NOW + timedelta(days=6, hours=4)
"""Start of the event that the builders make."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAY_BEFORE = OutboxMessage.kind == name_of(DayBefore)
HOUR_BEFORE = OutboxMessage.kind == name_of(HourBefore)
SENT = OutboxMessage.state == OutboxState.SENT
UNCLEAR = OutboxMessage.state == OutboxState.UNCLEAR


@fault(
    "T15 no network for half an hour with reminders due",
    "late ones sent while useful, the others listed as late",
    runs=6,
    both=True,
)
async def no_network(env: Environment) -> Findings:
    people = 30 if env.is_full_size else 8
    env.set_up_event(people, seated=True)
    await env.start_bot()
    await env.wait_until_listening()
    await env.disconnect()
    env.set_clock(EVENT_START - DAY)
    await env.wait_until(lambda: env.count(OutboxMessage, DAY_BEFORE) == people)
    await env.tick_at(EVENT_START - DAY + HOUR / 2)
    await env.reconnect()
    await env.wait_until_idle()
    assert env.count(OutboxMessage, DAY_BEFORE, SENT) == people

    await env.disconnect()
    env.set_clock(EVENT_START - HOUR + timedelta(minutes=5))
    await env.wait_until(lambda: env.count(OutboxMessage, HOUR_BEFORE) == people)
    await env.tick_at(EVENT_START + timedelta(minutes=1))
    await env.reconnect()
    await env.wait_until_idle()
    late = OutboxMessage.state == OutboxState.EXPIRED
    assert env.count(OutboxMessage, HOUR_BEFORE, late) == people
    assert env.count(OutboxMessage, HOUR_BEFORE, SENT) == 0
    await env.wait_until(lambda: env.count(OutboxMessage, late, OutboxMessage.listed_at.is_(None)) == 0)
    return verify(env).assert_holds()


@fault("T18 two schedulers over one database", "each reminder is one row, sent once", runs=10, quick=True, both=True)
async def two_schedulers(env: Environment) -> Findings:
    people = 40 if env.is_full_size else 10
    env.set_up_event(people, seated=True)
    await env.start_bot()
    await env.wait_until_listening()
    others = [env.open_database() for _ in range(3)]
    for before in (DAY, HOUR):
        moment = EVENT_START - before + timedelta(minutes=1)
        env.set_clock(moment)
        for _ in range(5):
            await asyncio.gather(*(other.run(run_reminders, moment) for other in others))
            await asyncio.sleep(env.random.random() * 0.1)
    await env.wait_until_idle()
    for other in others:
        await other.close()
    for kind in (DAY_BEFORE, HOUR_BEFORE):
        assert env.count(OutboxMessage, kind) == env.count(OutboxMessage, kind, SENT) == people
    return verify(env).assert_holds()


@fault(
    "T22 the clock jumps an hour forth, an hour back, nearly a day forth and back; some kills in between",
    "no reminder owed twice, none skipped; a kill doubles at most C = 3",
    both=True,
)
async def the_clock_jumps(env: Environment) -> Findings:
    people = 20 if env.is_full_size else 6
    env.set_up_event(people, seated=True)
    await env.start_bot()
    await env.wait_until_listening()
    moment, kills = EVENT_START - DAY - HOUR / 2, 0
    for jump in [HOUR, -HOUR, HOUR, *env.random.sample([HOUR, -HOUR, DAY - 2 * HOUR, -DAY], 4)]:
        moment += jump
        await env.tick_at(moment)
        if env.random.random() < 0.3:
            kills += 1
            await env.bot.kill()
            await env.start_bot()
    await env.tick_at(EVENT_START - HOUR / 3)  # later than any jump: every reminder made before is due
    await env.wait_until(lambda: env.count(OutboxMessage, HOUR_BEFORE) == people)
    await env.wait_until_idle()
    for kind in (DAY_BEFORE, HOUR_BEFORE):
        assert env.count(OutboxMessage, kind) == env.count(OutboxMessage, kind, SENT | UNCLEAR) == people
    with env.db() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(VirtualClock)) == 1
    each = IN_FLIGHT_LIMITS[Lane.NOTICE]  # two kills in a row may hit both tries of one message
    return verify(env).assert_holds(doubled=each * kills, unclear=each * max(kills - 1, 0))
