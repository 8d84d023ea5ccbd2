"""A notice to 3,000 people while twenty others press buttons: is the rate Telegram allows used, and never exceeded."""

import asyncio
import random
import time
from collections import deque
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.databases import SQLITE, new_database
from benchmarks.network import FIRST_CHAT, Size, fill
from benchmarks.rounds import Benchmark, Line, Rounds, always, at_least, at_most
from benchmarks.running_bot import Limits, People, running_bot
from benchmarks.session import InstantSession
from bot.app import App
from bot.database.engine import Database
from bot.inbox.flood import Flood
from bot.pace import CALLS_PER_SECOND, Pace
from models import Account, Lane, OutboxMessage, OutboxState
from screens import wishes
from services.notices import Window, notify
from services.reminders.notices import EventPublished
from tests.builders import NOW

RECEIVERS = 3_000
PRESSING = 20
LATENCY = (0.03, 0.12)
THINKING = (1.0, 3.0)
LOOK_SECONDS = 0.2
LIMIT = CALLS_PER_SECOND / (1 + sum(LATENCY) / 2)
LINES = (
    Line("messages a second", "", at_least(0.9)),
    Line("most messages in a sliding second", "", always("≤", CALLS_PER_SECOND)),
    Line("answers to people meanwhile, p95", "s", at_most(1)),
)


def enqueue(db: Session, number: int, event_id: int) -> None:
    """Enqueue a notice about this event to everybody but the first PRESSING people; `number` makes it a new one."""
    receivers = select(Account).where(Account.external_id >= FIRST_CHAT + PRESSING).order_by(Account.id)
    notice = EventPublished(f"benchmark{number}", event_id, 0, 1)
    for account in db.scalars(receivers).unique():
        notify(db, account, notice, NOW, Window())


def left(db: Session) -> int:
    waiting = OutboxMessage.lane == Lane.NOTICE, OutboxMessage.state.in_([OutboxState.NEW, OutboxState.SENDING])
    return db.scalar(select(func.count()).select_from(OutboxMessage).where(*waiting)) or 0


def most_in_a_second(moments: list[float]) -> int:
    """Return the greatest number of moments (seconds) in any half-open second."""
    window: deque[float] = deque()
    most = 0
    for moment in sorted(moments):
        window.append(moment)
        while window[0] <= moment - 1:
            window.popleft()
        most = max(most, len(window))
    return most


async def keep_pressing(people: People, chat: int, data: str, waits: list[float]) -> None:
    """Press, wait for the answer, think, until cancelled; collect the seconds of waiting."""
    while True:
        await asyncio.sleep(random.uniform(*THINKING))
        began = time.monotonic()
        await people.press(chat, data)
        waits.append(time.monotonic() - began)


async def measure(rounds: Rounds) -> None:
    async with new_database(SQLITE) as url:
        database = Database(url)
        filled = await database.run(fill, Size(people=RECEIVERS + PRESSING, participations=0))
        await database.close()
        session = InstantSession(partial(random.uniform, *LATENCY))
        async with running_bot(url, session, Limits(pace=Pace(), flood=Flood())) as app:
            people = People(app, session)
            for number in rounds:
                session.arrived.clear()
                await app.database.run(enqueue, number, filled.events[0])
                await _round(rounds, app, people, wishes.ShowEvent(event=filled.events[1]).pack())


async def _round(rounds: Rounds, app: App, people: People, data: str) -> None:
    waits: list[float] = []
    session = people.session
    chats = range(FIRST_CHAT, FIRST_CHAT + PRESSING)
    pressing = [asyncio.create_task(keep_pressing(people, chat, data, waits)) for chat in chats]
    while await app.database.read(left):  # noqa: ASYNC110 - a table tells of no event
        await asyncio.sleep(LOOK_SECONDS)
    ended = time.monotonic()
    for task in pressing:
        task.cancel()
    for failure in await asyncio.gather(*pressing, return_exceptions=True):
        if not isinstance(failure, asyncio.CancelledError):
            raise RuntimeError("a person got no answer") from failure
    arrived = [moment for moment in session.arrived if moment <= ended]
    rounds.note("messages a second", len(arrived) / (ended - arrived[0]), LIMIT)
    rounds.note("most messages in a sliding second", most_in_a_second(session.arrived))
    rounds.note("answers to people meanwhile, p95", sorted(waits)[int(len(waits) * 0.95)])


BENCHMARKS = (
    Benchmark(
        "mass-notice",
        f"the most that slots of a second allow, 30 / (1 + mean latency) = {LIMIT:.1f} messages a second; the endpoint "
        "takes 30–120 ms, three notices are in flight, answers count as messages, too",
        LINES,
        measure,
    ),
)
