"""The process kills itself at each crash point of a scenario from the sign-up to the certificate: T28."""

from collections.abc import Callable
from datetime import datetime, timedelta
from signal import SIGKILL

import sqlalchemy as sa

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
from services.correspondence.broadcasts import BroadcastSent
from services.correspondence.letters import LetterSent
from services.events.waiting_list import SeatOffered
from services.notices import Notice
from services.recognition.certificates import CertificateReady
from services.recognition.points import PointsAwarded
from services.reminders.notices import DayBefore
from services.stored import name_of
from tests.faults.arming import POINTS
from tests.faults.broadcasts import NOTICES_IN_FLIGHT
from tests.faults.clocks import EVENT_START
from tests.faults.environment import Environment
from tests.faults.kills import ANSWERS_IN_FLIGHT
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

SEATS = 3
WRITTEN_TABLES = (
    "account",
    "alarm_told",
    "attendance",
    "broadcast",
    "card_opened",
    "certificate",
    "open_form",
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
"""Tables that the scenario writes; a statement that writes one is a crash point, too."""
ONLY_BY_WEBHOOK = {"webhook-answering"}
ONLY_BY_POLLING = {"batch-confirming"}
ALL_POINTS = (*POINTS, *(f"wrote:{table}" for table in WRITTEN_TABLES))
PASSAGES_BY_POINT = {
    **dict.fromkeys(
        ("migrating", "migrated", "recovering", "recovered", "failure-counted", "wrote:letter", "wrote:alarm_told"), 1
    ),
    "progress-shown": 2,
    **dict.fromkeys(("job-claimed", "job-taken", "job-made", "job-kept", "job-done"), SEATS),
    **dict.fromkeys(("wrote:attendance", "wrote:card_opened", "wrote:point_entry", "wrote:uploaded_file"), SEATS),
    "wrote:reminder_run": 5,
}
"""How often one process passes a point in the whole scenario; the others are passed USUAL_PASSAGES times at least."""
USUAL_PASSAGES = 6
CASES = [
    *((point, False) for point in ALL_POINTS),
    *((point, True) for point in ALL_POINTS if PASSAGES_BY_POINT.get(point, USUAL_PASSAGES) > 1),
]
"""Each point with its first passage, then with a random later one."""
TEXT = "Завтра в школах вводят новый журнал."
TICK = timedelta(seconds=16)
UNKNOWN_ZONE = "Nowhere/Nothing"


@fault(
    "T28 kill -9 at a named point of sign-up, cancelling, promotion, letter, broadcast, closing, issue",
    "the story ends as if nothing had happened",
    runs=2 * len(CASES),
    both=True,
)
async def killed_at_a_point(env: Environment) -> Findings:
    """Two seeds for each case, one of them on PostgreSQL."""
    point, later = CASES[(env.seed - 1) // 2 % len(CASES)]
    passage = env.random.randint(2, PASSAGES_BY_POINT.get(point, USUAL_PASSAGES)) if later else 1
    return await killed_at(env, point, passage)


async def killed_at(env: Environment, point: str, passage: int) -> Findings:
    scenario = Scenario(env)
    if point in ONLY_BY_WEBHOOK or (point not in ONLY_BY_POLLING and env.random.random() < 0.5):
        env.use_webhook()
    await env.start_bot(CRASH_AT=f"{point}*{passage}")
    await scenario.run()
    died = [child.exit_code for child in env.bots if child.exit_code is not None]
    assert died == [-SIGKILL], f"{point}*{passage}: {died}"
    not_awards = OutboxMessage.kind != name_of(PointsAwarded)
    assert env.count(OutboxMessage, OutboxMessage.state == OutboxState.UNCLEAR, not_awards) == 0
    findings = verify(env, parked=1)
    most = NOTICES_IN_FLIGHT  # `unclear` counts the awards, which are never sent twice
    return findings.assert_holds(doubled=ANSWERS_IN_FLIGHT + most, notices=most, unclear=most)


class Scenario:
    """Five people and three seats. Each step waits for its effect and starts the bot again if it dies meanwhile."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        env.set_up_event(5, capacity=SEATS)
        self.author = env.people[0]
        with env.db() as db:
            account = db.get_one(Account, env.account_id(self.author))
            db.add(RoleGrant(teacher_id=account.teacher_id, role=Role.METHODIST))
            event = db.get_one(Event, env.event_id)
            unreadable = Event(title="", created_at=event.created_at, state=event.state, form=event.form)
            unreadable.set_schedule([s + timedelta(days=30) for s in event.session_starts], event.hours, event.zone)
            db.add(unreadable)
            db.flush()
            unreadable.zone = UNKNOWN_ZONE
            self.unreadable_event_id = unreadable.id
            db.commit()

    async def run(self) -> None:
        env, people = self.env, self.env.people
        assert env.organizer is not None
        join = wishes.JoinWaitingList(event=env.event_id).pack()
        for person in people:
            await self.presses(person, join)
        await self.wait_until(lambda: env.count(Registration) == 5)
        await self.presses(people[0], wishes.CancelSignUp(event=env.event_id, sure=1).pack())
        await self.wait_until(lambda: env.count_registrations(RegistrationState.OFFERED) == 1)
        await self.wait_until(lambda: self.sent(SeatOffered) == 1)
        with env.db() as db:
            offered = RegistrationState.OFFERED
            offer = db.scalars(sa.select(Registration.id).where(Registration.state == offered)).one()
        await self.presses(people[3], wishes.AnswerOffer(registration=offer, take=1).pack())
        await self.wait_until(lambda: env.count_registrations(RegistrationState.CONFIRMED) == SEATS)
        await self.presses(people[1], wishes.ShowEvent(event=self.unreadable_event_id).pack())
        await self.wait_until(lambda: env.count(InboxUpdate, InboxUpdate.state == InboxState.PARKED) == 1)

        await self.presses(env.organizer, wishes.WriteToParticipants(event=env.event_id).pack())
        await env.organizer.types("Встречаемся у главного входа.")
        await self.wait_until_idle()
        await self.presses(env.organizer, wishes.SendLetter(event=env.event_id, send=1).pack())
        await self.wait_until(lambda: self.sent(LetterSent) == SEATS)

        await self.broadcast()
        await self.tick_at(EVENT_START - timedelta(hours=20))
        await self.wait_until(lambda: self.sent(DayBefore) == SEATS)
        await self.tick_at(EVENT_START + timedelta(hours=4))
        await self.presses(env.organizer, wishes.MarkAll(event=env.event_id).pack())
        await self.wait_until(lambda: env.count(Attendance) == SEATS)
        await self.presses(env.organizer, wishes.CloseAttendance(event=env.event_id, sure=1).pack())
        await self.wait_until_idle()
        await self.tick_at(EVENT_START + timedelta(hours=5, minutes=1))
        await self.wait_until(lambda: self.sent(CertificateReady) == SEATS)
        await self.wait_until_idle()
        self.assert_end()

    async def broadcast(self) -> None:
        """Write to everybody as another methodist and read how many have got it."""
        env, author = self.env, self.author
        for words in ("/broadcast", TEXT):
            await author.types(words)
            await self.wait_until_idle()
        for label in ("Все педагоги", "Отправить"):
            await author.presses(label)
            await self.wait_until_idle()
        await self.wait_until(lambda: env.count(Broadcast) == 1)
        await self.tick_at(env.now() + TICK)
        await self.wait_until(lambda: self.sent(BroadcastSent) == 5)
        await self.tick_at(env.now() + TICK)
        await self.wait_until(lambda: "Рассылка закончена" in author.screen.text)
        assert "Доставлено: 5 из 5" in author.screen.text

    def assert_end(self) -> None:
        env = self.env
        assert env.count(Certificate) == env.count(Certificate, Certificate.document_id.is_not(None)) == SEATS
        assert env.count(PointEntry) == SEATS
        assert env.count_registrations(RegistrationState.CANCELLED) == 1
        assert env.count_registrations(RegistrationState.WAITLISTED) == 1
        assert env.count(OutboxMessage, OutboxMessage.kind == name_of(LetterSent)) == SEATS
        assert env.count(Account, Account.blocked_at.is_not(None)) == 0

    async def tick_at(self, moment: datetime) -> None:
        """Move the clock, let the bot tick and finish."""
        self.env.set_clock(moment)
        await self.wait_until(lambda: self.env.has_ticked_at(moment))
        await self.wait_until_idle()

    async def presses(self, person: Person, wish: str) -> None:
        await person.presses_data(1, wish)
        await self.wait_until_idle()

    def sent(self, kind: type[Notice]) -> int:
        return self.env.count(
            OutboxMessage, OutboxMessage.kind == name_of(kind), OutboxMessage.state == OutboxState.SENT
        )

    async def wait_until_idle(self) -> None:
        await self.restart_if_dead()
        idle_polls = 0

        def is_idle() -> bool:
            nonlocal idle_polls
            idle_polls = idle_polls + 1 if not any(self.env.backlog().values()) else 0
            return idle_polls >= 2

        await self.wait_until(is_idle)

    async def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until the condition holds; a bot that dies meanwhile is started again without a crash point."""
        await self.env.wait_until(lambda: holds() or self.env.bot.exit_code is not None)
        if self.env.bot.exit_code is not None:
            await self.restart_if_dead()
            await self.env.wait_until(holds)

    async def restart_if_dead(self) -> None:
        if self.env.bot.exit_code is not None:
            await self.env.start_bot()
