"""The public page of a certificate: who opens it reads the same as in the chat; nothing in it is executed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.web.app import web_application
from models import Certificate, CertificateState, Network
from tests.flows.seminar import TITLE, Seminar, hold_seminar
from tests.world import World

Client = TestClient[Any, Any]


@pytest.fixture
async def seminar(world: World) -> Seminar:
    made = await hold_seminar(world)
    await made.ends_with_everybody()
    return made


@pytest.fixture
async def client(world: World, seminar: Seminar) -> AsyncIterator[Client]:  # noqa: ARG001 - its certificates are asked for
    application = web_application(world.app.database, world.app.inbox, "")
    async with TestClient(TestServer(application)) as made:
        yield made


async def page(client: Client, code: str, status: int = 200) -> str:
    async with client.get(f"/v/{code}") as response:
        assert response.status == status
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        return await response.text()


def change(world: World, **values: Any) -> str:
    """Changes Нина's certificate; returns its code."""
    with world.db() as db:
        row = db.scalars(select(Certificate).order_by(Certificate.id)).first()
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
        db.commit()
        return row.code


async def test_the_page_names_person_event_hours_date_role_and_state(world: World, client: Client) -> None:
    text = await page(client, change(world))
    for words in (
        "Сертификат подлинный",
        "Агеева Нина Петровна",
        f"«{TITLE}», семинар",
        "7 октября 2026 г.",
        "4 часа",
        "слушатель",
        "ИМЦ-26-0001",
    ):
        assert words in text


async def test_a_revoked_one_says_so(world: World, client: Client) -> None:
    assert "Сертификат аннулирован" in await page(client, change(world, state=CertificateState.REVOKED))


@pytest.mark.parametrize("code", ["0000000000000000", "x", "%00", "..%2f..%2fetc", "7" * 500])
async def test_an_unknown_code_is_a_plain_sentence(client: Client, code: str) -> None:
    assert "Такого сертификата в сети нет" in await page(client, code, 404)


async def test_a_title_with_marks_is_printed_literally(world: World, client: Client) -> None:
    text = await page(client, change(world, event_title="<script>alert(1)</script> {{ 7 * 7 }}"))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "{{ 7 * 7 }}" in text


async def test_the_page_speaks_the_networks_language(world: World, client: Client) -> None:
    with world.db() as db:
        db.get_one(Network, 1).language = "en"
        db.commit()
    assert "The certificate is genuine" in await page(client, change(world))
