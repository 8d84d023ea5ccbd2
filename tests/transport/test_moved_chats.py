"""A chat that goes on under another id: its messages follow it once, its new id stays, nobody else waits for it."""

from typing import Any

import sqlalchemy as sa

from bot import outbox
from models import Account, OutboxMessage, OutboxState
from sandbox.person import Person
from screens.screen import Screen
from tests.transport.conftest import Stage
from tests.transport.test_sender import Refusing, later, settled, told, unconnected


def owe(stage: Stage, chat: int, text: str) -> None:
    with stage.db() as db:
        account = db.scalars(sa.select(Account).where(Account.external_id == chat)).one()
        outbox.answer(db, account.id, text, [Screen(text)], stage.clock.now())
        db.commit()


def rows(stage: Stage) -> list[tuple[Any, ...]]:
    """Key, state and error of what was owed here."""
    with stage.db() as db:
        found = db.scalars(sa.select(OutboxMessage).where(OutboxMessage.key.startswith("owed")))
        return [(row.key, row.state, row.error) for row in found]


async def greeted(stage: Stage) -> Person:
    nina = stage.person()
    await nina.types("/start")
    return nina


async def test_a_message_finds_its_chat_at_the_new_address(stage: Stage) -> None:
    nina = await greeted(stage)
    moved = stage.telegram.moves(nina.id, -1001)
    owe(stage, nina.id, "owed")
    await stage.app.settle()

    assert told(moved) == ["owed"]
    assert rows(stage) == [("owed:0", OutboxState.SENT, "")]
    owe(stage, moved.id, "owed later")
    await stage.app.settle()
    assert told(moved) == ["owed", "owed later"]
    assert [call.person for call in stage.telegram.journal.calls("sendMessage")][-2:] == [moved.id, moved.id]


async def test_a_chat_that_moved_after_other_trouble_is_followed_all_the_same(stage: Stage) -> None:
    nina = await greeted(stage)
    later(stage)
    Refusing(stage, unconnected(), unconnected())
    moved = stage.telegram.moves(nina.id, -1001)
    owe(stage, nina.id, "owed")
    await settled(stage)

    assert told(moved) == ["owed"]


async def test_a_message_follows_its_chat_once_only(stage: Stage) -> None:
    nina = await greeted(stage)
    stage.telegram.moves(nina.id, -1001)
    last = stage.telegram.moves(-1001, -1002)
    owe(stage, nina.id, "owed")
    await stage.app.settle()
    owe(stage, last.id, "owed later")
    await stage.app.settle()

    assert rows(stage) == [
        ("owed:0", OutboxState.FAILED, "moved twice"),
        ("owed later:0", OutboxState.SENT, ""),
    ]
    assert told(last) == ["owed later"]


async def test_a_chat_that_moved_onto_a_known_account_holds_nobody_up(stage: Stage) -> None:
    nina = await greeted(stage)
    stage.telegram.moves(nina.id, -1001)
    with stage.db() as db:
        db.add(Account(external_id=-1001, created_at=stage.clock.now()))
        db.commit()
    oleg = stage.person("Олег")
    await oleg.types("/start")
    owe(stage, nina.id, "owed")
    owe(stage, oleg.id, "owed to another")
    await stage.app.settle()

    assert rows(stage)[0] == ("owed:0", OutboxState.FAILED, "moved to a chat that is known")
    assert told(oleg)[-1] == "owed to another"
