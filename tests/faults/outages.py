"""A chat has moved, Telegram is broken, or slow for some: T8, T13, T14."""

import asyncio
import time
from itertools import pairwise

from bot.inbox import toasts
from bot.outbox.sender import IN_FLIGHT_LIMITS, SLOW_ANSWERS_LIMIT
from models import Account, OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from sandbox.calls.journal import Entry
from sandbox.person import Person
from sandbox.telegram.presses import TOO_OLD
from screens import wishes
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import SENDING, Reckoning, reckon
from tests.faults.replies import LETTER, LETTER_WORDS, sends, write_letter

LONGEST_PAUSE = 30
BACK_WITHIN = 35
SLACK = 1.5
"""Seconds by which a pause may look longer than it was meant: looking round once, and a busy machine."""
SLOW_CALL, SLOW_TOAST = 20, 5
PRESSES = 2
ANSWERED_WITHIN = 2.0
EVENTS = wishes.Go(to=wishes.Place.EVENTS).pack()


@fault(
    "T8",
    "chats move to another id; one moves twice before it is written to",
    "one resend to the new id, the id stored; the second move of one message is not followed, the next message arrives",
    runs=10,
    both=True,
)
async def chats_move(ground: Ground) -> Reckoning:
    people = 40 if ground.full else 8
    ground.gather(people, seated=True)
    telegram = ground.telegram
    moved = {person.id: telegram.migrate_chat(person.id, _new_id(person)) for person in _half(ground)}
    restless = next(iter(moved))
    moved[restless] = telegram.migrate_chat(moved[restless].id, _new_id(moved[restless]))
    write_letter(ground, LETTER_WORDS)
    await ground.starts()
    await ground.settles()
    assert ground.count(Account, Account.external_id.in_([person.id for person in moved.values()])) == len(moved)
    assert ground.count(Account, Account.external_id.in_(list(moved))) == 0
    for person in ground.people:
        assert len(sends(ground, person)) == 1
    for old, new in moved.items():
        assert len(sends(ground, new)) == (0 if old == restless else 1)
    assert len(sends(ground)) == people + len(moved)

    last = telegram.journal.entries[-1].number
    write_letter(ground, "Возьмите сменную обувь.")
    await ground.until(lambda: ground.count(OutboxMessage, LETTER) == 2 * people)
    await ground.settles()
    again = [call.person for call in telegram.journal.calls("sendMessage", after=last)]
    here = {person.id for person in ground.people} - set(moved) | {person.id for person in moved.values()}
    assert sorted(again, key=str) == sorted(here, key=str)
    given_up = [row.key for row in _failed(ground)]
    assert len(given_up) == 1
    found = reckon(ground)
    found.wrong.remove(f"{given_up[0]} failed: moved twice")
    return found.holds()


def _half(ground: Ground) -> list[Person]:
    return ground.luck.sample(ground.people, len(ground.people) // 2)


def _new_id(person: Person) -> int:
    return -1_000_000_000_000 - abs(person.id)


def _failed(ground: Ground) -> list[OutboxMessage]:
    with ground.db() as db:
        return db.query(OutboxMessage).filter(OutboxMessage.state == OutboxState.FAILED).all()


@fault(
    "T13",
    "500 and the 502 pages of a gateway instead of every answer for 5 minutes",
    "no message is given up, pauses of at most 30 s, back within 35 s, at most a line in 10 s in the log",
    runs=2,
    both=True,
)
async def telegram_is_broken(ground: Ground) -> Reckoning:
    people, seconds = (60, 300) if ground.full else (10, 30)
    ground.gather(people, seated=True)
    if pushed := ground.luck.random() < 0.5:
        ground.by_webhook()
    await ground.starts()
    await ground.listens()
    telegram = ground.telegram
    lines, before = ground.log.count("\n"), telegram.journal.entries[-1].number
    telegram.faults.add(Fault("500", probability=0.5, times=None))
    telegram.faults.add(Fault("502-html", times=None))
    write_letter(ground, LETTER_WORDS)
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        person = ground.luck.choice(ground.people)
        if pushed:
            await person.presses_data(1, EVENTS)
        await person.types("/my")
        await asyncio.sleep(2)
    telegram.faults.clear()
    healed = time.monotonic()
    lines = ground.log.count("\n") - lines
    calls = [call for call in telegram.journal.calls(after=before) if call.fault]
    assert lines <= max(seconds / 10, 12), ground.log[-3000:]
    assert sum(call.method in SENDING for call in calls) <= sum(IN_FLIGHT_LIMITS.values())
    _backed_off([call for call in calls if call.method == "getMe"], seconds)
    if not pushed:
        _backed_off([call for call in calls if call.method == "getUpdates"], seconds)
    await ground.until(lambda: any(call.accepted and call.started > healed for call in sends(ground)), BACK_WITHIN)
    if not pushed:
        await ground.until(lambda: bool(_polls(ground, healed)), BACK_WITHIN - (time.monotonic() - healed))
    await ground.settles(300)
    assert ground.count(OutboxMessage, OutboxMessage.unclear_attempts > 1) == 0
    return reckon(ground).holds()


def _backed_off(tries: list[Entry], seconds: int) -> None:
    """Longer and longer pauses, none beyond the longest, no two alike."""
    pauses = [after.started - before.finished for before, after in pairwise(tries)]
    assert max(pauses) <= LONGEST_PAUSE + SLACK, pauses
    assert pauses[0] <= 4 + SLACK, pauses
    assert min(pauses[5:], default=LONGEST_PAUSE) >= LONGEST_PAUSE / 2, pauses
    assert len({round(pause, 2) for pause in pauses[5:]}) == len(pauses[5:]), pauses
    assert len(tries) >= 3 + seconds // (LONGEST_PAUSE + SLACK), pauses


def _polls(ground: Ground, since: float) -> list[Entry]:
    return [call for call in ground.telegram.journal.calls("getUpdates") if call.accepted and call.started > since]


@fault(
    "T14",
    "20 s for each call of one chat, then of twelve chats at once that press twice",
    "the others are answered within 2 s (95 of 100), too old answers are swallowed, calls at once stay within bounds",
    runs=4,
    both=True,
)
async def slow_for_some(ground: Ground) -> Reckoning:
    others = 20 if ground.full else 10
    ground.gather(others + 13, capacity=None)
    first, *crowd = ground.people[:13]
    telegram = ground.telegram
    await ground.starts()
    await ground.listens()
    usual = await _waits(ground)
    await ground.settles()
    telegram.state.answer_seconds = SLOW_TOAST - 2
    for slow in ([first], crowd):
        for person in slow:
            chat = str(person.id)
            telegram.faults.add(Fault("slow", "answerCallbackQuery", chat=chat, times=None, seconds=SLOW_TOAST))
            telegram.faults.add(Fault("slow", "*", chat=chat, times=None, seconds=SLOW_CALL))
        for person in slow:
            for _ in range(PRESSES):
                await person.presses_data(1, EVENTS)
        waits = await _waits(ground)
        assert _most(waits) <= ANSWERED_WITHIN, (
            f"{_most(waits):.1f} s with {len(slow)} slow, {_most(usual):.1f} s before"
        )
        await asyncio.sleep(SLOW_CALL + 5)
        telegram.faults.clear()
        await ground.settles(300)
    calls = [call for call in telegram.journal.entries if call.method not in {"getUpdates", "deleteWebhook"}]
    spoken = [call for call in calls if call.method != "answerCallbackQuery"]
    assert _at_once(spoken) <= sum(IN_FLIGHT_LIMITS.values()) + SLOW_ANSWERS_LIMIT
    assert _at_once(calls) <= sum(IN_FLIGHT_LIMITS.values()) + SLOW_ANSWERS_LIMIT + toasts.PARALLEL_CALLS
    assert sum(TOO_OLD in call.description for call in calls) >= 3
    assert ground.log.count("presses not answered") <= 2, ground.log[-3000:]
    return reckon(ground).holds()


async def _waits(ground: Ground) -> list[float]:
    return sorted(await asyncio.gather(*(_wait(ground, person) for person in ground.people[13:])))


def _most(waits: list[float]) -> float:
    """What 95 of 100 do not exceed."""
    return waits[int(len(waits) * 0.95) - 1]


async def _wait(ground: Ground, person: Person) -> float:
    """Seconds from a press at some moment of the next five to its answer."""
    await asyncio.sleep(ground.luck.random() * 5)
    begun = time.monotonic()
    await person.presses_data(1, EVENTS)
    await person.sees(seconds=30)
    return time.monotonic() - begun


def _at_once(calls: list[Entry]) -> int:
    """The most calls that ran at one moment."""
    ends = sorted([(call.started, 1) for call in calls] + [(call.finished, -1) for call in calls])
    running = most = 0
    for _, step in ends:
        running += step
        most = max(most, running)
    return most
