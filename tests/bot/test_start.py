"""After a start there are one network, the bot's username, its commands and the admins of the settings."""

import asyncio

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.app import Tuning
from bot.settings import WrongSetting
from models import Account, Network, OutboxState
from sandbox.calls.faults import Fault
from tests.bot.conftest import Stage


async def test_a_first_start_makes_the_network_and_a_second_changes_nothing(stage: Stage) -> None:
    with stage.db() as db:
        db.execute(sa.update(Network).values(title="Сеть города"))
        db.commit()
    await stage.starts()

    with stage.db() as db:
        network = db.scalars(sa.select(Network)).one()
        assert (network.title, network.zone) == ("Сеть города", "Europe/Moscow")
        assert network.bot_username == stage.telegram.username
        assert network.link_base == f"https://t.me/{stage.telegram.username}?start="


async def test_commands_are_registered_in_every_language(stage: Stage) -> None:
    calls = stage.telegram.journal.calls("setMyCommands")
    registered = {str(call.params.get("language_code") or ""): call.params["commands"] for call in calls}

    assert set(registered) == {"", "ru", "en"}
    assert registered[""] == registered["ru"] != registered["en"]


async def test_the_settings_name_the_admins(stage: Stage) -> None:
    for number in (9, 10):
        await stage.telegram.person("Ольга", id=number).types("/start")
    stage.settings = stage.settings.model_copy(update={"admin_ids": frozenset({10})})
    await stage.starts()

    with stage.db() as db:
        listed = dict(db.execute(sa.select(Account.external_id, Account.listed_admin)).all())
    assert listed == {9: False, 10: True}


async def test_a_refused_token_stops_the_start(stage: Stage) -> None:
    stage.telegram.token = "43:OTHER"

    with pytest.raises(WrongSetting) as wrong:
        await stage.starts()
    assert wrong.value.key == "setting-bot-token-refused"


async def test_the_bot_starts_while_telegram_is_away_and_serves_when_it_is_back(stage: Stage) -> None:
    stage.telegram.faults.add(Fault("drop_before", times=None))
    await stage.starts()
    stage.telegram.faults.clear()
    nina = stage.person()
    await nina.types("hello")

    assert nina.screen.text == "echo hello"
    assert [row.state for row in stage.outbox()] == [OutboxState.SENT]


async def test_the_bot_registers_once_telegram_is_back_and_does_not_fill_the_log(stage: Stage) -> None:
    stage.telegram.faults.add(Fault("500", times=65))
    app = await stage.starts(tuning=Tuning(setup_retry=0.001))
    with capture_logs() as lines:
        await app.setup.run(asyncio.Event())

    assert len(lines) == 7  # the first failure, the second, the fourth and so on to the sixty-fourth
    assert stage.telegram.journal.calls("deleteWebhook")[-1].accepted
