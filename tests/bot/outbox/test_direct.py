"""The answer of a press goes without a claim of its own, unless something older waits in its chat."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from bot.outbox.rows import Answer, enqueue_answer
from models import Account, OutboxState
from sandbox.calls.faults import Fault
from sandbox.person import Person
from screens.screen import Screen
from tests.bot.conftest import Stage, until
from tests.bot.outbox.test_broken_telegram import sending
from tests.bot.outbox.test_sender import texts


@pytest.fixture
async def nina(stage: Stage) -> Person:
    person = stage.person()
    await person.types("/start")
    return person


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what the bot writes to its outbox."""
    seen: list[str] = []

    def on_statement(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT INTO outbox", "UPDATE outbox")):
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", on_statement)
    yield seen
    sa.event.remove(sa.Engine, "before_cursor_execute", on_statement)


async def test_an_answer_is_written_once_and_marked_once(stage: Stage, nina: Person) -> None:
    with statements() as seen:
        await nina.types("hello")

    assert [statement.split()[0] for statement in seen] == ["INSERT", "UPDATE"]
    assert nina.screen.text == "echo hello"
    [*_, row] = stage.outbox()
    assert (row.state, row.attempts, row.payload, row.owner) == (OutboxState.SENT, 1, {}, None)


async def test_an_answer_comes_after_an_older_one_that_waits(stage: Stage, nina: Person) -> None:
    with stage.db() as db:
        account = db.scalars(sa.select(Account)).one()
        enqueue_answer(db, Answer(account.id, "older", [Screen("older")]), stage.clock.now())
        db.commit()
    await nina.types("hello")

    assert texts(nina)[-2:] == ["older", "echo hello"]


async def test_an_answer_comes_after_the_one_in_flight(stage: Stage, nina: Person) -> None:
    async with sending(stage):
        stage.telegram.faults.add(Fault("slow", "sendMessage", seconds=0.3))
        await nina.types("one")
        await nina.types("two")
        assert texts(nina) == ["echo /start"]
        await until(lambda: texts(nina)[1:] == ["echo one", "echo two"])


async def test_several_screens_come_in_their_order(stage: Stage, nina: Person) -> None:
    stage.answers["all"] = tuple(Screen(str(number)) for number in range(4))
    await nina.types("all")

    assert texts(nina)[1:] == ["0", "1", "2", "3"]
