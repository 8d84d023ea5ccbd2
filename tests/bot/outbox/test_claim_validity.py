"""A message that waits long for its slot is checked again before it is sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.outbox.notices import NoticeTemplate
from bot.pace import Pace
from models import Account, Lane, OutboxState
from sandbox.person import Person
from services.notices import Window
from tests.bot.conftest import Greeting, Stage, show_greeting, with_greeting
from tests.bot.outbox.test_sender import greetings, texts


class SlowPace(Pace):
    """The first slot is free only after six minutes, as after a 429."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(per_second=10_000, burst=10_000)
        self._stage = stage
        self._waits = [timedelta(minutes=6)]

    @asynccontextmanager
    async def slot(self, lane: Lane) -> AsyncIterator[None]:
        async with super().slot(lane):
            if self._waits:
                self._stage.clock.moment += self._waits.pop()
            yield


@pytest.fixture
async def nina(stage: Stage) -> Person:
    """Has started the chat; the next message waits long for its slot."""
    person = stage.person()
    await person.types("/start")
    await stage.starts(pace=SlowPace(stage))
    return person


async def test_a_message_that_expires_while_it_waits_is_not_sent(stage: Stage, nina: Person) -> None:
    stage.greets(nina, window=Window(expires_at=stage.clock.now() + timedelta(minutes=5)))
    await stage.app.settle()

    assert len(texts(nina)) == 1
    assert [(row.state, row.attempts) for row in greetings(stage)] == [(OutboxState.EXPIRED, 0)]


async def test_a_message_that_waited_long_is_checked_again(stage: Stage, nina: Person) -> None:
    begins = stage.clock.now()

    def holds_at_first(_db: Session, _account: Account, greeting: Greeting, now: datetime) -> str | None:
        return greeting.text if greeting.text == "still true" or now == begins else None

    notices = with_greeting(NoticeTemplate(Greeting, holds_at_first, show_greeting))
    await stage.starts(pace=SlowPace(stage), notices=notices)
    stage.greets(nina, "no longer true")
    stage.greets(nina, "still true")
    await stage.app.settle()

    assert texts(nina)[1:] == ["ru: still true"]
    assert [(row.state, row.attempts) for row in greetings(stage)] == [
        (OutboxState.DROPPED, 0),
        (OutboxState.SENT, 1),
    ]
