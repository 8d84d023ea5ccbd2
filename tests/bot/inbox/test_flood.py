"""One account that floods the bot is dropped before it costs anything; everybody else is heard and answered."""

import json
import time
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from sqlalchemy.exc import OperationalError

from bot.app import App
from bot.inbox import queue as inbox_module
from bot.inbox.flood import BACKLOG_AGE_SECONDS, PERIOD_SECONDS, UPDATES_PER_PERIOD, Flood
from bot.web import app as web
from bot.web.app import WEBHOOK_PATH, web_application
from models import Account
from sandbox.person import Person
from screens.screen import Screen
from screens.texts import plain
from tests.bot.conftest import Heard, Stage
from tests.bot.inbox.test_queue import message
from tests.bot.web.test_app import HEADER, SECRET

TOO_FAST = plain("ru", "too-fast")


class Watch:
    """Stands until a test lets seconds pass."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def app(stage: Stage, watch: Watch) -> App:
    """The bot with its real limit; nothing is delivered before `fetched` asks for it."""
    stage.flood = Flood(monotonic=watch)
    made = await stage.starts()
    stage.telegram.state.consumer = None
    return made


async def fetched(app: App) -> None:
    """Everything that waits at Telegram is fetched batch by batch, worked and answered."""
    while await app.poller.fetch(0):
        await app.inbox.settle()
    await app.settle()


def answers(person: Person) -> list[str]:
    return [seen.text for seen in person.chat if seen.from_bot]


def count_transactions(app: App, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counted: list[int] = []
    open_one = app.database.transaction

    def transaction() -> Any:
        counted.append(1)
        return open_one()

    monkeypatch.setattr(app.database, "transaction", transaction)
    return counted


async def test_ten_thousand_updates_of_one_account_cost_the_others_nothing(
    stage: Stage, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    flooder, *others = [stage.person(f"№ {number}") for number in range(11)]
    for number in range(UPDATES_PER_PERIOD):
        await flooder.types(f"flood {number}")
    for person in others:
        await person.types("before")
    transactions = count_transactions(app, monkeypatch)
    await fetched(app)
    usual = len(transactions)
    transactions.clear()

    for number in range(10_000):
        await flooder.types(f"flood {UPDATES_PER_PERIOD + number}")
        if number % 1000 == 500:
            await others[number // 1000].types("during")
    await fetched(app)

    assert app.inbox.dropped == {"flood": 10_000}
    assert [words for words in stage.heard if words.startswith("flood")] == [
        f"flood {n}" for n in range(UPDATES_PER_PERIOD)
    ]
    assert [answers(person) for person in others] == [["heard before", "heard during"]] * 10
    assert len(answers(flooder)) == UPDATES_PER_PERIOD + 1
    assert answers(flooder).count(TOO_FAST) == 1
    assert len(stage.inbox()) == UPDATES_PER_PERIOD + 10 + 10
    assert len(transactions) <= usual + 10 + 1  # each of the others comes in a batch of its own now; one warning


async def test_after_a_burst_two_a_second_are_heard(stage: Stage, app: App, watch: Watch) -> None:
    nina = stage.person()
    for number in range(UPDATES_PER_PERIOD + 5):
        await nina.types(str(number))
    await fetched(app)
    assert len(stage.heard) == UPDATES_PER_PERIOD

    watch.seconds += 3 * PERIOD_SECONDS / UPDATES_PER_PERIOD
    for number in range(5):
        await nina.types(f"later {number}")
    await fetched(app)
    assert stage.heard[UPDATES_PER_PERIOD:] == ["later 0", "later 1", "later 2"]


async def test_a_flooder_is_warned_once_a_minute(stage: Stage, app: App, watch: Watch) -> None:
    nina = stage.person()
    for _ in range(5):
        for number in range(UPDATES_PER_PERIOD * 3):
            await nina.types(str(number))
        await fetched(app)
        watch.seconds += 25

    assert answers(nina).count(TOO_FAST) == 2  # at the beginning and after 75 seconds, not after 25, 50 and 100


async def test_a_flood_of_presses_is_dropped_too(stage: Stage, app: App) -> None:
    nina = stage.person()
    await nina.types("hello")
    await fetched(app)
    shown = nina.screen.message_id
    for number in range(UPDATES_PER_PERIOD * 2):
        await nina.presses_data(shown, f"press {number}")
    await fetched(app)

    assert len(stage.heard) == UPDATES_PER_PERIOD
    assert app.inbox.dropped == {"flood": UPDATES_PER_PERIOD + 1}


async def test_a_press_that_is_dropped_is_answered_by_a_toast_once_a_minute(
    stage: Stage, app: App, watch: Watch
) -> None:
    nina = stage.person()
    await nina.types("/start")
    await fetched(app)
    with stage.db() as db:
        db.scalars(sa.select(Account)).one().language = "en"
        db.commit()
    for _ in range(3):
        for number in range(UPDATES_PER_PERIOD * 2):
            await nina.presses_data(nina.screen.message_id, f"press {number}")
        for number in range(UPDATES_PER_PERIOD):
            await nina.types(str(number))
        await fetched(app)
        await app.inbox._toasts.settle()
        watch.seconds += 25

    assert [toast.text for toast in nina.toasts] == [plain("en", "too-fast")]
    assert plain("en", "too-fast") not in answers(nina)


async def test_the_other_dropped_presses_cost_nothing(
    stage: Stage, app: App, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    nina = stage.person()
    await nina.types("/start")
    await fetched(app)
    for number in range(UPDATES_PER_PERIOD * 2):
        await nina.presses_data(nina.screen.message_id, f"press {number}")
    await fetched(app)
    transactions = count_transactions(app, monkeypatch)
    calls = len(stage.telegram.journal.calls("answerCallbackQuery"))
    for number in range(100):
        await nina.presses_data(nina.screen.message_id, f"press {number}")
    while await app.poller.fetch(0):
        pass

    assert transactions == []
    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == calls


async def test_what_waited_for_a_stopped_bot_is_no_flood(stage: Stage, app: App) -> None:
    written = int(time.time() - BACKLOG_AGE_SECONDS) - 3600
    batch = [message(number, f"hour ago {number}") for number in range(1, 101)]
    for number, raw in enumerate(batch):
        raw["message"]["date"] = written + number  # one a second, for a hundred seconds
    await app.inbox.store(batch)
    await app.settle()

    assert len(stage.heard) == 100
    assert app.inbox.dropped == {}


async def test_a_flood_that_waited_for_a_stopped_bot_is_one_still(stage: Stage, app: App) -> None:
    batch = [message(number, str(number)) for number in range(1, 101)]  # all of one second long ago
    await app.inbox.store(batch)
    await app.settle()

    assert len(stage.heard) == UPDATES_PER_PERIOD


async def test_an_update_that_comes_again_does_not_count_again(stage: Stage, app: App) -> None:
    batch = [message(number, str(number)) for number in range(1, 16)]
    for _ in range(3):
        await app.inbox.store(batch)
    await app.inbox.store([message(100, "the sixteenth")])
    await app.settle()

    assert len(stage.heard) == 16
    assert app.inbox.dropped == {}


async def test_what_could_not_be_stored_is_heard_when_it_comes_again(
    stage: Stage, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [message(number, str(number)) for number in range(1, UPDATES_PER_PERIOD + 1)]

    def away() -> None:
        raise OperationalError("INSERT", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(app.database, "transaction", away)
        for _ in range(3):
            with pytest.raises(OperationalError):
                await app.inbox.store(batch)
    await app.inbox.store(batch)
    await app.settle()

    assert len(stage.heard) == UPDATES_PER_PERIOD


async def test_a_chat_has_room_for_so_many_and_no_more(stage: Stage, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "PER_CHAT_LIMIT", 5)
    group = [message(number, "hello") for number in range(1, 11)]
    for number, raw in enumerate(group):  # ten people of one group: nobody of them is too fast
        raw["message"]["chat"] = {"id": -5, "type": "group", "title": "10 А"}
        raw["message"]["from"]["id"] = 2000 + number
    await app.inbox.store([*group, message(50, "a private word")])
    await app.settle()

    assert app.inbox.dropped == {"line": 5}
    assert stage.heard == ["a private word"]
    assert len(stage.inbox()) == 6


def test_an_account_that_is_quiet_again_is_forgotten(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.flood.REMEMBERED_ACCOUNTS", 100)
    flood = Flood(monotonic=watch)
    for account in range(1, 1001):
        assert flood.admits({"message": {"from": {"id": account}}})
        watch.seconds += 1

    assert len(flood._buckets) <= 101


async def test_junk_harms_no_other_update(stage: Stage, app: App) -> None:
    await app.inbox.store([{"update_id": []}, {"update_id": {}, "message": 7}, None, message(1, "hello")])
    await app.settle()

    assert stage.heard == ["hello"]
    assert app.inbox.junk == 3


@pytest.mark.parametrize("raw", [None, 7, {}, {"message": None}, {"message": {"from": {"id": "x"}}}, {"poll": {}}])
def test_what_nobody_has_sent_is_no_flood(raw: Any, watch: Watch) -> None:
    flood = Flood(monotonic=watch)
    assert all(flood.admits(raw) for _ in range(1000))


async def test_a_full_bot_leaves_the_updates_with_telegram(
    stage: Stage, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_module, "QUEUE_CAPACITY", 3)
    monkeypatch.setattr(web, "RETRY_AFTER_SECONDS", 0)
    stage.telegram.webhook.pause = 0.01
    most = 0

    async def answer(heard: Heard) -> Screen:
        nonlocal most
        most = max(most, app.inbox.depth)
        return Screen("heard")

    stage.answers["hello"] = answer
    people = [stage.person(f"№ {number}") for number in range(12)]
    async with TestServer(web_application(app.database, app.inbox, SECRET)) as server:
        params = {"url": str(server.make_url(WEBHOOK_PATH)), "secret_token": SECRET}
        await stage.telegram.call(stage.telegram.token, "setWebhook", params)
        for person in people:
            await person.types("hello")
        while stage.telegram.webhook.pending_count():
            await stage.telegram.state.wait(stage.telegram.state.revision, 0.05)
        await app.settle()
        await stage.telegram.webhook.close()

    assert [answers(person) for person in people] == [["heard"]] * 12
    assert most <= 3
    assert "503" in stage.telegram.webhook.last_error


async def test_telegram_is_told_when_to_come_again(stage: Stage, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "QUEUE_CAPACITY", 0)
    body = json.dumps(message(1, "hello"))
    headers = {HEADER: SECRET}
    async with (
        TestServer(web_application(app.database, app.inbox, SECRET)) as server,
        aiohttp.ClientSession() as client,
        client.post(server.make_url(WEBHOOK_PATH), data=body, headers=headers) as response,
    ):
        assert (response.status, response.headers["Retry-After"]) == (503, str(web.RETRY_AFTER_SECONDS))
    assert stage.inbox() == []
