"""Verification of a certificate by anybody: on its public page, and in the chat by link or number."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.web.app import web_application
from models import Certificate, CertificateState, Network, Teacher
from tests.flows.network_people import withdraws_consent
from tests.flows.seminar import TITLE, Seminar
from tests.world import World

Client = TestClient[Any, Any]


@pytest.fixture
async def client(world: World, seminar: Seminar) -> AsyncIterator[Client]:
    """A client of the bot's pages after a seminar with certificates."""
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


async def test_the_link_shows_a_stranger_the_whole_certificate(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    stranger = world.person("Игорь")
    await stranger.opens(f"https://t.me/{world.telegram.username}?start=v_{seminar.certificate('elena').code}")
    text = stranger.screen.text
    for words in (
        "✅ Сертификат подлинный: № ИМЦ-26-0002",
        "Бортникова Елена Юрьевна",
        f"«{TITLE}», семинар",
        "7 октября 2026 г. · 4 часа",
        "Роль: слушатель",
        "Выдан 7 октября 2026 г.",
    ):
        assert words in text


async def test_the_link_uses_this_bots_name_and_a_code_of_16_characters(world: World, seminar: Seminar) -> None:
    with world.db() as db:
        bot = db.get_one(Network, 1).bot_username
    assert bot == world.telegram.username
    await seminar.finishes_with_everybody_present()
    code = seminar.certificate("nina").code
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", code)


async def test_a_check_by_number_shows_a_masked_name(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    stranger = world.person("Игорь")
    await stranger.types("/check имц-26-0002")
    assert "Бортникова Е. Ю." in stranger.screen.text
    assert "Елена" not in stranger.screen.text
    await stranger.types("/check № ИМЦ – 26 – 0002")
    assert "подлинный" in stranger.screen.text


@pytest.mark.usefixtures("seminar")
async def test_an_unknown_code_or_number_is_refused(world: World) -> None:
    stranger = world.person("Игорь")
    await stranger.types("/start v_0000000000000000")
    assert "Такого сертификата в сети нет" in stranger.screen.text
    await stranger.types("/check 7")
    assert "Такого сертификата в сети нет" in stranger.screen.text
    await stranger.types("/check")
    assert "Напишите номер" in stranger.screen.text


async def test_a_revoked_certificate_is_called_revoked(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    code = change_certificate(world, state=CertificateState.REVOKED)
    stranger = world.person("Игорь")
    await stranger.types(f"/start v_{code.lower()}")
    assert "аннулирован" in stranger.screen.text


async def test_the_certificate_of_an_erased_person_still_verifies(world: World, seminar: Seminar) -> None:
    await seminar.finishes_with_everybody_present()
    code = seminar.certificate("elena").code
    await withdraws_consent(seminar.elena)
    with world.db() as db:
        assert db.get_one(Teacher, seminar.ids["elena"]).erased_at is not None
    stranger = world.person("Игорь")
    await stranger.types(f"/start v_{code}")
    assert "Бортникова Елена Юрьевна" in stranger.screen.text
