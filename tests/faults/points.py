"""The process kills itself at each named point of a story from the sign-up to the certificate: T28."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from signal import SIGKILL

import sqlalchemy as sa

from bot.crash import POINTS
from models import (
    Account,
    Attendance,
    Certificate,
    Event,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    OutboxState,
    PointEntry,
    Registration,
    RegistrationState,
)
from sandbox.person import Person
from screens import desk_wishes, wishes
from services.notices import NoticeKind
from tests.faults.clocks import STARTS
from tests.faults.ground import Ground
from tests.faults.kills import ANSWERS
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

WROTE = (
    "account",
    "attendance",
    "certificate",
    "conversation",
    "counter",
    "document",
    "errand",
    "event",
    "inbox",
    "letter",
    "outbox",
    "point_entry",
    "registration",
    "reminder_run",
    "uploaded_file",
)
"""Tables that the story writes: after any of these statements the process may die, too."""
ONLY_BY_WEBHOOK = {"webhook-answering"}
ONLY_BY_POLLING = {"batch-confirming"}
ALL = (*POINTS, *(f"wrote:{table}" for table in WROTE))
SEATS = 3
NOTICED_SECONDS = 0.6
"""After that the bot has seen that its clock was moved."""
BROKEN_ZONE = "Nowhere/Nothing"


@fault(
    "T28",
    "kill -9 at a named point of sign-up, cancelling, promotion, letter, closing, issue",
    "the story ends as if nothing had happened",
    runs=2 * len(ALL),
)
async def killed_at_a_point(ground: Ground) -> Reckoning:
    """The seed chooses: first each point the first time it is passed, then each some later time."""
    number = ground.seed - 1
    point = ALL[number % len(ALL)]
    turn = 1 if number < len(ALL) else ground.luck.randint(2, 6)
    return await killed_at(ground, point, turn)


async def killed_at(ground: Ground, point: str, turn: int) -> Reckoning:
    story = Story(ground)
    if point in ONLY_BY_WEBHOOK or (point not in ONLY_BY_POLLING and ground.luck.random() < 0.5):
        ground.by_webhook()
    await ground.starts(CRASH_AT=f"{point}*{turn}")
    await story.plays()
    died = [child.code for child in ground.children if child.code is not None]
    assert died == [-SIGKILL] or (turn > 1 and died == []), f"{point}*{turn}: {died}"
    return reckon(ground, parked=1).holds(doubled=ANSWERS)


class Story:
    """Five people and three seats; each step waits for its effect, over a restart if the process dies in it."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        ground.gather(5, capacity=SEATS)
        with ground.db() as db:
            event = db.get_one(Event, ground.event)
            broken = Event(title="", created_at=event.created_at, state=event.state, form=event.form)
            broken.set_schedule([s + timedelta(days=30) for s in event.session_starts], event.hours, event.zone)
            db.add(broken)
            db.flush()
            broken.zone = BROKEN_ZONE
            self.broken = broken.id
            db.commit()

    async def plays(self) -> None:
        ground, people = self.ground, self.ground.people
        assert ground.staff is not None
        join = wishes.JoinQueue(event=ground.event).pack()
        for person in people:
            await self.presses(person, join)
        await self.until(lambda: ground.count(Registration) == 5)
        await self.presses(people[0], wishes.CancelSignUp(event=ground.event, sure=1).pack())
        await self.until(lambda: ground.sign_ups(RegistrationState.OFFERED) == 1)
        await self.until(lambda: self.told(NoticeKind.SEAT_OFFERED) == 1)
        with ground.db() as db:
            offered = RegistrationState.OFFERED
            offer = db.scalars(sa.select(Registration.id).where(Registration.state == offered)).one()
        await self.presses(people[3], wishes.AnswerOffer(registration=offer, take=1).pack())
        await self.until(lambda: ground.sign_ups(RegistrationState.CONFIRMED) == SEATS)
        await self.presses(people[1], wishes.ShowEvent(event=self.broken).pack())
        await self.until(lambda: ground.count(InboxUpdate, InboxUpdate.state == InboxState.PARKED) == 1)

        await self.presses(ground.staff, desk_wishes.WriteToParticipants(event=ground.event).pack())
        await ground.staff.types("Встречаемся у главного входа.")
        await self.settles()
        await self.presses(ground.staff, desk_wishes.SendLetter(event=ground.event, send=1).pack())
        await self.until(lambda: self.told(NoticeKind.LETTER) == SEATS)

        await self.settles()
        reckon(ground, parked=1).holds(doubled=ANSWERS)  # what follows is days later: updates are forgotten by then
        await self.at(STARTS - timedelta(hours=20))
        await self.at(STARTS + timedelta(hours=4))
        await self.presses(ground.staff, desk_wishes.MarkAll(event=ground.event).pack())
        await self.until(lambda: ground.count(Attendance) == SEATS)
        await self.presses(ground.staff, desk_wishes.CloseAttendance(event=ground.event, sure=1).pack())
        await self.settles()
        await self.at(STARTS + timedelta(hours=5, minutes=1))
        await self.until(lambda: self.told(NoticeKind.CERTIFICATE_READY) == SEATS)
        await self.settles()
        self.ends_well()

    def ends_well(self) -> None:
        ground = self.ground
        assert ground.count(Certificate) == ground.count(Certificate, Certificate.document_id.is_not(None)) == SEATS
        assert ground.count(PointEntry) == SEATS
        assert ground.sign_ups(RegistrationState.CANCELLED) == 1
        assert ground.sign_ups(RegistrationState.WAITLISTED) == 1
        assert ground.count(OutboxMessage, OutboxMessage.kind == NoticeKind.LETTER) == SEATS
        assert ground.count(Account, Account.blocked_at.is_not(None)) == 0

    async def at(self, moment: datetime) -> None:
        """The clock is set there, and the bot has ticked."""
        self.ground.set_clock(moment)
        await asyncio.sleep(NOTICED_SECONDS)
        await self.settles()

    async def presses(self, person: Person, wish: str) -> None:
        await person.presses_data(1, wish)
        await self.settles()

    def told(self, kind: NoticeKind) -> int:
        return self.ground.count(OutboxMessage, OutboxMessage.kind == kind, OutboxMessage.state == OutboxState.SENT)

    async def settles(self) -> None:
        await self.revived()
        quiet = 0

        def nothing_left() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if not any(self.ground.waiting().values()) else 0
            return quiet >= 2

        await self.until(nothing_left)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until it holds; a process that dies meanwhile is started again, without a point."""
        await self.ground.until(lambda: holds() or self.ground.bot.code is not None)
        if self.ground.bot.code is not None:
            await self.revived()
            await self.ground.until(holds)

    async def revived(self) -> None:
        if self.ground.bot.code is not None:
            await self.ground.starts()
