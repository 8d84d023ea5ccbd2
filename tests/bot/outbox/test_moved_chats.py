"""A chat with a new id: its messages follow it once, and nobody else is held up."""

import pytest
import sqlalchemy as sa
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.methods import EditMessageText, SendMessage

from models import Account, OutboxState
from sandbox.person import Person
from services.notices import BLOCKED
from tests.bot.conftest import Stage, card
from tests.bot.outbox.test_sender import Refusing, greetings, settled, texts, unconnected


@pytest.fixture
async def nina(stage: Stage) -> Person:
    person = stage.person()
    await person.types("/start")
    return person


def moved(to: Person) -> TelegramMigrateToChat:
    return TelegramMigrateToChat(SendMessage(chat_id=1, text="x"), "moved", to.id)


def addresses(stage: Stage) -> list[int]:
    with stage.db() as db:
        return list(db.scalars(sa.select(Account.external_id).order_by(Account.id)))


async def test_a_message_follows_its_chat_to_the_new_id(stage: Stage, nina: Person) -> None:
    oleg = stage.person("Олег")
    stage.telegram.chats[oleg.id].started = True
    Refusing(stage, moved(oleg))
    stage.greets(nina)
    await stage.app.settle()

    assert texts(oleg) == ["ru: letter"]
    assert addresses(stage) == [oleg.id]


async def test_a_message_follows_a_chat_that_moved_between_two_attempts(stage: Stage, nina: Person) -> None:
    stage.pace_time.skip_backoffs()
    oleg = stage.person("Олег")
    stage.telegram.chats[oleg.id].started = True
    Refusing(stage, unconnected(), moved(oleg))
    stage.greets(nina)
    await settled(stage)

    assert texts(oleg) == ["ru: letter"]


async def test_a_message_follows_its_chat_only_once(stage: Stage, nina: Person) -> None:
    Refusing(stage, moved(nina), moved(nina), moved(nina))
    stage.greets(nina)
    await stage.app.settle()

    assert (greetings(stage)[0].state, greetings(stage)[0].error) == (OutboxState.FAILED, "moved twice")


async def test_an_edit_follows_its_chat_as_a_new_message(stage: Stage, nina: Person) -> None:
    stage.answers["hello"] = card("menu", "go")
    await nina.types("hello")
    oleg = stage.person("Олег")
    stage.telegram.chats[oleg.id].started = True
    Refusing(stage, moved(oleg), method=EditMessageText)
    await nina.presses("go")

    assert texts(oleg) == ["echo go"]
    with stage.db() as db:
        account = db.scalars(sa.select(Account)).one()
        assert (account.external_id, account.newest_message_order) == (oleg.id, oleg.screen.message_id)


async def test_a_chat_that_moved_to_a_known_id_is_closed(stage: Stage, nina: Person) -> None:
    """The other account has its own messages: nobody gets a message twice, or somebody else's."""
    oleg = stage.person("Олег")
    await oleg.types("/start")
    Refusing(stage, moved(oleg))
    stage.greets(nina, "one")
    stage.greets(nina, "two")
    await stage.app.settle()
    stage.greets(oleg, "three")
    await stage.app.settle()

    assert [row.state for row in greetings(stage)] == [OutboxState.DROPPED, OutboxState.DROPPED, OutboxState.SENT]
    assert all(row.error.startswith(BLOCKED) for row in greetings(stage)[:2])
    assert texts(oleg)[1:] == ["ru: three"]
    assert addresses(stage) == [nina.id, oleg.id]
