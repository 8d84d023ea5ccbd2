"""Chats move, Telegram is broken, or slow for some chats: T8, T13, T14."""

import asyncio
import time
from itertools import pairwise

from bot.inbox import toasts
from bot.outbox.in_flight import IN_FLIGHT_LIMITS, SLOW_ANSWERS_LIMIT
from models import Account, OutboxMessage, OutboxState
from sandbox.calls.faults import Fault
from sandbox.calls.journal import Entry
from sandbox.person import Person
from sandbox.telegram.presses import TOO_OLD
from screens import wishes
from tests.faults.api_errors import LETTER, LETTER_WORDS, sends, write_letter
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.verification import SEND_METHODS, Findings, verify

MAX_PAUSE_SECONDS = 30
RECOVERY_SECONDS = 35
SLACK_SECONDS = 1.5
"""A measured pause may be longer than the intended one by one poll and the delays of a busy machine."""
SLOW_CALL_SECONDS, SLOW_TOAST_SECONDS = 20, 5
PRESSES = 2
ANSWER_SECONDS = 2.0
EVENTS = wishes.Go(to=wishes.Place.EVENTS).pack()


@fault(
    "T8 chats move to another id; one moves twice before it is written to",
    "one resend to the new id, the id stored; the second move of one message is not followed, the next message arrives",
    runs=10,
    both=True,
)
async def chats_move(env: Environment) -> Findings:
    people = 40 if env.is_full_size else 8
    env.set_up_event(people, seated=True)
    telegram = env.telegram
    moved = {person.id: telegram.migrate_chat(person.id, _new_id(person)) for person in _half(env)}
    moved_twice = next(iter(moved))
    moved[moved_twice] = telegram.migrate_chat(moved[moved_twice].id, _new_id(moved[moved_twice]))
    write_letter(env, LETTER_WORDS)
    await env.start_bot()
    await env.wait_until_idle()
    assert env.count(Account, Account.external_id.in_([person.id for person in moved.values()])) == len(moved)
    assert env.count(Account, Account.external_id.in_(list(moved))) == 0
    for person in env.people:
        assert len(sends(env, person)) == 1
    for old, new in moved.items():
        assert len(sends(env, new)) == (0 if old == moved_twice else 1)
    assert len(sends(env)) == people + len(moved)

    last = telegram.journal.entries[-1].number
    write_letter(env, "Возьмите сменную обувь.")
    await env.wait_until(lambda: env.count(OutboxMessage, LETTER) == 2 * people)
    await env.wait_until_idle()
    receivers = [call.person for call in telegram.journal.calls("sendMessage", after=last)]
    current_chats = {person.id for person in env.people} - set(moved) | {person.id for person in moved.values()}
    assert sorted(receivers, key=str) == sorted(current_chats, key=str)
    failed = [row.key for row in _failed(env)]
    assert len(failed) == 1
    findings = verify(env)
    findings.violations.remove(f"{failed[0]} failed: moved twice")
    return findings.assert_holds()


def _half(env: Environment) -> list[Person]:
    return env.random.sample(env.people, len(env.people) // 2)


def _new_id(person: Person) -> int:
    return -1_000_000_000_000 - abs(person.id)


def _failed(env: Environment) -> list[OutboxMessage]:
    with env.db() as db:
        return db.query(OutboxMessage).filter(OutboxMessage.state == OutboxState.FAILED).all()


@fault(
    "T13 500 and the 502 pages of a gateway instead of every answer for 5 minutes",
    "no message is given up, pauses of at most 30 s, back within 35 s, at most a line in 10 s in the log",
    runs=2,
    both=True,
)
async def telegram_is_broken(env: Environment) -> Findings:
    people, seconds = (60, 300) if env.is_full_size else (10, 30)
    env.set_up_event(people, seated=True)
    if by_webhook := env.random.random() < 0.5:
        env.use_webhook()
    await env.start_bot()
    await env.wait_until_listening()
    telegram = env.telegram
    lines, before = env.log.count("\n"), telegram.journal.entries[-1].number
    telegram.faults.add(Fault("500", probability=0.5, times=None))
    telegram.faults.add(Fault("502-html", times=None))
    write_letter(env, LETTER_WORDS)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        person = env.random.choice(env.people)
        if by_webhook:
            await person.presses_data(1, EVENTS)
        await person.types("/my")
        await asyncio.sleep(2)
    telegram.faults.clear()
    healed = time.monotonic()
    lines = env.log.count("\n") - lines
    calls = [call for call in telegram.journal.calls(after=before) if call.fault]
    assert lines <= max(seconds / 10, 12), env.log[-3000:]
    assert sum(call.method in SEND_METHODS for call in calls) <= sum(IN_FLIGHT_LIMITS.values())
    _assert_backoff([call for call in calls if call.method == "getMe"], seconds)
    if not by_webhook:
        _assert_backoff([call for call in calls if call.method == "getUpdates"], seconds)
    await env.wait_until(lambda: any(call.accepted and call.started > healed for call in sends(env)), RECOVERY_SECONDS)
    if not by_webhook:
        await env.wait_until(
            lambda: bool(_successful_polls(env, healed)), RECOVERY_SECONDS - (time.monotonic() - healed)
        )
    await env.wait_until_idle(300)
    assert env.count(OutboxMessage, OutboxMessage.unclear_attempts > 1) == 0
    return verify(env).assert_holds()


def _assert_backoff(tries: list[Entry], seconds: int) -> None:
    """Pauses grow up to the longest one, and no two are alike."""
    pauses = [after.started - before.finished for before, after in pairwise(tries)]
    assert max(pauses) <= MAX_PAUSE_SECONDS + SLACK_SECONDS, pauses
    assert pauses[0] <= 4 + SLACK_SECONDS, pauses
    assert min(pauses[5:], default=MAX_PAUSE_SECONDS) >= MAX_PAUSE_SECONDS / 2, pauses
    assert len({round(pause, 2) for pause in pauses[5:]}) == len(pauses[5:]), pauses
    assert len(tries) >= 3 + seconds // (MAX_PAUSE_SECONDS + SLACK_SECONDS), pauses


def _successful_polls(env: Environment, since: float) -> list[Entry]:
    return [call for call in env.telegram.journal.calls("getUpdates") if call.accepted and call.started > since]


@fault(
    "T14 20 s for each call of one chat, then of twelve chats at once that press twice",
    "the others are answered within 2 s (95 of 100), too old answers are swallowed, calls at once stay within bounds",
    runs=4,
    both=True,
)
async def slow_for_some(env: Environment) -> Findings:
    others = 20 if env.is_full_size else 10
    env.set_up_event(others + 13, capacity=None)
    first, *crowd = env.people[:13]
    telegram = env.telegram
    await env.start_bot()
    await env.wait_until_listening()
    usual_waits = await _measure_answers(env)
    await env.wait_until_idle()
    telegram.state.answer_seconds = SLOW_TOAST_SECONDS - 2
    for slow in ([first], crowd):
        for person in slow:
            chat = str(person.id)
            telegram.faults.add(Fault("slow", "answerCallbackQuery", chat=chat, times=None, seconds=SLOW_TOAST_SECONDS))
            telegram.faults.add(Fault("slow", "*", chat=chat, times=None, seconds=SLOW_CALL_SECONDS))
        for person in slow:
            for _ in range(PRESSES):
                await person.presses_data(1, EVENTS)
        waits = await _measure_answers(env)
        assert _percentile_95(waits) <= ANSWER_SECONDS, (
            f"{_percentile_95(waits):.1f} s with {len(slow)} slow, {_percentile_95(usual_waits):.1f} s before"
        )
        await asyncio.sleep(SLOW_CALL_SECONDS + 5)
        telegram.faults.clear()
        await env.wait_until_idle(300)
    calls = [call for call in telegram.journal.entries if call.method not in {"getUpdates", "deleteWebhook"}]
    messages = [call for call in calls if call.method != "answerCallbackQuery"]
    assert _peak_concurrency(messages) <= sum(IN_FLIGHT_LIMITS.values()) + SLOW_ANSWERS_LIMIT
    assert _peak_concurrency(calls) <= sum(IN_FLIGHT_LIMITS.values()) + SLOW_ANSWERS_LIMIT + toasts.PARALLEL_CALLS
    assert sum(TOO_OLD in call.description for call in calls) >= 3
    assert env.log.count("presses not answered") <= 2, env.log[-3000:]
    return verify(env).assert_holds()


async def _measure_answers(env: Environment) -> list[float]:
    return sorted(await asyncio.gather(*(_answer_seconds(env, person) for person in env.people[13:])))


def _percentile_95(waits: list[float]) -> float:
    """Return the longest of the shortest 95 per cent."""
    return waits[int(len(waits) * 0.95) - 1]


async def _answer_seconds(env: Environment, person: Person) -> float:
    """Press at a random moment of the next five seconds; return the seconds to the answer."""
    await asyncio.sleep(env.random.random() * 5)
    begun = time.monotonic()
    await person.presses_data(1, EVENTS)
    await person.sees(seconds=30)
    return time.monotonic() - begun


def _peak_concurrency(calls: list[Entry]) -> int:
    """Return the greatest number of calls that ran at one moment."""
    ends = sorted([(call.started, 1) for call in calls] + [(call.finished, -1) for call in calls])
    running = peak = 0
    for _, step in ends:
        running += step
        peak = max(peak, running)
    return peak
