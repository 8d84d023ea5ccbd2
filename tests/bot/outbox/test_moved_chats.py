"""A chat that has got another id: what was on its way goes after it once, and nobody else is held up."""

import pytest
import sqlalchemy as sa
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.methods import EditMessageText, SendMessage

from bot.outbox.notices import NOTICES, Shown
from models import Account, OutboxState
from sandbox.person import Person
from screens.screen import Screen
from services.notices import BLOCKED
from tests.bot.conftest import Stage, card
from tests.bot.outbox.test_sender import KIND, Refusing, enqueue, later, letter, notices, settled, told, unconnected


@pytest.fixture
async def nina(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setitem(NOTICES, KIND, Shown(letter, lambda say, text: Screen(text)))
    person = stage.person()
    await person.types("/start")
    return person


def moved(to: Person) -> TelegramMigrateToChat:
    return TelegramMigrateToChat(SendMessage(chat_id=1, text="x"), "moved", to.id)


def addresses(stage: Stage) -> list[int]:
    with stage.db() as db:
        return list(db.scalars(sa.select(Account.external_id).order_by(Account.id)))


async def test_a_chat_that_moved_is_found_at_its_new_address_once(stage: Stage, nina: Person) -> None:
    oleg = stage.person("Олег")
    stage.telegram.chats[oleg.id].started = True
    Refusing(stage, moved(oleg))
    enqueue(stage, nina)
    await stage.app.settle()

    assert told(oleg) == ["letter"]
    assert addresses(stage) == [oleg.id]


async def test_a_chat_that_moved_between_two_tries_is_found_too(stage: Stage, nina: Person) -> None:
    later(stage)
    oleg = stage.person("Олег")
    stage.telegram.chats[oleg.id].started = True
    Refusing(stage, unconnected(), moved(oleg))
    enqueue(stage, nina)
    await settled(stage)

    assert told(oleg) == ["letter"]


async def test_a_chat_that_moves_again_and_again_is_given_up(stage: Stage, nina: Person) -> None:
    Refusing(stage, moved(nina), moved(nina), moved(nina))
    enqueue(stage, nina)
    await stage.app.settle()

    assert (notices(stage)[0].state, notices(stage)[0].error) == (OutboxState.FAILED, "moved twice")


async def test_an_answer_goes_after_a_chat_that_moved_as_a_new_message(stage: Stage, nina: Person) -> None:
    stage.answers["hello"] = card("menu", "go")
    await nina.types("hello")
    oleg = stage.person("Олег")
    stage.telegram.chats[oleg.id].started = True
    Refusing(stage, moved(oleg), method=EditMessageText)
    await nina.presses("go")

    assert told(oleg) == ["heard go"]
    with stage.db() as db:
        account = db.scalars(sa.select(Account)).one()
        assert (account.external_id, account.newest_message_id) == (oleg.id, oleg.screen.message_id)


async def test_a_chat_that_moved_to_a_known_one_is_closed_and_holds_up_nobody(stage: Stage, nina: Person) -> None:
    """The other account has its own messages: nobody is told twice, or another's news."""
    oleg = stage.person("Олег")
    await oleg.types("/start")
    Refusing(stage, moved(oleg))
    enqueue(stage, nina, "one")
    enqueue(stage, nina, "two")
    await stage.app.settle()
    enqueue(stage, oleg, "three")
    await stage.app.settle()

    assert [row.state for row in notices(stage)] == [OutboxState.DROPPED, OutboxState.DROPPED, OutboxState.SENT]
    assert all(row.error.startswith(BLOCKED) for row in notices(stage)[:2])
    assert told(oleg)[1:] == ["three"]
    assert addresses(stage) == [nina.id, oleg.id]
