"""Updates arrive repeatedly, forged, out of order or malformed: T9, T10, T11, T12."""

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
from tests.faults.environment import FIRST_PERSON_ID, SECRET, Environment
from tests.faults.kills import SEATS, assert_seated, count_done, everyone_joins
from tests.faults.plan import fault
from tests.faults.verification import Findings, verify

FAR_FUTURE = 1e12
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_GAP_SECONDS = 1.0
MAX_GAP_SECONDS_BESIDE_OTHER_TESTS = 5.0
DROPPED_METRIC = re.compile(r'^centrik_updates_dropped_total\{reason="(\w+)"\} ([\d.]+)$', re.MULTILINE)
TITLE = "Читаем и понимаем задачу"
HELP = "Как пользоваться ботом"


@fault(
    "T9 each update three times, after a restart too, then a week-random id",
    "effects once, every press answered",
    both=True,
)
async def sent_three_times(env: Environment) -> Findings:
    people = 100 if env.is_full_size else 24
    env.set_up_event(people + 1, capacity=SEATS)
    *crowd, last = env.people
    if env.random.random() < 0.5:
        env.use_webhook()
    sent: list[Update] = []
    hand_over = env.telegram.state.enqueue

    def repeat(update: Update) -> None:
        sent.append(update)
        for _ in range(3):
            hand_over(update)

    env.telegram.state.enqueue = repeat  # type: ignore[method-assign]  # Telegram repeats itself
    await env.start_bot()
    await env.wait_until_listening()
    await everyone_joins(env, crowd)
    await env.wait_until_idle()
    assert env.telegram.state.presses == {}
    await env.bot.kill()
    for update in env.random.sample(sent, len(sent)):
        hand_over(update)
    await env.start_bot()
    await env.wait_until_idle()
    assert_seated(env, people)

    env.telegram.updates.set_next_id(env.random.randrange(1, 1000))
    await last.presses_data(1, wishes.JoinWaitingList(event=env.event_id).pack())
    await env.wait_until_idle()
    assert env.telegram.state.presses == {}
    assert_seated(env, people + 1)
    assert count_done(env) == people + 1
    return verify(env).assert_holds()


def message(number: int, person: int, text: str) -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "Нина"}
    chat = {"id": person, "type": "private", "first_name": "Нина"}
    return {"update_id": number, "message": {"message_id": 1, "from": who, "chat": chat, "date": 1, "text": text}}


def press(number: int, person: int, wish: str) -> dict[str, Any]:
    body = message(number, person, "")["message"]
    query = {"id": f"q{number}", "from": body["from"], "message": body, "chat_instance": "1", "data": wish}
    return {"update_id": number, "callback_query": query}


@fault(
    "T10 forged webhook calls: no secret, wrong, not ASCII; 5 MB; bad JSON",
    "401, 413, 400; nothing stored, no traceback",
    runs=5,
    quick=True,
)
async def forged_calls(env: Environment) -> Findings:
    env.set_up_event(1)
    env.use_webhook()
    await env.start_bot()
    await env.wait_until_listening()
    good = json.dumps(message(1, FIRST_PERSON_ID, "/help")).encode()
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
    env.random.shuffle(calls)
    async with aiohttp.ClientSession() as http:
        for headers, body, status in calls:
            async with http.post(
                f"{env.variables['PUBLIC_URL']}/telegram", data=BytesIO(body), headers=headers
            ) as answer:
                assert answer.status == status, f"{answer.status} instead of {status} for {headers} {body[:40]!r}"
        assert env.count(InboxUpdate) == 0
        async with http.post(f"{env.variables['PUBLIC_URL']}/telegram", data=good, headers=mine) as answer:
            assert answer.status == 200
            env.emitted_update_ids.add(1)
    await env.wait_until_idle()
    assert count_done(env) == 1
    return verify(env).assert_holds()


@fault(
    "T11 updates out of order: the cancelling before the sign-up, the edit before its message",
    "each is answered, the end is that of the last to arrive",
    runs=10,
    both=True,
)
async def out_of_order(env: Environment) -> Findings:
    people = 20 if env.is_full_size else 6
    env.set_up_event(people, capacity=None, published_at=None)  # no announcement: what is said are answers
    env.use_webhook()
    await env.start_bot()
    await env.wait_until_listening()
    join = wishes.JoinWaitingList(event=env.event_id).pack()
    leave = wishes.CancelSignUp(event=env.event_id, sure=1).pack()
    cancelled = set()
    async with aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}) as http:
        for number, person in enumerate(env.people):
            first = 10 * (number + 1)
            updates = [
                press(first, person.id, join),
                press(first + 1, person.id, leave),
                message(first + 3, person.id, "/my"),
            ]
            edited = {
                "update_id": first + 2,
                "edited_message": {**message(0, person.id, "/help")["message"], "edit_date": 2},
            }
            updates = env.random.sample([*updates, edited], 4)
            for update in updates:
                async with http.post(f"{env.variables['PUBLIC_URL']}/telegram", json=update) as answer:
                    assert answer.status == 200
                env.emitted_update_ids.add(update["update_id"])
            numbers = [update["update_id"] - first for update in updates]
            if numbers.index(0) < numbers.index(1):
                cancelled.add(person.id)
    await env.wait_until_idle()
    assert count_done(env) == 4 * people
    assert env.count(Registration, Registration.state == RegistrationState.CANCELLED) == len(cancelled)
    assert env.count_registrations(RegistrationState.CONFIRMED) == people - len(cancelled)
    for person in env.people:
        assert any(seen.from_bot and TITLE in seen.text for seen in person.history)
    assert len(env.telegram.journal.calls("answerCallbackQuery")) == 2 * people
    return verify(env).assert_holds()


@dataclass(frozen=True)
class Raw(Update):
    """An update with arbitrary JSON."""

    raw: Any = None

    def as_json(self) -> Any:
        return self.raw


async def dropped_by_reason(env: Environment) -> dict[str, int]:
    """Return the number of updates that the bot has dropped, by reason."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{env.port}/metrics") as answer:
        return {reason: int(float(number)) for reason, number in DROPPED_METRIC.findall(await answer.text())}


UNREADABLE_FIELDS: list[dict[str, Any]] = [
    {"forward_origin": {"type": "telepathy", "date": 1}},
    {"forward_origin": {"type": "hidden_user", "date": 1}},
    {"rich_message": {"blocks": [{"type": "hologram"}]}},
    {"reply_to_story": {"chat": {}}},
    {"story": {}},
    {"forward_origin": {"type": "channel", "date": "x", "chat": []}},
]
"""Fields of a message that aiogram 3.31 cannot read; each stops a bot that validates a batch as a whole."""
UNKNOWN_MEMBER = {"old_chat_member": {"status": "member"}, "new_chat_member": {"status": "hologram"}}
JUNK: list[Any] = [
    *(None, "", "ж" * 5000, -1, 2**70, 1.5, True, "\x00", "NaN", -(2**63)),
    *([], {}, [[]], {"id": {}}),
]


def mutate(env: Environment, update: dict[str, Any]) -> Any:
    """Return a copy of the update with one to three values broken."""
    random = env.random
    made = copy.deepcopy(update)
    for _ in range(random.randint(1, 3)):
        holder: Any = made
        while True:
            name = random.choice([key for key in holder if key != "update_id"] or ["x"])
            if not isinstance(holder.get(name), dict) or not holder[name] or random.random() < 0.2:
                break
            holder = holder[name]
        if random.random() < 0.2:
            holder.pop(name, None)
        else:
            holder[name] = random.choice(JUNK)
    return made


def is_readable(raw: Any) -> bool:
    try:
        TelegramUpdate.model_validate(raw)
    except ValidationError:
        return False
    return True


@fault(
    "T12 10,000 mutated updates and seven that stop others",
    "all good ones handled, bad ones parked, a pause of at most 1 s between polls",
    runs=4,
    quick=True,
    both=True,
)
async def malformed(env: Environment) -> Findings:
    count, valid = (10_000, 50) if env.is_full_size else (250, 10)
    env.set_up_event(valid)
    await env.start_bot()
    await env.wait_until_listening()
    valid_places = set(env.random.sample(range(count), valid))
    people, unreadable = iter(env.people), 0
    unreadable_fields = iter(UNREADABLE_FIELDS)
    for place in range(count):
        number = 800_000_000 + place
        if place in valid_places:
            raw: Any = message(number, next(people).id, "/help")
        elif place % (count // 8) == 1 and (field := next(unreadable_fields, None)):
            raw = message(number, 90_000_000 + place, "")
            raw["message"] |= field
        elif place % (count // 8) == 2:
            body = message(number, 90_000_000 + place, "")["message"]
            raw = {"update_id": number, "my_chat_member": body | UNKNOWN_MEMBER}
        else:
            stranger = 90_000_000 + place
            base = press(number, stranger, "ev:1") if place % 2 else message(number, stranger, "/start")
            raw = mutate(env, base)
        unreadable += not is_readable(raw)
        env.telegram.updates.put(Raw(number, "message", {}, 0, FAR_FUTURE, raw))
    assert unreadable > count // 3
    await env.wait_until(lambda: not env.telegram.updates.pending(), 600)
    polls = env.telegram.journal.calls("getUpdates")
    await env.wait_until_idle(900)
    gaps = [after.started - before.finished for before, after in pairwise(polls)]
    longest = MAX_GAP_SECONDS if env.is_full_size else MAX_GAP_SECONDS_BESIDE_OTHER_TESTS
    assert max(gaps) <= longest, f"a pause of {max(gaps):.1f} s between polls"
    for person in env.people:
        assert sum(seen.from_bot and HELP in seen.text for seen in person.chat) == 1
    flooded = (await dropped_by_reason(env))["flood"]  # mutated updates may seem to come from one account
    assert env.count(InboxUpdate) == count - flooded
    assert env.count(InboxUpdate, InboxUpdate.state == InboxState.NEW) == 0
    assert flooded <= count // 50
    parked = env.count(InboxUpdate, InboxUpdate.state == InboxState.PARKED)
    assert unreadable - flooded <= parked <= count - valid, f"{parked} parked of {unreadable} unreadable"
    assert env.bot.exit_code is None
    return verify(env, parked=count, dropped=flooded).assert_holds()
