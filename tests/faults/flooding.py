"""One person floods the bot, then a thousand press at once: T21."""

import asyncio
import time
from pathlib import Path

from bot.inbox.flood import PERIOD_SECONDS, UPDATES_PER_PERIOD, WARNING_INTERVAL_SECONDS
from models import InboxState, InboxUpdate
from sandbox.person import Person
from screens import wishes
from tests.faults.environment import Environment
from tests.faults.plan import fault
from tests.faults.updates import FAR_FUTURE, Raw, dropped_by_reason, message, press
from tests.faults.verification import Findings, verify

EVENTS, MINE = (wishes.Go(to=place).pack() for place in (wishes.Place.EVENTS, wishes.Place.MY))
ANSWER_SECONDS = 1.0
MAX_GROWTH_KIB = 50 * 1024


@fault(
    "T21 10,000 updates of one person in 20 s; then 10 each of 1,000 impatient people at once",
    "others answered within 1 s (95 of 100), the flooder no more than anybody may be, 50 MB more memory at most; "
    "of the thousand each update is worked",
    runs=2,
    both=True,
)
async def flood_and_crowd(env: Environment) -> Findings:
    floods, seconds, crowd = (10_000, 20, 1_000) if env.is_full_size else (1_500, 3, 40)
    env.set_up_event(crowd, capacity=None, published_at=None)  # no announcement: what is seen is an answer
    flooder, *others = env.people[: 41 if env.is_full_size else 11]
    await env.start_bot()
    await env.wait_until_listening()
    for person in [flooder, *others]:
        await person.presses_data(1, EVENTS)
    await env.wait_until_idle()
    before = peak_memory_kib(env)
    stored_before = env.count(InboxUpdate)

    begun = time.monotonic()
    flood = asyncio.create_task(send_flood(env, flooder, floods, seconds))
    pressing = (answer_seconds(person, env.random.random() * seconds) for person in others)
    waits = sorted(await asyncio.gather(*pressing))
    await flood
    await env.wait_until_idle()
    lasted = time.monotonic() - begun
    assert waits[int(len(waits) * 0.95) - 1] <= ANSWER_SECONDS, waits
    dropped_by_limit = await dropped_by_reason(env)
    of_flooder = InboxUpdate.chat_key == flooder.id
    assert dropped_by_limit["line"] == 0
    assert env.count(InboxUpdate, of_flooder) - 1 + dropped_by_limit["flood"] == floods
    assert env.count(InboxUpdate) == stored_before + len(others) + floods - dropped_by_limit["flood"]
    answers = len([seen for seen in flooder.history if seen.from_bot])
    assert answers <= 1 + UPDATES_PER_PERIOD * (1 + lasted / PERIOD_SECONDS) + 1 + lasted // WARNING_INTERVAL_SECONDS, (
        f"{answers} answers in {lasted:.0f} s"
    )
    assert peak_memory_kib(env) - before <= MAX_GROWTH_KIB, f"{before} KiB, then {peak_memory_kib(env)}"

    stored = env.count(InboxUpdate)
    for person in env.random.sample(env.people, crowd):
        for number in range(10):
            enqueue(env, person, typed=number in (0, 9))
    await env.wait_until(lambda: env.count(InboxUpdate) == stored + 10 * crowd, 600)
    await env.wait_until_idle(1200)
    assert env.count(InboxUpdate, InboxUpdate.state == InboxState.DONE) == stored + 10 * crowd
    assert await dropped_by_reason(env) == dropped_by_limit
    assert peak_memory_kib(env) - before <= MAX_GROWTH_KIB, f"{before} KiB, then {peak_memory_kib(env)}"
    return verify(env, dropped=int(dropped_by_limit["flood"])).assert_holds()


def enqueue(env: Environment, person: Person, *, typed: bool) -> None:
    """Queue one more update at Telegram, where it never expires."""
    queue, kind = env.telegram.updates, "message" if typed else "callback_query"
    made = queue.create(kind, {}, person.id)
    assert made is not None
    raw = message(made.update_id, person.id, "/my") if typed else press(made.update_id, person.id, EVENTS)
    if typed:
        raw["message"]["date"] = int(time.time())
    queue.put(Raw(made.update_id, kind, {}, person.id, FAR_FUTURE, raw))


async def send_flood(env: Environment, flooder: Person, floods: int, seconds: float) -> None:
    """Send presses and messages mixed, evenly over the seconds."""
    batches = int(seconds * 10)
    for _ in range(batches):
        for _ in range(floods // batches):
            enqueue(env, flooder, typed=env.random.random() < 0.5)
        await asyncio.sleep(0.1)


async def answer_seconds(person: Person, after: float) -> float:
    """Return the seconds from a press, made `after` seconds from now, to its answer."""
    await asyncio.sleep(after)
    begun = time.monotonic()
    await person.presses_data(1, MINE)  # another screen than the present one: an unchanged screen shows nothing new
    await person.sees(seconds=60)
    return time.monotonic() - begun


def peak_memory_kib(env: Environment) -> int:
    """Return the bot's peak memory since its start."""
    status = Path(f"/proc/{env.bot.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
