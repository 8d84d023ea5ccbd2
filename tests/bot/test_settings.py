"""A wrong setting ends the program with one plain sentence without secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting, read_settings
from screens.texts import LANGUAGES, plain
from tests.checks.tree import ROOT

GOOD = {"BOT_TOKEN": "42:TEST"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({"BOT_TOKEN": ""}, "BOT_TOKEN:"),
        ({"BOT_TOKEN": "hush-hush"}, "BOT_TOKEN:"),
        ({"BOT_API_URL": "telegram"}, "BOT_API_URL: telegram"),
        ({"DATABASE_URL": "mysql://hush-hush@server/base"}, "DATABASE_URL:"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL:"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL:"),
        ({"ADMIN_IDS": "1, @olga"}, "ADMIN_IDS: @olga"),
        ({"TIMEZONE": "Mars/Olympus"}, "TIMEZONE:"),
        ({"WEB_PORT": "many"}, "WEB_PORT:"),
        ({"WEB_PORT": "70000"}, "WEB_PORT:"),
        ({"PUBLIC_URL": "http://bot.example.org", "WEBHOOK_SECRET": "hush-hush"}, "PUBLIC_URL:"),
        ({"PUBLIC_URL": "https://bot.example.org"}, "WEBHOOK_SECRET:"),
        ({"PUBLIC_URL": "https://bot.example.org", "WEBHOOK_SECRET": "hush hush!"}, "WEBHOOK_SECRET:"),
        ({"CLOCK_START": "soon"}, "CLOCK_START:"),
        ({"CLOCK_START": "2026-10-01T09:00:00", "BOT_API_URL": "http://127.0.0.1:1"}, "CLOCK_START:"),
        ({"CLOCK_START": "2026-10-01T09:00:00+03:00"}, "CLOCK_START:"),
    ],
)
def test_a_wrong_setting_is_one_sentence(environment: pytest.MonkeyPatch, given: dict[str, str], begins: str) -> None:
    for name, value in (GOOD | given).items():
        environment.setenv(name, value)

    with pytest.raises(WrongSetting) as wrong:
        read_settings()

    for language in LANGUAGES:
        sentence = plain(language, wrong.value.key, **wrong.value.values)
        assert sentence.startswith(begins)
        assert "hush" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgresql://u:p@h/b", "postgresql+asyncpg://u:p@h/b"),
        ("postgres://u:p@h/b", "postgresql+asyncpg://u:p@h/b"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_a_plain_database_address_gets_its_driver(environment: pytest.MonkeyPatch, given: str, expected: str) -> None:
    environment.setenv("BOT_TOKEN", "42:TEST")
    environment.setenv("DATABASE_URL", given)

    assert read_settings().database_url == expected


def test_admin_ids_are_separated_by_commas(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BOT_TOKEN", "42:TEST")
    environment.setenv("ADMIN_IDS", "1001, 1002,")

    assert read_settings().admin_ids == {1001, 1002}


def test_a_rehearsal_may_listen_without_https(environment: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BOT_TOKEN": "42:TEST",
        "BOT_API_URL": "http://127.0.0.1:1",
        "PUBLIC_URL": "http://127.0.0.1:2",
        "WEBHOOK_SECRET": "s",
    }.items():
        environment.setenv(name, value)

    assert read_settings().public_url == "http://127.0.0.1:2"


def centrik(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Return the exit code and stderr of a command."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("command", [["run"], ["clock", "--advance", "1h"]])
def test_a_command_ends_with_the_sentence_and_no_traceback(command: list[str], tmp_path: Path) -> None:
    assert centrik(tmp_path, *command, BOT_TOKEN="hush-hush") == (2, plain("ru", "setting-bot-token") + "\n")


@pytest.mark.parametrize("address", ["sqlite:////proc/none/x.db", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_does_not_answer_is_a_sentence(address: str, tmp_path: Path) -> None:
    ended = centrik(tmp_path, "migrate", BOT_TOKEN="42:TEST", DATABASE_URL=address)

    assert ended == (2, plain("ru", "cli-database-away") + "\n")


def test_the_clock_of_a_real_bot_is_not_moved(tmp_path: Path) -> None:
    ended = centrik(tmp_path, "clock", "--advance", "1h", BOT_TOKEN="42:TEST")

    assert ended == (2, plain("ru", "cli-clock-real") + "\n")
