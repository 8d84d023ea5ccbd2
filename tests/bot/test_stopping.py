"""A bot that is told to stop marks what has arrived and keeps what has not left; nobody is told twice for it."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.methods import EditMessageReplyMarkup, SendMessage
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.outbox.notices import NOTICES, Shown
from models import Account, OutboxState
from sandbox.person import Person
from services.notices import Notice, NoticeKind, notify
from tests.bot.conftest import Stage, card


@pytest.fixture
async def nina(stage: Stage) -> Person:
    person = stage.person()
    stage.answers |= {"/start": card("menu", "go"), "next": card("next", "on")}
    await person.types("/start")
    stage.telegram.state.consumer = None
    return person


class Hanging:
    """Stands before the session: calls of this method never come back."""

    def __init__(self, stage: Stage, method: type[Any]) -> None:
        self._method = method
        self.begun = asyncio.Event()
        stage.app.bot.session.middleware.register(self)

    async def __call__(self, make_request: Any, bot: Bot, method: Any) -> Any:
        if isinstance(method, self._method):
            self.begun.set()
            await asyncio.Event().wait()
        return await make_request(bot, method)


async def working(stage: Stage, stop: asyncio.Event) -> asyncio.Task[None]:
    """The sender runs on its own, as in a program."""
    await stage.app.poller.fetch(0)
    await stage.app.inbox.settle()
    return asyncio.create_task(stage.app.sender.run(stop))


async def stopped(stage: Stage, running: asyncio.Task[None], stop: asyncio.Event, seconds: float = 0.2) -> None:
    stop.set()
    await asyncio.wait([running], timeout=1)
    await stage.app.sender.drain(seconds)


async def test_an_answer_that_arrived_is_not_sent_again_because_the_old_buttons_were_slow(
    stage: Stage, nina: Person
) -> None:
    stop, hanging = asyncio.Event(), Hanging(stage, EditMessageReplyMarkup)
    await nina.types("next")
    running = await working(stage, stop)
    await asyncio.wait_for(hanging.begun.wait(), 5)
    await stopped(stage, running, stop)
    assert stage.outbox()[-1].state is OutboxState.SENT

    await stage.starts()
    await stage.app.settle()
    assert [seen.text for seen in nina.chat if seen.from_bot].count("next") == 1


async def test_nothing_else_is_shown_in_a_chat_until_its_old_buttons_are_gone(stage: Stage, nina: Person) -> None:
    stop, hanging = asyncio.Event(), Hanging(stage, EditMessageReplyMarkup)
    await nina.types("next")
    running = await working(stage, stop)
    await asyncio.wait_for(hanging.begun.wait(), 5)
    await stage.app.database.run(enqueue, nina, stage)
    await asyncio.sleep(0.3)
    assert stage.outbox()[-1].state is OutboxState.NEW
    await stopped(stage, running, stop)


async def test_what_waits_for_its_slot_when_the_bot_stops_has_not_left(stage: Stage, nina: Person) -> None:
    stop = asyncio.Event()
    await stage.app.database.run(enqueue, nina, stage)
    running = await working(stage, stop)
    stage.pace.hold(3600)
    async with asyncio.timeout(5):
        while not stage.app.sender._flights and stage.outbox()[-1].state is OutboxState.NEW:
            stage.pace._gate = 0  # claimed in an instant of green light
            await asyncio.sleep(0)
            stage.pace.hold(3600)
    await stopped(stage, running, stop)

    row = stage.outbox()[-1]
    assert (row.state, row.attempts, row.unclear_attempts) == (OutboxState.NEW, 0, 0)
    assert nina.screen.text == "menu"


async def test_what_left_and_was_not_answered_is_taken_up_by_the_next_start(stage: Stage, nina: Person) -> None:
    stop, hanging = asyncio.Event(), Hanging(stage, SendMessage)
    await stage.app.database.run(enqueue, nina, stage)
    running = await working(stage, stop)
    await asyncio.wait_for(hanging.begun.wait(), 5)
    await stopped(stage, running, stop)
    assert stage.outbox()[-1].state is OutboxState.SENDING

    await stage.starts()
    assert (stage.outbox()[-1].state, stage.outbox()[-1].unclear_attempts) == (OutboxState.NEW, 1)


async def test_what_arrived_is_marked_though_the_database_is_busy_for_a_moment(
    stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, sender = asyncio.Event(), stage.app.sender
    await stage.app.database.run(enqueue, nina, stage)
    await sender._dispatch()
    await asyncio.wait(sender._flights)
    tries, run = 0, stage.app.database.run

    async def busy(*arguments: Any) -> Any:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return await run(*arguments)

    monkeypatch.setattr(stage.app.database, "run", busy)
    stop.set()
    await sender.drain(4)
    assert (tries, stage.outbox()[-1].state) == (3, OutboxState.SENT)


def enqueue(db: Session, person: Person, stage: Stage) -> None:
    account = db.scalars(sa.select(Account).where(Account.external_id == person.id)).one()
    assert notify(db, account, Notice(NoticeKind.LETTER, "letter", {"text": "letter"}), stage.clock.now())


def text_of(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> str:
    return str(payload["text"])


@pytest.fixture(autouse=True)
def _letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NOTICES, NoticeKind.LETTER, Shown(text_of, lambda say, text: card(text)))
