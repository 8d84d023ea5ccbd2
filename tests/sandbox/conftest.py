"""A sandbox, a bot in the same process and a person who has pressed START."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties

from sandbox.local import Telegram
from sandbox.person import Person
from sandbox.session import SandboxSession
from tests.sandbox.manual_time import ManualTime


@pytest.fixture
def manual_time() -> ManualTime:
    return ManualTime()


@pytest.fixture
async def telegram(manual_time: ManualTime) -> AsyncIterator[Telegram]:
    telegram = Telegram(clock=manual_time.clock)
    yield telegram
    await telegram.close()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    session = SandboxSession(telegram)
    yield Bot(telegram.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    await session.close()


@pytest.fixture
async def nina(telegram: Telegram) -> Person:
    person = telegram.person("Нина")
    await person.types("/start")
    return person
