"""The process kills itself at each named point of a story from the sign-up to the certificate: T28."""

from collections.abc import Callable
from datetime import datetime, timedelta
from signal import SIGKILL

import sqlalchemy as sa

from bot.crash_points import POINTS
from models import (
    Account,
    Attendance,
    Broadcast,
    Certificate,
    Event,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    OutboxState,
    PointEntry,
    Registration,
    RegistrationState,
    Role,
    RoleGrant,
)
from sandbox.person import Person
from screens import wishes
from services.notices import NoticeKind
from tests.faults.broadcasts import NOTICES
from tests.faults.clocks import STARTS
from tests.faults.ground import Ground
from tests.faults.kills import ANSWERS
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

SEATS = 3
WROTE = (
    "account",
    "alarm_told",
    "attendance",
    "broadcast",
    "card_opened",
    "certificate",
    "conversation",
    "counter",
    "document",
    "job",
    "event",
    "inbox",
    "letter",
    "outbox",
    "point_entry",
    "heartbeat",
    "registration",
    "reminder_run",
    "uploaded_file",
)
"""Tables that the story writes: after any of these statements the process may die, too."""
ONLY_BY_WEBHOOK = {"webhook-answering"}
ONLY_BY_POLLING = {"batch-confirming"}
ALL = (*POINTS, *(f"wrote:{table}" for table in WROTE))
SELDOM = {
    **dict.fromkeys(
        ("migrating", "migrated", "recovering", "recovered", "failure-counted", "wrote:letter", "wrote:alarm_told"), 1
    ),
    "progress-shown": 2,
    **dict.fromkeys(("job-claimed", "job-taken", "job-made", "job-kept", "job-done"), SEATS),
    **dict.fromkeys(("wrote:attendance", "wrote:card_opened", "wrote:point_entry", "wrote:uploaded_file"), SEATS),
    "wrote:reminder_run": 5,
}
"""How often one process passes a point in the whole story; all the others are passed OFTEN times at least."""
OFTEN = 6
PASSAGES = [(point, False) for point in ALL] + [(point, True) for point in ALL if SELDOM.get(point, OFTEN) > 1]
"""Each point the first time it is passed, then some later time."""
TEXT = "Завтра в школах вводят новый журнал."
A_TICK = timedelta(seconds=16)
BROKEN_ZONE = "Nowhere/Nothing"


@fault(
    "T28",
    "kill -9 at a named point of sign-up, cancelling, promotion, letter, broadcast, closing, issue",
    "the story ends as if nothing had happened",
    runs=2 * len(PASSAGES),
    both=True,
)
async def killed_at_a_point(ground: Ground) -> Reckoning:
    """Two seeds for each passage, one of them on PostgreSQL."""
    point, later = PASSAGES[(ground.seed - 1) // 2 % len(PASSAGES)]
    turn = ground.luck.randint(2, SELDOM.get(point, OFTEN)) if later else 1
    return await killed_at(ground, point, turn)


async def killed_at(ground: Ground, point: str, turn: int) -> Reckoning:
    story = Story(ground)
    if point in ONLY_BY_WEBHOOK or (point not in ONLY_BY_POLLING and ground.luck.random() < 0.5):
        ground.by_webhook()
    await ground.starts(CRASH_AT=f"{point}*{turn}")
    await story.plays()
    died = [child.code for child in ground.children if child.code is not None]
    assert died == [-SIGKILL], f"{point}*{turn}: {died}"
    not_awards = OutboxMessage.kind != NoticeKind.POINTS_AWARDED
    assert ground.count(OutboxMessage, OutboxMessage.state == OutboxState.UNCLEAR, not_awards) == 0
    found = reckon(ground, parked=1)
    return found.holds(doubled=ANSWERS + NOTICES, notices=NOTICES, unclear=NOTICES)  # an award is not sent twice


class Story:
    """Five people and three seats; each step waits for its effect, over a restart if the process dies in it."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        ground.gather(5, capacity=SEATS)
        self.author = ground.people[0]
        with ground.db() as db:
            account = db.get_one(Account, ground.account_of(self.author))
            db.add(RoleGrant(teacher_id=account.teacher_id, role=Role.METHODIST))
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

        await self.presses(ground.staff, wishes.WriteToParticipants(event=ground.event).pack())
        await ground.staff.types("Встречаемся у главного входа.")
        await self.settles()
        await self.presses(ground.staff, wishes.SendLetter(event=ground.event, send=1).pack())
        await self.until(lambda: self.told(NoticeKind.LETTER) == SEATS)

        await self.broadcasts()
        await self.at(STARTS - timedelta(hours=20))
        await self.until(lambda: self.told(NoticeKind.DAY_BEFORE) == SEATS)
        await self.at(STARTS + timedelta(hours=4))
        await self.presses(ground.staff, wishes.MarkAll(event=ground.event).pack())
        await self.until(lambda: ground.count(Attendance) == SEATS)
        await self.presses(ground.staff, wishes.CloseAttendance(event=ground.event, sure=1).pack())
        await self.settles()
        await self.at(STARTS + timedelta(hours=5, minutes=1))
        await self.until(lambda: self.told(NoticeKind.CERTIFICATE_READY) == SEATS)
        await self.settles()
        self.ends_well()

    async def broadcasts(self) -> None:
        """Another methodist writes to everybody and reads at the end how many have got it."""
        ground, author = self.ground, self.author
        for words in ("/broadcast", TEXT):
            await author.types(words)
            await self.settles()
        for label in ("Все педагоги", "Отправить"):
            await author.presses(label)
            await self.settles()
        await self.until(lambda: ground.count(Broadcast) == 1)
        await self.at(ground.now() + A_TICK)
        await self.until(lambda: self.told(NoticeKind.BROADCAST) == 5)
        await self.at(ground.now() + A_TICK)
        await self.until(lambda: "Рассылка закончена" in author.screen.text)
        assert "Доставлено: 5 из 5" in author.screen.text

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
        await self.until(lambda: self.ground.has_ticked_at(moment))
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
