"""What comes of a message when Telegram answers late, not at all, not yet or no: T4, T5, T6, T7."""

import asyncio
from collections import Counter

import sqlalchemy as sa

from bot.outbox.sender import REQUEST_TIMEOUT_SECONDS
from models import (
    Account,
    Attendance,
    AttendanceSource,
    AttendanceState,
    Event,
    OutboxMessage,
    OutboxState,
    Registration,
)
from sandbox.calls.faults import Fault
from sandbox.calls.journal import Entry
from sandbox.person import Person
from screens import wishes
from services.actors import actor_of
from services.correspondence.letters import send_letter
from services.delivery.health import LONG_WAIT_SECONDS, Concern
from services.notices import NoticeKind
from services.recognition import points
from tests.builders import NOW
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

LETTER = OutboxMessage.kind == NoticeKind.LETTER
POINTS = OutboxMessage.kind == NoticeKind.POINTS_AWARDED
SENT = OutboxMessage.state == OutboxState.SENT
UNCLEAR = OutboxMessage.state == OutboxState.UNCLEAR
LETTER_WORDS = "Начало переносится в актовый зал."
JUST_SENT = 0.3
"""Seconds in which a request may have been on its way when the red light came."""


def write_letter(ground: Ground, text: str) -> None:
    """The organizer has written to all who have a seat; the running bot finds the notices."""
    assert ground.staff is not None
    account = ground.account_of(ground.staff)
    with ground.db() as db:
        send_letter(db, actor_of(db, db.get_one(Account, account)), ground.event, text, ground.now())
        db.commit()


def award_points(ground: Ground) -> None:
    """Everybody who has a seat came and gets the points of it."""
    with ground.db() as db:
        for seat in db.scalars(sa.select(Registration)):
            came, told = AttendanceState.ATTENDED, AttendanceSource.ORGANIZER
            db.add(
                Attendance(event_id=seat.event_id, teacher_id=seat.teacher_id, state=came, source=told, marked_at=NOW)
            )
        db.flush()
        assert len(points.award(db, db.get_one(Event, ground.event), ground.now())) == len(ground.people)
        db.commit()


def sends(ground: Ground, person: Person | None = None) -> list[Entry]:
    return ground.telegram.journal.calls("sendMessage", None if person is None else person.id)


def all_sent(ground: Ground) -> None:
    rows = ground.count(OutboxMessage, LETTER)
    assert rows == len(ground.people)
    assert ground.count(OutboxMessage, LETTER, OutboxMessage.state == OutboxState.SENT) == rows


@fault(
    "T4",
    "the answer comes after the time limit on 10 % of the sends",
    "a letter: resent once, 2 copies at most; a notice of points: never twice, listed for an admin",
    runs=4,
    both=True,
)
async def answered_too_late(ground: Ground) -> Reckoning:
    people = 60 if ground.full else 12
    ground.gather(people, seated=True)
    ground.telegram.faults.add(
        Fault("slow_after", "sendMessage", probability=0.1, times=None, seconds=REQUEST_TIMEOUT_SECONDS + 2)
    )
    write_letter(ground, LETTER_WORDS)
    award_points(ground)
    await ground.starts()
    await ground.settles(600)
    late = [call for call in sends(ground) if call.fault]
    late_letters = Counter(call.person for call in late if LETTER_WORDS in call.params["text"])
    late_points = Counter(call.person for call in late if LETTER_WORDS not in call.params["text"])
    assert late_letters or not ground.full
    assert late_points or not ground.full
    gave_up = sum(count == 2 for count in late_letters.values())
    assert ground.count(OutboxMessage, LETTER, UNCLEAR) == gave_up
    assert ground.count(OutboxMessage, POINTS, UNCLEAR) == len(late_points)
    assert ground.count(OutboxMessage, SENT) == 2 * people - gave_up - len(late_points)
    for person in ground.people:
        copies = Counter(LETTER_WORDS in call.params["text"] for call in sends(ground, person))
        assert copies == {True: 2 if late_letters[person.id] else 1, False: 1}
    await ground.until(lambda: ground.count(OutboxMessage, UNCLEAR, OutboxMessage.listed_at.is_(None)) == 0)
    return reckon(ground).holds(doubled=len(late_letters), unclear=gave_up + len(late_points))


@fault(
    "T5",
    "connection refused, then reset before and after the request took effect",
    "before: sent once; after: at most those doubled, 2 copies",
    both=True,
)
async def connection_reset(ground: Ground) -> Reckoning:
    people = 60 if ground.full else 12
    ground.gather(people, seated=True)
    broken = []
    for person in ground.people:
        kind = ground.luck.choice(["drop_before", "drop_after", ""])
        if kind:
            broken.append(ground.telegram.faults.add(Fault(kind, "sendMessage", chat=str(person.id))))
    await ground.starts()
    await ground.listens()
    await ground.cut()
    write_letter(ground, LETTER_WORDS)
    await asyncio.sleep(2)
    assert sends(ground) == []
    await ground.heal()
    await ground.settles()
    all_sent(ground)
    before = {int(one.chat) for one in broken if one.kind == "drop_before"}
    for person in ground.people:
        arrived = sum(call.accepted for call in sends(ground, person))
        assert arrived == 1 or person.id not in before
    return reckon(ground).holds(doubled=sum(one.kind == "drop_after" for one in broken))


@fault(
    "T6",
    "429 storm: a dozen refusals of 1 to 6 s, then one red light of 30 s",
    "nothing sent before its time, no attempt burned, answers to people first, all sent; the admins hear that it goes "
    "slower",
    runs=5,
    both=True,
)
async def told_to_wait(ground: Ground) -> Reckoning:
    people, longest = (60, 30) if ground.full else (10, 3)
    ground.gather(people, seated=True)
    telegram = ground.telegram
    telegram.faults.add(Fault("429", "sendMessage", skip=4, retry_after=longest))
    for seconds in range(1, 7 if ground.full else 3):
        share = 0.5 if ground.full else 0.3
        telegram.faults.add(Fault("429", "sendMessage", probability=share, times=2, retry_after=seconds))
    write_letter(ground, LETTER_WORDS)
    assert ground.staff is not None
    await ground.starts(ADMIN_IDS=str(ground.staff.id))
    await ground.until(lambda: any(call.fault == "429" and _retry_after(call) == longest for call in sends(ground)))
    asked_at = telegram.journal.entries[-1].number
    await ground.people[-1].presses_data(1, wishes.Go(to=wishes.Place.EVENTS).pack())
    await ground.settles(600)
    all_sent(ground)
    assert ground.count(OutboxMessage, OutboxMessage.attempts != 1) == 0
    if longest >= LONG_WAIT_SECONDS:
        await ground.until(lambda: ground.is_alarmed(Concern.SLOW))
    _kept_waiting(sends(ground))
    later = [call for call in sends(ground) if call.number > asked_at and call.accepted]
    assert [call.person for call in later].index(ground.people[-1].id) <= 3
    return reckon(ground).holds()


def _retry_after(call: Entry) -> int:
    return int(call.description.rpartition(" ")[2])


def _kept_waiting(calls: list[Entry]) -> None:
    for red in [call for call in calls if call.fault == "429"]:
        until = red.finished + _retry_after(red)
        early = [call.started - red.finished for call in calls if red.finished + JUST_SENT < call.started < until]
        assert early == [], f"sent {early} s after a red light of {_retry_after(red)} s"


@fault(
    "T7",
    "403 for 30 %: the bot is blocked, the account is gone",
    "one send each, the rest unaffected, back after /start",
    both=True,
)
async def blocked_by_many(ground: Ground) -> Reckoning:
    people = 60 if ground.full else 10
    ground.gather(people, seated=True)
    away = ground.luck.sample(ground.people, people * 3 // 10)
    for number, person in enumerate(away):
        chat = ground.telegram.chats[person.id]
        chat.blocked, chat.deactivated = number % 2 == 0, number % 2 == 1
    write_letter(ground, "Начало переносится в актовый зал.")
    write_letter(ground, "Возьмите сменную обувь.")
    await ground.starts()
    await ground.settles()
    write_letter(ground, "Парковка со двора.")
    await asyncio.sleep(1.5)
    await ground.settles()
    for person in ground.people:
        assert len(sends(ground, person)) == (1 if person in away else 3)
    assert ground.count(Account, Account.blocked_at.is_not(None)) == len(away)

    back = away[0]
    ground.telegram.chats[back.id].blocked = False
    await back.types("/start")
    await ground.settles()
    write_letter(ground, "Ждём вас.")
    await asyncio.sleep(1.5)
    await ground.settles()
    assert any("Ждём вас" in seen.text for seen in back.chat)
    assert not any("Парковка" in seen.text for seen in back.chat)
    return reckon(ground).holds()
