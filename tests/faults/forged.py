"""Presses that nobody was offered, and a press that hangs: T20, T27."""

import os
from collections import Counter
from datetime import timedelta
from enum import Enum
from pathlib import Path
from signal import SIGKILL, SIGSTOP
from typing import Any

import sqlalchemy as sa

from bot.inbox.flood import UPDATES_PER_PERIOD
from bot.outbox.rows import ANSWER
from models import (
    Account,
    Attendance,
    AttendanceSource,
    AttendanceState,
    AudienceKind,
    Base,
    Broadcast,
    BroadcastState,
    Certificate,
    Event,
    InboxState,
    InboxUpdate,
    Job,
    JobState,
    OutboxMessage,
    OutboxState,
    Registration,
    RegistrationState,
    Teacher,
)
from screens import wishes
from services.actors import actor_of
from services.events import seats
from services.notices import NoticeKind
from tests.builders import NOW
from tests.faults.arrivals import FAR_FUTURE, Raw, press
from tests.faults.clocks import STARTS
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

OWN = {"sign", "queue", "unsign", "resign", "remind", "move", "mark", "cons", "wdraw"}
"""Wishes by which a teacher may change what is their own and that name nothing of anybody else's."""
SWITCHES = {"sure", "send", "take", "paused", "has", "chosen", "own"}
OTHERWISE = {"account", "conversation", "inbox", "outbox", "heartbeat", "card_opened", "reminder_run", "uploaded_file"}
CARDS = {"job", "document"}
"""Tables that any press may touch, or a press for the own card."""
JUNK = ["0", "1", "2", "3", "-1", "99999999999", "attended", "listener", "title", "", "x" * 20, "ж", "%", "9" * 25]
WORDS = ["title", "5", "all", "ru", "2026-10-09", "math", "2026/2027"]
STRANGER = 60_001
HANGS_AT_MOST, SOON = 5, 2
"""Seconds after which a maker of PDFs that hangs is killed; within which another one is seen."""


class Forger:
    """Makes presses that nobody was offered: half of them whole wishes about what is there and belongs to others."""

    def __init__(self, ground: Ground, offer: int) -> None:
        self._luck = ground.luck
        self._event = ground.event
        self._offer = offer
        self.whole: Counter[str] = Counter()

    def forges(self) -> str:
        wish = self._luck.choice([wish for wish in wishes.ALL if wish.__prefix__ not in OWN])
        if self._luck.random() < 0.5:
            made = ":".join([wish.__prefix__, *(self._luck.choice(JUNK) for _ in range(self._luck.randint(0, 4)))])
            return made.encode()[:64].decode(errors="ignore")
        self.whole[wish.__prefix__] += 1
        return wish(**{name: self._value(name, field.annotation) for name, field in wish.model_fields.items()}).pack()

    def _value(self, name: str, kind: Any) -> Any:
        if issubclass(kind, Enum):
            return self._luck.choice(list(kind))
        if kind is str:
            return self._luck.choice(WORDS)
        fits = {"event": self._event, "registration": self._offer} | dict.fromkeys(SWITCHES, 1)
        if name in fits and self._luck.random() < 0.8:
            return fits[name]
        return self._luck.choice([0, 1, 1, 1, 2, 3])


@fault(
    "T20",
    "forged presses of strangers and teachers: the staff's wishes, foreign ids, junk",
    "nothing of others changes, every press is answered",
    runs=2,
    both=True,
)
async def forged_presses(ground: Ground) -> Reckoning:
    """Before the event, when a seat is offered to somebody, and after its end, when attendance may be closed."""
    people, presses = (200, UPDATES_PER_PERIOD // 2) if ground.full else (20, 5)
    ground.gather(people, capacity=people - 1, seated=True)
    forger = Forger(ground, offer_a_seat(ground))
    *crowd, _ = [person.id for person in ground.people]  # the last is offered a seat
    for stranger in range(STRANGER, STRANGER + people // 5):
        ground.telegram.person("Нина", id=stranger)
        ground.telegram.chats[stranger].started = True
        crowd.append(stranger)
    await ground.starts()
    await ground.listens()
    total = len(crowd) * presses
    number, done = 800_000_000, InboxUpdate.state == InboxState.DONE
    for moment in (ground.now(), STARTS + timedelta(hours=6)):
        await ground.reaches(moment)
        await ground.settles()
        before, first = _world(ground), number
        for person in ground.luck.sample(crowd, len(crowd)):
            for _ in range(presses):  # half of what is heard of one person in a row
                raw = press(number, person, forger.forges())
                ground.telegram.updates.put(Raw(number, "callback_query", {}, person, FAR_FUTURE, raw))
                number += 1
        of_these = InboxUpdate.update_id >= first
        await ground.until(lambda mine=of_these: ground.count(InboxUpdate, mine, done) == total, 900)  # type: ignore[misc]  # mypy reads no default of a lambda
        await ground.settles(900)
        changed = {name for name, rows in _world(ground).items() if rows != before[name]}
        assert changed == set(), changed
    assert len(ground.telegram.journal.calls("answerCallbackQuery")) == number - 800_000_000
    assert len(forger.whole) == len(wishes.ALL) - len(OWN) or not ground.full
    assert ground.bot.code is None
    return reckon(ground).holds()


def offer_a_seat(ground: Ground) -> int:
    """The last person waits and is offered the seat that the first gives back; a methodist's broadcast is paused."""
    assert ground.staff is not None
    with ground.db() as db:
        first, last = (
            actor_of(db, db.get_one(Account, ground.account_of(person)))
            for person in (ground.people[0], ground.people[-1])
        )
        event = db.get_one(Event, ground.event)
        db.execute(sa.delete(Registration).where(Registration.teacher_id == last.require_teacher().id))
        event.taken -= 1
        seats.join_waiting_list(db, last, ground.event, NOW)
        seats.cancel(db, first, ground.event, NOW)
        offered = Registration.state == RegistrationState.OFFERED
        offer = db.scalars(sa.select(Registration.id).where(offered)).one()
        wanted = {"audience": AudienceKind.ALL, "chosen": [], "state": BroadcastState.PAUSED, "people": 1, "last_id": 1}
        author = ground.account_of(ground.staff)
        db.add(Broadcast(author_id=author, text="x", **wanted, written_at=NOW, expires_at=NOW, told_at=NOW))
        db.commit()
    return offer


def _world(ground: Ground) -> dict[str, list[str]]:
    """Every row that a press of somebody else could change."""
    with ground.db() as db:
        tables = {name: table for name, table in Base.metadata.tables.items() if name not in OTHERWISE | CARDS}
        found = {name: sorted(map(repr, db.execute(sa.select(table)))) for name, table in tables.items()}
        owed = sa.select(OutboxMessage.key).where(OutboxMessage.kind.not_in([ANSWER, NoticeKind.CARD_READY]))
        return found | {"notices": sorted(db.scalars(owed))}


@fault(
    "T27",
    "the maker of PDFs hangs, then dies; names of 200 letters",
    "killed after 5 s, tried once more, every certificate made once",
    runs=6,
    both=True,
)
async def papers_hang(ground: Ground) -> Reckoning:
    people = 40
    ground.gather(people, seated=True)
    with ground.db() as db:
        event = db.get_one(Event, ground.event)
        event.attendance_closed_at = event.ends_at
        for teacher in db.query(Teacher).join(Registration, Registration.teacher_id == Teacher.id):
            if ground.luck.random() < 0.5:
                teacher.surname = f"{teacher.surname}-{'Длинная' * 14}"[:100]
                teacher.given_name = ("Анна-" * 20)[:100]
            attended = AttendanceState.ATTENDED
            source = AttendanceSource.ORGANIZER
            row = Attendance(event_id=event.id, teacher_id=teacher.id, state=attended, source=source, marked_at=NOW)
            db.add(row)
        db.commit()
    await ground.starts()
    await ground.listens()
    ground.set_clock(STARTS)
    await ground.settles()
    ground.set_clock(STARTS.replace(hour=14, minute=5))
    order = (SIGSTOP, SIGKILL) if ground.luck.random() < 0.5 else (SIGKILL, SIGSTOP)
    for number, after in zip(order, (1, people // 2), strict=True):
        await ground.until(lambda after=after: _made(ground) >= after and len(_papers(ground)) == 1)  # type: ignore[misc]  # mypy reads no default of a lambda
        [child] = _papers(ground)
        os.kill(child, number)
        seconds = (HANGS_AT_MOST if number == SIGSTOP else 0) + SOON
        await ground.until(lambda child=child: child not in _papers(ground), seconds)  # type: ignore[misc]  # as above
    await ground.until(lambda: _made(ground) == people)
    await ground.settles()
    assert ground.count(Job, Job.attempts == 2) >= 1
    assert ground.count(Job, Job.state == JobState.DONE) == people
    ready = OutboxMessage.kind == NoticeKind.CERTIFICATE_READY
    assert ground.count(OutboxMessage, ready, OutboxMessage.state == OutboxState.SENT) == people
    return reckon(ground).holds()


def _made(ground: Ground) -> int:
    return ground.count(Certificate, Certificate.document_id.is_not(None))


def _papers(ground: Ground) -> list[int]:
    """The children of the bot that make papers."""
    return [
        int(number)
        for number in Path(f"/proc/{ground.bot.number}/task/{ground.bot.number}/children").read_text().split()
    ]
