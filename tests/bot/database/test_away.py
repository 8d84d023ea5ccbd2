"""While the database is away, presses are excused once and in time; they take effect when it is back."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from structlog.testing import capture_logs

from bot.app import Tuning
from bot.database.engine import Database, is_away
from bot.inbox.queue import StoreOutage
from bot.inbox.toasts import ToastTimes
from models import Heartbeat
from sandbox.person import Person
from screens.texts import plain
from tests.bot.conftest import AWAY, Stage, Watch, card, until
from tests.sqlite import locked

BUSY = plain("ru", "busy-now")
STORE_TIMEOUT_SECONDS = 0.05


@pytest.fixture
async def outage(stage: Stage) -> StoreOutage:
    """Restarts the bot so that it soon gives up storing a press and failed updates are tried again at once."""
    made = StoreOutage()
    times = ToastTimes(store_timeout=STORE_TIMEOUT_SECONDS)
    await stage.starts(tuning=Tuning(toasts=times, update_retries=(0.001,)), outage=made)
    return made


@pytest.fixture
async def nina(stage: Stage, outage: StoreOutage) -> Person:
    """Has a button in sight; the bot polls."""
    assert not outage.is_running
    stage.answers |= {"/start": card("menu", "go"), "go": card("done", toast="Done")}
    person = stage.person()
    await person.types("/start")
    stage.telegram.state.consumer = None
    return person


async def fetch_in_vain(stage: Stage) -> None:
    with pytest.raises(OperationalError):
        await stage.app.poller.fetch(0)


async def test_a_press_that_cannot_be_stored_is_excused_once_and_works_later(stage: Stage, nina: Person) -> None:
    stage.database.failure = AWAY
    await nina.presses("go")
    for _ in range(3):
        await fetch_in_vain(stage)
    await until(lambda: [toast.text for toast in nina.toasts] == [BUSY])
    stage.telegram.clock.elapse(4)  # the same updates asked for again at once come one by one
    await nina.presses("go")
    await fetch_in_vain(stage)
    await stage.app.toasts.settle()
    assert [toast.text for toast in nina.toasts] == [BUSY, BUSY]
    stage.database.failure = None
    stage.telegram.clock.elapse(4)
    await stage.app.poller.fetch(0)
    await stage.app.settle()

    assert stage.handled == ["/start", "go", "go"]
    assert nina.screen.text == "Done\n\ndone"
    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == 2


async def test_the_heartbeat_after_an_outage_holds_its_length(stage: Stage, nina: Person, outage: StoreOutage) -> None:
    await nina.presses("go")
    outage.monotonic = watch = Watch()
    stage.database.failure = AWAY
    for _ in range(2):
        await fetch_in_vain(stage)
        stage.telegram.clock.elapse(4)
        watch.seconds += 12
    stage.database.failure = None
    watch.seconds += 7
    await stage.app.poller.fetch(0)
    await stage.app.settle()
    await stage.app.ticker.tick()
    with stage.db() as db:
        assert db.get_one(Heartbeat, 1).longest_away == 31
    await stage.app.ticker.tick()
    with stage.db() as db:
        assert db.get_one(Heartbeat, 1).longest_away == 0


async def test_a_press_that_waits_a_moment_for_the_database_gets_its_own_toast(stage: Stage, nina: Person) -> None:
    await stage.starts()
    with locked(stage.file):
        stage.telegram.state.consumer = None
        await nina.presses("go")
        fetching = asyncio.create_task(stage.app.poller.fetch(0))
        await asyncio.sleep(STORE_TIMEOUT_SECONDS)
        assert not fetching.done()
    await fetching
    await stage.app.settle()

    assert [toast.text for toast in nina.toasts] == ["Done"]


async def test_a_press_worked_before_a_restart_is_not_excused(stage: Stage, nina: Person) -> None:
    await nina.presses("go")
    again = [update.as_json() for update in stage.telegram.updates.pending()]
    await stage.app.poller.fetch(0)
    await stage.app.settle()
    await stage.starts(tuning=Tuning(toasts=ToastTimes(store_timeout=STORE_TIMEOUT_SECONDS)))
    await stage.app.inbox.store(again)
    await asyncio.sleep(2 * STORE_TIMEOUT_SECONDS)
    await stage.app.settle()

    assert len(stage.telegram.journal.calls("answerCallbackQuery")) == 1
    assert [toast.text for toast in nina.toasts] == ["Done"]


@pytest.mark.usefixtures("nina")
async def test_an_excuse_is_in_the_language_of_the_phone(stage: Stage) -> None:
    oleg = stage.telegram.person("Oleg", language_code="en")
    stage.database.failure = AWAY
    await oleg.presses_data(1, "go")
    await fetch_in_vain(stage)

    await until(lambda: [toast.text for toast in oleg.toasts] == [plain("en", "busy-now")])


async def test_a_long_outage_does_not_fill_the_log(stage: Stage, nina: Person) -> None:
    def fail() -> None:
        stage.database.failure = AWAY

    await nina.presses("go")
    stage.database.after_commit = fail  # the press is stored and not begun
    with capture_logs() as lines:
        await stage.app.poller.fetch(0)
        await until(lambda: stage.database.failures >= 200, 30)
        stage.database.after_commit = lambda: None
        stage.database.failure = None
    await stage.app.settle()

    assert stage.handled == ["/start", "go"]
    assert 2 <= len(lines) <= 2 * (3 + 6)


@pytest.mark.parametrize("server", ["127.0.0.1:1", "nowhere.invalid"], ids=["refuses", "has no address"])
async def test_a_server_that_cannot_be_reached_counts_as_away(server: str) -> None:
    database = Database(f"postgresql+asyncpg://centrik@{server}/centrik")
    for run in (database.run, database.read):
        with pytest.raises(OperationalError) as found:
            await run(lambda _db: None)
        assert is_away(found.value)
    await database.close()


@pytest.mark.parametrize(
    ("code", "away"),
    [("08006", True), ("53100", True), ("40P01", True), ("57P01", True), ("57014", False), (None, False)],
)
def test_only_errors_of_the_server_are_tried_again_for_ever(code: str | None, away: bool) -> None:
    fault = Exception()
    fault.sqlstate = code  # type: ignore[attr-defined]  # as the driver of PostgreSQL gives it
    assert is_away(DBAPIError("SELECT", {}, fault)) is away
    assert not is_away(RuntimeError())


async def test_every_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/centrik.db")
    for run in (database.run, database.read):
        found = await run(lambda db: [db.scalar(text(f"PRAGMA {name}")) for name in ("synchronous", "journal_mode")])
        assert found == [2, "wal"]
    await database.close()
