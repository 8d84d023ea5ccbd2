"""`centrik doctor` reads the database alone and exits with 0 if all is well, 1 if somebody should look."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cli.doctor import EXIT_HEALTHY, EXIT_WORRYING, examine
from bot.database.engine import Database
from bot.database.migrations import migrate
from bot.settings import Settings
from models import Account, Heartbeat, InboxState, InboxUpdate, Job, JobState, Lane, OutboxMessage, OutboxState
from screens.texts import Say
from services.delivery.undelivered import mark_undelivered
from services.reminders.notices import DayBefore
from services.stored import name_of
from tests.builders import make_network, make_teacher
from tests.checks.tree import ROOT

NAME = "Нинель Петровна Хвостова"


@pytest.fixture
async def address(tmp_path: Path) -> str:
    """The URL of a database on which the bot ticked a moment ago, with nothing queued."""
    address = f"sqlite+aiosqlite:///{tmp_path}/centrik.db"
    database = Database(address)
    await migrate(database)
    await database.run(_add_healthy_bot)
    await database.close()
    return address


def _add_healthy_bot(db: Session) -> None:
    now = datetime.now(UTC)
    make_network(db)
    db.add(Account(messenger="telegram", external_id=700, teacher=make_teacher(db, NAME), created_at=now))
    db.add(Heartbeat(id=1, started_at=now - timedelta(days=2), awake_since=now - timedelta(days=2), ticked_at=now))


def change(address: str, *rows: object) -> None:
    engine = sa.create_engine(address.replace("+aiosqlite", ""))
    with Session(engine) as db:
        for row in rows:
            db.merge(row)
        db.flush()
        mark_undelivered(db, datetime.now(UTC))
        db.commit()
    engine.dispose()


async def doctor(address: str, language: str = "ru") -> int:
    settings = Settings(_env_file=None, bot_token="42:TEST", database_url=address)
    return await examine(Say(language), settings)


def message(number: int, state: OutboxState, error: str = "") -> OutboxMessage:
    now = datetime.now(UTC)
    return OutboxMessage(
        id=number,
        key=f"lost:{number}",
        account_id=1,
        lane=Lane.NOTICE,
        kind=name_of(DayBefore),
        payload={"event": 1, "text": NAME},
        state=state,
        error=error,
        not_before=now,
        created_at=now,
    )


async def test_all_is_well_with_a_healthy_bot(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await doctor(address) == EXIT_HEALTHY
    output = capsys.readouterr().out
    assert "Всё в порядке." in output
    assert "Ждут разбора: 0" in output
    assert "!" not in output

    assert await doctor(address, "en") == EXIT_HEALTHY
    assert "All is well." in capsys.readouterr().out


async def test_counts_are_shown_even_if_they_are_zero(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    change(address, message(41, OutboxState.NEW))
    await doctor(address)
    output = capsys.readouterr().out

    for line in (
        "Последний такт часов: ",
        "Ждут разбора: 0",
        "Ответы в очереди: 0",
        "Уведомления в очереди: 1",
        "Отправлено за минуту: 0, за час: 0",
        "Telegram просил подождать (429), раз с запуска: 0",
        "Отложено неразобранных обновлений: 0",
        "Закрыли чат с ботом: 0",
    ):
        assert line in output, line


async def test_undelivered_messages_are_listed_by_ids_and_kinds(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    change(
        address,
        message(41, OutboxState.EXPIRED, "late"),
        message(42, OutboxState.FAILED, "Bad Request: chat is odd"),
        Job(
            id=9,
            key="x",
            kind="certificate",
            payload={"name": NAME},
            state=JobState.FAILED,
            error="RenderingFailed",
            not_before=now,
            created_at=now,
            done_at=now,
        ),
        InboxUpdate(
            messenger="telegram",
            key="77",
            chat_key=700,
            state=InboxState.PARKED,
            error="message:missing",
            received_at=now,
        ),
    )
    assert await doctor(address) == EXIT_WORRYING
    output = capsys.readouterr().out

    assert "! Не дошло за 7 дней: опоздало – 1, отказ Telegram – 1" in output
    assert "№ 41 · напоминание за день · опоздало" in output
    assert "Bad Request: chat is odd" in output
    assert "№ 9 · сертификат" in output
    assert "№ 77" in output
    assert "message:missing" in output
    assert "Нужно внимание" in output
    assert not any(word in output for word in (*NAME.split(), "700"))


@pytest.mark.parametrize(
    "wrong",
    [
        InboxUpdate(
            messenger="telegram",
            key="1",
            chat_key=1,
            body="{}",
            state=InboxState.NEW,
            received_at=datetime.now(UTC) - timedelta(hours=1),
        ),
        Heartbeat(id=1, ticked_at=datetime.now(UTC) - timedelta(hours=1)),
        Heartbeat(id=1, held=1, longest_wait=300),
        Heartbeat(id=1, longest_away=30),
    ],
    ids=["late", "stopped", "slow", "store"],
)
async def test_delays_and_outages_need_a_look(address: str, wrong: object, capsys: pytest.CaptureFixture[str]) -> None:
    change(address, wrong)
    assert await doctor(address) == EXIT_WORRYING
    assert "\n! " in "\n" + capsys.readouterr().out


async def test_a_closed_chat_is_shown_without_a_warning(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    change(address, message(41, OutboxState.DROPPED, "blocked"))
    assert await doctor(address) == EXIT_HEALTHY
    assert "чат закрыт – 1" in capsys.readouterr().out


async def test_a_missing_database_is_one_sentence_and_is_not_created(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "none" / "centrik.db"
    assert await doctor(f"sqlite+aiosqlite:///{file}") == EXIT_WORRYING
    assert "База данных не отвечает или её таблиц ещё нет" in capsys.readouterr().out
    assert not file.parent.exists()

    file.parent.mkdir()
    file.touch()
    assert await doctor(f"sqlite+aiosqlite:///{file}") == EXIT_WORRYING


async def test_a_bot_that_never_ran_needs_a_look(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    engine = sa.create_engine(address.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        connection.execute(sa.delete(Heartbeat))
    engine.dispose()
    assert await doctor(address) == EXIT_WORRYING
    assert "! Бот с этой базой ещё не работал." in capsys.readouterr().out


async def test_doctor_reads_postgresql_as_well(postgres_with_tables: str, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(postgres_with_tables)
    await database.run(_add_healthy_bot)
    await database.run(lambda db: db.add(message(41, OutboxState.UNCLEAR)))
    await database.run(mark_undelivered, datetime.now(UTC))
    await database.close()

    assert await doctor(postgres_with_tables) == EXIT_WORRYING
    assert "неясно, дошло ли – 1" in capsys.readouterr().out


def test_doctor_imports_no_telegram_library(address: str) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "BOT_TOKEN": "42:TEST",
        "DATABASE_URL": address,
    }
    program = (
        "import sys\nsys.argv = ['centrik', 'doctor']\n"
        "from bot.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as done:\n"
        "    print(done.code, sorted({'aiogram', 'aiohttp', 'typst', 'prometheus_client'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.endswith("0 []\n"), done.stdout + done.stderr
