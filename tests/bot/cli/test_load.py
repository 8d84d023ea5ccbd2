"""`centrik load` as an operator runs it, beside a running bot and before its first start."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.app import create_app
from bot.cli.load import load_network_file, run_load
from bot.database.engine import Database
from bot.settings import Settings, WrongSetting
from models import Event, Network, PointEntry
from sandbox.calls.faults import Fault
from sandbox.local import Telegram
from sandbox.session import SandboxSession
from screens.texts import Say
from tests import invariants
from tests.checks.tree import ROOT
from tests.data.network_file import FILE, LOADED_AT, TEXT, changed, line_of

Run = Callable[..., "subprocess.CompletedProcess[str]"]

BROKEN = changed("capacity: 40", "capacity: 0")
ADDED = changed("hours: 4, capacity: 200, posts: []", "hours: 4, capacity: 210, posts: []")


def settings(folder: Path, **values: object) -> Settings:
    given = {
        "bot_token": "42:TEST",
        "bot_api_url": "http://127.0.0.1:1",
        "database_url": f"sqlite+aiosqlite:///{folder / 'centrik.db'}",
        "clock_start": LOADED_AT,
    }
    return Settings(_env_file=None, **(given | values))  # type: ignore[arg-type]  # fields of a test, by name


@pytest.fixture
def run(tmp_path: Path) -> Run:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": "42:TEST",
        "BOT_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'centrik.db'}",
        "CLOCK_START": LOADED_AT.isoformat(),
        "LANG": "C.UTF-8",
    }

    def command(*words: str) -> "subprocess.CompletedProcess[str]":
        line = [sys.executable, "-m", "bot", *words]
        return subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    return command


def dump(folder: Path) -> str:
    with sqlite3.connect(folder / "centrik.db") as database:
        return "\n".join(database.iterdump())


def test_an_operator_loads_a_file_then_sees_and_applies_its_changes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "changed.yaml").write_text(ADDED, encoding="utf-8")

    first = run("load", str(FILE))
    assert (first.returncode, first.stderr) == (0, "Загружаем описание сети…\n")
    assert "организаций – 13, человек – 28, подпроектов – 6, мероприятий – 30" in first.stdout
    assert "Проверено, но пока не используется: network.programme" in first.stdout
    assert first.stdout.count("inv_") == 4
    assert "Лугова Татьяна Сергеевна, методист: inv_" in first.stdout

    loaded = dump(tmp_path)
    shown = run("load", "changed.yaml")
    assert (shown.returncode, dump(tmp_path)) == (0, loaded)
    assert "capacity: в базе 200, в файле 210" in shown.stdout
    assert "--apply" in shown.stdout

    applied = run("load", "changed.yaml", "--apply")
    assert (applied.returncode, "Изменено в базе: 1 отличие." in applied.stdout) == (0, True)
    assert dump(tmp_path) != loaded


def test_a_file_with_an_error_is_refused_whole_with_line_and_reason(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN, encoding="utf-8")

    refused = run("load", "broken.yaml")

    line = line_of("capacity: 0", BROKEN)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"broken.yaml:{line}: «capacity»: нужно число больше 0, а стоит 0\n" in refused.stderr
    assert "база осталась прежней" in refused.stderr
    assert not (tmp_path / "centrik.db").exists()


def test_load_needs_a_file(run: Run) -> None:
    assert run("load").returncode == 2


def test_load_imports_no_telegram_library(tmp_path: Path) -> None:
    program = (
        "import asyncio, json, sys, bot.__main__, bot.cli.load as loading\n"
        "from bot.settings import read_settings\n"
        "from pathlib import Path\n"
        "from screens.texts import Say\n"
        f"work = loading.run_load(Say('ru'), read_settings(), Path({str(FILE)!r}), apply=False, invites=False)\n"
        "code = asyncio.run(work)\n"
        "print(json.dumps([code, sorted({'aiogram', 'typst', 'sandbox', 'demo'} & set(sys.modules))]))\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "BOT_TOKEN": "42:TEST",
        "BOT_API_URL": "http://127.0.0.1:1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'centrik.db'}",
        "CLOCK_START": LOADED_AT.isoformat(),
    }

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [0, []]


async def test_at_most_twenty_errors_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(TEXT.replace("host: ", "hots: "), encoding="utf-8")

    code = await run_load(Say("ru"), settings(tmp_path), file, apply=False, invites=False)

    lines = capsys.readouterr().err.splitlines()
    assert code == 1
    assert len([line for line in lines if line.startswith(f"{file}:")]) == 20
    assert "и ещё 40 замечаний" in lines


async def test_loading_beside_a_running_bot_blocks_no_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(settings(tmp_path), session=SandboxSession(Telegram("42:TEST")))
    await app.start()
    try:
        with closing(sqlite3.connect(app.database.file or "", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            before = reader.execute("SELECT title FROM network").fetchone()

            code = await run_load(Say("ru"), settings(tmp_path), FILE, apply=False, invites=False)

            assert code == 0
            assert reader.execute("SELECT title FROM network").fetchone() == before == ("Сеть школ",)
        title = await app.database.read(lambda db: db.get_one(Network, 1).title)
        assert title == "Сеть школ Заречного муниципального округа"
        assert "https://t.me/" in capsys.readouterr().out, "the bot's name is known, so the invitations are links"
    finally:
        await app.close()


async def test_the_network_file_of_the_settings_is_loaded_once(tmp_path: Path) -> None:
    file = tmp_path / "network.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    given = settings(tmp_path, network_file=str(file))

    broken = create_app(given, session=SandboxSession(Telegram("42:TEST")))
    with pytest.raises(WrongSetting) as refused:
        await broken.start()
    await broken.close()
    assert f"{file}:{line_of('capacity: 0', BROKEN)}: " in refused.value.values["reasons"]

    file.write_text(TEXT, encoding="utf-8")
    for text in (TEXT, BROKEN):
        file.write_text(text, encoding="utf-8")
        app = create_app(given, session=SandboxSession(Telegram("42:TEST")))
        await app.start()
        events = await app.database.read(lambda db: len(list(db.scalars(select(Event.id)))))
        await app.close()
        assert events == 30, "put right, the file is loaded; afterwards the database wins and the file is not read"


async def test_the_start_that_loads_the_network_file_prints_the_report_with_invites_once_and_not_into_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, printed = settings(tmp_path, network_file=str(FILE)), []
    with capture_logs() as lines:
        for _ in range(2):
            app = create_app(given, session=SandboxSession(Telegram("42:TEST")))
            await app.start()
            await app.close()
            printed.append(capsys.readouterr().out)

    links = re.findall(r"https://t\.me/\S+=inv_\S+", printed[0])
    assert len(set(links)) == 4
    assert "организаций – 13, человек – 28, подпроектов – 6, мероприятий – 30" in printed[0]
    assert "Лугова Татьяна Сергеевна, методист: https://t.me/" in printed[0]
    assert printed[1] == ""
    assert "invites of the staff printed" in [line["event"] for line in lines]
    assert "inv_" not in str(lines)


async def test_invites_of_a_start_without_telegram_are_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram = Telegram("42:TEST")
    telegram.faults.add(Fault("drop_before", times=None))
    app = create_app(settings(tmp_path, network_file=str(FILE)), session=SandboxSession(telegram))
    await app.start()
    await app.close()

    printed = capsys.readouterr().out
    assert printed.count(": inv_") == 4
    assert f"centrik load {FILE} --invites" in printed


async def test_a_loaded_network_keeps_every_invariant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await _load_twice(settings(tmp_path), capsys)


async def test_a_loaded_network_keeps_every_invariant_on_postgresql(
    tmp_path: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await _load_twice(settings(tmp_path, database_url=postgres_url), capsys)


async def _load_twice(given: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert await run_load(Say("ru"), given, FILE, apply=True, invites=False) == 0
    assert capsys.readouterr().out.endswith("Этот файл уже загружен, менять нечего.\n")

    database = Database(given.database_url)
    broken = await database.read(invariants.broken_invariants, LOADED_AT)
    entries = await database.read(lambda db: len(list(db.scalars(select(PointEntry.id)))))
    assert await load_network_file(database, Path("nowhere.yaml"), LOADED_AT) is None
    await database.close()

    assert broken == []
    assert entries == 37
