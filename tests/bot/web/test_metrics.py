"""`/metrics` counts deliveries for this machine only."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot import running
from bot.web import metrics as metrics_module
from models import Heartbeat
from sandbox.calls.faults import Fault
from tests.bot.conftest import AWAY, Stage
from tests.bot.inbox.test_queue import message
from tests.bot.test_process import free_port

Client = TestClient[Any, Any]


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[Client]:
    application = web.Application()
    application.router.add_get("/metrics", stage.app.metrics.page)
    async with TestClient(TestServer(application)) as made:
        yield made


async def read(client: Client) -> dict[str, float]:
    """Return every sample by its name and the values of its labels."""
    async with client.get("/metrics") as response:
        assert response.status == 200
        text = await response.text()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


async def test_updates_and_attempts_are_counted(stage: Stage, client: Client) -> None:
    nina = stage.person()
    await nina.types("hello")
    await nina.types("again")
    stage.answers["bad"] = ValueError("always")
    await nina.types("bad")
    await stage.app.inbox.store([None])
    await stage.app.ticker.tick()
    seen = await read(client)

    assert seen["centrik_updates_stored_total"] == 3
    assert seen["centrik_updates_junk_total"] == 1
    assert seen["centrik_updates_dropped_total flood"] == 0
    assert seen["centrik_inbox_waiting"] == 0
    assert seen["centrik_inbox_parked"] == 1
    assert seen["centrik_attempts_total answer sent"] == 3  # the third is an apology
    assert seen["centrik_last_tick_timestamp_seconds"] == stage.clock.now().timestamp()


async def test_metrics_are_there_from_the_start_even_at_zero(stage: Stage, client: Client) -> None:
    await stage.app.ticker.tick()
    seen = await read(client)

    assert seen["centrik_last_tick_timestamp_seconds"] == stage.clock.now().timestamp()
    for name in (
        "centrik_inbox_waiting",
        "centrik_inbox_oldest_seconds",
        "centrik_inbox_parked",
        "centrik_outbox_messages answer due",
        "centrik_outbox_messages notice due",
        "centrik_outbox_oldest_seconds answer",
        "centrik_outbox_oldest_seconds notice",
        "centrik_attempts_total answer sent",
        "centrik_attempts_total notice sent",
        "centrik_telegram_429_total",
        "centrik_accounts_blocked",
        "centrik_jobs waiting",
        "centrik_jobs failed",
    ):
        assert seen[name] == 0, name


async def test_queues_are_shown_with_their_age(stage: Stage, client: Client) -> None:
    await stage.app.inbox.store([message(1, "hello")])
    await stage.app.workers.settle()
    stage.clock.advance(seconds=40)
    seen = await read(client)

    assert seen["centrik_outbox_messages answer due"] == 1
    assert seen["centrik_outbox_oldest_seconds answer"] == 40
    assert seen["centrik_outbox_messages notice due"] == 0


async def test_blocked_chats_and_429s_are_counted(stage: Stage, client: Client) -> None:
    nina, petr = stage.person("Нина"), stage.person("Пётр")
    await petr.types("hello")
    await petr.blocks_bot()
    stage.telegram.faults.add(Fault("429", method="sendMessage", retry_after=30))
    await nina.types("hello")
    seen = await read(client)

    assert seen["centrik_accounts_blocked"] == 1
    assert seen["centrik_telegram_429_total"] == 1
    assert seen["centrik_attempts_total answer held"] == 1
    assert seen["centrik_outbox_messages answer due"] == 1


async def test_undelivered_messages_are_counted_by_state(stage: Stage, client: Client) -> None:
    nina = stage.person("Нина")
    stage.telegram.faults.add(Fault("400", method="sendMessage", description="Bad Request: no"))
    await nina.types("hello")
    await stage.app.ticker.tick()
    seen = await read(client)

    assert seen["centrik_outbox_undelivered failed"] == 1
    assert seen["centrik_outbox_undelivered expired"] == 0


async def test_metrics_hold_no_personal_data(stage: Stage, client: Client) -> None:
    nina = stage.person("Нинель")
    await nina.types("my secret")
    async with client.get("/metrics") as response:
        text = await response.text()

    assert not any(word in text for word in ("Нинель", "secret", str(nina.id), "42:TEST"))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
async def test_a_proxy_gets_nothing(client: Client, header: str) -> None:
    async with client.get("/metrics", headers={header: "203.0.113.7"}) as response:
        assert response.status == 404


@pytest.mark.parametrize(("remote", "local"), [("127.0.0.1", True), ("::1", True), ("10.0.0.5", False), (None, False)])
def test_only_this_machine_is_served(remote: str | None, local: bool) -> None:
    class Asking:
        headers: dict[str, str]

    asking = Asking()
    asking.headers = {}
    asking.remote = remote  # type: ignore[attr-defined]  # the part of a request that is read
    assert metrics_module._is_local(asking) is local  # type: ignore[arg-type]  # the part of a request that is read


async def test_the_running_bot_serves_metrics(stage: Stage) -> None:
    port = free_port()
    stage.settings = stage.settings.model_copy(update={"web_port": port})
    app = await stage.starts()
    async with (
        running.listening(app),
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as response,
    ):
        assert response.status == 200
        assert "centrik_inbox_waiting" in await response.text()


async def test_an_outage_of_the_database_is_not_shown_as_zeros(stage: Stage, client: Client) -> None:
    stage.database.reading_failure = AWAY
    async with client.get("/metrics") as response:
        assert response.status == 503


async def test_the_heartbeat_stores_counts_of_memory(stage: Stage) -> None:
    start = stage.clock.now()
    await stage.app.ticker.tick()
    stage.app.inbox.dropped["flood"] = 7
    stage.pace.obey_retry_after(40)
    stage.clock.advance(seconds=15)
    await stage.app.ticker.tick()
    with stage.db() as db:
        heartbeat = db.get_one(Heartbeat, 1)
        assert (heartbeat.held, heartbeat.longest_wait, heartbeat.dropped) == (1, 40, 7)
        assert (heartbeat.started_at, heartbeat.awake_since, heartbeat.ticked_at) == (
            start,
            start,
            start + timedelta(seconds=15),
        )


async def test_a_bot_that_slept_is_awake_since_it_woke(stage: Stage) -> None:
    await stage.app.ticker.tick()
    stage.clock.advance(hours=8)
    await stage.app.ticker.tick()
    with stage.db() as db:
        heartbeat = db.get_one(Heartbeat, 1)
        assert heartbeat.awake_since == stage.clock.now() != heartbeat.started_at
