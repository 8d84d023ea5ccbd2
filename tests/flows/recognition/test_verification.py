"""The public page of a certificate: the same words as in the chat, and nothing in it is executed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.web.app import web_application
from models import Certificate, CertificateState, Network
from tests.flows.seminar import TITLE, open_seminar
from tests.world import World

Client = TestClient[Any, Any]


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    """A client of the bot's pages after a seminar with certificates."""
    seminar = await open_seminar(world)
    await seminar.finishes_with_everybody_present()
    application = web_application(world.app.database, world.app.inbox, "")
    async with TestClient(TestServer(application)) as opened:
        yield opened


async def page(client: Client, code: str, status: int = 200) -> str:
    async with client.get(f"/v/{code}") as response:
        assert response.status == status
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"
        return await response.text()


def change_certificate(world: World, **values: Any) -> str:
    """Change Нина's certificate; return its code."""
    with world.db() as db:
        row = db.scalars(select(Certificate).order_by(Certificate.id)).first()
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
        db.commit()
        return row.code


async def test_the_page_names_person_event_hours_date_role_and_state(world: World, client: Client) -> None:
    text = await page(client, change_certificate(world))
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


async def test_the_page_of_a_revoked_certificate_says_so(world: World, client: Client) -> None:
    assert "Сертификат аннулирован" in await page(client, change_certificate(world, state=CertificateState.REVOKED))


@pytest.mark.parametrize("code", ["0000000000000000", "x", "%00", "..%2f..%2fetc", "7" * 500])
async def test_an_unknown_code_gets_a_plain_sentence(client: Client, code: str) -> None:
    assert "Такого сертификата в сети нет" in await page(client, code, 404)


async def test_markup_in_a_title_is_escaped(world: World, client: Client) -> None:
    text = await page(client, change_certificate(world, event_title="<script>alert(1)</script> {{ 7 * 7 }}"))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "{{ 7 * 7 }}" in text


async def test_the_page_is_in_the_networks_language(world: World, client: Client) -> None:
    with world.db() as db:
        db.get_one(Network, 1).language = "en"
        db.commit()
    assert "The certificate is genuine" in await page(client, change_certificate(world))
