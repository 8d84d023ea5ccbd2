"""The updates of a flooding account are dropped before they cost anything; everybody else is answered."""

import json
import time
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from sqlalchemy.exc import OperationalError

from bot.app import App, Tuning
from bot.inbox.flood import BACKLOG_AGE_SECONDS, PERIOD_SECONDS, UPDATES_PER_PERIOD, Flood
from bot.inbox.queue import QueueLimits
from bot.messenger import Arrival
from bot.telegram.arrival import read
from bot.telegram.setup import WEBHOOK_PATH
from bot.web.app import RETRY_AFTER_SECONDS, web_application
from models import Account
from sandbox.person import Person
from screens.screen import Screen
from screens.texts import plain
from tests.bot.conftest import AWAY, HandlerCall, Stage, Watch
from tests.bot.inbox.test_queue import message
from tests.bot.web.test_app import HEADER, SECRET

TOO_FAST = plain("ru", "too-fast")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def app(stage: Stage, watch: Watch) -> App:
    """The bot with its real limit; updates wait at Telegram until `fetch_all`."""
    stage.flood = Flood(monotonic=watch)
    return await start_polling(stage)


async def start_polling(stage: Stage, limits: QueueLimits | None = None) -> App:
    made = await stage.starts(tuning=Tuning(queue=limits or QueueLimits()))
    stage.telegram.state.consumer = None
    return made


async def fetch_all(app: App) -> None:
    """Fetch, work and answer all updates that wait at Telegram, batch by batch."""
    while await app.poller.fetch(0):
        await app.workers.settle()
    await app.settle()


def answers(person: Person) -> list[str]:
    return [seen.text for seen in person.chat if seen.from_bot]


async def test_ten_thousand_updates_of_one_account_cost_the_others_nothing(stage: Stage, app: App) -> None:
    flooder, *others = [stage.person(f"№ {number}") for number in range(11)]
    for number in range(UPDATES_PER_PERIOD):
        await flooder.types(f"flood {number}")
    for person in others:
        await person.types("before")
    before = stage.database.transactions
    await fetch_all(app)
    usual = stage.database.transactions - before

    for number in range(10_000):
        await flooder.types(f"flood {UPDATES_PER_PERIOD + number}")
        if number % 1000 == 500:
            await others[number // 1000].types("during")
    await fetch_all(app)

    assert app.inbox.dropped == {"flood": 10_000}
    assert [text for text in stage.handled if text.startswith("flood")] == [
        f"flood {n}" for n in range(UPDATES_PER_PERIOD)
    ]
    assert [answers(person) for person in others] == [["echo before", "echo during"]] * 10
    assert len(answers(flooder)) == UPDATES_PER_PERIOD + 1
    assert answers(flooder).count(TOO_FAST) == 1
    assert len(stage.inbox()) == UPDATES_PER_PERIOD + 10 + 10
    in_flood = stage.database.transactions - before - usual
    assert in_flood <= usual + 10 + 1  # each of the others comes in a batch of its own now; one warning


async def test_after_a_burst_two_updates_a_second_are_worked(stage: Stage, app: App, watch: Watch) -> None:
    nina = stage.person()
    for number in range(UPDATES_PER_PERIOD + 5):
        await nina.types(str(number))
    await fetch_all(app)
    assert len(stage.handled) == UPDATES_PER_PERIOD

    watch.seconds += 3 * PERIOD_SECONDS / UPDATES_PER_PERIOD
    for number in range(5):
        await nina.types(f"later {number}")
    await fetch_all(app)
    assert stage.handled[UPDATES_PER_PERIOD:] == ["later 0", "later 1", "later 2"]


async def test_a_flooder_is_warned_once_a_minute(stage: Stage, app: App, watch: Watch) -> None:
    nina = stage.person()
    for _ in range(5):
        for number in range(UPDATES_PER_PERIOD * 3):
            await nina.types(str(number))
        await fetch_all(app)
        watch.seconds += 25

    assert answers(nina).count(TOO_FAST) == 2  # at the beginning and after 75 seconds, not after 25, 50 and 100


async def test_a_flood_of_presses_is_dropped_too(stage: Stage, app: App) -> None:
    nina = stage.person()
    await nina.types("hello")
    await fetch_all(app)
    shown = nina.screen.message_id
    for number in range(UPDATES_PER_PERIOD * 2):
        await nina.presses_data(shown, f"press {number}")
    await fetch_all(app)

    assert len(stage.handled) == UPDATES_PER_PERIOD
    assert app.inbox.dropped == {"flood": UPDATES_PER_PERIOD + 1}


async def test_a_dropped_press_is_answered_by_a_toast_once_a_minute(stage: Stage, app: App, watch: Watch) -> None:
    nina = stage.person()
    await nina.types("/start")
    await fetch_all(app)
    with stage.db() as db:
        db.scalars(sa.select(Account)).one().language = "en"
        db.commit()
    for _ in range(3):
        for number in range(UPDATES_PER_PERIOD * 2):
            await nina.presses_data(nina.screen.message_id, f"press {number}")
        for number in range(UPDATES_PER_PERIOD):
            await nina.types(str(number))
        await fetch_all(app)
        await app.toasts.settle()
        watch.seconds += 25

    assert [toast.text for toast in nina.toasts] == [plain("en", "too-fast")]
    assert plain("en", "too-fast") not in answers(nina)


async def test_further_dropped_presses_cost_nothing(stage: Stage, app: App) -> None:
    nina = stage.person()
    await nina.types("/start")
    await fetch_all(app)
    for number in range(UPDATES_PER_PERIOD * 2):
        await nina.presses_data(nina.screen.message_id, f"press {number}")
    await fetch_all(app)
    transactions = stage.database.transactions
    calls = len(stage.telegram.journal.calls("answerCallbackQuery"))
    for number in range(100):
        await nina.presses_data(nina.screen.message_id, f"press {number}")
    while await app.poller.fetch(0):
        pass

    assert stage.database.transactions == transactions
    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == calls


async def test_a_day_s_messages_that_waited_for_a_stopped_bot_are_no_flood(stage: Stage, app: App) -> None:
    written = int(time.time() - BACKLOG_AGE_SECONDS) - 3600
    batch = [message(number, f"hour ago {number}") for number in range(1, 101)]
    for number, raw in enumerate(batch):
        raw["message"]["date"] = written + number  # one a second, for a hundred seconds
    await app.inbox.store(batch)
    await app.settle()

    assert len(stage.handled) == 100
    assert app.inbox.dropped == {}


async def test_a_flood_that_waited_for_a_stopped_bot_is_still_a_flood(stage: Stage, app: App) -> None:
    batch = [message(number, str(number)) for number in range(1, 101)]  # all of one second long ago
    await app.inbox.store(batch)
    await app.settle()

    assert len(stage.handled) == UPDATES_PER_PERIOD


async def test_an_update_that_comes_again_does_not_count_again(stage: Stage, app: App) -> None:
    batch = [message(number, str(number)) for number in range(1, 16)]
    for _ in range(3):
        await app.inbox.store(batch)
    await app.inbox.store([message(100, "the sixteenth")])
    await app.settle()

    assert len(stage.handled) == 16
    assert app.inbox.dropped == {}


async def test_an_update_that_could_not_be_stored_is_worked_when_it_comes_again(stage: Stage, app: App) -> None:
    batch = [message(number, str(number)) for number in range(1, UPDATES_PER_PERIOD + 1)]
    stage.database.failure = AWAY
    for _ in range(3):
        with pytest.raises(OperationalError):
            await app.inbox.store(batch)
    stage.database.failure = None
    await app.inbox.store(batch)
    await app.settle()

    assert len(stage.handled) == UPDATES_PER_PERIOD


async def test_updates_of_a_chat_above_its_limit_are_dropped(stage: Stage) -> None:
    app = await start_polling(stage, QueueLimits(per_chat=5))
    group = [message(number, "hello") for number in range(1, 11)]
    for number, raw in enumerate(group):  # ten people of one group, none of them too fast
        raw["message"]["chat"] = {"id": -5, "type": "group", "title": "10 А"}
        raw["message"]["from"]["id"] = 2000 + number
    await app.inbox.store([*group, message(50, "a private word")])
    await app.settle()

    assert app.inbox.dropped == {"line": 5}
    assert stage.handled == ["a private word"]
    assert len(stage.inbox()) == 6


def test_accounts_that_are_quiet_again_are_forgotten(watch: Watch) -> None:
    flood = Flood(monotonic=watch, remembered=100)
    for account in range(1, 1001):
        assert flood.admits(Arrival("telegram", "1", {}, sender=account))
        watch.seconds += 1

    assert len(flood._buckets) <= 101


async def test_junk_harms_no_other_update(stage: Stage, app: App) -> None:
    await app.inbox.store([{"update_id": []}, {"update_id": {}, "message": 7}, None, message(1, "hello")])
    await app.settle()

    assert stage.handled == ["hello"]
    assert app.inbox.junk == 3


@pytest.mark.parametrize("body", [{}, {"message": None}, {"message": {"from": {"id": "x"}}}, {"poll": {}}])
def test_updates_without_a_sender_always_pass(body: dict[str, Any], watch: Watch) -> None:
    flood, arrival = Flood(monotonic=watch), read({"update_id": 1, **body})
    assert arrival is not None
    assert all(flood.admits(arrival) for _ in range(1000))


async def test_a_full_bot_leaves_the_updates_with_telegram(stage: Stage) -> None:
    app = await start_polling(stage, QueueLimits(capacity=3))
    stage.telegram.webhook.pause = 0.01
    most = 0

    def answer(_call: HandlerCall) -> Screen:
        nonlocal most
        most = max(most, app.inbox.depth)
        return Screen("echo")

    stage.answers["hello"] = answer
    people = [stage.person(f"№ {number}") for number in range(12)]
    async with TestServer(web_application(app.database, app.inbox, SECRET, retry_after_seconds=0)) as server:
        params = {"url": str(server.make_url(WEBHOOK_PATH)), "secret_token": SECRET}
        await stage.telegram.call(stage.telegram.token, "setWebhook", params)
        for person in people:
            await person.types("hello")
        while stage.telegram.webhook.pending_count():
            await stage.telegram.state.wait(stage.telegram.state.revision, 0.05)
        await app.settle()
        await stage.telegram.webhook.close()

    assert [answers(person) for person in people] == [["echo"]] * 12
    assert most <= 3
    assert "503" in stage.telegram.webhook.last_error


async def test_a_full_bot_tells_telegram_when_to_come_again(stage: Stage) -> None:
    app = await start_polling(stage, QueueLimits(capacity=0))
    body = json.dumps(message(1, "hello"))
    headers = {HEADER: SECRET}
    async with (
        TestServer(web_application(app.database, app.inbox, SECRET)) as server,
        aiohttp.ClientSession() as client,
        client.post(server.make_url(WEBHOOK_PATH), data=body, headers=headers) as response,
    ):
        assert (response.status, response.headers["Retry-After"]) == (503, str(RETRY_AFTER_SECONDS))
    assert stage.inbox() == []
