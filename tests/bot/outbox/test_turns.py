"""What waits long for its turn to leave, as after a red light, is looked at once more before it does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.outbox.notices import NOTICES, Shown
from models import Account, Lane, OutboxState
from sandbox.person import Person
from tests.bot.conftest import Stage, card
from tests.bot.outbox.test_sender import KIND, enqueue, letter, notices, told


@pytest.fixture
async def nina(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setitem(NOTICES, KIND, Shown(letter, lambda say, text: card(f"{say.language}: {text}", "agree")))
    person = stage.person()
    await person.types("/start")
    return person


@pytest.fixture
def long_queue(stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first message to leave waits six minutes for its turn, as after a red light."""
    slot, waits = stage.pace.slot, [timedelta(minutes=6)]

    @asynccontextmanager
    async def late(lane: Lane) -> AsyncIterator[None]:
        async with slot(lane):
            if waits:
                stage.clock.moment += waits.pop()
            yield

    monkeypatch.setattr(stage.pace, "slot", late)


@pytest.mark.usefixtures("long_queue")
async def test_what_waits_for_its_turn_until_it_is_too_late_is_not_sent(stage: Stage, nina: Person) -> None:
    enqueue(stage, nina, expires_at=stage.clock.now() + timedelta(minutes=5))
    await stage.app.settle()

    assert len(told(nina)) == 1
    assert [(row.state, row.attempts) for row in notices(stage)] == [(OutboxState.EXPIRED, 0)]


@pytest.mark.usefixtures("long_queue")
async def test_what_has_waited_long_for_its_turn_is_looked_at_anew(
    stage: Stage, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = stage.clock.now()

    def holds_at_first(db: Session, account: Account, payload: dict[str, Any], now: datetime) -> str | None:
        return payload["text"] if payload["text"] == "still true" or now == begins else None

    monkeypatch.setitem(NOTICES, KIND, Shown(holds_at_first, lambda say, text: card(text)))
    enqueue(stage, nina, "no longer true")
    enqueue(stage, nina, "still true")
    await stage.app.settle()

    assert told(nina)[1:] == ["still true"]
    assert [(row.state, row.attempts) for row in notices(stage)] == [
        (OutboxState.DROPPED, 0),
        (OutboxState.SENT, 1),
    ]
