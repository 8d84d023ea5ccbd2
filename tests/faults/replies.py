"""Telegram answers late, badly, not at all, or not yet: T4, T5, T6, T7, T13, T14."""

import asyncio
import time

from bot.sender import REQUEST_SECONDS
from models import Account, OutboxMessage, OutboxState
from sandbox.faults import Fault
from sandbox.journal import Entry
from sandbox.person import Person
from screens import wishes
from services.actors import actor_of
from services.letters import send_letter
from services.notices import NoticeKind
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

LETTER = OutboxMessage.kind == NoticeKind.LETTER
JUST_SENT = 0.3
"""Seconds in which a request may have been on its way when the red light came."""


def write_letter(ground: Ground, text: str) -> None:
    """The organiser has written to all who have a seat; the running bot finds the notices."""
    assert ground.staff is not None
    account = ground.account_of(ground.staff)
    with ground.db() as db:
        send_letter(db, actor_of(db, db.get_one(Account, account)), ground.event, text, ground.now())
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
    "resent once; at most those 10 % doubled, 2 copies",
    runs=2,
)
async def answered_too_late(ground: Ground) -> Reckoning:
    ground.gather(60, seated=True)
    late = ground.telegram.faults.add(
        Fault("slow_after", "sendMessage", probability=0.1, times=None, seconds=REQUEST_SECONDS + 2)
    )
    write_letter(ground, "Начало переносится в актовый зал.")
    await ground.starts()
    await ground.settles(600)
    assert late.hits
    return reckon(ground).holds(doubled=late.hits, unclear=late.hits // 2)


@fault(
    "T5",
    "connection refused, then reset before and after the request took effect",
    "before: sent once; after: at most those doubled, 2 copies",
    quick=True,
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
    write_letter(ground, "Начало переносится в актовый зал.")
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
    "429 storm: half of the sends, then one long red light",
    "nothing sent before its time, no attempt burned, answers to people first, all sent",
    runs=5,
)
async def told_to_wait(ground: Ground) -> Reckoning:
    people, longest = (60, 30) if ground.full else (10, 3)
    ground.gather(people, seated=True)
    telegram = ground.telegram
    telegram.faults.add(Fault("429", "sendMessage", skip=4, retry_after=longest))
    for seconds in range(1, 7 if ground.full else 3):
        share = 0.5 if ground.full else 0.3
        telegram.faults.add(Fault("429", "sendMessage", probability=share, times=2, retry_after=seconds))
    write_letter(ground, "Начало переносится в актовый зал.")
    await ground.starts()
    await ground.until(lambda: any(call.fault == "429" and _retry_after(call) == longest for call in sends(ground)))
    asked_at = telegram.journal.entries[-1].number
    await ground.people[-1].presses_data(1, wishes.Go(to=wishes.Place.EVENTS).pack())
    await ground.settles(600)
    all_sent(ground)
    assert ground.count(OutboxMessage, OutboxMessage.attempts != 1) == 0
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


@fault(
    "T13",
    "500 and 502 pages for a minute",
    "at most one try in flight, back within 35 s, what stayed unclear is listed, a quiet log",
    runs=3,
)
async def telegram_is_broken(ground: Ground) -> Reckoning:
    ground.gather(60, seated=True)
    await ground.starts()
    await ground.listens()
    lines = ground.log.count("\n")
    rules = [
        ground.telegram.faults.add(Fault(kind, probability=share, times=None))
        for kind, share in (("500", 0.5), ("502-html", 1.0))
    ]
    write_letter(ground, "Начало переносится в актовый зал.")
    await asyncio.sleep(60)
    tries = [call for call in sends(ground) if not call.accepted]
    ground.telegram.faults.clear()
    assert sum(rule.hits for rule in rules) >= 2
    assert ground.log.count("\n") - lines <= 20, ground.log[-3000:]
    healed = time.monotonic()
    await ground.until(lambda: any(call.accepted for call in sends(ground)), 35)
    await ground.until(
        lambda: any(c.accepted and c.started > healed for c in ground.telegram.journal.calls("getUpdates")), 35
    )
    await ground.settles(300)
    return reckon(ground).holds(unclear=len(tries) // 2)


@fault("T14", "20 s for each call of one chat", "the others are answered within 2 s (95 of 100)", runs=3)
async def slow_for_one(ground: Ground) -> Reckoning:
    ground.gather(41, capacity=None)
    slow, *others = ground.people
    ground.telegram.faults.add(Fault("slow", "*", chat=str(slow.id), times=None, seconds=20))
    await ground.starts()
    await ground.listens()
    wish = wishes.Go(to=wishes.Place.EVENTS).pack()
    for _ in range(3):
        await slow.presses_data(1, wish)
    waits = []
    for person in others:
        begun = time.monotonic()
        await person.presses_data(1, wish)
        await person.sees(seconds=20)
        waits.append(time.monotonic() - begun)
    assert sorted(waits)[int(len(waits) * 0.95) - 1] <= 2, waits
    await ground.settles()
    return reckon(ground).holds()
