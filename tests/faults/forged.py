"""Presses that nobody was offered, and a press that hangs: T20, T27."""

import asyncio
import os
import random
from pathlib import Path
from signal import SIGKILL, SIGSTOP

from aiogram.filters.callback_data import CallbackData

from bot.flood import LIMIT
from models import (
    Attendance,
    AttendanceSource,
    AttendanceState,
    Certificate,
    Errand,
    ErrandState,
    Event,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    OutboxState,
    PointEntry,
    Registration,
    RoleGrant,
    Teacher,
)
from screens import desk_wishes, wishes
from services.notices import NoticeKind
from tests.builders import NOW
from tests.faults.arrivals import FAR_FUTURE, Raw, press
from tests.faults.clocks import STARTS
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

PREFIXES = sorted(
    wish.__prefix__
    for room in (wishes, desk_wishes)
    for wish in vars(room).values()
    if isinstance(wish, type) and issubclass(wish, CallbackData) and wish is not CallbackData
)
OWN = {"sign", "queue", "unsign", "offer", "resign", "remind", "move", "mark", "cons", "wdraw"}
"""Wishes by which a teacher may change what is their own; none of them is forged here for another's row."""
PRESSES_OF_ONE = LIMIT
STRANGER = 60_001


def forgery(luck: random.Random) -> str:
    """A wish of the protocol with ids of others, of nothing, or with no sense."""
    values = [
        "0",
        "1",
        "2",
        "3",
        "-1",
        "99999999999",
        "attended",
        "listener",
        "title",
        "",
        "x" * 20,
        "ж",
        "%",
        "9" * 25,
    ]
    prefix = luck.choice([name for name in PREFIXES if name not in OWN])
    made = ":".join([prefix, *(luck.choice(values) for _ in range(luck.randint(0, 4)))])
    return made.encode()[:64].decode(errors="ignore") or "x"


@fault(
    "T20",
    "forged presses of strangers and teachers: the staff's wishes, foreign ids, junk",
    "nothing of others changes, every press is answered",
    runs=2,
    both=True,
)
async def forged_presses(ground: Ground) -> Reckoning:
    people, presses = (200, PRESSES_OF_ONE) if ground.full else (20, 10)
    ground.gather(people, seated=True)
    strangers = [STRANGER + number for number in range(people // 5)]
    for stranger in strangers:
        ground.telegram.person("Нина", id=stranger)
        ground.telegram.chats[stranger].started = True
    before = _world(ground)
    await ground.starts()
    await ground.listens()
    number = 800_000_000
    crowd = [person.id for person in ground.people] + strangers
    for person in ground.luck.sample(crowd, len(crowd)):
        for _ in range(presses):  # as many as are heard of one person in a row
            raw = press(number, person, forgery(ground.luck))
            ground.telegram.updates.put(Raw(number, "callback_query", {}, person, FAR_FUTURE, raw))
            number += 1
    total = number - 800_000_000
    await ground.until(lambda: ground.count(InboxUpdate) == total, 900)
    await ground.settles(900)
    assert _world(ground) == before
    assert ground.count(InboxUpdate, InboxUpdate.state == InboxState.DONE) == total
    assert len(ground.telegram.journal.calls("answerCallbackQuery")) == total
    assert ground.bot.code is None
    return reckon(ground).holds()


def _world(ground: Ground) -> list[int]:
    tables = (Event, Registration, Attendance, PointEntry, Certificate, RoleGrant, Teacher)
    with ground.db() as db:
        event = db.get_one(Event, ground.event)
        facts = [
            event.version,
            event.taken,
            int(event.cancelled_at is not None),
            hash(event.title),
            hash(event.code_word),
        ]
    return [ground.count(table) for table in tables] + facts


@fault(
    "T27",
    "the maker of PDFs hangs, then dies; names of 200 letters",
    "killed after 5 s, tried once more, every certificate made once",
    runs=6,
    both=True,
)
async def papers_hang(ground: Ground) -> Reckoning:
    people = 6
    ground.gather(people, seated=True)
    with ground.db() as db:
        event = db.get_one(Event, ground.event)
        event.attendance_closed_at = event.ends_at
        for teacher in db.query(Teacher).join(Registration, Registration.teacher_id == Teacher.id):
            if ground.luck.random() < 0.5:
                teacher.surname = f"{teacher.surname}-{'Длинная' * 14}"[:100]
                teacher.given_name = ("Анна-" * 20)[:100]
            attended = AttendanceState.ATTENDED
            source = AttendanceSource.ORGANISER
            row = Attendance(event_id=event.id, teacher_id=teacher.id, state=attended, source=source, marked_at=NOW)
            db.add(row)
        db.commit()
    await ground.starts()
    await ground.listens()
    ground.set_clock(STARTS)
    await ground.settles()
    ground.set_clock(STARTS.replace(hour=14, minute=5))
    for number in (SIGSTOP, SIGKILL) if ground.luck.random() < 0.5 else (SIGKILL, SIGSTOP):
        await ground.until(lambda: bool(_papers(ground)) or _made(ground) == people)
        await asyncio.sleep(ground.luck.random() * 0.3)
        for child in _papers(ground):
            os.kill(child, number)
    await ground.until(lambda: _made(ground) == people)
    await ground.settles()
    assert ground.count(Errand, Errand.state == ErrandState.DONE) == people
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
