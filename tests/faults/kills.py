"""The process dies or is told to stop: T1, T2, T17."""

import signal

from bot.outbox.sender import IN_FLIGHT_LIMITS, SLOW_ANSWERS_LIMIT
from models import (
    InboxState,
    InboxUpdate,
    Lane,
    Registration,
    RegistrationState,
)
from sandbox.person import Person
from screens import wishes
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

ANSWERS = IN_FLIGHT_LIMITS[Lane.ANSWER]
MOST_ANSWERS = ANSWERS + SLOW_ANSWERS_LIMIT
"""In flight while Telegram, or this machine, is slow."""
SEATS = 30
STOPS_WITHIN = 10.0
TAKEOVER_SECONDS = 20.0


async def queue_up(ground: Ground, people: list[Person]) -> None:
    """Everybody takes a seat or a place in the list, all at once."""
    wish = wishes.JoinQueue(event=ground.event).pack()
    for person in people:
        await person.presses_data(1, wish)


def is_seated(ground: Ground, people: int) -> None:
    """Each has exactly one place, and the seats are full."""
    seats = min(SEATS, people)
    assert ground.count(Registration) == people
    assert ground.sign_ups(RegistrationState.CONFIRMED) == seats
    assert ground.sign_ups(RegistrationState.WAITLISTED) == people - seats


def done(ground: Ground) -> int:
    return ground.count(InboxUpdate, InboxUpdate.state == InboxState.DONE)


async def press_and_stop(ground: Ground, number: int) -> tuple[int, int]:
    """A hundred press; when a chance number of presses is done the process gets the signal. Returns how it ended, and
    the number of the last call before."""
    people = 100 if ground.full else 24
    ground.gather(people, capacity=SEATS, published_at=None)  # no announcement: what is sent are answers
    if ground.luck.random() < 0.5:
        ground.by_webhook()
    child = await ground.starts()
    await ground.listens()
    await queue_up(ground, ground.people)
    moment = ground.luck.randrange(people)
    await ground.until(lambda: done(ground) >= moment)
    last = ground.telegram.journal.entries[-1].number
    child.signals(number)
    return await child.ends(STOPS_WITHIN), last


@fault(
    "T1",
    "kill -9 while 100 updates are in handlers",
    "every press takes effect once, none is lost",
    quick=True,
    both=True,
)
async def killed_while_pressed(ground: Ground) -> Reckoning:
    code, _ = await press_and_stop(ground, signal.SIGKILL)
    assert code == -signal.SIGKILL
    await ground.starts()
    await ground.settles()
    is_seated(ground, len(ground.people))
    return reckon(ground).holds(doubled=MOST_ANSWERS)


@fault("T2", "SIGTERM during the same", "exit 0 within 10 s, no getUpdates afterwards, nothing doubled", both=True)
async def stopped_while_pressed(ground: Ground) -> Reckoning:
    code, last = await press_and_stop(ground, signal.SIGTERM)
    assert code == 0
    assert len(ground.telegram.journal.calls("getUpdates", after=last)) <= 1  # begun as the signal came
    await ground.starts()
    await ground.settles()
    is_seated(ground, len(ground.people))
    return reckon(ground).holds()


@fault(
    "T17",
    "two processes for one bot",
    "one leads, the other takes over within 20 s of a kill -9",
    runs=10,
    both=True,
)
async def followed_by_another(ground: Ground) -> Reckoning:
    people = 40 if ground.full else 12
    ground.gather(people, capacity=SEATS, published_at=None)
    leader = await ground.starts()
    await ground.listens()
    follower = await ground.starts(WEB_PORT="0")
    await ground.until(lambda: "another process leads" in ground.log)
    await queue_up(ground, ground.people[: people // 2])
    moment = ground.luck.randrange(people // 2)
    await ground.until(lambda: done(ground) >= moment)
    await leader.killed()
    await queue_up(ground, ground.people[people // 2 :])
    await ground.until(lambda: done(ground) == people, TAKEOVER_SECONDS)
    await ground.settles()
    assert follower.code is None
    is_seated(ground, people)
    assert "another program reads" not in ground.log
    return reckon(ground).holds(doubled=MOST_ANSWERS)
