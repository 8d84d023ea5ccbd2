"""One person floods the bot, then a thousand come at once: T21."""

import asyncio
import time
from pathlib import Path

from bot.inbox.flood import PERIOD_SECONDS, UPDATES_PER_PERIOD, WARNING_INTERVAL_SECONDS
from models import InboxState, InboxUpdate
from sandbox.person import Person
from screens import wishes
from tests.faults.arrivals import FAR_FUTURE, Raw, dropped, message, press
from tests.faults.ground import Ground
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

EVENTS, MINE = (wishes.Go(to=place).pack() for place in (wishes.Place.EVENTS, wishes.Place.MY))
ANSWERED_WITHIN = 1.0
GROWTH = 50 * 1024
"""KiB of memory by which the process may grow."""


@fault(
    "T21",
    "10,000 updates of one person in 20 s; then 10 each of 1,000 impatient people at once",
    "others answered within 1 s (95 of 100), the flooder no more than anybody may be, 50 MB more memory at most; "
    "of the thousand each update is worked",
    runs=2,
    both=True,
)
async def crowds(ground: Ground) -> Reckoning:
    floods, seconds, crowd = (10_000, 20, 1_000) if ground.full else (1_500, 3, 40)
    ground.gather(crowd, capacity=None, published_at=None)  # no announcement: what is seen is an answer
    flooder, *others = ground.people[: 41 if ground.full else 11]
    await ground.starts()
    await ground.listens()
    for person in [flooder, *others]:
        await person.presses_data(1, EVENTS)
    await ground.settles()
    before = memory(ground)
    heard = ground.count(InboxUpdate)

    begun = time.monotonic()
    pouring = asyncio.create_task(pour(ground, flooder, floods, seconds))
    pressing = (wait(ground, person, ground.luck.random() * seconds) for person in others)
    waits = sorted(await asyncio.gather(*pressing))
    await pouring
    await ground.settles()
    lasted = time.monotonic() - begun
    assert waits[int(len(waits) * 0.95) - 1] <= ANSWERED_WITHIN, waits
    counted = await dropped(ground)
    mine = InboxUpdate.chat_key == flooder.id
    assert counted["line"] == 0
    assert ground.count(InboxUpdate, mine) - 1 + counted["flood"] == floods
    assert ground.count(InboxUpdate) == heard + len(others) + floods - counted["flood"]
    said = len([seen for seen in flooder.history if seen.from_bot])
    assert said <= 1 + UPDATES_PER_PERIOD * (1 + lasted / PERIOD_SECONDS) + 1 + lasted // WARNING_INTERVAL_SECONDS, (
        f"{said} answers in {lasted:.0f} s"
    )
    assert memory(ground) - before <= GROWTH, f"{before} KiB, then {memory(ground)}"

    known = ground.count(InboxUpdate)
    for person in ground.luck.sample(ground.people, crowd):
        for turn in range(10):
            put(ground, person, typed=turn in (0, 9))
    await ground.until(lambda: ground.count(InboxUpdate) == known + 10 * crowd, 600)
    await ground.settles(1200)
    assert ground.count(InboxUpdate, InboxUpdate.state == InboxState.DONE) == known + 10 * crowd
    assert await dropped(ground) == counted
    assert memory(ground) - before <= GROWTH, f"{before} KiB, then {memory(ground)}"
    return reckon(ground, dropped=int(counted["flood"])).holds()


def put(ground: Ground, person: Person, *, typed: bool) -> None:
    """One more update waits at Telegram, however long it takes."""
    queue, kind = ground.telegram.updates, "message" if typed else "callback_query"
    made = queue.create(kind, {}, person.id)
    assert made is not None
    raw = message(made.update_id, person.id, "/my") if typed else press(made.update_id, person.id, EVENTS)
    if typed:
        raw["message"]["date"] = int(time.time())
    queue.put(Raw(made.update_id, kind, {}, person.id, FAR_FUTURE, raw))


async def pour(ground: Ground, flooder: Person, floods: int, seconds: float) -> None:
    """Presses and messages mixed, evenly over the seconds."""
    portions = int(seconds * 10)
    for _ in range(portions):
        for _ in range(floods // portions):
            put(ground, flooder, typed=ground.luck.random() < 0.5)
        await asyncio.sleep(0.1)


async def wait(ground: Ground, person: Person, after: float) -> float:
    """Seconds from a press to its answer."""
    await asyncio.sleep(after)
    begun = time.monotonic()
    await person.presses_data(1, MINE)  # another screen than the one in sight: what does not change is not seen
    await person.sees(seconds=60)
    return time.monotonic() - begun


def memory(ground: Ground) -> int:
    """The most memory that the process ever had, in KiB."""
    status = Path(f"/proc/{ground.bot.number}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
