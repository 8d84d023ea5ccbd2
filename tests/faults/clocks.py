"""Time jumps, stands still for half an hour, or is kept twice: T15, T18, T22."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from bot.outbox.sender import IN_FLIGHT_LIMITS
from models import Lane, OutboxMessage, OutboxState, VirtualClock
from services.notices import NoticeKind
from services.reminders.run import run_reminders
from tests.builders import NOW
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

STARTS = NOW + timedelta(days=6, hours=4)
"""When the event of the builders begins."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAY_BEFORE = OutboxMessage.kind == NoticeKind.DAY_BEFORE
HOUR_BEFORE = OutboxMessage.kind == NoticeKind.HOUR_BEFORE
SENT = OutboxMessage.state == OutboxState.SENT
UNCLEAR = OutboxMessage.state == OutboxState.UNCLEAR


@fault(
    "T15",
    "no network for half an hour with reminders due",
    "late ones sent while useful, the others listed as late",
    runs=6,
    both=True,
)
async def no_network(ground: Ground) -> Reckoning:
    people = 30 if ground.full else 8
    ground.gather(people, seated=True)
    await ground.starts()
    await ground.listens()
    await ground.cut()
    ground.set_clock(STARTS - DAY)
    await ground.until(lambda: ground.count(OutboxMessage, DAY_BEFORE) == people)
    await ground.reaches(STARTS - DAY + HOUR / 2)
    await ground.heal()
    await ground.settles()
    assert ground.count(OutboxMessage, DAY_BEFORE, SENT) == people

    await ground.cut()
    ground.set_clock(STARTS - HOUR + timedelta(minutes=5))
    await ground.until(lambda: ground.count(OutboxMessage, HOUR_BEFORE) == people)
    await ground.reaches(STARTS + timedelta(minutes=1))
    await ground.heal()
    await ground.settles()
    late = OutboxMessage.state == OutboxState.EXPIRED
    assert ground.count(OutboxMessage, HOUR_BEFORE, late) == people
    assert ground.count(OutboxMessage, HOUR_BEFORE, SENT) == 0
    await ground.until(lambda: ground.count(OutboxMessage, late, OutboxMessage.listed_at.is_(None)) == 0)
    return reckon(ground).holds()


@fault("T18", "two schedulers over one database", "each reminder is one row, sent once", runs=10, quick=True, both=True)
async def two_schedulers(ground: Ground) -> Reckoning:
    people = 40 if ground.full else 10
    ground.gather(people, seated=True)
    await ground.starts()
    await ground.listens()
    others = [ground.another() for _ in range(3)]
    for before in (DAY, HOUR):
        moment = STARTS - before + timedelta(minutes=1)
        ground.set_clock(moment)
        for _ in range(5):
            await asyncio.gather(*(other.run(run_reminders, moment) for other in others))
            await asyncio.sleep(ground.luck.random() * 0.1)
    await ground.settles()
    for other in others:
        await other.close()
    for kind in (DAY_BEFORE, HOUR_BEFORE):
        assert ground.count(OutboxMessage, kind) == ground.count(OutboxMessage, kind, SENT) == people
    return reckon(ground).holds()


@fault(
    "T22",
    "the clock jumps an hour forth, an hour back, nearly a day forth and back; some kills in between",
    "no reminder owed twice, none skipped; a kill doubles at most C = 3",
    both=True,
)
async def the_clock_jumps(ground: Ground) -> Reckoning:
    people = 20 if ground.full else 6
    ground.gather(people, seated=True)
    await ground.starts()
    await ground.listens()
    moment, kills = STARTS - DAY - HOUR / 2, 0
    for jump in [HOUR, -HOUR, HOUR, *ground.luck.sample([HOUR, -HOUR, DAY - 2 * HOUR, -DAY], 4)]:
        moment += jump
        await ground.reaches(moment)
        if ground.luck.random() < 0.3:
            kills += 1
            await ground.bot.killed()
            await ground.starts()
    await ground.reaches(STARTS - HOUR / 3)  # later than any jump: what was owed there is due
    await ground.until(lambda: ground.count(OutboxMessage, HOUR_BEFORE) == people)
    await ground.settles()
    for kind in (DAY_BEFORE, HOUR_BEFORE):
        assert ground.count(OutboxMessage, kind) == ground.count(OutboxMessage, kind, SENT | UNCLEAR) == people
    with ground.db() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(VirtualClock)) == 1
    each = IN_FLIGHT_LIMITS[Lane.NOTICE]  # two kills in a row may hit both tries of one message
    return reckon(ground).holds(doubled=each * kills, unclear=each * max(kills - 1, 0))
