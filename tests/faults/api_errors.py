"""Telegram answers late, drops the connection, asks to wait or refuses: T4, T5, T6, T7."""

import asyncio
from collections import Counter

import sqlalchemy as sa

from bot.telegram.messenger import SEND_TIMEOUT_SECONDS
from models import (
    Account,
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
from services.correspondence.letters import LetterSent, send_letter
from services.delivery.health import LONG_WAIT_SECONDS, Concern
from services.recognition import points
from services.recognition.points import PointsAwarded
from services.stored import name_of
from tests.builders import make_attendance
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

LETTER = OutboxMessage.kind == name_of(LetterSent)
POINTS = OutboxMessage.kind == name_of(PointsAwarded)
SENT = OutboxMessage.state == OutboxState.SENT
UNCLEAR = OutboxMessage.state == OutboxState.UNCLEAR
LETTER_WORDS = "Начало переносится в актовый зал."
REFUSED_SECONDS = 2
IN_FLIGHT_SECONDS = 0.3
"""A request may have been in flight for this long when the refusal came."""


def write_letter(env: Environment, text: str) -> None:
    """Write from the organizer to everybody with a seat; a running bot finds the notices."""
    assert env.organizer is not None
    account = env.account_id(env.organizer)
    with env.db() as db:
        send_letter(db, actor_of(db, db.get_one(Account, account)), env.event_id, text, env.now())
        db.commit()


def award_points(env: Environment) -> None:
    """Mark everybody with a seat as present and award the points."""
    with env.db() as db:
        for seat in db.scalars(sa.select(Registration)):
            make_attendance(db, seat.event_id, seat.teacher_id)
        db.flush()
        assert len(points.award(db, db.get_one(Event, env.event_id), env.now())) == len(env.people)
        db.commit()


def sends(env: Environment, person: Person | None = None) -> list[Entry]:
    return env.telegram.journal.calls("sendMessage", None if person is None else person.id)


def assert_all_sent(env: Environment) -> None:
    rows = env.count(OutboxMessage, LETTER)
    assert rows == len(env.people)
    assert env.count(OutboxMessage, LETTER, OutboxMessage.state == OutboxState.SENT) == rows


@fault(
    "T4 the answer comes after the time limit on 10 % of the sends",
    "a letter: resent once, 2 copies at most; a notice of points: never twice, listed for an admin",
    runs=4,
    both=True,
)
async def answered_too_late(env: Environment) -> Findings:
    people = 60 if env.is_full_size else 12
    env.set_up_event(people, seated=True)
    env.telegram.faults.add(
        Fault("slow_after", "sendMessage", probability=0.1, times=None, seconds=SEND_TIMEOUT_SECONDS + 2)
    )
    write_letter(env, LETTER_WORDS)
    award_points(env)
    await env.start_bot()
    await env.wait_until_idle(600)
    late = [call for call in sends(env) if call.fault]
    late_letters = Counter(call.person for call in late if LETTER_WORDS in call.params["text"])
    late_points = Counter(call.person for call in late if LETTER_WORDS not in call.params["text"])
    assert late_letters or not env.is_full_size
    assert late_points or not env.is_full_size
    given_up = sum(count == 2 for count in late_letters.values())
    assert env.count(OutboxMessage, LETTER, UNCLEAR) == given_up
    assert env.count(OutboxMessage, POINTS, UNCLEAR) == len(late_points)
    assert env.count(OutboxMessage, SENT) == 2 * people - given_up - len(late_points)
    for person in env.people:
        copies = Counter(LETTER_WORDS in call.params["text"] for call in sends(env, person))
        assert copies == {True: 2 if late_letters[person.id] else 1, False: 1}
    await env.wait_until(lambda: env.count(OutboxMessage, UNCLEAR, OutboxMessage.listed_at.is_(None)) == 0)
    return verify(env).assert_holds(doubled=len(late_letters), unclear=given_up + len(late_points))


@fault(
    "T5 connection refused, then reset before and after the request took effect",
    "before: sent once; after: at most those doubled, 2 copies",
    both=True,
)
async def connection_reset(env: Environment) -> Findings:
    people = 60 if env.is_full_size else 12
    env.set_up_event(people, seated=True)
    drops = []
    for person in env.people:
        kind = env.random.choice(["drop_before", "drop_after", ""])
        if kind:
            drops.append(env.telegram.faults.add(Fault(kind, "sendMessage", chat=str(person.id))))
    await env.start_bot()
    await env.wait_until_listening()
    await env.disconnect()
    write_letter(env, LETTER_WORDS)
    await asyncio.sleep(REFUSED_SECONDS)
    assert sends(env) == []
    await env.reconnect()
    await env.wait_until_idle()
    assert_all_sent(env)
    dropped_before = {int(one.chat) for one in drops if one.kind == "drop_before"}
    for person in env.people:
        arrived = sum(call.accepted for call in sends(env, person))
        assert arrived == 1 or person.id not in dropped_before
    return verify(env).assert_holds(doubled=sum(one.kind == "drop_after" for one in drops))


@fault(
    "T6 429 storm: a dozen refusals of 1 to 6 s, then one red light of 30 s",
    "nothing sent before its time, no attempt burned, answers to people first, all sent; the admins hear that it goes "
    "slower",
    runs=5,
    both=True,
)
async def asked_to_wait(env: Environment) -> Findings:
    people, longest = (60, 30) if env.is_full_size else (10, 3)
    env.set_up_event(people, seated=True)
    telegram = env.telegram
    telegram.faults.add(Fault("429", "sendMessage", skip=4, retry_after=longest))
    for seconds in range(1, 7 if env.is_full_size else 3):
        share = 0.5 if env.is_full_size else 0.3
        telegram.faults.add(Fault("429", "sendMessage", probability=share, times=2, retry_after=seconds))
    write_letter(env, LETTER_WORDS)
    assert env.organizer is not None
    await env.start_bot(ADMIN_IDS=str(env.organizer.id))
    await env.wait_until(lambda: any(call.fault == "429" and _retry_after(call) == longest for call in sends(env)))
    number_at_refusal = telegram.journal.entries[-1].number
    await env.people[-1].presses_data(1, wishes.Go(to=wishes.Place.EVENTS).pack())
    await env.wait_until_idle(600)
    assert_all_sent(env)
    assert env.count(OutboxMessage, OutboxMessage.attempts != 1) == 0
    if longest >= LONG_WAIT_SECONDS:
        await env.wait_until(lambda: env.has_alarmed_organizer(Concern.SLOW))
        await env.wait_until_idle()
    _assert_waited(sends(env))
    later = [call for call in sends(env) if call.number > number_at_refusal and call.accepted]
    assert [call.person for call in later].index(env.people[-1].id) <= 3
    return verify(env).assert_holds()


def _retry_after(call: Entry) -> int:
    return int(call.description.rpartition(" ")[2])


def _assert_waited(calls: list[Entry]) -> None:
    """Nothing was sent during the wait that a refusal asked for."""
    for refusal in [call for call in calls if call.fault == "429"]:
        begin, end = refusal.finished + IN_FLIGHT_SECONDS, refusal.finished + _retry_after(refusal)
        early = [call.started - refusal.finished for call in calls if begin < call.started < end]
        assert early == [], f"sent {early} s after a refusal of {_retry_after(refusal)} s"


@fault(
    "T7 403 for 30 %: the bot is blocked, the account is gone",
    "one send each, the rest unaffected, back after /start",
    both=True,
)
async def blocked_by_many(env: Environment) -> Findings:
    people = 60 if env.is_full_size else 10
    env.set_up_event(people, seated=True)
    away = env.random.sample(env.people, people * 3 // 10)
    for number, person in enumerate(away):
        chat = env.telegram.chats[person.id]
        chat.blocked, chat.deactivated = number % 2 == 0, number % 2 == 1
    write_letter(env, "Начало переносится в актовый зал.")
    write_letter(env, "Возьмите сменную обувь.")
    await env.start_bot()
    await env.wait_until_idle()
    write_letter(env, "Парковка со двора.")
    await env.wait_until_idle()
    for person in env.people:
        assert len(sends(env, person)) == (1 if person in away else 3)
    assert env.count(Account, Account.blocked_at.is_not(None)) == len(away)

    back = away[0]
    env.telegram.chats[back.id].blocked = False
    await back.types("/start")
    await env.wait_until_idle()
    write_letter(env, "Ждём вас.")
    await env.wait_until_idle()
    assert any("Ждём вас" in seen.text for seen in back.chat)
    assert not any("Парковка" in seen.text for seen in back.chat)
    return verify(env).assert_holds()
