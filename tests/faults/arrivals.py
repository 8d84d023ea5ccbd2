"""Updates arrive twice, forged, out of order or broken: T9, T10, T11, T12."""

import copy
import json
import re
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import aiohttp
from aiogram.types import Update as TelegramUpdate
from pydantic import ValidationError

from models import InboxState, InboxUpdate, Registration, RegistrationState
from sandbox.telegram.updates import Update
from screens import wishes
from tests.faults.ground import FIRST_PERSON, SECRET, Ground
from tests.faults.kills import SEATS, done, is_seated, queue_up
from tests.faults.plan import fault
from tests.faults.reckoning import Reckoning, reckon

FAR_FUTURE = 1e12
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_GAP = 1.0
QUICK_GAP = 5.0
"""Beside other tests."""
DROPPED = re.compile(r'^centrik_updates_dropped_total\{reason="(\w+)"\} ([\d.]+)$', re.MULTILINE)
TITLE = "Читаем и понимаем задачу"
HELP = "Как пользоваться ботом"


@fault(
    "T9",
    "each update three times, after a restart too, then a week-random id",
    "effects once, every press answered",
    both=True,
)
async def told_three_times(ground: Ground) -> Reckoning:
    people = 100 if ground.full else 24
    ground.gather(people + 1, capacity=SEATS)
    *crowd, last = ground.people
    if ground.luck.random() < 0.5:
        ground.by_webhook()
    told: list[Update] = []
    hand_over = ground.telegram.state.enqueue

    def thrice(update: Update) -> None:
        told.append(update)
        for _ in range(3):
            hand_over(update)

    ground.telegram.state.enqueue = thrice  # type: ignore[method-assign]  # Telegram repeats itself
    await ground.starts()
    await ground.listens()
    await queue_up(ground, crowd)
    await ground.settles()
    assert ground.telegram.state.presses == {}
    await ground.bot.killed()
    for update in ground.luck.sample(told, len(told)):
        hand_over(update)
    await ground.starts()
    await ground.settles()
    is_seated(ground, people)

    ground.telegram.updates.set_next_id(ground.luck.randrange(1, 1000))
    await last.presses_data(1, wishes.JoinQueue(event=ground.event).pack())
    await ground.settles()
    assert ground.telegram.state.presses == {}
    is_seated(ground, people + 1)
    assert done(ground) == people + 1
    return reckon(ground).holds()


def message(number: int, person: int, text: str) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Нина"}
    chat = {"id": person, "type": "private", "first_name": "Нина"}
    return {"update_id": number, "message": {"message_id": 1, "from": who, "chat": chat, "date": 1, "text": text}}


def press(number: int, person: int, wish: str) -> dict[str, Any]:
    body = message(number, person, "")["message"]
    query = {"id": f"q{number}", "from": body["from"], "message": body, "chat_instance": "1", "data": wish}
    return {"update_id": number, "callback_query": query}


@fault(
    "T10",
    "forged webhook calls: no secret, wrong, not ASCII; 5 MB; bad JSON",
    "401, 413, 400; nothing stored, no traceback",
    runs=5,
    quick=True,
)
async def forged_calls(ground: Ground) -> Reckoning:
    ground.gather(1)
    ground.by_webhook()
    await ground.starts()
    await ground.listens()
    good = json.dumps(message(1, FIRST_PERSON, "/help")).encode()
    mine = {SECRET_HEADER: SECRET}
    calls: list[tuple[dict[str, str], bytes, int]] = [
        ({}, good, 401),
        ({SECRET_HEADER: ""}, good, 401),
        ({SECRET_HEADER: "wrong"}, good, 401),
        ({SECRET_HEADER: SECRET + "x"}, good, 401),
        ({SECRET_HEADER: "секрет"}, good, 401),
        ({}, b"x" * 5_000_000, 401),
        (mine, b'{"update_id": 1, "message": "' + b"x" * 5_000_000 + b'"}', 413),
        (mine, b"{", 400),
        (mine, b"\xff\xfe\x00", 400),
        (mine, b"[" * 100_000, 400),
    ]
    ground.luck.shuffle(calls)
    async with aiohttp.ClientSession() as http:
        for headers, body, status in calls:
            async with http.post(
                f"{ground.environment['PUBLIC_URL']}/telegram", data=BytesIO(body), headers=headers
            ) as answer:
                assert answer.status == status, f"{answer.status} instead of {status} for {headers} {body[:40]!r}"
        assert ground.count(InboxUpdate) == 0
        async with http.post(f"{ground.environment['PUBLIC_URL']}/telegram", data=good, headers=mine) as answer:
            assert answer.status == 200
            ground.emitted.add(1)
    await ground.settles()
    assert done(ground) == 1
    return reckon(ground).holds()


@fault(
    "T11",
    "updates out of order: the cancelling before the sign-up, the edit before its message",
    "each is answered, the end is that of the last to arrive",
    runs=10,
    both=True,
)
async def out_of_order(ground: Ground) -> Reckoning:
    people = 20 if ground.full else 6
    ground.gather(people, capacity=None, published_at=None)  # no announcement: what is said are answers
    ground.by_webhook()
    await ground.starts()
    await ground.listens()
    join = wishes.JoinQueue(event=ground.event).pack()
    leave = wishes.CancelSignUp(event=ground.event, sure=1).pack()
    left = set()
    async with aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}) as http:
        for number, person in enumerate(ground.people):
            first = 10 * (number + 1)
            orders = [
                press(first, person.id, join),
                press(first + 1, person.id, leave),
                message(first + 3, person.id, "/my"),
            ]
            edited = {
                "update_id": first + 2,
                "edited_message": {**message(0, person.id, "/help")["message"], "edit_date": 2},
            }
            orders = ground.luck.sample([*orders, edited], 4)
            for update in orders:
                async with http.post(f"{ground.environment['PUBLIC_URL']}/telegram", json=update) as answer:
                    assert answer.status == 200
                ground.emitted.add(update["update_id"])
            numbers = [update["update_id"] - first for update in orders]
            if numbers.index(0) < numbers.index(1):
                left.add(person.id)
    await ground.settles()
    assert done(ground) == 4 * people
    assert ground.count(Registration, Registration.state == RegistrationState.CANCELLED) == len(left)
    assert ground.sign_ups(RegistrationState.CONFIRMED) == people - len(left)
    for person in ground.people:
        assert any(seen.from_bot and TITLE in seen.text for seen in person.history)
    assert len(ground.telegram.journal.calls("answerCallbackQuery")) == 2 * people
    return reckon(ground).holds()


@dataclass(frozen=True)
class Raw(Update):
    """An update whose JSON is just what it is."""

    raw: Any = None

    def as_json(self) -> Any:
        return self.raw


async def dropped(ground: Ground) -> dict[str, int]:
    """What the bot has not heard, by reason."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{ground.port}/metrics") as answer:
        return {reason: int(float(number)) for reason, number in DROPPED.findall(await answer.text())}


STALLERS: list[dict[str, Any]] = [
    {"forward_origin": {"type": "telepathy", "date": 1}},
    {"forward_origin": {"type": "hidden_user", "date": 1}},
    {"rich_message": {"blocks": [{"type": "hologram"}]}},
    {"reply_to_story": {"chat": {}}},
    {"story": {}},
    {"forward_origin": {"type": "channel", "date": "x", "chat": []}},
]
"""Fields of a message that aiogram 3.31 cannot read, each of which stops a bot that validates a batch as one."""
UNKNOWN_MEMBER = {"old_chat_member": {"status": "member"}, "new_chat_member": {"status": "hologram"}}


def mutated(ground: Ground, update: dict[str, Any]) -> Any:
    """The update with one to three of its places broken."""
    luck = ground.luck
    made = copy.deepcopy(update)
    for _ in range(luck.randint(1, 3)):
        holder: Any = made
        while True:
            name = luck.choice([key for key in holder if key != "update_id"] or ["x"])
            if not isinstance(holder.get(name), dict) or not holder[name] or luck.random() < 0.2:
                break
            holder = holder[name]
        junk: list[Any] = [
            None,
            "",
            "ж" * 5000,
            -1,
            2**70,
            1.5,
            True,
            [],
            {},
            [[]],
            "\x00",
            {"id": {}},
            "NaN",
            -(2**63),
        ]
        if luck.random() < 0.2:
            holder.pop(name, None)
        else:
            holder[name] = luck.choice(junk)
    return made


def is_readable(raw: Any) -> bool:
    try:
        TelegramUpdate.model_validate(raw)
    except ValidationError:
        return False
    return True


@fault(
    "T12",
    "10,000 mutated updates and seven that stop others",
    "all good ones handled, bad ones parked, a pause of at most 1 s between polls",
    runs=4,
    quick=True,
    both=True,
)
async def malformed(ground: Ground) -> Reckoning:
    count, goods = (10_000, 50) if ground.full else (250, 10)
    ground.gather(goods)
    await ground.starts()
    await ground.listens()
    good_at = set(ground.luck.sample(range(count), goods))
    people, unreadable = iter(ground.people), 0
    stallers = iter(STALLERS)
    for place in range(count):
        number = 800_000_000 + place
        if place in good_at:
            raw: Any = message(number, next(people).id, "/help")
        elif place % (count // 8) == 1 and (staller := next(stallers, None)):
            raw = message(number, 90_000_000 + place, "")
            raw["message"] |= staller
        elif place % (count // 8) == 2:
            body = message(number, 90_000_000 + place, "")["message"]
            raw = {"update_id": number, "my_chat_member": body | UNKNOWN_MEMBER}
        else:
            stranger = 90_000_000 + place
            base = press(number, stranger, "ev:1") if place % 2 else message(number, stranger, "/start")
            raw = mutated(ground, base)
        unreadable += not is_readable(raw)
        ground.telegram.updates.put(Raw(number, "message", {}, 0, FAR_FUTURE, raw))
    assert unreadable > count // 3
    await ground.until(lambda: not ground.telegram.updates.pending(), 600)
    polls = ground.telegram.journal.calls("getUpdates")
    await ground.settles(900)
    gaps = [after.started - before.finished for before, after in pairwise(polls)]
    longest = LONGEST_GAP if ground.full else QUICK_GAP
    assert max(gaps) <= longest, f"a pause of {max(gaps):.1f} s between polls"
    for person in ground.people:
        assert sum(seen.from_bot and HELP in seen.text for seen in person.chat) == 1
    unheard = (await dropped(ground))["flood"]  # what is broken may seem to come from one account
    assert ground.count(InboxUpdate) == count - unheard
    assert ground.count(InboxUpdate, InboxUpdate.state == InboxState.NEW) == 0
    assert unheard <= count // 50
    parked = ground.count(InboxUpdate, InboxUpdate.state == InboxState.PARKED)
    assert unreadable - unheard <= parked <= count - goods, f"{parked} parked of {unreadable} unreadable"
    assert ground.bot.code is None
    return reckon(ground, parked=count, dropped=unheard).holds()
