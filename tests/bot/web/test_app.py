"""The webhook accepts only Telegram and confirms only stored updates; /health tells whether the database answers."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.exc import OperationalError

from bot.telegram.setup import WEBHOOK_PATH
from bot.web.app import web_application
from tests.bot.conftest import AWAY, Stage
from tests.bot.inbox.test_queue import message

SECRET = "s3cret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"

Client = TestClient[Any, Any]


@pytest.fixture
async def client(stage: Stage) -> AsyncIterator[Client]:
    application = web_application(stage.app.database, stage.app.inbox, SECRET)
    async with TestClient(TestServer(application)) as made:
        yield made


async def post(client: Client, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with client.post(WEBHOOK_PATH, data=io.BytesIO(body), headers=headers) as response:
        return response.status


async def test_an_update_is_stored_before_it_is_confirmed(stage: Stage, client: Client) -> None:
    assert await post(client, json.dumps(message(1, "hello")).encode()) == 200
    assert [row.key for row in stage.inbox()] == ["1"]

    await stage.app.settle()
    assert stage.handled == ["hello"]


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3crеt", SECRET + "x"])
async def test_a_forged_call_is_refused(stage: Stage, client: Client, secret: str | None) -> None:
    assert await post(client, json.dumps(message(1, "hello")).encode(), secret) == 401
    assert stage.inbox() == []


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"\xff", 400), (b" " * 1_100_000, 413)])
async def test_a_body_that_is_no_update_is_refused(stage: Stage, client: Client, body: bytes, status: int) -> None:
    assert await post(client, body) == status
    assert stage.inbox() == []


async def test_an_update_that_cannot_be_stored_is_not_confirmed(stage: Stage, client: Client) -> None:
    stage.database.failure = OperationalError("INSERT", {}, Exception("disk full"))
    assert await post(client, json.dumps(message(1, "hello")).encode()) == 503


async def test_a_polling_bot_has_no_webhook(stage: Stage) -> None:
    application = web_application(stage.app.database, stage.app.inbox, "")
    async with TestClient(TestServer(application)) as client:
        assert await post(client, b"{}") == 404


async def test_health_tells_whether_the_database_answers(stage: Stage, client: Client) -> None:
    async with client.get("/health") as response:
        assert (response.status, await response.json()) == (200, {"database": "ok", "waiting_updates": 0})

    stage.database.reading_failure = AWAY
    async with client.get("/health") as response:
        assert response.status == 503
