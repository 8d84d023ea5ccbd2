"""The database is away: who presses is told so once and in time, and the press takes effect when it is back."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from structlog.testing import capture_logs

from bot.database.engine import Database, is_away
from bot.inbox import toasts
from models import Heartbeat
from sandbox.person import Person
from screens.texts import plain
from tests.bot.conftest import Stage, card

BUSY = plain("ru", "busy-now")


@pytest.fixture
async def nina(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Has a button in sight; the bot polls and gives up storing a press after a moment."""
    monkeypatch.setattr(toasts, "STORE_TIMEOUT_SECONDS", 0.05)
    stage.answers |= {"/start": card("menu", "go"), "go": card("done", toast="Done")}
    person = stage.person()
    await person.types("/start")
    stage.telegram.state.consumer = None
    return person


async def test_a_press_that_cannot_be_stored_is_told_so_once_and_works_later(
    stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(stage.app.database, "transaction", away)
        await nina.presses("go")
        for _ in range(3):
            with pytest.raises(OperationalError):
                await stage.app.poller.fetch(0)
            await asyncio.sleep(0.1)
        stage.telegram.clock.elapse(4)  # whoever asks for the same updates at once gets only one of them
        await nina.presses("go")
        with pytest.raises(OperationalError):
            await stage.app.poller.fetch(0)
        await stage.app.toasts.settle()
        assert [toast.text for toast in nina.toasts] == [BUSY, BUSY]
    stage.telegram.clock.elapse(4)
    await stage.app.poller.fetch(0)
    await stage.app.settle()

    assert stage.heard == ["/start", "go", "go"]
    assert nina.screen.text == "Done\n\ndone"
    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == 2


async def test_how_long_the_database_was_away_is_told_once_it_is_back(
    stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1000.0
    monkeypatch.setattr("bot.inbox.queue.time.monotonic", lambda: moment)
    await nina.presses("go")
    with monkeypatch.context() as patch:
        patch.setattr(stage.app.database, "transaction", away)
        for moment in (1000.0, 1012.0):  # noqa: B007 - the clock of the bot
            with pytest.raises(OperationalError):
                await stage.app.poller.fetch(0)
            stage.telegram.clock.elapse(4)
    moment = 1031.0
    await stage.app.poller.fetch(0)
    await stage.app.settle()
    await stage.app.ticker.tick()
    with stage.db() as db:
        assert db.get_one(Heartbeat, 1).longest_away == 31
    await stage.app.ticker.tick()
    with stage.db() as db:
        assert db.get_one(Heartbeat, 1).longest_away == 0


def away() -> None:
    raise OperationalError("INSERT", {}, Exception("away"))


async def test_a_press_that_waits_for_the_database_for_a_moment_is_answered_as_ever(stage: Stage, nina: Person) -> None:
    async with stage.app.database.transaction():
        await nina.presses("go")
        fetching = asyncio.create_task(stage.app.poller.fetch(0))
        await asyncio.sleep(0.02)
    await fetching
    await stage.app.settle()

    assert [toast.text for toast in nina.toasts] == ["Done"]


async def test_a_press_that_was_worked_before_is_not_excused(stage: Stage, nina: Person) -> None:
    await nina.presses("go")
    again = [update.as_json() for update in stage.telegram.updates.pending()]
    await stage.app.poller.fetch(0)
    await stage.app.settle()
    await stage.starts()
    await stage.app.inbox.store(again)
    await asyncio.sleep(0.1)
    await stage.app.settle()

    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == 1
    assert [toast.text for toast in nina.toasts] == ["Done"]


async def test_a_press_is_excused_in_the_language_of_the_telephone(
    stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    oleg = stage.telegram.person("Oleg", language_code="en")
    monkeypatch.setattr(stage.app.database, "transaction", away)
    await oleg.presses_data(1, "go")
    with pytest.raises(OperationalError):
        await stage.app.poller.fetch(0)
    await asyncio.sleep(0.1)
    await stage.app.toasts.settle()

    assert [toast.text for toast in oleg.toasts] == [plain("en", "busy-now")]


async def test_a_database_that_stays_away_does_not_fill_the_log(
    stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.queue.RETRY_SECONDS", (0.001,))
    await nina.presses("go")
    tries = 0

    def gone() -> None:
        nonlocal tries
        tries += 1
        away()

    with monkeypatch.context() as patch, capture_logs() as lines:
        await stage.app.poller.fetch(0)
        patch.setattr(stage.app.database, "transaction", gone)
        while tries < 200:  # noqa: ASYNC110 - counted by the failing database
            await asyncio.sleep(0.01)
    await stage.app.settle()

    assert stage.heard == ["/start", "go"]
    assert 2 <= len(lines) <= 2 * (3 + 6)


@pytest.mark.parametrize("server", ["127.0.0.1:1", "nowhere.invalid"], ids=["refuses", "has no address"])
async def test_a_server_that_cannot_be_reached_is_a_database_that_is_away(server: str) -> None:
    database = Database(f"postgresql+asyncpg://centrik@{server}/centrik")
    for run in (database.run, database.read):
        with pytest.raises(OperationalError) as found:
            await run(lambda db: None)
        assert is_away(found.value)
    await database.close()


@pytest.mark.parametrize(
    ("code", "away"),
    [("08006", True), ("53100", True), ("40P01", True), ("57P01", True), ("57014", False), (None, False)],
)
def test_a_statement_of_our_own_fault_is_not_tried_for_ever(code: str | None, away: bool) -> None:
    fault = Exception()
    fault.sqlstate = code  # type: ignore[attr-defined]  # as the driver of PostgreSQL gives it
    assert is_away(DBAPIError("SELECT", {}, fault)) is away
    assert not is_away(RuntimeError())


async def test_every_commit_is_on_the_disk_before_it_counts(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    for run in (database.run, database.read):
        found = await run(lambda db: [db.scalar(text(f"PRAGMA {name}")) for name in ("synchronous", "journal_mode")])
        assert found == [2, "wal"]
    await database.close()
