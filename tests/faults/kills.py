"""The process dies or is told to stop: T1, T2, T3, T17, T18."""

import asyncio
import signal

from bot.sender import IN_FLIGHT
from models import (
    InboxState,
    InboxUpdate,
    Lane,
    OutboxMessage,
    OutboxState,
    Registration,
    RegistrationState,
)
from sandbox.person import Person
from screens import desk_wishes, wishes
from services.notices import NoticeKind
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

ANSWERS, NOTICES = IN_FLIGHT[Lane.ANSWER], IN_FLIGHT[Lane.NOTICE]
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


async def press_and_stop(ground: Ground, number: int) -> int:
    """A hundred press; when a chance number of presses is done the process gets the signal. Returns that number."""
    people = 100 if ground.full else 24
    ground.gather(people, capacity=SEATS)
    if ground.luck.random() < 0.5:
        ground.by_webhook()
    child = await ground.starts()
    await ground.listens()
    await queue_up(ground, ground.people)
    moment = ground.luck.randrange(people)
    await ground.until(lambda: done(ground) >= moment)
    child.signals(number)
    return await child.ends(STOPS_WITHIN)


@fault(
    "T1",
    "kill -9 while 100 updates are in handlers",
    "every press takes effect once, none is lost",
    quick=True,
    both=True,
)
async def killed_while_pressed(ground: Ground) -> Reckoning:
    assert await press_and_stop(ground, signal.SIGKILL) == -signal.SIGKILL
    await ground.starts()
    await ground.settles()
    is_seated(ground, len(ground.people))
    return reckon(ground).holds(doubled=ANSWERS)


@fault("T2", "SIGTERM during the same", "exit 0 within 10 s, no getUpdates afterwards, nothing doubled", both=True)
async def stopped_while_pressed(ground: Ground) -> Reckoning:
    assert await press_and_stop(ground, signal.SIGTERM) == 0
    calls = len(ground.telegram.journal.entries)
    await asyncio.sleep(0.3)
    assert len(ground.telegram.journal.entries) == calls
    await ground.starts()
    await ground.settles()
    is_seated(ground, len(ground.people))
    return reckon(ground).holds()


@fault(
    "T3", "kill -9 x 8 in a notice to 1,500", "all reached, at most C x 8 = 24 doubled, 2 copies", runs=3, quick=True
)
async def killed_in_a_broadcast(ground: Ground) -> Reckoning:
    people, kills = (1500, 8) if ground.full else (30, 2)
    ground.gather(people, seated=True)
    await ground.starts()
    await ground.listens()
    assert ground.staff is not None
    await ground.staff.presses_data(1, desk_wishes.WriteToParticipants(event=ground.event).pack())
    await ground.staff.sees("Письмо получат")
    await ground.staff.types("Встречаемся у главного входа, возьмите сменную обувь.")
    await ground.staff.sees("главного входа")
    await ground.staff.presses_data(1, desk_wishes.SendLetter(event=ground.event, send=1).pack())
    letter = OutboxMessage.kind == NoticeKind.LETTER
    sent = [OutboxMessage.state == OutboxState.SENT, letter]
    for turn in range(kills):
        goal = (turn + 1) * people // (kills + 1) - ground.luck.randrange(people // (2 * kills + 2))
        await ground.until(lambda goal=goal: ground.count(OutboxMessage, *sent) >= goal)  # type: ignore[misc]  # mypy reads no default of a lambda
        await asyncio.sleep(ground.luck.random() * 0.2)
        await ground.bot.killed()
        await ground.starts()
    await ground.settles(300)
    assert ground.count(OutboxMessage, letter) == people
    assert ground.count(OutboxMessage, *sent) == people
    return reckon(ground).holds(doubled=NOTICES * kills)


@fault(
    "T17",
    "two processes for one bot",
    "one leads, the other takes over within 20 s of a kill -9",
    runs=10,
    both=True,
)
async def followed_by_another(ground: Ground) -> Reckoning:
    people = 40 if ground.full else 12
    ground.gather(people, capacity=SEATS)
    leader = await ground.starts()
    await ground.listens()
    follower = await ground.starts(WEB_PORT="0")
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
    return reckon(ground).holds(doubled=ANSWERS)
