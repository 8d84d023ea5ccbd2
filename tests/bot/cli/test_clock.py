"""`centrik clock` says what became of the change; tests/bot/test_process.py has a bot that takes it over."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.clock import run_clock
from bot.clock import rehearsal
from bot.database.engine import Database
from bot.database.lead import leading
from bot.settings import Settings
from screens.texts import Say
from tests.checks.tree import ROOT

START = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def given(database_url: str) -> Settings:
    """Settings of a rehearsal whose clock has been started."""
    database = Database(database_url)
    await database.run(rehearsal.ensure_offset, START)
    await database.close()
    return Settings(
        _env_file=None,
        bot_token="42:TEST",
        bot_api_url="http://127.0.0.1:1",
        database_url=database_url,
        clock_start=START,
    )


async def test_without_a_bot_the_clock_is_moved_at_once(given: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run_clock(Say("ru"), given, HOUR, seconds=60) == 0
    assert capsys.readouterr().out == (
        "Часы переведены на 01.10.2026 10:00. Бот сейчас не работает: он начнёт с этого времени.\n"
    )


async def test_a_bot_that_does_not_take_the_clock_over_is_told_apart(
    given: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    frozen = Database(given.database_url)
    async with leading(frozen, asyncio.Event()):
        code = await run_clock(Say("ru"), given, HOUR, seconds=1)
    moved = await frozen.read(rehearsal.offset)
    await frozen.close()

    assert code == 1
    assert "но бот за 1 с этого не заметил" in capsys.readouterr().out
    assert moved is not None
    assert abs(datetime.now(UTC) + moved - START - HOUR) < timedelta(minutes=1)


def test_the_command_imports_no_telegram_library() -> None:
    program = "import sys, bot.cli.clock; print(sorted({'aiogram', 'aiohttp', 'typst'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
